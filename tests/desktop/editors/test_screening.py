"""Screening: what the answers of the sheet amount to, and where the next one is."""

from collections.abc import Callable

import pytest

from app.desktop.editors.desk_work import store
from app.desktop.editors.editor import RecordEditor
from app.desktop.editors.screening import TESTS, summary, verdicts
from app.domain.support_requests import DILIGENCE, NEUTRALITY, PARA9, PARA10, PRINCIPLES
from app.services.desks import Desk

Open = Callable[..., RecordEditor]
PASSED = {
    **{
        one.field: one.passes[0] if one.passes else "weighed"
        for questions in TESTS.values()
        for one in questions
    },
    **{one.evidence: "seen" for one in TESTS[DILIGENCE]},
}


def test_every_test_passed() -> None:
    found = verdicts(PASSED.get, lambda title: True)
    assert {one.tone for one in found.values()} == {"good"}
    assert summary(found).tone == "good"


@pytest.mark.parametrize(
    ("field", "answer", "section"),
    [("security_tasks", "no", PARA9), ("last_resort", "no", PARA10), ("critical_need", False, PRINCIPLES),
     ("effect", "harmful", NEUTRALITY)],
)  # fmt: skip
def test_one_answer_blocks(field: str, answer: object, section: str) -> None:
    found = verdicts({**PASSED, field: answer}.get, lambda title: True)
    assert found[section].tone == "bad"
    assert section in summary(found).words


def test_the_next_open_test_is_named() -> None:
    answers = {**PASSED, "unique": None, "effect": None}
    found = verdicts(answers.get, lambda title: title != PRINCIPLES)
    assert PRINCIPLES not in found
    assert summary(found).next == "unique"
    assert "4 of 6" in summary(found).words


def test_the_sheet_guides_from_test_to_test(open_editor: Open) -> None:
    editor = open_editor("support_request", title="Escort")
    assert editor.form is not None
    assert "0 of 3" in editor.strip.said()
    editor.form.put("rule_set", "mission_or_agency")
    assert "1 of 3" in editor.strip.said()
    assert editor.form.cards[PARA10].isHidden()
    editor.strip.buttons["go"].click()
    assert not editor.form.cards[PARA9].folded
    for one in TESTS[PARA9]:
        editor.form.put(one.field, "yes")
    assert "2 of 3" in editor.strip.said()
    editor.form.put("mandate", "no")
    assert "blocked" in editor.strip.said()


def test_a_text_that_names_a_victim_is_pointed_out_when_it_is_saved(desk: Desk) -> None:
    typed = {"matter": "Rape of a girl of 12, Mary Akol, in Pibor boma", "referred_to": "human_rights"}
    done = store(desk, kind="referral", record_id=None, typed=typed, seen=(), reach=None, draft="a")
    assert len(done.warned) == 1
    assert "seems to name somebody" in done.warned[0]
