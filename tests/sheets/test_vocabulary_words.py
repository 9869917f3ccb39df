"""Other people's words are matched to ours, and whether they say just that is told."""

import pytest

from app.domain.kinds import fields_of, kind_named
from app.sheets.vocabulary_words import choice_of, state_of


@pytest.mark.parametrize(
    ("kind", "field", "text", "found"),
    [
        ("organisation", "type", "UN Agency", ("un_agency", True)),
        ("organisation", "type", "Goverment", ("national_authority", False)),
        ("organisation", "type", "Donors", ("donor", False)),
        ("organisation", "type", "Laboratory", ("other", False)),
        ("qip", "category", "security_rule_of_law", ("security_rule_of_law", True)),
        ("meeting", "form", "key_leader", ("key_leader_engagement", False)),
        ("meeting", "part", "Hosted", ("hosted", True)),
        ("meeting", "marking", "UN Restricted", ("CONFIDENTIAL", False)),
        ("person", "sex", "femme", ("f", False)),
        ("person", "sex", "?", None),
    ],
)
def test_words_of_lists(kind: str, field: str, text: str, found: tuple[str, bool] | None) -> None:
    assert choice_of(fields_of(kind)[field], text) == found


def test_nothing_stands_for_a_word_that_is_only_tried() -> None:
    assert choice_of(fields_of("meeting")["form"], "hosted", guess=False) is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("handed over; centre dates from 1969", "handed_over"), ("Remise partielle en mars", "in_progress"),
        ("lancé, puis réalisé", "completed"), ("en cours; durée prévue 7 semaines", "in_progress"),
        ("Financé", "approved"), ("approved", "approved"), ("Annulé", "cancelled"), ("unclear", None),
    ],
)  # fmt: skip
def test_reported_states(text: str, state: str | None) -> None:
    workflow = kind_named("qip").workflow
    assert workflow is not None
    found = state_of(workflow, text)
    assert (found and found[0]) == state
