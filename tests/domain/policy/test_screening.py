"""Screening: which rules are asked of whom, and which fields each looks at."""

from typing import Any

import pytest

from app.domain.policy.screening import BY_NAME, RULES, asked
from app.services.structures import typed_record


def names(**values: Any) -> set[str]:
    return {rule.name for rule in asked(typed_record("support_request", values))}


@pytest.mark.parametrize(
    ("rule_set", "theirs"),
    [
        ("humanitarian", {"para_10", "escort_criteria"}),
        ("security_force", {"due_diligence"}),
        ("mission_or_agency", set()),
        ("national_authority", set()),
    ],
)
def test_each_requester_is_asked_by_the_rules_of_its_own(rule_set: str, theirs: set[str]) -> None:
    found = names(rule_set=rule_set, support_kind="escort")
    assert theirs <= found
    assert not ({"para_10", "escort_criteria", "due_diligence"} - theirs) & found
    assert "para_9" in found


def test_nothing_is_guessed_of_a_requester_whose_rules_are_not_known() -> None:
    everybody = names(rule_set="mission_or_agency")
    assert names() == everybody
    assert names(rule_set="humanitarian", humanitarian=False) == everybody
    assert names(rule_set="of my own") == everybody


def test_an_escort_is_asked_of_escorts_only() -> None:
    assert "escort_criteria" not in names(rule_set="humanitarian", support_kind="transport")


def test_a_rule_looks_at_evidence_only_where_nothing_counts_without_it() -> None:
    assert BY_NAME["due_diligence"].looks_at == (
        "risk_assessed", "support_cleared", "mitigation", "risk_evidence", "clearance_evidence", "mitigation_evidence",
    )  # fmt: skip
    assert all(rule.looks_at == rule.fields for rule in RULES if rule.name in ("para_9", "para_10"))
