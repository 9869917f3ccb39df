"""Turns what the database driver raises into the errors of this package, by SQLite's result codes."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.storage import postgres
from app.storage.errors import (
    LogbookBusyError,
    LogbookDamagedError,
    LogbookReadOnlyError,
    StorageError,
    StorageFailedError,
    StorageFullError,
)
from app.storage.files import free_bytes

BUSY, LOCKED, READ_ONLY, IO, CORRUPT, FULL, CANNOT_OPEN, NOT_A_DATABASE = 5, 6, 8, 10, 11, 13, 14, 26
_PLENTY = 8 << 20
"""With less room than this, a failed write is taken for a full disk."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}


def translated(error: BaseException, folder: Path) -> StorageError | None:
    """Return the error of this package that a driver's error means, or None where it is a fault of the program."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, OSError):
        if origin.errno in _FULL:
            return StorageFullError("The disk is full.")
        return StorageFailedError(f"The disk refused: {errno.errorcode.get(origin.errno or 0, 'unknown')}.")
    if not isinstance(origin, dbapi2.Error):
        return postgres.meaning(origin)
    code = _code(origin)
    if code in (BUSY, LOCKED):
        return LogbookBusyError("Another program is using the logbook.")
    if code in (CORRUPT, NOT_A_DATABASE):
        return LogbookDamagedError("The logbook's database is damaged.")
    if code == READ_ONLY:
        return LogbookReadOnlyError("The logbook is write-protected.")
    if code == FULL or (code == IO and free_bytes(folder) < _PLENTY):
        return StorageFullError("The disk is full.")
    if code in (IO, CANNOT_OPEN):
        return StorageFailedError("The disk refused to read or write.")
    return None


def _code(origin: Any) -> int | None:
    extended = getattr(origin, "sqlite_errorcode", None)
    return None if extended is None else extended & 0xFF


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Raise this package's errors in place of the database's and the system's, where files are handled here."""
    try:
        yield
    except (DBAPIError, dbapi2.Error, OSError) as error:
        meaning = translated(error, folder)
        if meaning is None:
            raise
        raise meaning from error


@contextmanager
def told_by_database(folder: Path | None = None) -> Iterator[None]:
    """Raise this package's errors in place of the database's; a caller's own file errors come through."""
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        meaning = translated(error, folder or Path())
        if meaning is None:
            raise
        raise meaning from error
