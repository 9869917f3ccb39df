"""A week of a sector officer through the real windows: from the morning list to the hand-over."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTabBar

from app.desktop.editors.editor import RecordEditor
from app.desktop.editors.references import RecordLine
from app.domain.vocabularies import CRITERION
from app.domain.writing import state_text
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry
from tests.journeys.conftest import PASSPHRASE
from tests.journeys.laptop import LONGEST, Laptop

NEXT = "two ferries under one bridge"
QIP = "Borehole and hand pump, Kulnyang"
ESCORT = "Escort of the wounded to Bor hospital"
TALKS = "Coordination meeting, OCHA Bor"


@pytest.fixture
def force_and_east(enrolled: tuple[Desk, Desk]) -> tuple[Desk, Desk]:
    """Give a Force HQ and Sector East, which has one promise overdue and one meeting today."""
    force, east = enrolled
    today = east.clock().astimezone().date()
    late = {"what": "Road report for OCHA", "owed_by": "us", "due": (today - timedelta(days=3)).isoformat()}
    records.save(east, Entry(kind="follow_up", fields=late))
    return force, east


def test_a_week_of_a_sector_officer(
    laptop: Callable[[str], Laptop], force_and_east: tuple[Desk, Desk], tmp_path: Path
) -> None:
    east, force = laptop("east"), laptop("force")
    east.window.use(force_and_east[1])
    force.window.use(force_and_east[0])
    _morning(east)
    _meeting(east)
    _emergency(east)
    _qip_up_to_the_committee(east)
    _compare_the_words(east)
    _carry(east, force, tmp_path / "up.liaison.age")
    _force_decides(force)
    _carry(force, east, tmp_path / "down.liaison.age")
    _qip_to_its_first_tranche(east)
    _visit(east, tmp_path)
    _hand_over(east)


def _morning(east: Laptop) -> None:
    """The day begins with what is late."""
    east.wait_until_said("Road report for OCHA")


def _meeting(east: Laptop) -> None:
    """One meeting, its partner made on the spot, three commitments and one request: each typed once."""
    east.go(Qt.Key.Key_2)
    east.settle()
    east.click("New Meeting")
    east.type("Title", TALKS)
    east.type("Started", east.context.clock().date().isoformat())
    east.type("Started, time", "09:30")
    _partner(east, "Who", "Organisations", "OCHA Bor", "+ New organisation “OCHA Bor”")
    _go_to(east, "What follows")
    for button, words in (
        ("+ We promise", "Date for the hand pump"), ("+ We promise", "Map of the minefield"),
        ("+ They promise", "List of the convoys"), ("+ Request for support", "Trucks for the vaccination"),
    ):  # fmt: skip
        east.click(button)
        typed = QApplication.focusWidget()
        assert isinstance(typed, QLineEdit)
        QTest.keyClicks(typed, words)
    _save(east)
    desk = _desk(east)
    assert {view.fields.get("owed_by") for view in records.page(desk, "follow_up")} == {"us", "them"}
    assert records.count(desk, "follow_up") == 4
    (request,) = records.page(desk, "support_request")
    partner_id = records.page(desk, "organisation")[0].id
    assert (request.title, request.fields["requester"]) == ("Trucks for the vaccination", partner_id)
    east.find(QAbstractButton, "Open Trucks for the vaccination")
    east.click("Close")


def _emergency(east: Laptop) -> None:
    """The escort leaves at once; the clock runs on Today until Mission HQ is told."""
    east.go(Qt.Key.Key_4)
    east.settle()
    east.click("New Support request")
    east.type("Title", ESCORT)
    _choose(east, "Kind", "Security: escort")
    east.click("Emergency")
    east.click("To prevent loss of life")
    east.wait_until_said("Not reported to Mission HQ")
    _settled(east)
    east.click("Close")
    east.go(Qt.Key.Key_1)
    east.wait_until_said("not reported to Mission HQ")
    (escort,) = records.page(_desk(east), "support_request", where=(("emergency", "=", True),))
    assert escort.state == "executing"
    east.context.open_record("support_request", escort.id)
    east.click("Reported to Mission HQ now")
    east.wait_until_said("Emergency, reported to Mission HQ")
    _settled(east)
    east.click("Close")


def _qip_up_to_the_committee(east: Laptop) -> None:
    """A gate says what is missing and refuses; filled in, it opens; what is Force HQ's is said to be."""
    east.go(Qt.Key.Key_5)
    east.settle()
    east.click("New Quick Impact Project")
    east.type("Title", QIP)
    _save(east)
    east.click("Close")
    (qip,) = records.page(_desk(east), "qip")
    records.save(_desk(east), Entry(kind="qip", id=qip.id, fields=_asked_and_scored(east)))
    east.context.open_record("qip", qip.id)
    for step in ("assessed", "drafted"):
        _step(east, step)
    assert not east.find(QAbstractButton, "Go to submitted local").isEnabled()
    east.wait_until_said("Missing: Place, Cost in cash, Confidence objective, Implementing partner")
    _fill(east, "Where", "Place", "Kulnyang")
    _fill(east, "Implementing partner", "Implementing partner", "Water for Jonglei")
    _fill(east, "Plan and money", "Cost in cash", "24500")
    _go_to(east, "Need")
    _choose(east, "Confidence objective", "Confidence in the mission")
    _save(east)
    for step in ("submitted local", "cleared local", "submitted PRC"):
        _step(east, step)
    assert not east.find(QAbstractButton, "Go to recommended").isEnabled()
    east.wait_until_said("Force HQ takes this step")
    east.click("Close")


