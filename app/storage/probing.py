"""What lies at a path, told from the outside before anything is opened for writing."""

from __future__ import annotations

from pathlib import Path

from app.storage import key_file, sqlite_backend
from app.storage.errors import LogbookDamagedError, LogbookMissingError, NotALogbookError
from app.storage.files import is_plain_file

_PLAIN_HEADER = b"SQLite format 3\x00"


def check_folder(path: Path) -> None:
    """Raise unless a path is the folder of a logbook, as far as names, sizes and first bytes tell.

    Raises `LogbookMissingError`, `NotALogbookError`, `LogbookDamagedError`.
    """
    try:
        if not path.exists() and not path.is_symlink():
            raise LogbookMissingError(f"There is no logbook at {path.name}.")
        names = {entry.name for entry in path.iterdir()} if path.is_dir() else None
    except OSError as error:
        raise NotALogbookError(f"{path.name} cannot be read.") from error
    if names is None:
        raise NotALogbookError(f"{path.name} is no folder.")
    database = path / sqlite_backend.NAME
    if database.name not in names:
        if names.isdisjoint(key_file.NAMES):
            raise LogbookMissingError(f"There is no logbook at {path.name}.")
        raise LogbookDamagedError(f"{database.name} is missing.")
    if not is_plain_file(database):
        raise NotALogbookError(f"{database.name} is no file.")
    _check_header(database)


def _check_header(database: Path) -> None:
    try:
        with database.open("rb") as file:
            start = file.read(len(_PLAIN_HEADER))
    except OSError as error:
        raise NotALogbookError(f"{database.name} cannot be read.") from error
    if start == _PLAIN_HEADER:
        raise NotALogbookError(f"{database.name} is an unencrypted database.")
    if len(start) < len(_PLAIN_HEADER):
        raise LogbookDamagedError(f"{database.name} is empty.")
