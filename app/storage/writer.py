"""The writer: everything that can be done in one transaction, which is kept whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.storage.account_writes import AccountWrites
from app.storage.exchange_writes import ExchangeWrites
from app.storage.reader import Reader
from app.storage.record_writes import RecordWrites
from app.storage.stream_writes import StreamWrites


class Writer(RecordWrites, StreamWrites, ExchangeWrites, AccountWrites, Reader):
    """Reads and writes in one transaction that no other writer shares."""

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Take back what the block wrote where it ends with an error; the transaction itself goes on."""
        with self._connection.begin_nested():
            yield
