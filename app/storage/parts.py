"""Parts: files and folders that are still being written, under a name of their own beside the final one.

A part is locked by who writes it, so that the next writer can tell what a killed process left behind from what another
process is writing just now. Where the system has no such lock, a part counts as left behind after an hour.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.storage.files import make_file, make_folder, sync_folder

try:
    import fcntl
except ImportError:  # Windows has no such locks.
    fcntl = None  # type: ignore[assignment]

SUFFIX = ".liaison-part"
_LONGEST_STEM = 60
_ABANDONED_AFTER = 3600


@contextmanager
def part_file(path: Path) -> Iterator[Path]:
    """Give an empty private file beside `path`; whoever finishes it renames it, else it is removed."""
    with _part(path, folder=False) as part:
        yield part


@contextmanager
def part_folder(path: Path) -> Iterator[Path]:
    """Give an empty private folder beside `path`; whoever finishes it renames it, else it is removed."""
    with _part(path, folder=True) as part:
        yield part


def replace_atomically(path: Path, content: bytes) -> None:
    """Replace a file so that after a power cut either the old or the new content is there, whole."""
    with part_file(path) as part:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    sync_folder(path.parent)


def sweep(folder: Path, of: str = "") -> None:
    """Remove the parts that killed processes left in a folder, of one final name or of all; failing is no harm."""
    start = f".{of[:_LONGEST_STEM]}." if of else "."
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.name.startswith(start) and entry.name.endswith(SUFFIX) and not entry.is_symlink():
                _remove_abandoned(Path(entry.path))


@contextmanager
def _part(path: Path, *, folder: bool) -> Iterator[Path]:
    part = path.with_name(f".{path.name[:_LONGEST_STEM]}.{secrets.token_hex(4)}{SUFFIX}")
    (make_folder if folder else make_file)(part)
    lock = _locked(part)
    try:
        yield part
    finally:
        _remove(part)
        if lock is not None:
            os.close(lock)


def _locked(part: Path) -> int | None:
    """Lock a part for as long as the descriptor is open; None where there are no locks or another holds it."""
    if fcntl is None:
        return None
    descriptor = os.open(part, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _remove_abandoned(part: Path) -> None:
    if fcntl is None:
        if time.time() - part.stat().st_mtime > _ABANDONED_AFTER:
            _remove(part)
    elif (lock := _locked(part)) is not None:
        _remove(part)
        os.close(lock)


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    else:
        with suppress(OSError):
            part.unlink(missing_ok=True)
