"""A logbook in encrypted files: `logbook.db` with its FTS5 index, and `attachments.db` beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Table, func, select

from app.storage import search_sqlite
from app.storage.backend import Blobs, SearchIndex
from app.storage.keys import derived_key
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
        self.engine = engine_for(
            folder / NAME, derived_key(raw, "records"), busy=busy, alone=alone, immutable=immutable
        )
        self.blobs: Blobs = SqliteBlobs(
            folder, derived_key(raw, "attachments"), busy=busy, immutable=immutable
        )
        self.search: SearchIndex = search_sqlite

    def allocate(self, connection: Connection, table: Table, count: int) -> Sequence[int]:
        """Return unused row numbers: the transaction holds the only write lock, so those after the last
        one.
        """
        last = connection.execute(select(func.max(table.c.pk))).scalar_one() or 0
        return range(last + 1, last + 1 + count)

    def lock(self, connection: Connection) -> None:
        """Do nothing: `BEGIN IMMEDIATE` holds the write lock already."""

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the database."""
        self.engine.dispose()
        self.blobs.close()
