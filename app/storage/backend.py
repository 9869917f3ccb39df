"""What the two databases do differently, behind one interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Table

from app.storage.texts import SearchEntry


class SearchIndex(Protocol):
    """The full-text index of one database; all text given to it is folded."""

    def put(self, connection: Connection, entries: Sequence[SearchEntry]) -> None:
        """Index records that are not in the index."""

    def remove(self, connection: Connection, pks: Iterable[int]) -> None:
        """Take records out of the index."""

    def indexed(self, connection: Connection) -> Iterator[int]:
        """Yield the record keys in the index, ascending."""

    def find(self, connection: Connection, tokens: Sequence[str], kind: str | None, limit: int) -> list[int]:
        """Return the keys of records with all tokens, best first."""


class Blobs(Protocol):
    """The bytes of attached files."""

    def create(self) -> None:
        """Make the place where files are kept, unless it is there."""

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Keep files by digest, those that are there already untouched; durable when this returns."""

    def get(self, sha256: str) -> bytes | None:
        """Return the bytes of a file, or None."""

    def digests(self) -> Iterator[str]:
        """Yield the digests of all files held, ascending."""

    def close(self) -> None:
        """Close every connection."""


class Backend(Protocol):
    """One open database with its search index and its attached files."""

    engine: Engine
    folder: Path
    mark: str
    """The parameter mark of the driver's own SQL."""
    reading: Mapping[str, Any]
    """The execution options of a transaction that only reads."""
    search: SearchIndex
    blobs: Blobs

    def allocate(self, connection: Connection, table: Table, count: int) -> Sequence[int]:
        """Return `count` unused row numbers of a table, ascending, within a writing transaction."""

    def lock(self, connection: Connection) -> None:
        """Keep other writers out until the transaction ends."""

    def faults(self, connection: Connection) -> Iterator[tuple[str, str]]:
        """Yield a code and a detail for everything that the database finds wrong with itself."""

    def conceal(self, key: str, value: bytes) -> bytes:
        """Return a secret in the form it is stored in."""

    def reveal(self, key: str, value: bytes) -> bytes:
        """Return the secret that a stored form stands for."""

    def close(self) -> None:
        """Close every connection."""
