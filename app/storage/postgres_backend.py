"""A logbook in PostgreSQL: records, search index and attached files in one database, secrets wrapped in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.utils import random
from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.engine import make_url

from app.storage import search_postgres
from app.storage.backend import Blobs, SearchIndex
from app.storage.bulk import batches
from app.storage.errors import LogbookDamagedError
from app.storage.failures import told_by_database
from app.storage.keys import derived_key
from app.storage.postgres import READING, engine_for, take_turn

_NONCE_BYTES = 24
_BATCH = 64


class PostgresBlobs:
    """Attached files in a table of the same database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self) -> None:
        """Do nothing: the migrations make the table."""

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Keep files by digest, those that are there already untouched; durable when this returns."""
        statement = "INSERT INTO blob (sha256, bytes) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        for batch in batches(files, _BATCH):
            with told_by_database(), self._engine.begin() as connection:
                connection.exec_driver_sql(statement, batch)

    def get(self, sha256: str) -> bytes | None:
        """Return the bytes of a file, or None."""
        with told_by_database(), self._engine.connect() as connection:
            row = connection.exec_driver_sql("SELECT bytes FROM blob WHERE sha256 = %s", (sha256,)).first()
            return None if row is None else bytes(row[0])

    def digests(self) -> Iterator[str]:
        """Yield the digests of all files held, ascending."""
        with told_by_database(), self._engine.connect() as connection:
            for (sha256,) in connection.exec_driver_sql("SELECT sha256 FROM blob ORDER BY sha256"):
                yield sha256

    def close(self) -> None:
        """Do nothing: the connections are those of the records."""


class PostgresBackend:
    """One database on a server; `folder` is this workstation's own place for bundles that wait."""

    mark = "%s"

    def __init__(self, address: str, raw: bytes, *, busy: int) -> None:
        self.reading: Mapping[str, Any] = READING
        self.engine = engine_for(address, busy=busy)
        self.folder = folder_of(address)
        self.blobs: Blobs = PostgresBlobs(self.engine)
        self.search: SearchIndex = search_postgres
        self._key = derived_key(raw, "secrets")

    def allocate(self, connection: Connection, table: Table, count: int) -> Sequence[int]:
        """Return unused row numbers of a table's sequence."""
        sequence = f"{table.name}_pk_seq"
        rows = connection.exec_driver_sql(
            "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", (sequence, count)
        )
        return [row[0] for row in rows]

    def lock(self, connection: Connection) -> None:
        """Wait for the turn of this writer."""
        take_turn(connection)

    def faults(self, connection: Connection) -> Iterator[tuple[str, str]]:
        """Yield nothing: the server watches over its own pages and references."""
        yield from ()

    def conceal(self, key: str, value: bytes) -> bytes:
        """Return a secret as it may lie on a server: encrypted under the raw key, bound to its name."""
        nonce = random(_NONCE_BYTES)
        sealed: bytes = crypto_aead_xchacha20poly1305_ietf_encrypt(value, key.encode(), nonce, self._key)
        return nonce + sealed

    def reveal(self, key: str, value: bytes) -> bytes:
        """Return the secret itself; raises `LogbookDamagedError` where somebody has changed it."""
        try:
            secret: bytes = crypto_aead_xchacha20poly1305_ietf_decrypt(
                value[_NONCE_BYTES:], key.encode(), value[:_NONCE_BYTES], self._key
            )
        except (CryptoError, ValueError) as error:
            raise LogbookDamagedError(f"The secret {key} is damaged.") from error
        return secret

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def folder_of(address: str) -> Path:
    """Return this workstation's folder for a shared store, by its address without the password."""
    bare = make_url(address).set(password=None).render_as_string()
    return user_data_path("liaison-logbook") / "shared" / hashlib.sha256(bare.encode()).hexdigest()[:16]
