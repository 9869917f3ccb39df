"""Blocks: the rows of a long list that have been fetched, in blocks, the oldest let go first.

One question is under way at a time; what was looked at last is asked for first, so scrolling stays fresh.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
SIZE = 64
KEPT = 48
WANTED = 4


class Blocks(Generic[T]):
    """Holds `keys` (a number for each row) and the rows fetched; asks `fetch(first row, keys)` for more."""

    def __init__(self, fetch: Callable[[int, Sequence[int]], None]) -> None:
        self.keys: array[int] = array("q")
        self._fetch = fetch
        self._held: OrderedDict[int, list[T]] = OrderedDict()
        self._wanted: list[int] = []
        self._asked: int | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def reset(self, keys: array[int]) -> None:
        """Take another list of rows and forget everything fetched."""
        self.keys = keys
        self._held.clear()
        self._wanted.clear()
        self._asked = None

    def row(self, number: int) -> T | None:
        """Return a row, or None where it is not here yet; it is then asked for."""
        block = number // SIZE
        held = self._held.get(block)
        if held is None:
            self._want(block)
            return None
        place = number % SIZE
        return held[place] if place < len(held) else None

    def here(self, number: int) -> T | None:
        """Return a row without asking for it."""
        held = self._held.get(number // SIZE, [])
        return held[number % SIZE] if number % SIZE < len(held) else None

    def arrived(self, first: int, rows: list[T]) -> bool:
        """Take the answer for the block that begins at row `first`; False where nobody wants it any more."""
        block = first // SIZE
        if block != self._asked:
            return False
        self._held[block] = rows
        while len(self._held) > KEPT:
            self._held.popitem(last=False)
        self._asked = None
        self._next()
        return True

    def failed(self) -> None:
        """Note that the question under way has no answer; the next look asks again."""
        self._asked = None
        self._wanted.clear()

    def _want(self, block: int) -> None:
        if block == self._asked:
            return
        if block in self._wanted:
            self._wanted.remove(block)
        self._wanted.append(block)
        del self._wanted[:-WANTED]
        self._next()

    def _next(self) -> None:
        if self._asked is None and self._wanted:
            self._asked = self._wanted.pop()
            first = self._asked * SIZE
            self._fetch(first, self.keys[first : first + SIZE])
