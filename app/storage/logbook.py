"""An open logbook: reading, writing, backing up, closing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeVar, overload

from sqlalchemy.exc import DBAPIError

from app.storage import anchor, backups
from app.storage.backend import Backend
from app.storage.errors import BackupElsewhereError
from app.storage.failures import told_by_database
from app.storage.keys import derived_key
from app.storage.reader import Reader
from app.storage.sqlite import WRITES
from app.storage.writer import Writer

ANCHOR_UNWRITTEN = "anchor-unwritten"
R = TypeVar("R", bound=Reader)


class Logbook:
    """One open logbook; safe to share between threads, each of which reads and writes on its own.

    `warnings` are codes: `logbook-behind-anchor`, `anchor-damaged`, `anchor-missing`, `anchor-unwritten`,
    `attachments-lost`, `read-only`.
    """

    def __init__(
        self,
        path: Path,
        backend: Backend,
        raw: bytes,
        warnings: tuple[str, ...] = (),
        *,
        shared: bool = False,
    ) -> None:
        self.path = path
        self.warnings = warnings
        self.backend = backend
        self._raw = raw
        self._shared = shared

    @overload
    def reading(self) -> AbstractContextManager[Reader]: ...

    @overload
    def reading(self, kind: type[R]) -> AbstractContextManager[R]: ...

    def reading(self, kind: type[Reader] = Reader) -> AbstractContextManager[Reader]:
        """Give a reader of one snapshot, of a special kind where one is named; raises this package's errors."""
        return self._reading(kind)

    @contextmanager
    def _reading(self, kind: type[R]) -> Iterator[R]:
        with told_by_database(self.path), self.backend.engine.connect() as plain:
            connection = plain.execution_options(**self.backend.reading)
            with connection.begin():
                yield kind(connection, self.backend)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Give a writer; when the block ends all of it is on the disk, and on any error none of it.

        Raises `LogbookBusyError` where another writer does not finish in time, `StorageFullError` and the
        rest.
        """
        with told_by_database(self.path), self.backend.engine.connect() as plain:
            connection = plain.execution_options(**{WRITES: True})
            try:
                with connection.begin():
                    self.backend.lock(connection)
                    writer = Writer(connection, self.backend)
                    yield writer
            except DBAPIError:
                connection.invalidate()
                raise
        if writer.anchored and not self._shared:
            self._anchor(writer.anchored)

    def backup(self, to: Path | None = None) -> Path:
        """Write one verified, encrypted file and return its path: in `backups/`, in a folder, or at a path given."""
        if self._shared:
            raise BackupElsewhereError("The server of a shared store makes its backups.")
        return backups.write_backup(self.path, self._raw, to)

    def close(self) -> None:
        """Close every connection."""
        self.backend.close()

    def __enter__(self) -> Logbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _anchor(self, heads: anchor.Heads) -> None:
        """Note longer streams; what was saved is saved, so a failure here is a warning and no error."""
        try:
            anchor.extend(self.path, derived_key(self._raw, "anchor"), heads)
        except OSError:
            if ANCHOR_UNWRITTEN not in self.warnings:
                self.warnings = (*self.warnings, ANCHOR_UNWRITTEN)
