"""Blocks: the rows of a long list that have been fetched, in blocks, the oldest let go first.

A list begins with its length and its first keys; the other keys come a moment later. One question is under way at a
time; what was looked at last is asked for first, so scrolling stays fresh.
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
        self._count = 0
        self._fetch = fetch
        self._held: OrderedDict[int, list[T]] = OrderedDict()
        self._wanted: list[int] = []
        self._asked: int | None = None

    def __len__(self) -> int:
        return self._count

    @property
    def complete(self) -> bool:
        """Whether every row has its key."""
        return len(self.keys) == self._count

    def begin(self, count: int, keys: Sequence[int], rows: Sequence[T]) -> None:
        """Take another list: its length, and its first keys with their rows; the other keys come by `finish`."""
        self.reset(array("q", keys))
        self._count = count
        for block in range(-(-len(rows) // SIZE)):
            self._held[block] = list(rows[block * SIZE : (block + 1) * SIZE])

    def finish(self, keys: array[int]) -> bool:
        """Take all keys of the list that was begun; False where it has changed meanwhile and is begun anew."""
        if len(keys) != self._count or keys[: len(self.keys)] != self.keys:
            self.reset(keys)
            return False
        self.keys = keys
        self._next()
        return True

    def reset(self, keys: array[int]) -> None:
        """Take another list of rows and forget everything fetched."""
        self.keys = keys
        self._count = len(keys)
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
        return held[number % SIZE] if 0 <= number % SIZE < len(held) else None

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
        """Ask for the block that was looked at last, unless its keys are not here yet."""
        if self._asked is None and self._wanted:
            first = self._wanted[-1] * SIZE
            if len(self.keys) >= min(first + SIZE, self._count):
                self._asked = self._wanted.pop()
                self._fetch(first, self.keys[first : first + SIZE])
