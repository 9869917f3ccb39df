"""From an empty laptop to the PDF at Force HQ, through the real windows, with the mouse and the keyboard."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.desktop import style
from app.desktop.context import Context
from app.desktop.remembered import Remembered
from app.desktop.window import Window
from app.domain.identifiers import new_id
from app.services import exchange, records, rosters
from app.services.desks import Desk, create_mission, request_to_join
from app.services.records import Entry
from app.storage.keys import PassphraseCost

Enrolled = tuple[Desk, Desk]
PASSPHRASE = "grey heron over the ford"
TITLE = "Coordination meeting with OCHA Bor"
QIP = "Borehole and hand pump, Kulnyang"
LONGEST = 20_000
Widget = TypeVar("Widget", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


class Laptop:
    """One laptop: its window, the person at it, and the files that person chooses."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.path = folder
        self.files: list[Path] = []
        self.target: Path | None = None
        self.context = Context(files=self)
        self.window = Window(self.context, Remembered())
        self.window.show()
        self.window.show_first_start()

    def open_files(self, parent: QWidget, title: str, pattern: str) -> list[Path]:
        return self.files

    def save_file(self, parent: QWidget, title: str, name: str, pattern: str) -> Path | None:
        return self.target

    def folder(self, parent: QWidget, title: str) -> Path | None:
        return self.target

    def seen(self, kind: type[Widget], name: str) -> list[Widget]:
        """Return what can be seen and bears this name, as a screen reader says it or as it is written."""
        there = [widget for widget in self.window.findChildren(kind) if widget.isVisible()]
        named = [widget for widget in there if widget.accessibleName() == name]
        written = [widget for widget in there if _written(widget) == name]
        return named or written or [widget for widget in there if widget.accessibleName().startswith(name)]

    def find(self, kind: type[Widget], name: str) -> Widget:
        """Wait until something of this name can be seen, and return it."""
        self.qtbot.waitUntil(lambda: bool(self.seen(kind, name)), timeout=LONGEST)
        return self.seen(kind, name)[0]

    def go(self, page: Qt.Key) -> None:
        """Go to a page by its number in the left column."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow, timeout=LONGEST)
        QTest.keyClick(self.window, page, CONTROL)

    def click(self, name: str) -> None:
        button = self.find(QAbstractButton, name)
        assert button.isEnabled(), f"{name} cannot be clicked"
        QTest.mouseClick(button, LEFT)

    def type(self, name: str, text: str) -> None:
        field = self.find(QLineEdit, name)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
        QTest.keyClicks(field, text)

    def write(self, name: str, text: str) -> None:
        field = self.find(QPlainTextEdit, name)
        field.setFocus()
        QTest.keyClicks(field, text)

    def words(self) -> str:
        """Return the fingerprint that is shown."""
        return " ".join(
            label.text() for label in self.window.findChildren(QLabel)
            if label.isVisible() and label.property("role") == "words"
        )  # fmt: skip

    def said(self) -> str:
        """Return everything that is written on the screen."""
        return "\n".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def wait_until_said(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.said(), timeout=LONGEST)

    def settle(self) -> None:
        lanes = (self.context.database, self.context.long)
        self.qtbot.waitUntil(lambda: not any(lane.busy for lane in lanes), timeout=LONGEST)

    def tab(self, name: str, number: int) -> None:
        bar = self.find(QTabBar, name)
        QTest.mouseClick(bar, LEFT, pos=bar.tabRect(number).center())


@pytest.fixture
def laptop(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[str], Laptop]]:
    style.dress(qapp, style.LIGHT)
    made: list[Laptop] = []

    def one(name: str) -> Laptop:
        made.append(Laptop(qtbot, tmp_path / name))
        return made[-1]

    yield one
    for each in made:
        each.window.close()


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """Collect garbage after the journey only, on this thread, as the program does between events."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))


def test_from_an_empty_laptop_to_the_report_at_force_hq(
    laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    force, sector = laptop("force"), laptop("sector")
    _create_the_mission(force)
    _ask_to_join(sector, tmp_path / "east.request")
    _admit(force, tmp_path / "east.request", tmp_path / "welcome.liaison.age", words=sector.words())
    _join(sector, tmp_path / "welcome.liaison.age", force)
    _write_a_meeting(sector)
    _write_a_qip(sector)
    _send(sector, tmp_path / "east.liaison.age")
    _take_in(force, tmp_path / "east.liaison.age")
    _issue(force, tmp_path / "sitrep.pdf")
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "sitrep.pdf").pages)
    assert TITLE in " ".join(text.split())
    assert QIP in " ".join(text.split())


