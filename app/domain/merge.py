"""What a set of revisions means: values, disagreements and heads, as a function of the set alone."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, Protocol, TypeVar

import msgspec

from app.domain import canonical


class MergeableRevision(Protocol):
    """What the merge needs of a revision; `at` is the wire text in UTC, which sorts as time."""

    @property
    def id(self) -> str:
        """The revision id."""

    @property
    def parents(self) -> tuple[str, ...]:
        """The ids it was made on top of."""

    @property
    def at(self) -> str:
        """When it was made, by its author's clock."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """What it sets."""


R = TypeVar("R", bound=MergeableRevision)
R_in = TypeVar("R_in", bound=MergeableRevision, contravariant=True)


class Rank(Protocol[R_in]):
    """Says which of the leaders of a field in conflict is shown: that of the greatest rank."""

    def __call__(self, revision: R_in, field: str) -> tuple[Any, ...]:
        """Return the rank of a revision as the setter of a field."""


class Merged(msgspec.Struct, frozen=True):
    """The meaning of one record's revisions.

    `values`: field to shown value. `setters`: field to the revision whose value is shown.
    `conflicts`: field to the leading revisions that differ, the shown one first.
    `heads`: revisions in effect without children. `waiting`: those some of whose ancestors are missing.
    """

    values: dict[str, Any]
    setters: dict[str, str]
    conflicts: dict[str, tuple[str, ...]]
    heads: tuple[str, ...]
    waiting: tuple[str, ...]


def merge(
    revisions: Iterable[R],
    may_set: Callable[[R, str], bool],
    disregarded: Collection[str] = frozenset(),
    rank: Rank[R] | None = None,
) -> Merged:
    """Return what the revisions of one record mean together, whatever their order and repeats.

    `may_set(revision, field)` says whether its node may set the field; `disregarded` are ids of revisions that count as
    parents and set nothing. Of leaders in conflict the one of the greatest `rank(revision, field)` is shown, of equal
    ones that of the greatest digest: never the latest, for clocks can be set.
    """
    by_id = {revision.id: revision for revision in revisions}
    ordered, waiting = _in_order(by_id)
    leaders, heads = _leaders(ordered, may_set, disregarded)
    values: dict[str, Any] = {}
    setters: dict[str, str] = {}
    conflicts: dict[str, tuple[str, ...]] = {}
    for field in sorted(leaders):
        ranked = sorted(leaders[field], key=partial(order, rank, field), reverse=True)
        values[field] = ranked[0].fields[field]
        setters[field] = ranked[0].id
        if len(ranked) > 1 and len({canonical.encode_unchecked(one.fields[field]) for one in ranked}) > 1:
            conflicts[field] = tuple(one.id for one in ranked)
    return Merged(values, setters, conflicts, tuple(sorted(heads)), tuple(sorted(waiting)))


def order(rank: Rank[R] | None, field: str, revision: R) -> tuple[Any, ...]:
    """Return what leaders in conflict are put in order by: the last one is shown."""
    return (rank(revision, field) if rank else (), digest_of(revision.id), revision.id)


def digest_of(identifier: str) -> str:
    """Return the part of a revision id that no clock has made."""
    return identifier[12:]


def _in_order(by_id: Mapping[str, R]) -> tuple[list[R], list[str]]:
    """Return the revisions in effect, parents first, and the ids of those that wait for an ancestor."""
    missing: dict[str, int] = {}
    children: dict[str, list[str]] = {}
    ready: list[str] = []
    for identifier, revision in by_id.items():
        parents = set(revision.parents)
        missing[identifier] = len(parents)
        if not parents:
            ready.append(identifier)
        for parent in parents:
            children.setdefault(parent, []).append(identifier)
    ordered: list[R] = []
    while ready:
        identifier = ready.pop()
        ordered.append(by_id[identifier])
        for child in children.get(identifier, ()):
            missing[child] -= 1
            if missing[child] == 0:
                ready.append(child)
    waiting = [identifier for identifier, count in missing.items() if count]
    return ordered, waiting


def _leaders(
    ordered: list[R], may_set: Callable[[R, str], bool], disregarded: Collection[str]
) -> tuple[dict[str, list[R]], list[str]]:
    """Return per field the setters that no other setter stands on, and the heads.

    Ancestors are sets of bits in whole numbers; a straight history, the usual case, needs none of them.
    """
    if _is_straight(ordered):
        last: dict[str, list[R]] = {}
        for revision in ordered:
            if revision.id not in disregarded:
                last.update((field, [revision]) for field in revision.fields if may_set(revision, field))
        return last, [ordered[-1].id] if ordered else []
    place = {revision.id: index for index, revision in enumerate(ordered)}
    above: list[int] = []
    leading: dict[str, int] = {}
    heads = 0
    for index, revision in enumerate(ordered):
        ancestors = 0
        for parent in revision.parents:
            at = place[parent]
            ancestors |= above[at] | 1 << at
        above.append(ancestors)
        heads = heads & ~ancestors | 1 << index
        if revision.id in disregarded:
            continue
        for field in revision.fields:
            if may_set(revision, field):
                leading[field] = leading.get(field, 0) & ~ancestors | 1 << index
    found = {field: [ordered[index] for index in _bits(mask)] for field, mask in leading.items()}
    return found, [ordered[index].id for index in _bits(heads)]


def _is_straight(ordered: list[R]) -> bool:
    """Tell whether every revision stands on exactly the one before it."""
    if not ordered or ordered[0].parents:
        return not ordered
    return all(later.parents == (earlier.id,) for earlier, later in pairwise(ordered))


def _bits(mask: int) -> Iterable[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
