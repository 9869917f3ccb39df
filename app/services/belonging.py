"""Belonging: which stored revisions are a record's own, told by what its id is bound to and by nothing that came later.

A record is begun by the node, and is of the kind, that its id is bound to (`domain.record_identity`), and is for the
scope that this first revision was sealed for. Whatever else claims to begin it, calls it another kind or was said to
another scope is foreign to it, as is everything that stands on such a revision: kept, relayed, shown in the history;
it sets nothing, is no parent of what counts, and blocks nobody. The answer is a function of the set of revisions and
of the levels of their nodes.

An author may seal its first revision for several scopes. What was said in any of them stays the record's own, so that
nobody sheds what others said of his record by moving it; the record is for the scope in which others of the highest
level speak, of equal ones for that with the fewest readers, so that what they said goes to nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from app.domain.levels import RANKS
from app.domain.record_identity import is_bound
from app.domain.scopes import Level, Reach
from app.storage.rows import DISREGARDED, StoredRevision

Scope = tuple[str, str]
LevelOf = Callable[[str], str | None]
"""Returns the level at which a node acts, None for one that no roster names."""


class Belonging(msgspec.Struct, frozen=True):
    """The occurrences of a record's own revisions by id, the ids of those that are foreign, and what begins it.

    `root` is None as long as the first revision is not here; `scope` (unit, reach) as long as it was not sealed.
    """

    own: Mapping[str, list[StoredRevision]]
    foreign: frozenset[str] = frozenset()
    root: StoredRevision | None = None
    scope: Scope | None = None


def belonging(occurrences: Sequence[StoredRevision], level_of: LevelOf) -> Belonging:
    """Sort the occurrences of one record's revisions into its own and foreign ones."""
    bound = [one for one in occurrences if begins(one)]
    root = min(bound, key=lambda one: (one.kind, one.node, one.salt, one.id), default=None)
    scopes = _sealed_for(bound, root)
    scope = _chosen(scopes, occurrences, root, level_of)
    own: dict[str, list[StoredRevision]] = {}
    every: dict[str, StoredRevision] = {}
    for one in occurrences:
        every[one.id] = one
        if _is_own(one, root, scopes):
            own.setdefault(one.id, []).append(one)
    foreign = every.keys() - own.keys()
    if foreign:
        foreign |= _standing_on(foreign, every.values())
        own = {identifier: same for identifier, same in own.items() if identifier not in foreign}
    return Belonging(own, frozenset(foreign), root, scope)


def begins(revision: StoredRevision) -> bool:
    """Return whether a revision is the first one of its record, said by the node that the record's id is bound to."""
    return not revision.parents and is_bound(revision.record, revision.node, revision.kind, revision.salt)


def _identity(root: StoredRevision) -> tuple[str, str, str]:
    return root.kind, root.node, root.salt


def _sealed_for(bound: Iterable[StoredRevision], root: StoredRevision | None) -> frozenset[Scope]:
    """Return the scopes for which the author sealed its first revision, leaving out what counts no more."""
    if root is None:
        return frozenset()
    sealed = [one for one in bound if one.unit and _identity(one) == _identity(root)]
    counted = [one for one in sealed if one.status != DISREGARDED]
    return frozenset((one.unit, one.reach) for one in counted or sealed)


def _chosen(
    scopes: Collection[Scope],
    occurrences: Iterable[StoredRevision],
    root: StoredRevision | None,
    level_of: LevelOf,
) -> Scope | None:
    """Return the scope that a record is for: of several that in which others of the highest level speak."""
    if root is None or len(scopes) < 2:
        return next(iter(scopes), None)
    heights = dict.fromkeys(scopes, -1)
    for one in occurrences:
        level = level_of(one.node) if one.parents and one.node != root.node else None
        scope = (one.unit, one.reach)
        if level is not None and scope in heights and one.kind == root.kind and one.status != DISREGARDED:
            heights[scope] = max(heights[scope], RANKS[Level(level)])
    return min(scopes, key=lambda scope: (-heights[scope], *_readership(scope)))


def _readership(scope: Scope) -> tuple[bool, int, Scope]:
    """Return what sorts a scope before those with more readers."""
    unit, reach = scope
    return reach == Reach.BRANCH, unit.count("/"), scope


def _is_own(one: StoredRevision, root: StoredRevision | None, scopes: Collection[Scope]) -> bool:
    if not one.parents and (root is None or not begins(one) or _identity(one) != _identity(root)):
        return False
    if root is None:
        return True  # what waits for the first revision: nobody can tell yet
    return one.kind == root.kind and (not one.unit or (one.unit, one.reach) in scopes)


def _standing_on(foreign: Iterable[str], revisions: Iterable[StoredRevision]) -> set[str]:
    """Return what stands on foreign revisions, however far above them."""
    children: dict[str, list[str]] = {}
    for one in revisions:
        for parent in one.parents:
            children.setdefault(parent, []).append(one.id)
    found: set[str] = set()
    ahead = list(foreign)
    while ahead:
        for child in children.get(ahead.pop(), ()):
            if child not in found:
                found.add(child)
                ahead.append(child)
    return found
