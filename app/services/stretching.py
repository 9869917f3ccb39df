"""Stretching: the slow hash of a passphrase, begun on a thread of its own while the rest of the program still loads.

Loading and hashing take about as long as each other when a logbook is opened, and the hash lets other threads run.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from app.storage.key_file import open_slots, read_slots


class Stretched:
    """The key of a logbook as soon as its passphrase has been hashed."""

    def __init__(self, path: Path, passphrase: str) -> None:
        """Begin at once."""
        pool = ThreadPoolExecutor(1, "stretching")
        self._key: Future[bytes] = pool.submit(lambda: open_slots(read_slots(path), passphrase))
        pool.shutdown(wait=False)

    def key(self) -> bytes | None:
        """Wait for the key; None where anything went wrong, which opening in the ordinary way will put into words."""
        return None if self._key.exception() else self._key.result()
