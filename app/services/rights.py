"""Rights: which of the fields a revision sets count, by the level of its node and the way its state went.

What a node may not set is kept, relayed, shown, and sets nothing (bundle format, section 3). The answer depends on the
revision, its ancestors and the rosters alone, so that it is the same wherever it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from app.domain.kinds import KINDS
from app.domain.levels import may_act_as
from app.domain.merge import merge
from app.services.standing import Standing
from app.storage.rows import DISREGARDED, StoredRevision

STATE = "state"
States = frozenset[str | None]
"""The states a revision was made on top of: one, or every side where they were in conflict; None for a new record."""
NEW: States = frozenset({None})


def allowed_fields(revision: StoredRevision, standing: Standing, before: States) -> dict[str, Any]:
    """Return what a revision sets that its node may set; the usual revision has no guarded field."""
    level = standing.level_of(revision.node)
    if level is None or guarded(revision.kind, level).isdisjoint(revision.fields):
        return dict(revision.fields)
    return {name: value for name, value in revision.fields.items() if _may_set(revision, name, level, before)}


@lru_cache(maxsize=256)
def guarded(kind: str, level: str) -> frozenset[str]:
    """Return the fields that a node of this level may not set, or not to every value."""
    declared = KINDS.get(kind)
    if declared is None:
        return frozenset()
    return frozenset(
        name
        for name, field in declared.__fields__.items()
        if (name == STATE and declared.workflow is not None) or not may_act_as(level, field.level)
    )


def _may_set(revision: StoredRevision, field: str, level: str, before: States) -> bool:
    if field not in guarded(revision.kind, level):
        return True
    workflow = KINDS[revision.kind].workflow
    if field != STATE or workflow is None:
        return False
    target = str(revision.fields[field])
    if before == NEW:
        return workflow.may_start(target, level)
    if len(before) > 1 and target in before:
        return workflow.may_enter(target, level)  # it settles a conflict by taking a side
    return any(workflow.may_move(source, target, level) for source in before if source is not None)


class RecordRights:
    """The rights of every revision of one record, by all of its stored occurrences."""

    def __init__(self, occurrences: Sequence[StoredRevision], standing: Standing) -> None:
        self._standing = standing
        self.by_id: dict[str, list[StoredRevision]] = {}
        for occurrence in occurrences:
            self.by_id.setdefault(occurrence.id, []).append(occurrence)
        self._counted: Mapping[str, list[StoredRevision]] = {
            key: [one for one in same if one.status != DISREGARDED] for key, same in self.by_id.items()
        }
        self.disregarded = frozenset(key for key, same in self._counted.items() if not same)
        self._before: dict[str, States] = {}

    def may_set(self, revision: StoredRevision, field: str) -> bool:
        """Return whether any node that said this revision, and counts, may set the field to the value it gives."""
        before = self._states_before(revision.id) if field == STATE else NEW
        return any(field in allowed_fields(one, self._standing, before) for one in self._counted[revision.id])

    def _states_before(self, identifier: str) -> States:
        """Return the states at the ancestors of a revision, worked out from them alone."""
        if identifier not in self._before:
            ancestors = [self.by_id[one][0] for one in self._ancestors(identifier)]
            merged = merge(ancestors, self.may_set, self.disregarded)
            by_id = {one.id: one for one in ancestors}
            sides = [by_id[side].fields[STATE] for side in merged.conflicts.get(STATE, ())]
            self._before[identifier] = frozenset(sides or [merged.values.get(STATE)])
        return self._before[identifier]

    def _ancestors(self, identifier: str) -> set[str]:
        found: set[str] = set()
        ahead = list(self.by_id[identifier][0].parents)
        while ahead:
            one = ahead.pop()
            if one in self.by_id and one not in found:
                found.add(one)
                ahead.extend(self.by_id[one][0].parents)
        return found
