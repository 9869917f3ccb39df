"""Deciding: may this node take this step, or this decision, on top of what stood there before?

Invariants:
- a step into a decision counts only with the statement of what was decided (`decided_on`), and that only if every mark
  in it is what any reader works out from the revision's ancestors and itself: no free text stands in for it;
- what goes on from a decision needs one that still stands, or the proof that it goes around it;
- a closed state is left only by the level that set it, whatever side branch stands beside it;
- who settles a conflict of states may have set every side of it, not only the one it favours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from app.domain.decisions import DECIDED_ON, changed_since, decided_day, version_text
from app.domain.levels import may_act_as
from app.domain.policy.authorization import LEVEL, STATE
from app.domain.policy.steps import NO_LIMITS, Limits, is_exception, may_decide, rule
from app.domain.records import Record
from app.domain.workflows import Allows, Workflow

TERMINAL, UNPROVEN, STALE, UNDECIDED, CONTESTED = (
    "terminal_state", "decision_unproven", "decision_stale", "not_decided", "state_contested",
)  # fmt: skip


class Side(msgspec.Struct, frozen=True):
    """One state that stood before a step, and the level of who set it."""

    state: str | None
    level: str


class Before(msgspec.Struct, frozen=True):
    """What a revision was made on top of: every state in conflict there, the values shown, the fields in conflict."""

    sides: tuple[Side, ...] = ()
    values: Mapping[str, Any] = {}
    disputed: frozenset[str] = frozenset()
    heads: tuple[str, ...] = ()

    @property
    def born(self) -> bool:
        """Whether the revision begins its record."""
        return not self.heads


NEW = Before()
"""Nothing: the revision begins a record."""


def decision_refusal(record: Record, said: str, level: str, before: Before, limits: Limits, raw: Any) -> str:
    """Return why a statement of what was decided does not count; empty where it does.

    `record` is what stands after the revision, and `raw` its wire values; `said` the statement.
    """
    kind = type(record)
    workflow = kind.workflow
    if workflow is None or not may_decide(workflow, rule(level, record, limits)):
        return LEVEL
    state = raw.get(STATE)
    if state not in (workflow.resting if before.born else workflow.resting - workflow.closed):
        return UNPROVEN
    day = decided_day(said)
    proven = day is not None and said == version_text(kind.binding, before.heads, raw, day)
    return "" if proven else UNPROVEN


def step_refusal(
    record: Record,
    raw: Mapping[str, Any],
    level: str,
    before: Before,
    limits: Limits = NO_LIMITS,
    *,
    proven: bool = False,
) -> str:
    """Return why a state may not be set on top of what was before; empty where it may.

    `record` is what stands after the revision, `raw` its wire values; `proven` tells that the revision holds a
    statement of a decision that counts.
    """
    kind = type(record)
    workflow = kind.workflow
    if workflow is None:
        return LEVEL
    target = str(raw.get(STATE))
    allows = rule(level, record, limits)
    known = tuple(side for side in before.sides if side.state is not None)
    if not known:
        return _birth(workflow, record, target, allows, proven=proven)
    for side in known:
        if side.state in workflow.closed and not may_act_as(level, side.level):
            return TERMINAL
    if len(known) > 1 and not all(workflow.may_enter(str(side.state), allows) for side in known):
        return CONTESTED
    states = {str(side.state) for side in known}
    if not all(_may_go(workflow, source, target, allows, states) for source in states):
        return LEVEL
    if target in workflow.decision:
        return "" if proven or target in states else UNPROVEN
    return _goes_on(workflow, record, raw, states, before)


def _birth(workflow: Workflow, record: Record, target: str, allows: Allows, *, proven: bool) -> str:
    if not workflow.may_start(target, allows):
        return LEVEL
    unproven = target in workflow.resting and not (proven or is_exception(workflow, record))
    return UNPROVEN if unproven else ""


def _may_go(workflow: Workflow, source: str, target: str, allows: Allows, states: set[str]) -> bool:
    """Return whether a step leads there, or it is a side that is taken; to say it again takes what saying it took."""
    if source != target and workflow.may_move(source, target, allows):
        return True
    return target in states and workflow.may_enter(target, allows)


def _goes_on(
    workflow: Workflow, record: Record, raw: Mapping[str, Any], states: set[str], before: Before
) -> str:
    """A step that goes on from a decision needs one that stands, or the proof of an exception."""
    target = str(raw.get(STATE))
    steps = [step for source in states if (step := workflow.step(source, target)) and workflow.goes_on(step)]
    if not steps or is_exception(workflow, record):
        return ""
    version = before.values.get(DECIDED_ON)
    if not isinstance(version, str):
        return UNDECIDED
    return STALE if changed_since(version, raw, before.disputed) else ""
