"""A logbook in encrypted files: `logbook.db` with its FTS5 index, and `attachments.db` beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select

from app.storage import search_sqlite, sqlite_blobs
from app.storage.backend import Blobs, SearchIndex
from app.storage.keys import derived_key
from app.storage.sessions import AnySelect
from app.storage.sqlite import BUSY_MILLISECONDS, engine_for
from app.storage.sqlite_blobs import SqliteBlobs

NAME = "logbook.db"


class SqliteBackend:
    """The two encrypted files of one folder, under keys derived from one raw key."""

    mark = "?"

    def __init__(
        self,
        folder: Path,
        raw: bytes,
        *,
        busy: int = BUSY_MILLISECONDS,
        alone: bool = False,
        immutable: bool = False,
    ) -> None:
        self.folder = folder
        self.reading: Mapping[str, Any] = {}
        self.engine = engine_for(
            folder / NAME, derived_key(raw, "records"), busy=busy, alone=alone, immutable=immutable
        )
        self.blobs: Blobs = SqliteBlobs(
            folder, derived_key(raw, "attachments"), busy=busy, immutable=immutable
        )
        self.search: SearchIndex = search_sqlite

    def allocate(self, connection: Connection, table: Table, count: int) -> Sequence[int]:
        """Return unused row numbers: the transaction holds the only write lock, so those after the last one."""
        last = connection.execute(_last(table)).scalar_one() or 0
        return range(last + 1, last + 1 + count)

    def lock(self, connection: Connection) -> None:
        """Do nothing: `BEGIN IMMEDIATE` holds the write lock already."""

    def faults(self, connection: Connection) -> Iterator[tuple[str, str]]:
        """Yield the pages that fail their checksum, the structures and references that are broken."""
        yield from _page_faults(connection, NAME)
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield "reference-broken", str(row[0])
        if isinstance(self.blobs, SqliteBlobs):
            with self.blobs.engine.connect() as attachments:
                yield from _page_faults(attachments, sqlite_blobs.NAME)

    def conceal(self, key: str, value: bytes) -> bytes:
        """Return a secret as it is: the whole file is encrypted."""
        return value

    def reveal(self, key: str, value: bytes) -> bytes:
        """Return a secret as it is."""
        return value

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the database."""
        self.engine.dispose()
        self.blobs.close()


@cache
def _last(table: Table) -> AnySelect:
    return select(func.max(table.c.pk))


def _page_faults(connection: Connection, name: str) -> Iterator[tuple[str, str]]:
    for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check"):
        yield "page-damaged", f"{name}: {row[0]}"
    for row in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield "structure-damaged", f"{name}: {row[0]}"
