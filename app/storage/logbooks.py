"""Logbooks: making, opening and restoring them, and changing the passphrase.

A logbook is a folder: the encrypted records, the encrypted attached files, the key file and its copy, and
the anchor.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from app.storage import anchor, backups, sqlite_backend, sqlite_blobs
from app.storage.errors import (
    KeySlotsDamagedError,
    LogbookDamagedError,
    LogbookExistsError,
    LogbookReadOnlyError,
)
from app.storage.failures import told
from app.storage.files import make_file, make_folder, make_parents, sync_folder
from app.storage.key_file import open_slots, read_slots, replace_slots, write_slots
from app.storage.keys import DEFAULT, PassphraseCost, RecoverySlot, derived_key, new_raw_key, wrap
from app.storage.logbook import Logbook
from app.storage.parts import part_folder, sweep
from app.storage.postgres import is_address
from app.storage.probing import check_folder
from app.storage.schema import check_known, check_schema, make, upgrade, version
from app.storage.schema_head import HEAD
from app.storage.shared_stores import change_shared_passphrase, create_shared, open_shared
from app.storage.sqlite import APPLICATION_ID, BUSY_MILLISECONDS, WRITES, check_library
from app.storage.sqlite_backend import SqliteBackend
from app.storage.writer import Writer

ATTACHMENTS_LOST, READ_ONLY = "attachments-lost", "read-only"
HELD = "held"
"""The folder in which bundles wait."""


def create_logbook(
    path: Path | str,
    passphrase: str,
    *,
    first: Callable[[Writer], None] | None = None,
    cost: PassphraseCost = DEFAULT,
    busy: int = BUSY_MILLISECONDS,
) -> Logbook:
    """Make a logbook and open it; raises `LogbookExistsError`, `PassphraseRefusedError` and disk errors.

    It is made beside its place and moved there whole, with what `first` writes, so that a crash leaves nothing half
    made. A shared store has no such place; there a crash can leave its tables empty.
    """
    if isinstance(path, str) and is_address(path):
        shared = create_shared(path, passphrase, cost=cost, busy=busy)
        _write_first(shared, first)
        return shared
    path = Path(path)
    check_library()
    _check_vacant(path)
    raw = new_raw_key()
    slot = wrap(raw, passphrase, cost)
    with _made_whole(path) as making:
        write_slots(making, [slot])
        _make_databases(making, raw)
        make_folder(making / HELD)
        make_folder(making / backups.FOLDER)
        with open_with_key(making, raw, busy=busy) as logbook:
            _write_first(logbook, first)
    return open_with_key(path, raw, busy=busy)


def open_logbook(path: Path | str, passphrase: str, *, busy: int = BUSY_MILLISECONDS) -> Logbook:
    """Open a logbook, bringing an older one up to date after a verified backup.

    Raises `LogbookMissingError`, `NotALogbookError`, `KeySlotsDamagedError`, `WrongPassphraseError`,
    `LogbookDamagedError`, `LogbookNewerError`, `LogbookBusyError`, `MigrationFailedError`.
    """
    if isinstance(path, str) and is_address(path):
        return open_shared(path, passphrase, busy=busy)
    path = Path(path)
    check_library()
    check_folder(path)
    with told(path):
        raw = open_slots(read_slots(path), passphrase)
    return open_with_key(path, raw, busy=busy)


def open_with_key(path: Path, raw: bytes, *, busy: int = BUSY_MILLISECONDS) -> Logbook:
    """Open a logbook with its raw key, as recovery does."""
    check_folder(path)
    with told(path):
        writable = _is_writable(path)
        if not writable and _has_log(path):
            raise LogbookReadOnlyError(
                "Saves wait in the log beside the database: copy the folder to another disk."
            )
        if writable:
            _sweep_around(path)
        _make_current(path, raw, busy)
        backend = SqliteBackend(path, raw, busy=busy, immutable=not writable)
        try:
            logbook = Logbook(path, backend, raw, () if writable else (READ_ONLY,))
            logbook.warnings += _anchor_warnings(logbook, raw)
            if writable and not (path / sqlite_blobs.NAME).exists():
                backend.blobs.create()
                logbook.warnings += (ATTACHMENTS_LOST,)
        except BaseException:
            backend.close()
            raise
    return logbook


def restore_backup(
    file: Path,
    target: Path,
    passphrase: str,
    *,
    first: Callable[[Writer], None] | None = None,
    busy: int = BUSY_MILLISECONDS,
) -> Logbook:
    """Restore a backup where nothing is, and open it; `first` starts the new epoch before the place has its name.

    A logbook that went on in the old epoch would contradict what was sent since, so a crash must not leave one.
    Raises `LogbookExistsError`, `BackupDamagedError`, `WrongPassphraseError` and disk errors.
    """
    check_library()
    _check_vacant(target)
    with _made_whole(target) as making:
        backups.unpack(file, making)
        raw = open_slots(read_slots(making), passphrase)
        backups.verify_databases(making, raw)
        make_folder(making / HELD)
        with open_with_key(making, raw, busy=busy) as logbook:
            _write_first(logbook, first)
            _anchor_own(logbook, raw)
    return open_with_key(target, raw, busy=busy)


def change_passphrase(path: Path | str, old: str, new: str, *, cost: PassphraseCost = DEFAULT) -> None:
    """Replace the passphrase; other slots stay. Raises `WrongPassphraseError`, `PassphraseRefusedError`."""
    if isinstance(path, str) and is_address(path):
        change_shared_passphrase(path, old, new, cost=cost, busy=BUSY_MILLISECONDS)
        return
    path = Path(path)
    check_folder(path)
    with told(path):
        slots = read_slots(path)
        raw = open_slots(slots, old)
    open_with_key(path, raw).close()
    others = [slot for slot in slots if isinstance(slot, RecoverySlot)]
    with told(path):
        replace_slots(path, [wrap(raw, new, cost), *others], new, raw)


def set_passphrase(path: Path, raw: bytes, new: str, *, cost: PassphraseCost = DEFAULT) -> None:
    """Give a logbook a new passphrase by its raw key, as recovery does; raises `LogbookDamagedError` for another key.

    Works also where both copies of the key file are lost.
    """
    open_with_key(path, raw).close()
    slot = wrap(raw, new, cost)
    with told(path):
        write_slots(path, [slot, *recovery_slots(path)])


def add_recovery(path: Path, passphrase: str, recipient: str, wrapped_by: Callable[[bytes], bytes]) -> None:
    """Let somebody else give the key back: `wrapped_by` encrypts the raw key to the recipient.

    A recipient's older slot is replaced. Raises `WrongPassphraseError`.
    """
    check_folder(path)
    with told(path):
        slots = read_slots(path)
        wrapped = wrapped_by(open_slots(slots, passphrase))
        others = [
            slot for slot in slots if not (isinstance(slot, RecoverySlot) and slot.recipient == recipient)
        ]
        write_slots(path, [*others, RecoverySlot(recipient, wrapped)])


def recovery_slots(path: Path) -> list[RecoverySlot]:
    """Return the slots that somebody else can open; none where the key file is lost."""
    try:
        return [slot for slot in read_slots(path) if isinstance(slot, RecoverySlot)]
    except KeySlotsDamagedError:
        return []


def _make_databases(folder: Path, raw: bytes) -> None:
    make_file(folder / sqlite_backend.NAME)
    backend = SqliteBackend(folder, raw, alone=True)
    try:
        with backend.engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        _with_tables(backend, folder, make)
        backend.blobs.create()
    finally:
        backend.close()


def _make_current(path: Path, raw: bytes, busy: int) -> None:
    """Bring an older database up to date, and refuse one that is newer or not ours."""
    backend = SqliteBackend(path, raw, busy=busy, immutable=not _is_writable(path))
    try:
        with backend.engine.connect() as connection:
            current = version(connection)
            if current == HEAD:
                check_schema(connection)
                return
    finally:
        backend.close()
    check_known(current)
    make_folder(path / backups.FOLDER)
    # One copy for each version that is left: a migration that fails again and again does not fill the disk.
    name = f"{path.name}-before-{HEAD}{backups.SUFFIX}"
    backups.write_backup(path, raw, path / backups.FOLDER / name)
    migrating = SqliteBackend(path, raw, busy=busy, alone=True)
    try:
        _with_tables(migrating, path, upgrade)
    finally:
        migrating.close()


def _with_tables(backend: SqliteBackend, folder: Path, bring: Callable[[Connection, Path], None]) -> None:
    """Make the tables, or run every missing migration, and check what came of it, all in one transaction."""
    with backend.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        bring(connection, folder)
        check_schema(connection)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise LogbookDamagedError("A record points to a row that is not there.")


def _anchor_warnings(logbook: Logbook, raw: bytes) -> tuple[str, ...]:
    key = derived_key(raw, "anchor")
    anchored = anchor.read(logbook.path, key)
    with logbook.reading() as reader:
        heads = reader.stream_heads()
        node = reader.meta("node")
        digests = {
            stream: (seq, digest if digest in reader.digests_at(stream, seq) else "")
            for stream, (seq, digest) in anchored.items()
            if stream in heads
        }
    own = any(stream.startswith(f"{node}/") for stream in heads)
    return anchor.warnings(logbook.path, key, heads, digests, own)


def _anchor_own(logbook: Logbook, raw: bytes) -> None:
    """Anchor what a restored logbook had sealed, so that the anchor it never had is not missed."""
    with logbook.reading() as reader:
        node = reader.meta("node")
        own = {
            stream: pair for stream, pair in reader.stream_heads().items() if stream.startswith(f"{node}/")
        }
    if own:
        with told(logbook.path):
            anchor.extend(logbook.path, derived_key(raw, "anchor"), own)


def _check_vacant(path: Path) -> None:
    if path.is_symlink() or (path.exists() and (not path.is_dir() or any(path.iterdir()))):
        raise LogbookExistsError(f"There is something at {path.name} already.")


@contextmanager
def _made_whole(path: Path) -> Iterator[Path]:
    """Give a folder beside a vacant place, and move it there when the block has filled it."""
    with told(path.parent):
        make_parents(path)
        sweep(path.parent, path.name)
        with part_folder(path) as making:
            yield making
            _move_into_place(making, path)


def _write_first(logbook: Logbook, first: Callable[[Writer], None] | None) -> None:
    if first is not None:
        with logbook.writing() as writer:
            first(writer)


def _sweep_around(path: Path) -> None:
    """Remove what killed processes left in a logbook, in its backups and in its place."""
    sweep(path)
    sweep(path / backups.FOLDER)
    sweep(path.parent, path.name)


def _move_into_place(made: Path, path: Path) -> None:
    """Give a finished folder its name; an empty folder of that name makes way."""
    for folder in (*(each for each in made.iterdir() if each.is_dir()), made):
        sync_folder(folder)
    if path.exists():
        path.rmdir()
    made.rename(path)
    sync_folder(path.parent)


def _has_log(path: Path) -> bool:
    """Tell whether the newest saves are still in the write-ahead log, which a write-protected disk cannot fold in."""
    log = path / f"{sqlite_backend.NAME}-wal"
    return log.exists() and log.stat().st_size > 0


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path / sqlite_backend.NAME, os.W_OK)
