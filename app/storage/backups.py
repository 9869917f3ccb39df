"""Backups: one encrypted file with copies of both databases and the key file, verified before it gets its name.

Layout: a first line `liaison-backup 1`, the bytes of each member, a JSON manifest with name, size and
digest of each, and the manifest's length in 8 big-endian bytes. Nothing in it is readable without the
passphrase of that day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from sqlcipher3 import dbapi2

from app.storage import key_file, sqlite_backend, sqlite_blobs
from app.storage.errors import BackupDamagedError, StorageFullError
from app.storage.failures import told
from app.storage.files import UNREADABLE, free_bytes, make_file, make_folder, sync_file, sync_folder
from app.storage.keys import derived_key
from app.storage.parts import part_folder, sweep
from app.storage.sqlite import ATTACHMENT_PAGE_BYTES, PAGE_BYTES, connect

FOLDER = "backups"
SUFFIX = ".liaison-backup"
_MAGIC = b"liaison-backup 1\n"
_CHUNK = 1 << 20
_MANIFEST_LIMIT = 64 * 1024
_DATABASES = (
    (sqlite_backend.NAME, "records", PAGE_BYTES),
    (sqlite_blobs.NAME, "attachments", ATTACHMENT_PAGE_BYTES),
)
_MEMBERS = (*(name for name, _, _ in _DATABASES), key_file.NAMES[0])


class _Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    size: int
    sha256: str


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    created_at: str
    members: list[_Member]
    format: int = 1


def write_backup(folder: Path, raw: bytes, to: Path | None) -> Path:
    """Copy a logbook into one verified file and return its path; raises `StorageFullError` and other disk errors.

    `to` is a folder, the path of the new file, or None for the logbook's own `backups/`.
    """
    now = datetime.now(UTC)
    place = folder / FOLDER if to is None else to
    with told(place.parent):
        if to is None:
            make_folder(place)
        target = place / f"{folder.name}-{now:%Y%m%dT%H%M%S%fZ}{SUFFIX}" if place.is_dir() else place
        _check_room(folder, target.parent)
        sweep(target.parent)
        with part_folder(target) as copies:
            for name, purpose, page_bytes in _DATABASES:
                if (folder / name).exists():
                    _copy(folder / name, copies / name, derived_key(raw, purpose), page_bytes)
            _copy_keys(folder, copies)
            verify_databases(copies, raw)
            packed = copies / "packed"
            _pack(packed, copies, f"{now:%Y-%m-%dT%H:%M:%SZ}")
            _check_packed(packed)
            packed.replace(target)
        sync_folder(target.parent)
    return target


def unpack(file: Path, folder: Path) -> None:
    """Put the members of a backup into an empty folder, each checked against its digest; raises
    `BackupDamagedError`.
    """
    manifest = read_manifest(file)
    with file.open("rb") as source:
        source.seek(len(_MAGIC))
        for member in manifest.members:
            target = folder / member.name
            make_file(target)
            with target.open("wb") as out:
                _check_member(member, _pieces(source, member.size), out)
            sync_file(target)


def read_manifest(file: Path) -> _Manifest:
    """Return the manifest of a backup whose sizes add up; raises `BackupDamagedError`."""
    try:
        size = file.stat().st_size
        with file.open("rb") as source:
            started = source.read(len(_MAGIC)) == _MAGIC
            source.seek(max(0, size - 8))
            length = int.from_bytes(source.read(8), "big")
            if not started or not 0 < length <= min(_MANIFEST_LIMIT, size - 8 - len(_MAGIC)):
                raise BackupDamagedError(f"{file.name} is no backup, or is cut short.")
            source.seek(size - 8 - length)
            manifest = msgspec.json.decode(source.read(length), type=_Manifest)
    except (OSError, *UNREADABLE) as error:
        raise BackupDamagedError(f"{file.name} is no backup, or is damaged.") from error
    names = [member.name for member in manifest.members]
    total = len(_MAGIC) + sum(member.size for member in manifest.members) + length + 8
    required = {sqlite_backend.NAME, key_file.NAMES[0]}
    if (
        manifest.format != 1
        or not required <= set(names) <= set(_MEMBERS)
        or len(set(names)) != len(names)
        or total != size
    ):
        raise BackupDamagedError(f"{file.name} is damaged.")
    return manifest


def verify_databases(folder: Path, raw: bytes) -> None:
    """Open the databases of a folder and check every page; raises `BackupDamagedError`."""
    for name, purpose, page_bytes in _DATABASES:
        if not (folder / name).exists():
            continue
        try:
            connection = connect(folder / name, derived_key(raw, purpose), page_bytes=page_bytes, wal=False)
            try:
                faults = connection.execute("PRAGMA cipher_integrity_check").fetchall()
                state = connection.execute("PRAGMA integrity_check").fetchone()
            finally:
                connection.close()
        except dbapi2.DatabaseError as error:
            raise BackupDamagedError(f"{name} in the backup does not open.") from error
        if faults or state != ("ok",):
            raise BackupDamagedError(f"{name} in the backup is damaged.")


def _check_room(folder: Path, place: Path) -> None:
    needed = 2 * sum((folder / name).stat().st_size for name, _, _ in _DATABASES if (folder / name).exists())
    if free_bytes(place) < needed + (4 << 20):
        raise StorageFullError(f"A backup needs {needed >> 20} MiB for a moment.")


def _copy(source: Path, target: Path, key: bytes, page_bytes: int) -> None:
    """Copy one database page by page while others may go on writing."""
    make_file(target)
    reading: Any = connect(source, key, page_bytes=page_bytes, wal=source.name == sqlite_backend.NAME)
    try:
        writing: Any = connect(target, key, page_bytes=page_bytes, wal=False)
        try:
            reading.backup(writing, pages=4096)
            writing.execute("PRAGMA journal_mode = DELETE")
        finally:
            writing.close()
    finally:
        reading.close()


def _copy_keys(folder: Path, copies: Path) -> None:
    target = copies / key_file.NAMES[0]
    make_file(target)
    target.write_bytes(key_file.encode_slots(key_file.read_slots(folder)))


def _pack(packed: Path, copies: Path, created_at: str) -> None:
    members = []
    make_file(packed)
    with packed.open("wb") as out:
        out.write(_MAGIC)
        for name in _MEMBERS:
            if not (copies / name).exists():
                continue
            digest = hashlib.sha256()
            size = 0
            with (copies / name).open("rb") as source:
                for piece in iter(lambda: source.read(_CHUNK), b""):
                    digest.update(piece)
                    size += out.write(piece)
            (copies / name).unlink()
            members.append(_Member(name, size, digest.hexdigest()))
        manifest = msgspec.json.encode(_Manifest(created_at, members))
        out.write(manifest + len(manifest).to_bytes(8, "big"))
    sync_file(packed)


def _check_packed(packed: Path) -> None:
    """Read the finished file back and compare every digest."""
    with packed.open("rb") as source:
        source.seek(len(_MAGIC))
        for member in read_manifest(packed).members:
            _check_member(member, _pieces(source, member.size), None)


def _check_member(member: _Member, pieces: Iterator[bytes], out: BinaryIO | None) -> None:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        if out is not None:
            out.write(piece)
    if digest.hexdigest() != member.sha256:
        raise BackupDamagedError(f"{member.name} in the backup is damaged.")


def _pieces(source: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left > 0:
        piece = source.read(min(_CHUNK, left))
        if not piece:
            return
        left -= len(piece)
        yield piece
