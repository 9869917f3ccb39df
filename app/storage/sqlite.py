"""Connections to the encrypted files: SQLCipher under a raw key, with the pragmas that keep what was saved.

Pool: `QueuePool`, last returned first handed out, so that the one worker of the desktop always meets a warm
page cache; each thread has a connection to itself while it reads or writes. The driver is in autocommit;
`BEGIN` is sent by us.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2

from app.storage.columns import from_json, to_json
from app.storage.errors import OldLibraryError

PAGE_BYTES = 8192
ATTACHMENT_PAGE_BYTES = 16384
BUSY_MILLISECONDS = 5_000
OLDEST_LIBRARY = (3, 51, 3)
APPLICATION_ID = 0x4C4C4F47
"""`LLOG` in the file header, so that another program's database is told apart."""
_CACHE_KIBIBYTES = 32_768
_WAL_LIMIT = 64 << 20
_MOST_COMPILED = 1_000
WRITES = "liaison_writes"
"""The execution option that makes a transaction take the write lock at once."""


def check_library(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Raise `OldLibraryError` where the SQLite library may corrupt a write-ahead log."""
    if version < OLDEST_LIBRARY:
        raise OldLibraryError(f"SQLite {'.'.join(map(str, version))} is older than 3.51.3.")


def connect(
    path: Path,
    key: bytes,
    *,
    page_bytes: int = PAGE_BYTES,
    wal: bool = True,
    busy: int = BUSY_MILLISECONDS,
    alone: bool = False,
    immutable: bool = False,
) -> Any:
    """Open one encrypted file that exists; `alone` (to migrate) keeps every other process out, `immutable`
    never writes.

    Errors of the driver come through; the first of them may be that the key does not fit.
    """
    mode = "mode=ro&immutable=1" if immutable else "mode=rw"
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=busy / 1000,
    )
    try:
        _prepare(connection, key, page_bytes, alone)
        if not immutable:
            connection.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'TRUNCATE'}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: Any, key: bytes, page_bytes: int, alone: bool) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in (
        f"cipher_page_size = {page_bytes}",
        # Before anything reads the file: a write-ahead log that is open already would be shared.
        f"locking_mode = {'EXCLUSIVE' if alone else 'NORMAL'}",
        "synchronous = FULL",
        f"foreign_keys = {'OFF' if alone else 'ON'}",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "temp_store = MEMORY",
        f"cache_size = -{_CACHE_KIBIBYTES}",
        f"journal_size_limit = {_WAL_LIMIT}",
    ):
        connection.execute(f"PRAGMA {pragma}")


class LogbookDialect(SQLiteDialect_pysqlite):
    """One dialect for every encrypted file: a statement compiled for one is fit for all."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is LogbookDialect

    def __hash__(self) -> int:
        return hash(LogbookDialect)


class Compiled(LRUCache[Any, Any]):
    """What SQLAlchemy compiled for files that are open: compiling costs more than most statements.

    It holds values that statements were first asked with, so it goes with the last engine that had it.
    """


registry.register("sqlite.logbook", __name__, LogbookDialect.__name__)
_compiled: WeakValueDictionary[str, Compiled] = WeakValueDictionary()


def compiled() -> Compiled:
    """Return what all engines share as long as there is one."""
    return _compiled.setdefault("statements", Compiled(_MOST_COMPILED))


def engine_for(path: Path, key: bytes, **options: Any) -> Engine:
    """Return an engine whose connections open one encrypted file; see `connect` for the options."""
    engine = create_engine(
        "sqlite+logbook://",
        module=dbapi2,
        creator=lambda: connect(path, key, **options),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=28,
        pool_use_lifo=True,
        hide_parameters=True,
        json_serializer=to_json,
        json_deserializer=from_json,
        execution_options={"compiled_cache": compiled()},
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