def _asked_and_scored(east: Laptop) -> dict[str, object]:
    """Return the answers of para 9, who was asked, the scores and the days."""
    today = east.context.clock().date()
    return {
        "mandate": "yes",
        "security_tasks": "yes",
        "effect": "none",
        "coordination": [{"party": "ocha", "answer": "no_objection"}],
        "scores": [{"criterion": code, "score": 2, "remark": "Seen"} for code, _ in CRITERION],
        "start": today.isoformat(),
        "end": (today + timedelta(days=150)).isoformat(),
    }


def _force_decides(force: Laptop) -> None:
    """Force HQ records the committee's word and the decision of the Head of Mission."""
    (qip,) = records.page(_desk(force), "qip")
    force.context.open_record("qip", qip.id)
    for step in ("recommended", "approved"):
        _step(force, step)
    force.wait_until_said("Decided on")
    force.click("Close")


def _qip_to_its_first_tranche(east: Laptop) -> None:
    """The decision has come down; the last two gates want the MOU and the first disbursement."""
    today = east.context.clock().date().isoformat()
    (qip,) = records.page(_desk(east), "qip")
    east.context.open_record("qip", qip.id)
    east.wait_until_said("Decided on")
    assert not east.find(QAbstractButton, "Go to MOU signed").isEnabled()
    _fill(east, "Money and clock", "MOU signed on", today)
    _step(east, "MOU signed")
    assert not east.find(QAbstractButton, "Go to first tranche").isEnabled()
    _fill(east, "Money and clock", "First disbursement", today)
    _step(east, "first tranche")
    east.wait_until_said("left until the mission's limit")
    east.click("Close")
    assert records.show(_desk(east), qip.id).state == "first_tranche"


def _visit(east: Laptop, tmp_path: Path) -> None:
    """A monitoring visit with a photo; the project says what it found."""
    east.files = [tmp_path / "pump.jpg"]
    picture = QImage(1600, 1200, QImage.Format.Format_RGB32)
    picture.fill(QColor("darkgreen"))
    assert picture.save(str(east.files[0]))
    (qip,) = records.page(_desk(east), "qip")
    east.context.open_record("qip", qip.id)
    east.click("+ Monitoring visit")
    east.type("Date", east.context.clock().date().isoformat())
    east.type("Percent physical", "40")
    east.type("Percent spent", "60")
    east.write("Findings", "Drilling is done, the pump is on its way.")
    east.click("Photos and files, add")
    east.qtbot.waitUntil(lambda: bool(_editor(east).values.raw("attachments")), timeout=LONGEST)
    _save(east)
    east.click("Close")
    east.wait_until_said("40 % built, 60 % spent")
    (visit,) = records.page(_desk(east), "visit")
    assert [file["media"] for file in visit.fields["attachments"]] == ["image/jpeg"]
    east.click("Close")


