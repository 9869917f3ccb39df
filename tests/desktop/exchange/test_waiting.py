"""What waits is told in words a tired captain understands, with the one act that helps, on real forks and gaps."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.exchange.page import ExchangePage
from app.desktop.first_start.fingerprints import FingerprintWords
from app.services import records, rosters
from app.services.status import status
from tests.desktop.conftest import Chosen
from tests.services.exchange.test_dropped_nodes import left_out
from tests.services.missions import Mission, changed, saved
from tests.services.test_retiring import more_at_the_sector

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, context: Context, mission: Mission, settle: Settle) -> ExchangePage:
    """Give the exchange page of Force HQ."""
    context.use(mission.force)
    made = ExchangePage(context)
    qtbot.addWidget(made)
    made.resize(1150, 900)
    made.show()
    settle()
    return made


def cards(page: ExchangePage) -> list[QWidget]:
    """Return what stands in the list now; what was cleared away may still wait to be deleted."""
    lines = page.waiting.lines
    found = [item.widget() for place in range(lines.count()) if (item := lines.itemAt(place))]
    return [one for one in found if one is not None]


def said(page: ExchangePage) -> str:
    labels = (label for card in cards(page) for label in (card, *card.findChildren(QLabel)))
    return "\n".join(label.text() for label in labels if isinstance(label, QLabel))


def acts(page: ExchangePage) -> dict[str, QAbstractButton]:
    found = (one for card in cards(page) for one in card.findChildren(QAbstractButton))
    return {one.accessibleName(): one for one in found}


def titles(mission: Mission) -> set[str]:
    return {row.title for row in records.page(mission.force, "meeting", limit=100)}


def cloned(mission: Mission) -> None:
    """Let two laptops write as the unit, and both send to Force HQ."""
    saved(mission.unit, title="Before")
    mission.take("force", mission.bundle("unit", "force"))
    mission.unit.close()
    shutil.copytree(mission.folder / "unit", mission.folder / "copy")
    mission.open("unit")
    saved(mission.unit, title="By the right laptop")
    mission.clock.turn(minutes=5)
    mission.open("copy")
    saved(mission.desks["copy"], title="By the copy")
    for name in ("unit", "copy"):
        mission.take("force", mission.bundle(name, "force", since_start=True))


def test_a_fork_is_told_with_both_sides_and_settled_without_losing_one(
    page: ExchangePage, mission: Mission, settle: Settle
) -> None:
    cloned(mission)
    page.reload()
    settle()
    assert "Two laptops write as UNIT" in said(page)
    assert "The side that stands here" in said(page)
    assert "The other side" in said(page)
    assert "1 change in 1 record" in said(page)
    assert page.tabs.tabText(1) == "Waiting (1)"
    acts(page)["Take in both sides of UNIT"].click()
    settle()
    settle()
    assert status(mission.force).forks == ()
    assert "Two laptops" not in said(page)
    assert titles(mission) >= {"Before", "By the right laptop", "By the copy"}


def test_only_one_side_can_be_taken_in(page: ExchangePage, mission: Mission, settle: Settle) -> None:
    cloned(mission)
    page.reload()
    settle()
    only = [one for name, one in acts(page).items() if name.startswith("Take only the ")]
    assert len(only) == 2
    only[0].click()
    settle()
    settle()
    assert len(titles(mission) & {"By the right laptop", "By the copy"}) == 1


def test_missing_numbers_are_told_by_the_name_of_their_writer(
    page: ExchangePage, context: Context, mission: Mission, settle: Settle
) -> None:
    shutil.copytree(mission.folder / "force", mission.folder / "older")
    saved(mission.sector)
    mission.send("sector", "force")
    mission.send("force", "sector")
    saved(mission.sector)
    late = mission.bundle("sector", "force")
    older = mission.open("older")
    mission.take("older", late)
    assert [(gap.first, gap.last) for gap in status(older).gaps] == [(1, 1)]
    context.use(older)
    page.reload()
    settle()
    assert "Missing from SECTOR" in said(page)
    assert "Number 1 is missing, noticed today" in said(page)


def test_a_mass_withdrawal_waits_until_somebody_agrees(
    page: ExchangePage, mission: Mission, settle: Settle
) -> None:
    views = [saved(mission.sector, title=f"Meeting {number}") for number in range(30)]
    mission.send("sector", "force")
    for view in views:
        records.withdraw(mission.sector, view.id, "doubled")
    assert mission.send("sector", "force").outcome == "held"
    page.reload()
    settle()
    assert "would withdraw or empty very many records" in said(page)
    assert len(titles(mission)) == 30
    acts(page)["I looked at it: withdraw these records"].click()
    settle()
    settle()
    assert titles(mission) == set()


def test_two_laptops_at_one_post_are_named_on_the_roster_page(
    page: ExchangePage, mission: Mission, settle: Settle
) -> None:
    assert page.roster.alarms.isHidden()
    mission.ask("late", "unit")
    mission.admit("late", mission.unit.identity.unit or "", beside=True)
    page.reload()
    settle()
    assert not page.roster.alarms.isHidden()
    assert all(name in page.roster.alarms.text() for name in ("UNIT", "LATE"))
    assert page.roster.table.findItems("active, not alone", Qt.MatchFlag.MatchExactly)
    assert "Two laptops speak for one unit" in [
        one.accessibleName() for one in page.alerts.findChildren(QFrame)
    ]


def test_a_second_laptop_at_a_post_is_admitted_only_if_it_is_meant(
    page: ExchangePage, chosen: Chosen, mission: Mission, settle: Settle
) -> None:
    mission.ask("late", "unit")
    chosen.files, chosen.target = [mission.folder / "late.request"], mission.path()
    page.roster.choose()
    settle()
    card = page.roster.admission
    card.unit.field.setText(mission.unit.identity.unit or "")
    card.same.click()
    settle()
    assert len(rosters.roster(mission.force)) == 4
    card.replaces.setCurrentIndex(card.replaces.findText("nobody: a second laptop of that unit"))
    card.same.click()
    settle()
    assert {line.unit_name for line in rosters.roster(mission.force) if line.shared} == {"UNIT", "LATE"}


def test_where_nothing_waits_the_page_says_so(page: ExchangePage) -> None:
    assert said(page) == "Nothing waits. What is missing or kept aside is told here."


def test_a_sector_may_admit_and_ends_only_whom_it_admitted(
    page: ExchangePage, context: Context, mission: Mission, settle: Settle
) -> None:
    context.use(mission.sector)
    page.reload()
    settle()
    roster = page.roster
    assert not roster.admit.isHidden()
    roster.table.setCurrentItem(roster.table.findItems("UNIT", Qt.MatchFlag.MatchExactly)[0])
    assert not roster.retire.isEnabled()
    assert roster.retire.toolTip() == "Only the headquarters that admitted them can end them"
    context.use(mission.unit)
    page.reload()
    settle()
    assert roster.admit.isHidden()
    assert roster.request.isHidden()


def test_who_is_not_admitted_yet_sees_its_words_and_writes_the_request_again(
    page: ExchangePage, context: Context, mission: Mission, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    late = mission.ask("late", "unit")
    context.use(late)
    page.reload()
    settle()
    assert page.roster.hint.text().startswith("Not admitted yet: hand over the request")
    # Those that were cleared away are hidden, and may still wait to be deleted.
    (words,) = (one for one in page.roster.words.findChildren(FingerprintWords) if not one.isHidden())
    assert words.words == late.identity.fingerprint
    chosen.target = tmp_path / "again.request"
    page.roster.request.click()
    settle()
    assert rosters.read_request_file(chosen.target).fingerprint == late.identity.fingerprint


def test_a_bundle_is_written_in_parts_with_everything_where_wanted(
    page: ExchangePage, mission: Mission, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    for number in range(40):
        saved(mission.force, reach="branch", title=f"Meeting {number}", facts="Road. " * 2_000)
    mission.bundle("force", "sector")
    chosen.target = tmp_path / "again.liaison.age"
    page.reload()
    settle()
    page.out.choice.setCurrentText("everything, from the start")
    page.out.sizes.setItemData(1, 64_000)
    page.out.sizes.setCurrentIndex(1)
    page.out.peers.setCurrentIndex(page.out.peers.findText("SECTOR (fhq/east)"))
    page.out.go.click()
    settle()
    assert "changes in" in page.out.result.text()
    assert page.out.choice.currentText() == "what they lack"
    outcomes = mission.take("sector", *sorted(tmp_path.glob("again*")))
    assert {one.outcome for one in outcomes} <= {"applied", "nothing-new"}
    assert sum(len(one.counts) for one in outcomes) > 0


def test_a_request_brings_no_records(
    page: ExchangePage, mission: Mission, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    saved(mission.force, reach="branch")
    chosen.target = tmp_path / "ask.liaison.age"
    page.out.choice.setCurrentText("only what I ask for")
    page.out.peers.setCurrentIndex(page.out.peers.findText("SECTOR (fhq/east)"))
    page.out.go.click()
    settle()
    (outcome,) = mission.take("sector", chosen.target)
    assert (outcome.outcome, outcome.counts) == ("nothing-new", {})


def test_the_last_import_is_taken_out_as_a_whole(
    page: ExchangePage, context: Context, mission: Mission, qtbot: QtBot, settle: Settle
) -> None:
    saved(mission.sector, title="Sent by mistake")
    mission.send("sector", "force")
    page.reload()
    settle()
    assert page.journal.undo.isEnabled()
    assert "can be taken out as a whole" in page.journal.hint.text()
    shown = page.journal.table.item(0, 2)
    assert shown is not None
    assert "SHA-256 " in shown.toolTip()
    with qtbot.waitSignal(context.told) as told:
        page.journal.undo.click()
    assert "1 record is gone" in told.args[0]
    settle()
    assert titles(mission) == set()
    assert not page.journal.undo.isEnabled()


def test_what_was_built_upon_is_not_taken_out(
    page: ExchangePage, context: Context, mission: Mission, qtbot: QtBot, settle: Settle
) -> None:
    view = saved(mission.sector, title="Sent")
    mission.send("sector", "force")
    changed(mission.force, view, comment="Noted")
    page.reload()
    settle()
    with qtbot.waitSignal(context.told) as told:
        page.journal.undo.click()
    assert told.args[1] == "bad"
    settle()
    assert titles(mission) == {"Sent"}


def test_an_import_is_taken_out_again_from_the_banner_as_a_whole(
    page: ExchangePage, context: Context, mission: Mission, qtbot: QtBot, settle: Settle
) -> None:
    saved(mission.sector, title="Sent by mistake")
    saved(mission.west, title="Sent by mistake too")
    files = [mission.bundle("sector", "force"), mission.bundle("west", "force")]
    page.take_in(files)
    settle()
    assert page.rest.isHidden()
    with qtbot.waitSignal(context.told) as told:
        page.plan.apply.click()
    settle()
    assert not page.rest.isHidden()
    assert len(titles(mission)) == 2
    with qtbot.waitSignal(context.told) as undone:
        told.args[2]()
    assert undone.args[0] == "2 files taken out: 2 records are gone. Take the file in again to have it back."
    settle()
    assert titles(mission) == set()


def test_the_peers_say_what_they_have_and_lack_and_a_line_chooses_for_whom(
    page: ExchangePage, mission: Mission, settle: Settle, qtbot: QtBot
) -> None:
    saved(mission.force, reach="branch", title="For everybody")
    mission.send("west", "force")
    page.reload()
    settle()
    table = page.peers.table
    rows = [
        [cell.text() if (cell := table.item(place, across)) else "" for across in range(3)]
        for place in range(table.rowCount())
    ]
    lacks = "lacks 1 change, not written into a bundle yet"
    assert rows == [[name, lacks, "nothing known"] for name in ("SECTOR", "UNIT", "WEST")]
    table.selectRow(2)
    assert page.out.peers.currentText() == "WEST (fhq/west)"
    assert page.peers.ask.text() == "Ask WEST for what is missing…"
    qtbot.waitUntil(lambda: page.out.goes.text().startswith("Goes: 1 change in 1 record; about "))
    page.out.choice.setCurrentText("only what I ask for")
    qtbot.waitUntil(
        lambda: page.out.goes.text().startswith("Goes: what you have and what you miss, no records")
    )
    assert not page.out.photos.isEnabled()
    page.out.choice.setCurrentText("again, from a day on")
    assert page.out.day.isVisible()


def test_force_hq_ends_a_laptop_that_a_roster_left_out(
    page: ExchangePage, mission: Mission, settle: Settle
) -> None:
    left_out(mission)
    page.reload()
    settle()
    roster = page.roster
    name = next(line.unit_name for line in rosters.roster(mission.force) if line.status == "dropped")
    roster.table.setCurrentItem(roster.table.findItems(name, Qt.MatchFlag.MatchExactly)[0])
    assert not roster.alarms.isHidden()
    assert any(
        "Retire it: what it wrote counts again" in one.text() for one in roster.words.findChildren(QLabel)
    )
    roster.retire.click()
    assert any("No roster names" in one.text() for one in roster.ending.findChildren(QLabel))
    roster.ending.go.click()
    settle()
    assert next(line.status for line in rosters.roster(mission.force) if line.unit_name == name) == "retired"
    assert roster.alarms.isHidden()


def test_retiring_what_another_holds_more_of_is_asked_once_more(
    page: ExchangePage, mission: Mission, settle: Settle
) -> None:
    more_at_the_sector(mission)
    page.reload()
    settle()
    roster = page.roster
    roster.table.setCurrentItem(roster.table.findItems("UNIT", Qt.MatchFlag.MatchExactly)[0])
    roster.retire.click()
    roster.ending.go.click()
    settle()
    assert any("SECTOR confirmed 2 more" in one.text() for one in roster.ending.findChildren(QLabel))
    assert status_of(mission) == "active"
    roster.ending.go.click()
    settle()
    assert status_of(mission) == "retired"


def status_of(mission: Mission) -> str:
    return next(
        line.status for line in rosters.roster(mission.force) if line.node == mission.unit.identity.node
    )
