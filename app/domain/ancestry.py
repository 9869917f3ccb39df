"""Ancestry: what was known at each revision of a record, worked out along its history, not anew for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from heapq import heapify, heappop, heappush
from typing import Any, Generic

from app.domain import canonical
from app.domain.merge import R, Rank, order


class Ancestry(Generic[R]):
    """The revisions of one record in order, parents first, and which of them set which field.

    Ancestors are sets of bits in whole numbers, so that a tangled history of thousands of saves costs milliseconds.
    """

    def __init__(self, rank: Rank[R] | None = None) -> None:
        self._rank = rank
        self._ordered: list[R] = []
        self._place: dict[str, int] = {}
        self._above: list[int] = []
        self._setters: dict[str, int] = {}

    def before(self, parents: Iterable[str], of: str) -> tuple[dict[str, Any], frozenset[str], list[R]]:
        """Return the values on top of these parents, the fields in conflict there, and the leaders of one field."""
        known = self._union(parents)
        values: dict[str, Any] = {}
        conflicts: set[str] = set()
        leading: list[R] = []
        for field, setters in self._setters.items():
            leaders = self._leaders(setters & known)
            if not leaders:
                continue
            if field == of:
                leading = leaders
            shown = leaders[0] if len(leaders) == 1 else max(leaders, key=partial(order, self._rank, field))
            values[field] = shown.fields[field]
            if (
                len(leaders) > 1
                and len({canonical.encode_unchecked(one.fields[field]) for one in leaders}) > 1
            ):
                conflicts.add(field)
        return values, frozenset(conflicts), leading

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


def uncontinued(by_id: Mapping[str, Sequence[R]], counted: Iterable[R]) -> list[R]:
    """Return those of some revisions of a record that no other of them stands on, however far below."""
    ends = list(counted)
    continued: set[str] = set()
    left = [parent for one in ends for parent in one.parents]
    while left:
        identifier = left.pop()
        if identifier not in continued and identifier in by_id:
            continued.add(identifier)
            left.extend(by_id[identifier][0].parents)
    return [one for one in ends if one.id not in continued]


def parents_first(revisions: Iterable[R]) -> list[R]:
    """Return each revision once, after all that it stands on; what stands on nothing else in between, by its clock."""
    by_id: dict[str, R] = {}
    for one in revisions:
        by_id.setdefault(one.id, one)
    missing = {key: {parent for parent in one.parents if parent in by_id} for key, one in by_id.items()}
    children: dict[str, list[str]] = {}
    for key, parents in missing.items():
        for parent in parents:
            children.setdefault(parent, []).append(key)
    ready = [(one.at, key) for key, one in by_id.items() if not missing[key]]
    heapify(ready)
    ordered = []
    while ready:
        _, key = heappop(ready)
        ordered.append(by_id[key])
        for child in children.get(key, ()):
            missing[child].discard(key)
            if not missing[child]:
                heappush(ready, (by_id[child].at, child))
    return ordered
