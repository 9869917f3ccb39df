"""Steps: who may take one, by level, by what a mission lets a sector decide, and by what proves an exception."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.levels import may_act_as
from app.domain.money import Money
from app.domain.records import Record
from app.domain.scopes import Level
from app.domain.workflows import Allows, Transition, Workflow

Limits = Mapping[str, int]
"""Up to which cost a sector may approve, in cents by currency; empty where it may not."""
NO_LIMITS: Limits = {}


def may_take(step: Transition, level: str, record: Record, limits: Limits = NO_LIMITS) -> bool:
    """Return whether a node of this level may take a step of this record, whatever else the step needs."""
    allowed = may_act_as(level, step.level) or (
        step.delegated and may_act_as(level, Level.SECTOR) and within(record, limits)
    )
    return allowed and all(record.gate(gate) for gate in step.proven)


def rule(level: str, record: Record, limits: Limits = NO_LIMITS) -> Allows:
    """Return the rule by which a node of this level takes steps of this record."""
    return lambda step: may_take(step, level, record, limits)


def may_decide(workflow: Workflow, allows: Allows) -> bool:
    """Return whether somebody may take the decision of a workflow, and so take it anew."""
    return any(step.target in workflow.decision and allows(step) for step in workflow.transitions)


def is_exception(workflow: Workflow, record: Record) -> bool:
    """Return whether a record may stand beyond the decision by going around it, as in an emergency."""
    proofs = {gate for step in workflow.transitions for gate in step.proven}
    return any(record.gate(gate) for gate in proofs)


def within(record: Record, limits: Limits) -> bool:
    """Return whether a record says what it costs, and that is within the limit of its currency."""
    cost = getattr(record, "cost", None)
    return isinstance(cost, Money) and cost.amount <= limits.get(cost.currency, -1)