def test_the_sample_is_built_and_opened(laptop: Callable[[str], Laptop], tmp_path: Path) -> None:
    visitor = laptop("visitor")
    visitor.click("Look around with sample data")
    visitor.target = tmp_path
    visitor.click("Choose a folder and build it…")
    visitor.find(QAbstractButton, "New record")
    visitor.settle()
    visitor.go(Qt.Key.Key_4)
    visitor.wait_until_said("QIPs")
    assert visitor.context.desk is not None
    assert visitor.context.desk.path == tmp_path / "liaison-sample" / "force"


@pytest.mark.parametrize("way", ["take", "write"])
def test_a_conflict_is_settled_by_clicking(
    laptop: Callable[[str], Laptop], enrolled: Enrolled, way: str
) -> None:
    force, east = enrolled
    record = records.save(east, Entry(kind="project", fields={"title": "Classroom repair"}))[0]
    _carry(east, force)
    _carry(force, east)
    records.save(force, Entry(kind="project", id=record.id, fields={"place": "Bor North"}))
    records.save(east, Entry(kind="project", id=record.id, fields={"place": "Bor South"}))
    _carry(east, force)
    at_force = laptop("at force")
    at_force.window.use(force)
    at_force.go(Qt.Key.Key_7)
    at_force.settle()
    at_force.tab("Exchange in detail", 2)
    if way == "take":
        at_force.click("Take the value of Maj A. Diallo: Bor South")
    else:
        at_force.write("Another value for Place", "Bor town")
        at_force.click("Use this")
    at_force.wait_until_said("Nobody disagrees about anything.")
    shown = records.show(force, record.id)
    assert shown.fields["place"] == {"take": "Bor South", "write": "Bor town"}[way]
    assert shown.conflicts == ()


@pytest.mark.parametrize(("button", "status"), [("Retire", "retired"), ("Revoke", "revoked")])
def test_a_laptop_is_let_go_after_it_is_said_what_that_does(
    laptop: Callable[[str], Laptop], enrolled: Enrolled, button: str, status: str
) -> None:
    force, east = enrolled
    at_force = laptop("at force")
    at_force.window.use(force)
    at_force.go(Qt.Key.Key_7)
    at_force.settle()
    at_force.tab("Exchange in detail", 3)
    assert not at_force.find(QAbstractButton, f"{button}…").isEnabled()
    table = at_force.find(QTableWidget, "Roster")
    (line,) = table.findItems("Sector East", Qt.MatchFlag.MatchExactly)
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualItemRect(line).center())
    at_force.click(f"{button}…")
    at_force.wait_until_said("cannot be taken back")
    if status == "revoked":
        at_force.click("Revoke Sector East, for good")
        at_force.wait_until_said("Say why: it is kept with the decision.")
        at_force.type("Why", "stolen at Bor")
    assert {one.status for one in rosters.roster(force)} == {"active"}
    at_force.click(f"{button} Sector East, for good")
    at_force.wait_until_said(f"Sector East is {status}.")
    ended = next(one for one in rosters.roster(force) if one.node == east.identity.node)
    assert ended.status == status


def test_the_words_of_force_hq_are_confirmed_later(
    laptop: Callable[[str], Laptop], enrolled: Enrolled
) -> None:
    force, east = enrolled
    assert not east.identity.root_confirmed
    at_east = laptop("at east")
    at_east.window.use(east)
    at_east.wait_until_said("Force HQ is not confirmed")
    at_east.go(Qt.Key.Key_7)
    at_east.wait_until_said("Nobody has compared the words of Force HQ yet")
    assert at_east.words() == force.identity.fingerprint
    at_east.click("Confirm: they are the same")
    at_east.wait_until_said("Force HQ is confirmed.")
    assert east.identity.root_confirmed
    assert "Nobody has compared" not in at_east.said()


def test_a_sent_record_is_continued_for_more_people(
    laptop: Callable[[str], Laptop], enrolled: Enrolled
) -> None:
    force, east = enrolled
    record = records.save(force, Entry(kind="project", fields={"title": "Classroom repair"}))[0]
    _carry(force, east)
    at_force = laptop("at force")
    at_force.window.use(force)
    at_force.settle()
    at_force.context.open_record("project", record.id)
    at_force.click("Continue for more people")
    at_force.wait_until_said("for the whole branch.")
    at_force.settle()
    made = records.show(force, records.show(force, record.id).fields["continued_in"])
    assert (made.reach, made.title) == ("branch", "Classroom repair")
    assert made.serial in at_force.said()
    assert not at_force.seen(QAbstractButton, "Continue for more people")


@pytest.fixture
def enrolled(tmp_path: Path) -> Iterator[Enrolled]:
    """Give a Force HQ and a sector that took its welcome without comparing words."""
    cheap = PassphraseCost(passes=1, memory=8 << 20)
    force = create_mission(
        tmp_path / "fhq", mission="UNMISX", unit_name="Force HQ", officer="Lt Col M. Okafor",
        passphrase=PASSPHRASE, cost=cheap,
    )  # fmt: skip
    east, request = request_to_join(
        tmp_path / "east", unit_name="Sector East", level="sector", officer="Maj A. Diallo",
        passphrase=PASSPHRASE, out=tmp_path / "east.request", cost=cheap,
    )  # fmt: skip
    welcome = rosters.admit(
        force, request=request, unit="fhq/east", fingerprint=east.identity.fingerprint,
        out=tmp_path / "welcome.liaison.age",
    ).path  # fmt: skip
    exchange.import_files(east, [welcome])
    yield force, east
    for desk in (force, east):
        desk.close()


