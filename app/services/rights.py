"""Rights: which of the fields a revision sets count, by the level of its node and the way its state went.

What a node may not set is kept, relayed, shown, and sets nothing (bundle format, section 3). The answer depends on the
revision, its ancestors, the rosters and the limit that Force HQ gave to sectors alone, so that it is the same wherever
it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from app.domain.ancestry import Ancestry
from app.domain.decisions import DECIDED_ON
from app.domain.kinds import KINDS
from app.domain.levels import may_act_as
from app.domain.merge import merge
from app.domain.revisions import WITHDRAWN
from app.services.belonging import belonging
from app.services.standing import Standing
from app.services.steps import least_level, may_decide, rule
from app.services.structures import readable, typed_record
from app.storage.rows import DISREGARDED, StoredRevision

STATE = "state"
ANYBODY = frozenset({"serial", "marking"})
"""What names and marks a record, whoever wrote it: without these nobody could see what was not applied."""


class Before(msgspec.Struct, frozen=True):
    """What a revision was made on top of: its state, or every side of a conflict about it, and the values shown."""

    states: frozenset[str | None] = frozenset({None})
    values: Mapping[str, Any] = {}


NEW = Before()
"""Nothing: the revision begins a record."""
NO_SIDES: Mapping[str, list[Any]] = {}


def allowed_fields(revision: StoredRevision, standing: Standing, before: Before) -> dict[str, Any]:
    """Return what a revision sets that its node may set; the usual revision has no guarded field."""
    level = standing.level_of(revision.node)
    if level is None or guarded(revision.kind, level).isdisjoint(revision.fields):
        return dict(revision.fields)
    if not may_act_as(level, least_level(KINDS[revision.kind], before.values)):
        return {name: value for name, value in revision.fields.items() if name in ANYBODY}
    return {
        name: value
        for name, value in revision.fields.items()
        if _may_set(revision, name, level, before, standing)
    }


@lru_cache(maxsize=256)
def guarded(kind: str, level: str) -> frozenset[str]:
    """Return the fields that a node of this level may not set, or not to every value, or not in every record."""
    declared = KINDS.get(kind)
    if declared is None:
        return frozenset()
    reserving = declared.__fields__.get(declared.reserved_by)
    if not may_act_as(level, declared.written_by) or (reserving and not may_act_as(level, reserving.level)):
        return frozenset(declared.__fields__) - ANYBODY | {WITHDRAWN}
    return _by_level(kind, level)


@lru_cache(maxsize=256)
def _by_level(kind: str, level: str) -> frozenset[str]:
    declared = KINDS[kind]
    return frozenset(
        name
        for name, field in declared.__fields__.items()
        if (name == STATE and declared.workflow is not None) or not may_act_as(level, field.level)
    )


def _may_set(revision: StoredRevision, field: str, level: str, before: Before, standing: Standing) -> bool:
    workflow = KINDS[revision.kind].workflow
    if field not in _by_level(revision.kind, level):
        return True
    if workflow is None or field not in (STATE, DECIDED_ON):
        return False
    # What a node says beside a step counts for it: the values it was made on, and those of the step itself.
    after = typed_record(revision.kind, {**before.values, **revision.fields})
    allows = rule(level, after, standing.limits_of(revision.id))
    if field == DECIDED_ON:
        return may_decide(workflow, allows)
    target = str(revision.fields[field])
    if before.states == NEW.states:
        return workflow.may_start(target, allows)
    if len(before.states) > 1 and target in before.states:
        return workflow.may_enter(target, allows)  # it settles a conflict by taking a side
    return any(workflow.may_move(source, target, allows) for source in before.states if source is not None)


class RecordRights:
    """The rights of every revision of one record, by all of its stored occurrences, worked out once, parents first.

    What is foreign to the record (`belonging`) sets nothing. What this version cannot read of a newer one counts as
    said, and as nothing.
    """

    def __init__(self, occurrences: Sequence[StoredRevision], standing: Standing) -> None:
        self._standing = standing
        self.belonging = belonging(occurrences)
        self.by_id = {
            identifier: [_readable(one) for one in same] for identifier, same in self.belonging.own.items()
        }
        self._counted: Mapping[str, list[StoredRevision]] = {
            key: [one for one in same if one.status != DISREGARDED] for key, same in self.by_id.items()
        }
        self.disregarded = frozenset(key for key, same in self._counted.items() if not same)
        self._allowed: dict[str, frozenset[str]] = {}
        self._weigh()

    def may_set(self, revision: StoredRevision, field: str) -> bool:
        """Return whether any node that said this revision, and counts, may set the field to the value it gives."""
        return field in self._allowed.get(revision.id, ())

    def values_at(self, identifier: str) -> Mapping[str, Any]:
        """Return the values at a revision: of its ancestors and itself, whatever came beside it."""
        known = [self.by_id[one][0] for one in (identifier, *self._ancestors(identifier))]
        return merge(known, self.may_set, self.disregarded).values

    def _weigh(self) -> None:
        """Work out every revision; along a straight history its values grow with it, others merge their ancestors."""
        ordered = self._in_order()
        straight = all(later.parents == (earlier.id,) for earlier, later in pairwise(ordered))
        straight = straight and not (ordered and ordered[0].parents)
        ancestry: Ancestry[StoredRevision] = Ancestry()
        values: dict[str, Any] = {}
        for revision in ordered:
            before = NEW
            if self._is_guarded(revision):
                known, sides = (values, NO_SIDES) if straight else ancestry.before(revision.parents)
                before = Before(frozenset(sides.get(STATE) or [known.get(STATE)]), known)
            self._allowed[revision.id] = allowed = self._names(revision, before)
            if straight:
                values.update((name, value) for name, value in revision.fields.items() if name in allowed)
            else:
                ancestry.add(revision, () if revision.id in self.disregarded else allowed)

    def _is_guarded(self, revision: StoredRevision) -> bool:
        levels = (self._standing.level_of(one.node) for one in self._counted[revision.id])
        return any(
            level is not None and not guarded(revision.kind, level).isdisjoint(revision.fields)
            for level in levels
        )

    def _names(self, revision: StoredRevision, before: Before) -> frozenset[str]:
        """Return the fields that any node may set that said this revision; one that is disregarded sets none."""
        counted = self._counted[revision.id]
        return frozenset(name for one in counted for name in allowed_fields(one, self._standing, before))

    def _in_order(self) -> list[StoredRevision]:
        """Return the revisions, parents first; ancestors that are not held are passed over."""
        children: dict[str, list[str]] = {}
        missing: dict[str, int] = {}
        for identifier, (first, *_) in self.by_id.items():
            held = {parent for parent in first.parents if parent in self.by_id}
            missing[identifier] = len(held)
            for parent in held:
                children.setdefault(parent, []).append(identifier)
        ready = [identifier for identifier, count in missing.items() if not count]
        ordered = []
        while ready:
            identifier = ready.pop()
            ordered.append(self.by_id[identifier][0])
            for child in children.get(identifier, ()):
                missing[child] -= 1
                if not missing[child]:
                    ready.append(child)
        return ordered

    def _ancestors(self, identifier: str) -> set[str]:
        found: set[str] = set()
        ahead = list(self.by_id[identifier][0].parents)
        while ahead:
            one = ahead.pop()
            if one in self.by_id and one not in found:
                found.add(one)
                ahead.extend(self.by_id[one][0].parents)
        return found


def _readable(revision: StoredRevision) -> StoredRevision:
    if not revision.unknown:
        return revision
    return msgspec.structs.replace(revision, fields=readable(revision.kind, revision.fields))
