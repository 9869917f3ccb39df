"""Invariants in forms: what must be true of a record as long as it is in its state, and what to do where it is not.

A save may not break one, nor take a step or begin a record with one broken. A record in which one is broken already, as
two honest saves may leave it that were made side by side, may still be written on, but goes nowhere but back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from app.domain.faults import Fault
from app.domain.fields import FieldType
from app.domain.policy.questions import blank
from app.domain.records import Record
from app.domain.workflows import Invariant, Workflow
from app.domain.writing import state_text, value_text
from app.services.structures import typed_record
from app.services.wording import GATES

SHORT = (FieldType.CHOICE, FieldType.BOOLEAN)
"""Types whose answers are a word, so that a sentence can name them."""


class Unmet(msgspec.Struct, frozen=True):
    """One thing that does not hold, in words, and whether an answer stands against it rather than is missing."""

    words: str
    field: str
    against: bool


def unmet_in(record: Record, state: str | None) -> tuple[Unmet, ...]:
    """Return what would not hold of a record in a state, each answer once."""
    workflow = type(record).workflow
    if workflow is None or not (asked := workflow.invariants_of(state)):
        return ()
    return _unmet(msgspec.structs.replace(record, state=state), asked)


def invariant_faults(
    record: Record, before: Mapping[str, Any], changed: Mapping[str, Any]
) -> Iterator[Fault]:
    """Yield the fault of a save that would leave a record in a state whose conditions it does not meet."""
    workflow, state = type(record).workflow, getattr(record, "state", None)
    if workflow is None or state is None:
        return
    was = typed_record(record.kind, before) if before else None
    moves = before.get("state") != state
    step = workflow.step(str(before.get("state")), state)
    if step is not None and not all(record.gate(gate) for gate in step.proven):
        return  # the step is refused for want of its proof
    asked = tuple(
        one
        for one in workflow.invariants_of(state)
        if moves or was is None or was.gate(one.name) or not changed.keys().isdisjoint(one.fields)
    )
    found = _unmet(record, asked)
    if not found:
        return
    source = before.get("state")
    if moves and source and not any(one.against for one in found):
        yield Fault("state", "gate_missing", {"missing": "; ".join(one.words for one in found)})
        return
    name = "state" if moves else next((one.field for one in found if one.field in changed), "state")
    said = {"state": state_text(state), "answers": "; ".join(one.words for one in found)}
    if moves:
        yield Fault(name, "must_hold_first", said)
        return
    ways = [
        state_text(one.target)
        for one in workflow.steps_from(state)
        if _leads_out(workflow, asked, one.target)
    ]
    yield Fault(name, "must_hold_back" if ways else "must_hold_closed", {**said, "ways": " or ".join(ways)})


def _leads_out(workflow: Workflow, broken: tuple[Invariant, ...], target: str) -> bool:
    return not any(target in one.states for one in broken)


def _unmet(record: Record, asked: tuple[Invariant, ...]) -> tuple[Unmet, ...]:
    found = [one for gate in asked if not record.gate(gate.name) for one in _answers(record, gate.name)]
    return tuple(dict.fromkeys(found))


def _answers(record: Record, gate: str) -> Iterator[Unmet]:
    names = record.unmet(gate)
    if not names:
        yield Unmet(GATES[gate], "state", against=False)
    for name in names:
        field, value = type(record).__fields__[name], getattr(record, name)
        if blank(value):
            yield Unmet(field.label, name, against=False)
        elif field.type in SHORT:
            yield Unmet(f"{field.label}: {value_text(field, value).lower()}", name, against=True)
        else:
            yield Unmet(GATES[gate], name, against=True)
