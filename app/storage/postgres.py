"""Connections to a shared store in PostgreSQL, and what its errors mean.

Pool: `QueuePool`; each thread has a connection to itself while it reads or writes. A reader sees one snapshot. Writers
take turns by one advisory lock, so that two officers who save, seal or import at once never see half of each other.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine
from sqlalchemy.engine import make_url

from app.storage.errors import (
    LogbookBusyError,
    LogbookDamagedError,
    LogbookMissingError,
    LogbookReadOnlyError,
    ServerUnreachableError,
    StorageError,
    StorageFailedError,
    StorageFullError,
)

SCHEME = "postgresql"
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_LOCK = 0x4C4C4F47
"""The number of the advisory lock that writers take turns by."""

_MEANINGS: dict[str, tuple[type[StorageError], str]] = {
    "55P03": (LogbookBusyError, "Another program is writing to the shared store."),
    "40001": (LogbookBusyError, "Another program is writing to the shared store."),
    "40P01": (LogbookBusyError, "Another program is writing to the shared store."),
    "53100": (StorageFullError, "The server's disk is full."),
    "25006": (LogbookReadOnlyError, "The shared store is write-protected."),
    "58030": (StorageFailedError, "The server's disk refused to read or write."),
    "XX001": (LogbookDamagedError, "The shared store's database is damaged."),
    "XX002": (LogbookDamagedError, "The shared store's database is damaged."),
    "3D000": (LogbookMissingError, "The server has no such database."),
}
_REFUSED = ("28", "57P", "08", "53")
"""Classes of codes that say the server does not take us: no such account, shutting down, no connection."""


def is_address(path: object) -> bool:
    """Tell whether a logbook is named by a server address and not by a folder."""
    return isinstance(path, str) and path.startswith(SCHEME)


def engine_for(address: str, *, busy: int) -> Engine:
    """Return an engine for a `postgresql+psycopg://` address; `busy` is how long a writer waits, in milliseconds."""
    url = make_url(address).set(drivername="postgresql+psycopg")
    return create_engine(
        url,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=28,
        pool_use_lifo=True,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": f"-c lock_timeout={busy}", "connect_timeout": 10},
    )


def take_turn(connection: Connection) -> None:
    """Wait until no other writer is at work; the lock goes with the transaction."""
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))


def meaning(origin: Any) -> StorageError | None:
    """Return the error of this package that one of the driver's means, or None where it is a fault of the program."""
    code = getattr(origin, "sqlstate", None)
    if code in _MEANINGS:
        kind, words = _MEANINGS[code]
        return kind(words)
    if isinstance(code, str) and code.startswith(_REFUSED):
        return ServerUnreachableError("The server does not take this account or is closing.")
    if code is None and type(origin).__name__ == "OperationalError":
        missing = "does not exist" in str(origin) and "database" in str(origin)
        if missing:
            return LogbookMissingError("The server has no such database.")
        return ServerUnreachableError("The server does not answer.")
    return None