def _hand_over(east: Laptop) -> None:
    """The next officer finds what is open and the lessons, and opens the logbook with a passphrase of their own."""
    east.go(Qt.Key.Key_9)
    east.settle()
    tabs = east.find(QTabBar, "Settings")
    east.tab("Settings", tabs.count() - 1)
    east.wait_until_said("1 promise overdue")
    for words in ("Map of the minefield", "List of the convoys", "Trucks for the vaccination", QIP):
        east.find(QAbstractButton, f"Open {words}")
    east.write("What happened, and why", "The elders were asked last and nearly refused the site.")
    east.click("Keep as a lesson")
    east.wait_until_said("The elders were asked last")
    for name, text in (
        ("Rank and name of the next officer", "Maj N. Rana"), ("Appointment", "G9"),
        ("Passphrase until now", PASSPHRASE), ("New passphrase", NEXT), ("New passphrase once more", NEXT),
    ):  # fmt: skip
        east.type(name, text)
    east.click("Hand over and lock")
    east.find(QAbstractButton, "Unlock")
    assert east.context.desk is None
    east.type("Passphrase", NEXT)
    east.click("Unlock")
    east.wait_until_said("Maj N. Rana")
    east.wait_until_said("Road report for OCHA")


def _desk(laptop: Laptop) -> Desk:
    assert laptop.context.desk is not None
    return laptop.context.desk


def _editor(laptop: Laptop) -> RecordEditor:
    assert laptop.window.frame is not None
    editor = laptop.window.frame.editors[-1]
    assert isinstance(editor, RecordEditor)
    return editor


def _settled(laptop: Laptop) -> None:
    """Wait until what was clicked is saved and shown again."""
    laptop.settle()
    laptop.qtbot.waitUntil(lambda: _editor(laptop).save_button.isEnabled(), timeout=LONGEST)
    laptop.settle()


def _save(laptop: Laptop) -> None:
    laptop.click("Save")
    laptop.qtbot.waitUntil(lambda: not _editor(laptop).dirty, timeout=LONGEST)
    _settled(laptop)


def _step(laptop: Laptop, state: str) -> None:
    """Take a step of the workflow and save it."""
    _go_to(laptop, "State")
    laptop.qtbot.waitUntil(
        lambda: laptop.find(QAbstractButton, f"Go to {state}").isEnabled(), timeout=LONGEST
    )
    laptop.click(f"Go to {state}")
    _save(laptop)
    editor = _editor(laptop)
    laptop.qtbot.waitUntil(lambda: state_text(editor.loaded.view.state) == state, timeout=LONGEST)  # type: ignore[union-attr]


def _go_to(laptop: Laptop, section: str) -> None:
    """Go to a section of the form; its fields are made on the way."""
    laptop.click(f"Go to section {section}")


def _fill(laptop: Laptop, section: str, name: str, text: str) -> None:
    _go_to(laptop, section)
    laptop.type(name, text)


def _choose(laptop: Laptop, name: str, words: str) -> None:
    combo = laptop.find(QComboBox, name)
    combo.setFocus()
    QTest.keyClicks(combo, words)
    assert combo.currentText() == words


def _partner(laptop: Laptop, section: str, name: str, typed: str, wanted: str) -> None:
    """Type into a field that names records, and take one proposal by its words."""
    _go_to(laptop, section)
    line = laptop.find(RecordLine, name)
    laptop.window.activateWindow()
    line.setFocus()
    laptop.qtbot.waitUntil(line.hasFocus, timeout=LONGEST)
    QTest.keyClicks(line, typed)
    laptop.qtbot.waitUntil(lambda: wanted in line.proposals(), timeout=LONGEST)
    line.take(line.proposal(line.proposals().index(wanted)))
    laptop.settle()


def _compare_the_words(laptop: Laptop) -> None:
    """Confirm Force HQ: before that nothing leaves a logbook that joined on trust."""
    laptop.go(Qt.Key.Key_8)
    laptop.settle()
    laptop.click("Confirm: they are the same")
    laptop.wait_until_said("Force HQ is confirmed.")
    laptop.settle()


def _carry(sender: Laptop, receiver: Laptop, bundle: Path) -> None:
    """Write a bundle at one laptop and take it in at the other, by clicking."""
    sender.go(Qt.Key.Key_8)
    sender.settle()
    sender.target = bundle
    sender.click("Write the bundle…")
    sender.wait_until_said(f"Wrote {bundle.name}")
    sender.settle()
    receiver.go(Qt.Key.Key_8)
    receiver.settle()
    receiver.files = [bundle]
    receiver.click("Take in bundles…")
    receiver.wait_until_said("What would happen")
    receiver.click("Apply")
    receiver.wait_until_said("1 file applied.")
    receiver.settle()
