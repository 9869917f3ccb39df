"""Belonging: which stored revisions are a record's own, told by what its id is bound to and by nothing that came later.

A record is begun by the node, and is of the kind, that its id is bound to (`domain.record_identity`), and is for the
scope that this first revision was sealed for. Whatever else claims to begin it, calls it another kind or was said to
another scope is foreign to it, as is everything that stands on such a revision: kept, relayed, shown in the history;
it sets nothing, is no parent of what counts, and blocks nobody. The answer is a function of the set of revisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from app.domain.record_identity import is_bound
from app.storage.rows import StoredRevision


class Belonging(msgspec.Struct, frozen=True):
    """The occurrences of a record's own revisions by id, the ids of those that are foreign, and what begins it.

    `root` is None as long as the first revision is not here; `scope` (unit, reach) as long as it was not sealed.
    """

    own: Mapping[str, list[StoredRevision]]
    foreign: frozenset[str] = frozenset()
    root: StoredRevision | None = None
    scope: tuple[str, str] | None = None


def belonging(occurrences: Sequence[StoredRevision]) -> Belonging:
    """Sort the occurrences of one record's revisions into its own and foreign ones."""
    bound = [one for one in occurrences if begins(one)]
    root = min(bound, key=lambda one: (one.kind, one.node, one.salt, one.id), default=None)
    sealed = [
        (one.unit, one.reach)
        for one in bound
        if root is not None and one.unit and (one.kind, one.node, one.salt) == _identity(root)
    ]
    scope = min(sealed, default=None)
    own: dict[str, list[StoredRevision]] = {}
    every: dict[str, StoredRevision] = {}
    for one in occurrences:
        every[one.id] = one
        if _is_own(one, root, scope):
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


def _is_own(one: StoredRevision, root: StoredRevision | None, scope: tuple[str, str] | None) -> bool:
    if not one.parents and (root is None or not begins(one) or _identity(one) != _identity(root)):
        return False
    if root is None:
        return True  # what waits for the first revision: nobody can tell yet
    return one.kind == root.kind and (not one.unit or (one.unit, one.reach) == scope)


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
