"""Authorization: may this node, then, set this field of this record? One answer, for forms and for what arrives.

Invariants, each held by a property test:
- only what a declaration allows is allowed: a node that the rosters do not name, a field that the kind does not
  declare, a level that is missing give no right;
- what only the owner may set, nobody else sets, at whatever level outside the owner's posts; so it is with a step that
  gives the record up for good;
- a record that is frozen is not changed by anybody;
- the answer is a function of declarations, rosters and the record's own past: no clock, no order of arrival.

The owner of a record is the post (unit path) of the node that began it and every post above; where a headquarters
wrote for a unit below, the posts down to that unit, too. The steps of a workflow are judged in `deciding`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache
from typing import Any

import msgspec

from app.domain.decisions import DECIDED_ON
from app.domain.fields import Field
from app.domain.kinds import KINDS
from app.domain.levels import may_act_as
from app.domain.policy.editors import Editors
from app.domain.records import Record
from app.domain.revisions import WITHDRAWN
from app.domain.scopes import Level, is_above, is_on_branch

STATE = "state"
UNKNOWN_NODE, OFF_BRANCH, NOT_YOURS = "unknown_node", "off_branch", "not_yours"
UNKNOWN_FIELD, FROZEN, LEVEL, AT_BIRTH, LOWERED = (
    "unknown_field", "issued", "level_too_low", "at_birth", "only_raised",
)  # fmt: skip


class Actor(msgspec.Struct, frozen=True):
    """A node as the rosters name it: its post and its level; a logbook without a mission has no post."""

    unit: str
    level: str


class Origin(msgspec.Struct, frozen=True):
    """Whose a record is: the post of the node that began it, None where no roster names it, and its scope's unit."""

    author: str | None
    scope: str


class Relation(IntEnum):
    """How near a node stands to a record."""

    NONE = 0
    BRANCH = 1
    OWNER = 2


@lru_cache(maxsize=4096)
def relation(actor: Actor, origin: Origin) -> Relation:
    """Return how near a node stands to a record."""
    if origin.author is None:
        owns = actor.level == Level.FORCE
    else:
        written_for = is_above(origin.author, actor.unit) and _at_or_above(actor.unit, origin.scope)
        owns = actor.unit == origin.author or is_above(actor.unit, origin.author) or written_for
    if owns:
        return Relation.OWNER
    return Relation.BRANCH if is_on_branch(actor.unit, origin.scope) else Relation.NONE


def refusal(
    kind: str, name: str, value: Any, actor: Actor, near: Relation, before: Mapping[str, Any], *, born: bool
) -> str:
    """Return the code of why a node may not set a field to a value, empty where it may; steps are judged apart.

    `before` are the values that it was set on top of; `born` that the revision begins the record.
    """
    declared = KINDS.get(kind)
    field = _field(declared, name)
    if near is Relation.NONE:
        return OFF_BRANCH
    if declared is None or field is None:
        return UNKNOWN_FIELD
    if not born and declared.frozen_by and before.get(declared.frozen_by) is not None:
        return FROZEN
    named = born and (field.at_birth or field.rising)
    if not may_act_as(actor.level, field.level) or not (
        named or may_act_as(actor.level, least_level(declared, before))
    ):
        return LEVEL
    if field.at_birth and not born:
        return AT_BIRTH
    if near < _needed(declared, field, value):
        return NOT_YOURS
    if field.rising and near < Relation.OWNER and not _rises(field, before.get(name), value):
        return LOWERED
    return ""


def edits(kind: type[Record], near: Relation) -> bool:
    """Return whether somebody so near may write the content of a kind, also what only a newer version declares."""
    return near >= _RELATIONS[kind.edited_by]


def steps(kind: type[Record], near: Relation) -> bool:
    """Return whether somebody so near may take steps and decisions of a kind, as far as its level goes."""
    return near >= _RELATIONS[kind.stepped_by]


@lru_cache(maxsize=1024)
def free_fields(kind: str, level: str, near: Relation, *, born: bool) -> frozenset[str]:
    """Return the fields that somebody may set to any value in any record of the kind, without a further look."""
    declared = KINDS.get(kind)
    if declared is None or (declared.frozen_by and not born):
        return frozenset()
    reserving = declared.__fields__.get(declared.reserved_by)
    if reserving is not None and not may_act_as(level, reserving.level):
        return frozenset()
    actor = Actor("", level)
    return frozenset(
        name
        for name in (*declared.__fields__, WITHDRAWN)
        if name not in _judged_apart(declared) and not refusal(kind, name, None, actor, near, {}, born=born)
    )


def least_level(kind: type[Record], values: Mapping[str, object]) -> Level:
    """Return the lowest level whose word counts in a record that holds these values, whatever the field."""
    reserving = kind.__fields__.get(kind.reserved_by)
    return reserving.level if reserving is not None and values.get(kind.reserved_by) else kind.written_by


def _judged_apart(kind: type[Record]) -> frozenset[str]:
    """Return the fields of a kind with a workflow that no single rule decides: steps, decisions, what must hold."""
    if kind.workflow is None:
        return frozenset()
    held = {name for one in kind.workflow.invariants for name in one.fields}
    return frozenset({STATE, DECIDED_ON, *held})


_HIDING = Field(label="Withdrawn", name=WITHDRAWN, edited_by=Editors.OWNER)
_RELATIONS = {Editors.OWNER: Relation.OWNER, Editors.BRANCH: Relation.BRANCH}


def _field(kind: type[Record] | None, name: str) -> Field | None:
    if name == WITHDRAWN:
        return _HIDING
    return kind.__fields__.get(name) if kind is not None else None


def _needed(kind: type[Record], field: Field, value: Any) -> Relation:
    editors = field.edited_by or kind.edited_by
    if field.name == STATE and kind.workflow is not None and value in kind.workflow.given_up:
        return Relation.OWNER
    return _RELATIONS[kind.stepped_by if editors is Editors.STEP else editors]


def _rises(field: Field, before: Any, value: Any) -> bool:
    """Return whether a choice stands higher in its list than the one before; an unknown one does not."""
    codes = [code for code, _ in field.choices or ()]
    if value not in codes:
        return False
    return before is None or (before in codes and codes.index(value) > codes.index(before))


def _at_or_above(unit: str, scope: str) -> bool:
    return unit == scope or is_above(unit, scope)
