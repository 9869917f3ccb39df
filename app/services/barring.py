"""Barring: which steps and settlements of a record this logbook would be refused whatever is typed, and who takes them.

Each is tried on the record's own history by the judgement that everything obeys (`RecordRights`); nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.faults import Fault
from app.domain.kinds import kind_named, knows
from app.domain.levels import LEVEL_LABELS, RANKS
from app.domain.policy.authorization import LEVEL, NOT_YOURS, STATE, UNKNOWN_NODE, refusal
from app.domain.policy.deciding import CONTESTED, STALE, UNDECIDED, UNPROVEN
from app.domain.policy.holding import UNTRUE
from app.domain.policy.steps import Limits, rule
from app.domain.revisions import compose
from app.domain.scopes import Level
from app.domain.workflows import Transition
from app.services.desks import Desk
from app.services.nearness import Nearness, nearness, refusal_fault
from app.services.rights import RecordRights
from app.services.structures import typed_record
from app.services.views import View
from app.services.wording import fault_words
from app.storage.reader import Reader
from app.storage.rows import RecordState, StoredRevision

TYPED = frozenset({UNPROVEN, UNDECIDED, STALE, UNTRUE})
"""What hangs on the values that are typed: it is asked with these, not here."""
MOST_HEADS = 500
"""A save stands on no more heads than this; what is tried does not either."""


class Bar(View, frozen=True, kw_only=True):
    """Why this logbook cannot take a step: who takes it, or the sentence of why nobody here may."""

    who: str = ""
    refused: str = ""


def barred_steps(desk: Desk, reader: Reader, kind: str, state: RecordState | None) -> Mapping[str, Bar]:
    """Return why this logbook may not take a step, by where it leads, for those that it may not whatever is typed."""
    workflow = kind_named(kind).workflow
    if workflow is None:
        return {}
    place = nearness(desk.standing, state)
    held = reader.revisions_of([state.id])[state.id] if state and _is_tried(state) else []
    source = str((state.values.get(STATE) if state else None) or workflow.initial)
    found = {}
    for step in workflow.steps_from(source):
        code = _code(desk, place, kind, state, step, held)
        if code:
            found[step.target] = _bar(kind, step, code, state, place)
    return found


def may_settle(desk: Desk, state: RecordState, name: str, value: Any, held: Sequence[StoredRevision]) -> bool:
    """Return whether a value that this logbook writes on top of all sides of a conflict would count."""
    if not knows(state.kind, (name,)):
        return False
    if name == STATE and not _may_enter(desk, state, value, desk.standing.level, desk.standing.sector_limits):
        return False
    return not _refused(desk, state, {name: value}, held)


def settler(desk: Desk, state: RecordState, name: str) -> str:
    """Return who may settle a conflict that this logbook may not: the owner, or the level that may take every side."""
    place = nearness(desk.standing, state)
    code = _plain(place, state.kind, name, None, state)
    if code in (NOT_YOURS, LEVEL):
        return str(refusal_fault(kind_named(state.kind), name, code, state.values, place).params["who"])
    return LEVEL_LABELS[Level.FORCE]


def _may_enter(desk: Desk, state: RecordState, value: Any, level: str, limits: Limits) -> bool:
    workflow = kind_named(state.kind).workflow
    if workflow is None:
        return False
    record = typed_record(state.kind, {**state.values, STATE: value})
    return workflow.may_enter(str(value), rule(level, record, limits))


def _is_tried(state: RecordState) -> bool:
    """Return whether only the history tells who may leave the state: it is closed, or disputed."""
    workflow = kind_named(state.kind).workflow
    return workflow is not None and (STATE in state.conflicts or state.values.get(STATE) in workflow.closed)


def _code(
    desk: Desk, place: Nearness, kind: str, state: RecordState | None, step: Transition,
    held: Sequence[StoredRevision],
) -> str:  # fmt: skip
    code = _plain(place, kind, STATE, step.target, state)
    if code or state is None or not held:
        return code
    code = _refused(desk, state, {STATE: step.target}, held).get(STATE, "")
    if STATE in state.conflicts:
        return CONTESTED if code and code not in TYPED else ""
    return "" if code in TYPED or code == LEVEL else code


def _plain(place: Nearness, kind: str, name: str, value: Any, state: RecordState | None) -> str:
    if place.actor is None:
        return UNKNOWN_NODE
    before = state.values if state else {}
    return refusal(kind, name, value, place.actor, place.near, before, born=state is None)


def _refused(
    desk: Desk, state: RecordState, fields: dict[str, Any], held: Sequence[StoredRevision]
) -> Mapping[str, str]:
    """Return what would not count of a save on top of a record, by field, with its code."""
    revision = compose(
        kind=state.kind, record=state.id, parents=state.heads[:MOST_HEADS], at=desk.clock(),
        officer=desk.officer_id, officer_name=desk.identity.officer, fields=fields,
    )  # fmt: skip
    tried = StoredRevision.of(revision, node=desk.identity.node)
    return RecordRights((*held, tried), desk.standing).refused(tried)


def _bar(kind: str, step: Transition, code: str, state: RecordState | None, place: Nearness) -> Bar:
    if code == NOT_YOURS:
        owns = RANKS[Level(place.owner_level)] >= RANKS[step.level]
        return Bar(who=place.owner if owns else LEVEL_LABELS[step.level])
    before = state.values if state else {}
    fault = refusal_fault(kind_named(kind), STATE, code, before, place)
    if code == LEVEL:
        return Bar(who=str(fault.params["who"]))
    return Bar(refused=fault_words(Fault(STATE, code, fault.params)))
