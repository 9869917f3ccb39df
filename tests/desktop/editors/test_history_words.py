"""History in words: what was kept and not applied is said, and is no value that later ones came from."""

from datetime import UTC, datetime

import msgspec
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.desktop.editors.history import HistoryPanel, told
from app.domain.kinds import fields_of
from app.services.views import Custody, HistoryEntry


def entry(minute: int, by: str, state: str, *ignored: str) -> HistoryEntry:
    return HistoryEntry(
        revision=f"{minute}", at=f"2026-11-21T16:0{minute}:00.000Z", by=by, node="n", unit="fhq/east",
        fields={"state": state}, status="effect", sealed=True, ignored=ignored,
    )  # fmt: skip


def test_a_step_that_was_not_its_writers_is_said_and_not_counted(qtbot: QtBot) -> None:
    entries = [entry(1, "A", "idea"), entry(2, "B", "approved", "state"), entry(3, "A", "assessed")]
    saves = told(entries, fields_of("qip"), str)
    after, forged, _first = saves
    assert [(one.before, one.after, one.applied) for one in forged.changes] == [("idea", "approved", False)]
    assert [(one.before, one.after, one.applied) for one in after.changes] == [("idea", "assessed", True)]
    panel = HistoryPanel(lambda: datetime(2026, 11, 22, tzinfo=UTC))
    qtbot.addWidget(panel)
    panel.show_saves(saves)
    said = [label.text() for label in panel.findChildren(QLabel)]
    assert said.count("Kept and not applied: State approved. Who wrote it may not set this.") == 1
    assert "State: idea → approved" not in said


def test_a_save_from_elsewhere_says_through_whom_it_came(qtbot: QtBot) -> None:
    came = Custody(
        bundle="b", file="east.liaison.age", path="stick/east.liaison.age", digest="ab12", at="2026-11-21T18:00:00Z",
        node="n", unit_name="Sector East", officer="Col B. Ba",
    )  # fmt: skip
    brought = msgspec.structs.replace(entry(1, "A", "idea"), brought_by=(came,))
    panel = HistoryPanel(lambda: datetime(2026, 11, 22, tzinfo=UTC))
    qtbot.addWidget(panel)
    panel.show_saves(told([brought], fields_of("qip"), str))
    (said,) = [one for one in panel.findChildren(QLabel) if one.text().startswith("Came ")]
    assert said.text() == "Came yesterday 18:00 through Sector East, taken in by Col B. Ba"
    (full,) = [one for one in panel.findChildren(QLabel) if one.text().startswith("stick/east.liaison.age")]
    assert full.text().splitlines()[1:] == [
        "made by Sector East", "taken in yesterday 18:00 by Col B. Ba", "SHA-256 ab12",
    ]  # fmt: skip
    (more,) = [one for one in panel.findChildren(QAbstractButton) if one.text() == "1 bundle brought it"]
    assert full.isHidden()
    more.click()
    assert not full.isHidden()
    panel.show_saves(told([entry(2, "A", "idea")], fields_of("qip"), str))
    assert not [
        one for one in panel.findChildren(QLabel) if one.text().startswith("Came ") and one is not said
    ]


def test_a_save_that_was_written_apart_says_whose_save_its_author_had_not_seen(qtbot: QtBot) -> None:
    apart = msgspec.structs.replace(entry(2, "B", "assessed"), beside=("Maj A. Diallo",))
    panel = HistoryPanel(lambda: datetime(2026, 11, 22, tzinfo=UTC))
    qtbot.addWidget(panel)
    panel.show_saves(told([entry(1, "A", "idea"), apart], fields_of("qip"), str))
    said = [label.text() for label in panel.findChildren(QLabel)]
    assert said.count("Written apart from what Maj A. Diallo saved; the two were put together.") == 1


def test_a_moment_that_no_right_clock_can_have_shown_is_said_to_be_doubtful(qtbot: QtBot) -> None:
    doubted = msgspec.structs.replace(entry(2, "B", "assessed"), at="9999-12-31T00:00:00.000Z", doubtful=True)
    panel = HistoryPanel(lambda: datetime(2026, 11, 22, tzinfo=UTC))
    qtbot.addWidget(panel)
    panel.show_saves(told([entry(1, "A", "idea"), doubted], fields_of("qip"), str))
    said = [label.text() for label in panel.findChildren(QLabel)]
    assert said.count("Clock doubtful") == 1
    assert said.index("B") < said.index("Clock doubtful") < said.index("A")
