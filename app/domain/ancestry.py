"""Ancestry: what was known at each revision of a record, worked out along its history, not anew for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic

from app.domain import canonical
from app.domain.merge import R


class Ancestry(Generic[R]):
    """The revisions of one record in order, parents first, and which of them set which field.

    Ancestors are sets of bits in whole numbers, so that a tangled history of thousands of saves costs milliseconds.
    """

    def __init__(self) -> None:
        self._ordered: list[R] = []
        self._place: dict[str, int] = {}
        self._above: list[int] = []
        self._setters: dict[str, int] = {}

    def before(self, parents: Iterable[str]) -> tuple[dict[str, Any], Mapping[str, list[Any]]]:
        """Return the values at what stands on these parents, and of fields in conflict there every side."""
        known = self._union(parents)
        values: dict[str, Any] = {}
        conflicts: dict[str, list[Any]] = {}
        for field, setters in self._setters.items():
            leaders = self._leaders(setters & known)
            if not leaders:
                continue
            values[field] = max(leaders, key=lambda one: (one.at, one.id)).fields[field]
            sides = [one.fields[field] for one in leaders] if len(leaders) > 1 else []
            if len({canonical.encode_unchecked(side) for side in sides}) > 1:
                conflicts[field] = sides
        return values, conflicts

    def add(self, revision: R, fields: Iterable[str]) -> None:
        """Add a revision that sets these fields; one of whose ancestors some are missing counts for nobody."""
        if any(parent not in self._place for parent in revision.parents):
            return
        place = len(self._ordered)
        self._above.append(self._union(revision.parents))
        self._ordered.append(revision)
        self._place[revision.id] = place
        for field in fields:
            self._setters[field] = self._setters.get(field, 0) | 1 << place

    def _union(self, parents: Iterable[str]) -> int:
        places = [self._place[parent] for parent in parents if parent in self._place]
        known = 0
        for place in places:
            known |= self._above[place] | 1 << place
        return known

    def _leaders(self, setters: int) -> list[R]:
        """Return those of the setters that no other stands on, the last one first."""
        found = []
        while setters:
            place = setters.bit_length() - 1
            found.append(self._ordered[place])
            setters &= ~(self._above[place] | 1 << place)
        return found
