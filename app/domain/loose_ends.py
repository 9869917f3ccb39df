"""Loose ends: saves of one record by one node that no later save of the same node stands on.

A logbook knows what it wrote: each of its saves stands on the one before, so an honest node has one loose end in a
record, or one for each laptop and backup that ever went on under its name. Hundreds of them can only be meant to make a
record with so many heads that nobody can save it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MAX_LOOSE_ENDS: Final = 64
"""Most loose ends of one node in one record."""


class LooseEnds:
    """The revisions of one record as they come, in any order, and how many loose ends each node has.

    Ancestors are sets of bits in whole numbers. What lacks an ancestor waits, and is counted when that comes.
    """

    def __init__(self) -> None:
        self._place: dict[str, int] = {}
        self._above: list[int] = []
        self._ends: dict[str, int] = {}
        self._waiting: dict[str, list[tuple[str, Sequence[str], str]]] = {}

    def add(self, identifier: str, parents: Sequence[str], node: str) -> None:
        """Add a revision as a node said it; the same one may be said by several."""
        ready = [(identifier, parents, node)]
        while ready:
            one = ready.pop()
            missing = next((parent for parent in one[1] if parent not in self._place), None)
            if missing is not None:
                self._waiting.setdefault(missing, []).append(one)
            else:
                self._put(*one)
                ready += self._waiting.pop(one[0], ())

    def of(self, node: str) -> int:
        """Return how many loose ends a node has."""
        return self._ends.get(node, 0).bit_count()

    def _put(self, identifier: str, parents: Sequence[str], node: str) -> None:
        place = self._place.get(identifier)
        if place is None:
            place = self._place[identifier] = len(self._above)
            above = 0
            for parent in parents:
                at = self._place[parent]
                above |= self._above[at] | 1 << at
            self._above.append(above)
        ends = self._ends.get(node, 0)
        if not any(above >> place & 1 for above in self._tops(ends)):
            self._ends[node] = ends & ~self._above[place] | 1 << place

    def _tops(self, ends: int) -> list[int]:
        """Return what each of some loose ends stands on."""
        found = []
        while ends:
            lowest = ends & -ends
            found.append(self._above[lowest.bit_length() - 1])
            ends ^= lowest
        return found
