"""Attached files in `attachments.db`: an encrypted file of its own, so that the records stay small and quick to copy.

It has a rollback journal in place of a write-ahead log: bytes that are only ever appended are then written
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from app.storage.failures import told_by_database
from app.storage.files import make_file
from app.storage.sqlite import ATTACHMENT_PAGE_BYTES, BUSY_MILLISECONDS, WRITES, engine_for

NAME = "attachments.db"
_BATCH_BYTES = 16 << 20
_CREATE = (
    "CREATE TABLE IF NOT EXISTS blob "
    "(pk INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT"
)


class SqliteBlobs:
    """Attached files by digest; the file is opened on first use, so that damage to it leaves the records usable."""

    def __init__(
        self, folder: Path, key: bytes, *, busy: int = BUSY_MILLISECONDS, immutable: bool = False
    ) -> None:
        self._folder = folder
        self._immutable = immutable
        self._engine: Engine = engine_for(
            folder / NAME, key, page_bytes=ATTACHMENT_PAGE_BYTES, wal=False, busy=busy, immutable=immutable
        )

    @property
    def engine(self) -> Engine:
        """The engine of the open file."""
        return self._engine

    def create(self) -> None:
        """Make the file and its table, unless they are there."""
        path = self._folder / NAME
        if not path.exists():
            make_file(path)
        with self._writing() as connection:
            connection.exec_driver_sql(_CREATE)

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Keep files by digest, those that are there already untouched; durable when this returns."""
        batch: list[tuple[str, bytes]] = []
        size = 0
        for sha256, content in files:
            batch.append((sha256, content))
            size += len(content)
            if size >= _BATCH_BYTES:
                self._put(batch)
                batch, size = [], 0
        if batch:
            self._put(batch)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        options = {WRITES: True}
        with self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def _put(self, batch: list[tuple[str, bytes]]) -> None:
        with told_by_database(self._folder), self._writing() as connection:
            connection.exec_driver_sql("INSERT OR IGNORE INTO blob(sha256, bytes) VALUES (?, ?)", batch)

    def get(self, sha256: str) -> bytes | None:
        """Return the bytes of a file, or None; by the driver alone, as an export asks for thousands, one by one."""
        with told_by_database(self._folder), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT bytes FROM blob WHERE sha256 = ?", (sha256,))
            row = cursor.fetchone()
            cursor.close()
            return None if row is None else bytes(row[0])

    def digests(self) -> Iterator[str]:
        """Yield the digests of all files held, ascending."""
        with told_by_database(self._folder), self._engine.connect() as connection:
            for (sha256,) in connection.exec_driver_sql("SELECT sha256 FROM blob ORDER BY sha256"):
                yield sha256

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
