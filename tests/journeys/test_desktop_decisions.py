"""Decisions at a headquarters, by clicking: a conflict, a laptop let go, words confirmed, a record continued."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QTableWidget

from app.domain.identifiers import new_id
from app.services import exchange, records, rosters
from app.services.desks import Desk
from app.services.records import Entry
from tests.journeys.laptop import LEFT, Laptop

Enrolled = tuple[Desk, Desk]


def _carry(sender: Desk, receiver: Desk) -> None:
    bundle = sender.path.parent / f"{new_id(sender.clock())}.liaison.age"
    exchange.export(sender, to=[receiver.identity.node], out=bundle)
    (taken,) = exchange.import_files(receiver, [bundle])
    assert taken.outcome in ("applied", "nothing-new")


@pytest.mark.parametrize("way", ["take", "write"])
def test_a_conflict_is_settled_by_clicking(
    laptop: Callable[[str], Laptop], enrolled: Enrolled, way: str
) -> None:
    force, east = enrolled
    rosters.confirm_root(east, force.identity.fingerprint)
    record = records.save(east, Entry(kind="project", fields={"title": "Classroom repair"}))[0]
    _carry(east, force)
    _carry(force, east)
    records.save(force, Entry(kind="project", id=record.id, fields={"place": "Bor North"}))
    records.save(east, Entry(kind="project", id=record.id, fields={"place": "Bor South"}))
    _carry(east, force)
    at_force = laptop("at force")
    at_force.window.use(force)
    at_force.go(Qt.Key.Key_8)
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
    at_force.go(Qt.Key.Key_8)
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
    at_east.go(Qt.Key.Key_8)
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
