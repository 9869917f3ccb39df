"""From an empty laptop to the PDF at Force HQ, through the real windows, with the mouse and the keyboard."""

from collections.abc import Callable
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from tests.journeys.laptop import Laptop

PASSPHRASE = "grey heron over the ford"
TITLE = "Coordination meeting with OCHA Bor"
QIP = "Borehole and hand pump, Kulnyang"


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
    visitor.go(Qt.Key.Key_5)
    visitor.wait_until_said("QIPs")
    assert visitor.context.desk is not None
    assert visitor.context.desk.path == tmp_path / "liaison-sample" / "force"


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
    force.go(Qt.Key.Key_8)
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
    sector.go(Qt.Key.Key_5)
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
    sector.go(Qt.Key.Key_8)
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
    force.go(Qt.Key.Key_7)
    force.find(QPlainTextEdit, "Key points")
    force.write("Key points", "The road to Bor is open again.")
    force.settle()
    force.target = report
    force.click("Issue…")
    force.wait_until_said("Issued as")
    force.settle()
