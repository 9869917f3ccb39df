"""Files and folders of a logbook: private modes, small reads, and bytes and names that are on the disk."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import msgspec

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
UNREADABLE = (msgspec.MsgspecError, ValueError, OverflowError, RecursionError)
"""What decoding damaged bytes can raise: bytes that are no UTF-8 are no fault of JSON to the decoder."""


def make_folder(path: Path) -> None:
    """Make a folder that only its owner can read, unless it is there."""
    path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    path.chmod(PRIVATE_FOLDER)


def make_file(path: Path) -> None:
    """Make an empty file that only its owner can read; what opens it next keeps that mode."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))


def is_plain_file(path: Path) -> bool:
    """Tell whether there is a regular file at a path, without opening it (a named pipe would hang)."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def read_small(path: Path, limit: int) -> bytes | None:
    """Return the bytes of a regular file of at most `limit` bytes, or None where there is none."""
    if not is_plain_file(path) or path.stat().st_size > limit:
        return None
    try:
        return path.read_bytes()
    except OSError:
        return None


def make_parents(path: Path) -> None:
    """Make the folders above a path, each name on the disk before the next is made."""
    missing = [each for each in path.parents if not each.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_file(path: Path) -> None:
    """Have the bytes of a file on the disk before this returns."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Have the names in a folder on the disk before this returns, where the system can do that."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def free_bytes(path: Path) -> int:
    """Return the free bytes on the disk of a folder, or a large number where the system does not say."""
    try:
        return shutil.disk_usage(path).free
    except OSError:
        return 1 << 62
