"""Deciding: what a step rests on, asked of the pure rule; whole histories are in the tests of exchange."""

from typing import Any

import pytest

from app.domain.decisions import DECIDED_ON
from app.domain.kinds import KINDS
from app.domain.policy.deciding import UNDECIDED, Before, Side, step_refusal
from app.services.structures import typed_record


def refusal(kind: str, source: str, target: str, **values: Any) -> str:
    raw = {"state": target, **values}
    before = Before(sides=(Side(source, "force"),), values={}, heads=("one",))
    return step_refusal(typed_record(kind, raw), raw, "force", before)


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        ("support_request", "approved", "tasked"), ("project", "approved", "under_way"),
        ("qip", "approved", "mou_signed"),
    ],
)  # fmt: skip
def test_nothing_goes_on_from_a_decision_that_nobody_took(kind: str, source: str, target: str) -> None:
    assert refusal(kind, source, target) == UNDECIDED
    assert refusal(kind, target, source) != UNDECIDED


@pytest.mark.parametrize("kind", sorted(name for name, kind in KINDS.items() if kind.workflow))
def test_a_kind_that_can_go_on_from_a_decision_can_say_what_was_decided(kind: str) -> None:
    workflow = KINDS[kind].workflow
    assert workflow is not None
    assert bool(workflow.resting) == (DECIDED_ON in KINDS[kind].__fields__)
