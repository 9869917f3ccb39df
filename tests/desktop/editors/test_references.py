"""References: records are found while typing, made on the spot, and shown by their titles."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.chips import RefsWidget, TextsWidget
from app.desktop.editors.lookups import Lookup, creatable, ids_in, kinds_of
from app.desktop.editors.references import RefWidget
from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView

Write = Callable[..., RecordView]
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def lookup(context: Context, qtbot: QtBot, desk: Desk) -> Lookup:
    """Give a lookup on the open logbook."""
    return Lookup(context, context)


def shown(qtbot: QtBot, widget: W) -> W:
    """Show a widget with the focus."""
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    widget.setFocus()
    return widget


def test_a_record_is_found_while_typing_and_taken(qtbot: QtBot, lookup: Lookup, write: Write) -> None:
    ocha = write("organisation", name="OCHA sub-office Bor")
    write("organisation", name="MSF Belgique")
    widget = shown(qtbot, RefWidget(fields_of("person")["organisation"], lookup))
    QTest.keyClicks(widget.line, "ocha")
    qtbot.waitUntil(
        lambda: (
            widget.line.proposals()
            == ["OCHA sub-office Bor · FHQ-ORG-2026-0001", "+ New organisation “ocha”"]
        )
    )
    assert widget.value() == "ocha"
    with qtbot.waitSignal(widget.changed):
        widget.line.take(widget.line.proposal(0))
    assert (widget.value(), widget.line.text()) == (ocha.id, "OCHA sub-office Bor")


def test_a_record_is_made_on_the_spot(qtbot: QtBot, lookup: Lookup, desk: Desk) -> None:
    widget = shown(qtbot, RefWidget(fields_of("person")["organisation"], lookup))
    QTest.keyClicks(widget.line, "Payam of Kulnyang")
    qtbot.waitUntil(lambda: widget.line.proposals() == ["+ New organisation “Payam of Kulnyang”"])
    with qtbot.waitSignal(widget.changed):
        widget.line.take(widget.line.proposal(0))
    assert records.show(desk, widget.value()).title == "Payam of Kulnyang"


def test_the_latest_are_proposed_without_typing(qtbot: QtBot, lookup: Lookup, write: Write) -> None:
    write("qip", title="Borehole")
    write("project", title="Cattle camp clinic")
    widget = shown(qtbot, RefWidget(fields_of("visit")["project"], lookup))
    QTest.keyClick(widget.line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(widget.line.proposals()) == 2)
    assert {words.split(" · ")[0] for words in widget.line.proposals()} == {"Borehole", "Cattle camp clinic"}


def test_a_title_comes_when_it_is_known(qtbot: QtBot, lookup: Lookup, write: Write) -> None:
    ocha = write("organisation", name="OCHA")
    widget = shown(qtbot, RefWidget(fields_of("person")["organisation"], lookup))
    widget.set_value(ocha.id)
    qtbot.waitUntil(lambda: widget.line.text() == "OCHA")
    widget.set_value("01934f6e-3a80-7000-8000-000000000001")
    qtbot.waitUntil(lambda: widget.line.text() == "not in this logbook")
    assert widget.value() == "01934f6e-3a80-7000-8000-000000000001"


def test_chips_hold_several_records(qtbot: QtBot, lookup: Lookup, write: Write) -> None:
    one, two = write("organisation", name="OCHA"), write("organisation", name="MSF")
    widget = shown(qtbot, RefsWidget(fields_of("meeting")["organisations"], lookup))
    widget.set_value([one.id, two.id])
    qtbot.waitUntil(lambda: [chip.text() for chip in widget.chips] == ["OCHA  ×", "MSF  ×"])
    QTest.keyClick(widget.chips[0], Qt.Key.Key_Delete)
    assert widget.value() == [two.id]


def test_words_become_chips_at_commas_and_enter(qtbot: QtBot) -> None:
    widget = shown(qtbot, TextsWidget(Field(label="Tags", name="tags", type=FieldType.TEXTS)))
    QTest.keyClicks(widget.line, "road, cattle camps; pump")
    assert widget.value() == ["road", "cattle camps", "pump"]
    assert [chip.text() for chip in widget.chips] == ["road  ×", "cattle camps  ×"]
    QTest.keyClick(widget.line, Qt.Key.Key_Return)
    assert len(widget.chips) == 3
    widget.chips[1].click()
    assert widget.value() == ["road", "pump"]


def test_a_named_record_can_be_opened(qtbot: QtBot, context: Context, lookup: Lookup, write: Write) -> None:
    ocha = write("organisation", name="OCHA")
    widget = shown(qtbot, RefWidget(fields_of("person")["organisation"], lookup))
    assert widget.opener.isHidden()
    widget.set_value(ocha.id)
    with qtbot.waitSignal(context.record_wanted) as wanted:
        widget.opener.click()
    assert wanted.args == ["organisation", ocha.id]


def test_which_kinds_a_reference_may_name() -> None:
    assert kinds_of(fields_of("visit")["project"]) == ("project", "qip")
    assert kinds_of(fields_of("follow_up")["source"]) == ()
    assert creatable(fields_of("visit")["project"]) == ("project", "qip")
    assert creatable(Field(label="x", ref="meeting")) == ()


def test_ids_are_found_in_rows_too() -> None:
    assert ids_in(fields_of("meeting")["participants"], [{"person": "a"}, {"organisation": "b"}, {}]) == [
        "a",
        "b",
    ]


def test_what_looks_like_a_new_name_is_shown_before_it_is_written(
    qtbot: QtBot, lookup: Lookup, desk: Desk, write: Write
) -> None:
    there = write("organisation", name="Médecins Sans Frontières")
    widget = shown(qtbot, RefWidget(fields_of("person")["organisation"], lookup))
    QTest.keyClicks(widget.line, "Medecins sans Frontier")
    qtbot.waitUntil(lambda: bool(widget.line.proposals()) and "+ New" in widget.line.proposals()[-1])
    widget.line.take(widget.line.proposal(len(widget.line.proposals()) - 1))
    qtbot.waitUntil(lambda: widget.line.proposals()[-1].startswith("None of these"))
    assert widget.line.proposals()[0].startswith("Médecins Sans Frontières · ")
    assert records.count(desk, "organisation") == 1
    with qtbot.waitSignal(widget.changed):
        widget.line.take(widget.line.proposal(0))
    assert widget.value() == there.id


def test_none_of_the_lookalikes_makes_a_new_record(
    qtbot: QtBot, lookup: Lookup, desk: Desk, write: Write
) -> None:
    write("organisation", name="Médecins Sans Frontières")
    widget = shown(qtbot, RefWidget(fields_of("person")["organisation"], lookup))
    QTest.keyClicks(widget.line, "Medecins sans Frontier")
    qtbot.waitUntil(lambda: bool(widget.line.proposals()) and "+ New" in widget.line.proposals()[-1])
    widget.line.take(widget.line.proposal(len(widget.line.proposals()) - 1))
    qtbot.waitUntil(lambda: widget.line.proposals()[-1].startswith("None of these"))
    with qtbot.waitSignal(widget.changed):
        widget.line.take(widget.line.proposal(len(widget.line.proposals()) - 1))
    assert records.count(desk, "organisation") == 2