def _carry(sender: Desk, receiver: Desk) -> None:
    bundle = sender.path.parent / f"{new_id(sender.clock())}.liaison.age"
    exchange.export(sender, to=[receiver.identity.node], out=bundle)
    (taken,) = exchange.import_files(receiver, [bundle])
    assert taken.outcome in ("applied", "nothing-new")


def _create_the_mission(force: Laptop) -> None:
    force.click("Create a mission")
    for name, text in (
        ("Mission", "UNMISX"), ("Your unit", "Force HQ"), ("Your rank and name", "Lt Col M. Okafor"),
        ("Passphrase", PASSPHRASE), ("Passphrase once more", PASSPHRASE),
        ("Folder of the logbook", str(force.path)),
    ):  # fmt: skip
        force.type(name, text)
    force.click("Create the mission")
    force.find(QAbstractButton, "New meeting")


def _ask_to_join(sector: Laptop, request: Path) -> None:
    sector.click("Join a mission")
    for name, text in (
        ("Your unit", "Sector East"), ("Your rank and name", "Maj A. Diallo"), ("Passphrase", PASSPHRASE),
        ("Passphrase once more", PASSPHRASE), ("Folder of the logbook", str(sector.path)),
    ):  # fmt: skip
        sector.type(name, text)
    sector.target = request
    sector.click("Write the request…")
    sector.find(QAbstractButton, "The welcome bundle is here…")


def _admit(force: Laptop, request: Path, welcome: Path, *, words: str) -> None:
    force.go(Qt.Key.Key_7)
    force.settle()
    force.tab("Exchange in detail", 3)
    force.files, force.target = [request], welcome
    force.click("Admit a request…")
    force.find(QAbstractButton, "The words are the same: admit…")
    assert len(words.split()) == 6
    assert force.words() == words
    force.type("Unit path", "fhq/east")
    force.click("The words are the same: admit…")
    force.wait_until_said("Admitted.")


def _join(sector: Laptop, welcome: Path, force: Laptop) -> None:
    sector.files = [welcome]
    sector.click("The welcome bundle is here…")
    sector.find(QAbstractButton, "They are the same: join")
    desk = force.context.desk
    assert desk is not None
    assert sector.words() == desk.identity.fingerprint
    sector.click("They are the same: join")
    sector.find(QAbstractButton, "New meeting")


def _write_a_meeting(sector: Laptop) -> None:
    sector.click("New meeting")
    sector.find(QLineEdit, "Title")
    sector.type("Title", TITLE)
    sector.type("Started", sector.context.clock().date().isoformat())
    sector.type("Started, time", "09:30")
    sector.type("Place", "OCHA office, Bor")
    sector.write("Facts stated", "OCHA asked for the state of the road.")
    _save_and_close(sector, "-MTG-")


def _write_a_qip(sector: Laptop) -> None:
    sector.settle()
    sector.go(Qt.Key.Key_4)
    sector.settle()
    sector.click("New Quick Impact Project")
    sector.find(QLineEdit, "Title")
    sector.type("Title", QIP)
    _save_and_close(sector, "-QIP-")
    sector.wait_until_said("1 Quick Impact Project")


def _save_and_close(sector: Laptop, serial: str) -> None:
    sector.click("Save")
    sector.wait_until_said(serial)
    sector.settle()
    sector.click("Close")


def _send(sector: Laptop, bundle: Path) -> None:
    sector.go(Qt.Key.Key_7)
    sector.settle()
    sector.target = bundle
    sector.click("Write the bundle…")
    sector.wait_until_said("Wrote east.liaison.age")
    assert bundle.stat().st_size > 0


def _take_in(force: Laptop, bundle: Path) -> None:
    force.files = [bundle]
    force.settle()
    force.click("Take in bundles…")
    force.wait_until_said("What would happen")
    force.wait_until_said("Meetings: 1 added · QIPs: 1 added")
    assert force.context.desk is not None
    force.click("Apply")
    force.wait_until_said("1 file applied.")
    force.go(Qt.Key.Key_2)
    force.wait_until_said("1 Meeting")


def _issue(force: Laptop, report: Path) -> None:
    force.settle()
    force.go(Qt.Key.Key_6)
    force.find(QPlainTextEdit, "Key points")
    force.write("Key points", "The road to Bor is open again.")
    force.settle()
    force.target = report
    force.click("Issue…")
    force.wait_until_said("Issued as")
    force.settle()


def _written(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""
