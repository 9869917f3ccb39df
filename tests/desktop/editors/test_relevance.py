"""Relevance: a form shows the sections that matter for what is typed, and never hides what holds a value."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.editors.editor import RecordEditor
from app.desktop.editors.relevance import irrelevant
from app.domain.kinds import fields_of
from app.domain.support_requests import (
    DILIGENCE,
    EMERGENCY,
    ESCORT,
    HANDOVER,
    PARA10,
    PRINCIPLES,
)
from app.services.views import RecordView

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]


@pytest.mark.parametrize(
    ("typed", "section"),
    [
        ({"rule_set": "humanitarian"}, PRINCIPLES),
        ({"support_kind": "escort", "rule_set": "humanitarian"}, ESCORT),
        ({"rule_set": "humanitarian"}, PARA10),
        ({"rule_set": "security_force"}, DILIGENCE),
        ({"emergency": True}, EMERGENCY),
        ({"state": "executing"}, HANDOVER),
    ],
)
def test_a_section_shows_when_it_is_asked_for(typed: dict[str, object], section: str) -> None:
    fields = fields_of("support_request")
    hidden, _ = irrelevant("support_request", fields, lambda name: None)
    shown, _ = irrelevant("support_request", fields, typed.get)
    assert section in hidden
    assert section not in shown


def test_a_section_that_holds_something_stays() -> None:
    held = {"support_kind": "transport", "authorities": "County commissioner agreed"}
    hidden, names = irrelevant("support_request", fields_of("support_request"), held.get)
    assert ESCORT not in hidden
    assert "consent_on" in names


def test_a_form_follows_what_is_typed(open_editor: Open) -> None:
    editor = open_editor("meeting")
    assert editor.form is not None
    key = editor.form.cards["Key-leader engagement"]
    assert key.isHidden()
    assert editor.form.rail.buttons["Key-leader engagement"].isHidden()
    editor.form.put("form", "key_leader_engagement")
    assert not key.isHidden()
    editor.form.put("form", "bilateral")
    assert key.isHidden()


def test_a_fault_brings_a_hidden_field_back(qtbot: QtBot, open_editor: Open) -> None:
    editor = open_editor("support_request")
    assert editor.form is not None
    assert editor.form.cards[EMERGENCY].isHidden()
    editor.form.show_faults({"emergency_reason": "Say what it prevents."})
    assert not editor.form.cards[EMERGENCY].isHidden()
    assert editor.form.field("emergency_reason").fault() == "Say what it prevents."
