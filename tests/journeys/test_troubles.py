"""A restored Force HQ meets a gap, a stranger, a conflict, a copied laptop and a revoked one, until all is calm."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QTableWidget

from app.desktop.exchange.page import CONFLICTS, ROSTER, WAITING
from app.services import records, rosters
from app.services.desks import request_to_join
from app.services.status import status
from tests.journeys.laptop import LEFT, Laptop
from tests.journeys.troubles import CHEAP, PASSPHRASE, Troubles

OF_MACHINES = re.compile(r"\b[a-z2-7]{24}\b|\b[0-9a-f]{12,}\b|fhq\.east|refused:|held:")
"""Ids of nodes, digests, stream keys and codes, which nobody should have to read."""


@pytest.fixture
def troubles(tmp_path: Path) -> Iterator[Troubles]:
    made = Troubles(tmp_path)
    yield made
    made.close()


def test_everything_that_went_wrong_is_told_in_words_and_ends_by_a_button(
    laptop: Callable[[str], Laptop], troubles: Troubles
) -> None:
    at_force, at_east = laptop("at force"), laptop("at east")
    at_force.window.use(troubles.force)
    at_east.window.use(troubles.east)
    at_force.wait_until_said("This logbook was restored from a backup")
    for one in (at_force, at_east):
        one.go(Qt.Key.Key_8)
        one.settle()
    _see_the_plan(at_force, troubles)
    _ask_for_the_gap(at_force, at_east, troubles)
    _settle_the_conflict(at_force, troubles)
    _settle_the_fork(at_force)
    _throw_the_stranger_away(at_force, troubles)
    _admit_the_new_laptop(at_force, troubles)
    stand = status(troubles.force)
    assert (stand.gaps, stand.held, stand.forks, stand.conflicts, stand.alerts) == ((), (), (), 0, ())
    titles = {one.title for one in records.page(troubles.force, "meeting", limit=20)}
    assert titles == {
        "Meeting with the county commissioner", "Meeting with the water committee", "Patrol to Pariang",
        "Well at Jalle",
    }  # fmt: skip


def _see_the_plan(force: Laptop, troubles: Troubles) -> None:
    """Everything is told before anything is written, about all files together and without a word of machines."""
    force.files = list(troubles.files.values())
    force.click("Take in bundles…")
    force.wait_until_said("What would happen")
    force.wait_until_said("Number 1 of what Sector East sent is missing.")
    said = force.said()
    for words in (
        "Two laptops write as IndBatt 1.", "Sector West is revoked since", "If they are at work again, they ask",
        "Lt J. Ferrari (claimed) claims to be Kilo Company (fhq/west/kilo), admitted by Sector West, who may not",
        "1 field in conflict, both sides kept",
        "signed by Force HQ, IndBatt 1",
    ):  # fmt: skip
        assert words in said
    assert not OF_MACHINES.findall(said)
    assert status(troubles.force).held == ()
    force.click("Apply")
    force.wait_until_said("Missing from Sector East")
    assert force.seen(QAbstractButton, "Undo")
    assert "This logbook was restored" not in force.said()


def _ask_for_the_gap(force: Laptop, east: Laptop, troubles: Troubles) -> None:
    request, filling = troubles.folder / "ask.liaison.age", troubles.folder / "filling.liaison.age"
    assert "Number 1 is missing, noticed" in force.said()
    assert "Recommended: ask Sector East, who sent what came after and so has it." in force.said()
    force.target = request
    force.click("Ask Sector East for it…")
    force.wait_until_said("Sector East has it and was asked")
    east.files = [request]
    east.click("Take in bundles…")
    east.wait_until_said("It asks: Force HQ lacks 2 changes of what is here.")
    east.click("Apply")
    east.wait_until_said("Force HQ lacks 2 changes. Write them a bundle under Out.")
    east.settle()
    east.target = filling
    east.wait_until_said("Goes: 2 changes in 2 records")
    east.click("Write the bundle…")
    east.wait_until_said("Wrote filling.liaison.age")
    force.files = [filling]
    force.settle()
    force.click("Take in bundles…")
    force.wait_until_said("Meetings: 2 added")
    force.click("Apply")
    force.qtbot.waitUntil(lambda: "Missing from Sector East" not in force.said())
    force.settle()


def _settle_the_conflict(force: Laptop, troubles: Troubles) -> None:
    force.tab("Exchange in detail", CONFLICTS)
    force.wait_until_said("Bor South")
    said = force.said()
    assert "Sector East · " in said
    assert "Force HQ · " in said
    assert "Bor North" in said
    force.click("Take the value of Maj A. Diallo: Bor South")
    force.wait_until_said("Nobody disagrees about anything.")
    assert records.show(troubles.force, troubles.shared).fields["place"] == "Bor South"
    force.settle()


def _settle_the_fork(force: Laptop) -> None:
    force.tab("Exchange in detail", WAITING)
    force.wait_until_said("A copy of their logbook was opened on a second laptop.")
    said = force.said()
    for words in ("Capt R. Singh", "Lt S. Rao", "Patrol to Pariang", "Well at Jalle", "Recommended if both"):
        assert words in said
    force.click("Take in both sides of IndBatt 1")
    force.wait_until_said("Settled. The next bundles tell every unit.")
    force.settle()
    assert "A copy of their logbook" not in force.said()


def _throw_the_stranger_away(force: Laptop, troubles: Troubles) -> None:
    force.wait_until_said("Somebody who is in no roster")
    assert force.words() == troubles.stranger
    assert "Recommended: call that unit by a number you know." in force.said()
    assert force.seen(QAbstractButton, "Admit it with its request…")
    assert not OF_MACHINES.findall(force.said())
    force.click("Throw away kilo-to-force.liaison.age")
    force.wait_until_said("Nothing waits.")
    force.settle()


def _admit_the_new_laptop(force: Laptop, troubles: Troubles) -> None:
    """The revoked sector is told of with since when and why; its new laptop is admitted in its place."""
    force.tab("Exchange in detail", ROSTER)
    table = force.find(QTableWidget, "Roster")
    (line,) = table.findItems("Sector West", Qt.MatchFlag.MatchExactly)
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualItemRect(line).center())
    force.wait_until_said("Revoked since")
    assert "stolen at Bentiu with its bag" in force.said()
    desk, request = request_to_join(
        troubles.folder / "new", unit_name="Sector West", level="sector", officer="Maj P. Lindqvist",
        passphrase=PASSPHRASE, out=troubles.folder / "new.request", cost=CHEAP,
    )  # fmt: skip
    force.files, force.target = [request], troubles.folder / "welcome back.liaison.age"
    force.click("Admit a request…")
    force.find(QAbstractButton, "The words are the same: admit…")
    assert force.words() == desk.identity.fingerprint
    desk.close()
    force.click("The words are the same: admit…")
    force.wait_until_said("Admitted.")
    at_west = [
        (one.status, one.unit_name) for one in rosters.roster(troubles.force) if one.unit == "fhq/west"
    ]
    assert sorted(at_west) == [("active", "Sector West"), ("revoked", "Sector West")]
