"""Who wrote it: a name is fact only where it belongs to the post that signed; others are shown as claimed."""

import pytest

from app.services import conflicts, handover, records
from app.services.records import Entry
from tests.services.missions import CHEAP, PASSPHRASE, Mission, changed, saved

GENERAL = "Lt Gen P. Impostor"
CLAIMED = f"{GENERAL} (claimed)"


def authors(mission: Mission, at: str, identifier: str) -> list[tuple[str, bool]]:
    return [(entry.by, entry.by_known) for entry in records.history(mission[at], identifier)]


def test_the_officer_whom_the_roster_names_is_known_and_another_name_is_claimed(mission: Mission) -> None:
    mine = saved(mission.unit)
    mission.unit.sign_on(GENERAL)
    forged = saved(mission.unit)
    mission.send("unit", "force")
    assert authors(mission, "force", mine.id) == [("Maj Unit", True)]
    assert authors(mission, "force", forged.id) == [(CLAIMED, False)]
    view = records.show(mission.force, forged.id)
    assert (view.created_known, view.updated_known) == (False, False)
    changed(mission.force, forged, title="Corrected")
    view = records.show(mission.force, forged.id)
    assert (view.created_by, view.created_known, view.updated_known) == (CLAIMED, False, True)


def registered(mission: Mission, at: str, name: str, **beside: str) -> str:
    put = records.put(mission[at], [Entry(kind="officer", fields={"name": name}, **beside)])
    assert not put.faults, put.faults
    return put.ids[0]


@pytest.mark.parametrize(
    ("by", "unit", "known"),
    [
        ("unit", "fhq/east/indbatt-1", True), ("sector", "fhq/east/indbatt-1", True),
        ("force", "fhq/east/indbatt-1", True), ("unit", "fhq/east", False), ("sector", "fhq/east", False),
    ],
)  # fmt: skip
def test_the_register_counts_for_its_own_unit_and_from_those_above(
    mission: Mission, by: str, unit: str, known: bool
) -> None:
    """A unit that registers somebody for its sector makes nobody known there."""
    registered(mission, by, "Ndiaye", unit=unit, reach="branch")
    mission.unit.sign_on("Ndiaye")
    view = saved(mission.unit)
    for sender in ("unit", "sector"):
        mission.send(sender, "force")
    assert authors(mission, "force", view.id) == [("Ndiaye" if known else "Ndiaye (claimed)", known)]


def test_a_unit_cannot_make_a_name_known_at_the_post_above_it(mission: Mission) -> None:
    registered(mission, "unit", GENERAL, unit="fhq/east", reach="up")
    mission.sector.sign_on(GENERAL)
    view = saved(mission.sector)
    mission.send("unit", "force")
    mission.send("sector", "force")
    assert authors(mission, "force", view.id) == [(CLAIMED, False)]


def test_a_rank_before_the_name_in_the_register_makes_no_difference(mission: Mission) -> None:
    put = records.put(mission.unit, [Entry(kind="officer", fields={"name": "A.  Diallo", "rank": "Maj"})])
    assert not put.faults
    mission.unit.sign_on("maj A. DIALLO")
    view = saved(mission.unit)
    assert authors(mission, "unit", view.id) == [("maj A. DIALLO", True)]


@pytest.mark.parametrize("at", ["unit", "sector"])
def test_after_a_handover_nobody_is_alarmed(mission: Mission, at: str) -> None:
    handover.pass_on(
        mission[at], officer="Maj N. New", appointment="S9", old=PASSPHRASE, new="another long passphrase",
        cost=CHEAP,
    )  # fmt: skip
    view = saved(mission[at], reach="branch")
    readers = {"unit": ("sector", "force"), "sector": ("unit", "force")}[at]
    for reader in readers:
        mission.send(at, reader)
        assert authors(mission, reader, view.id) == [("Maj N. New", True)]


def test_before_admission_a_logbook_knows_its_own_officer(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    view = saved(late)
    assert authors(mission, "late", view.id) == [("Maj Late", True)]


def test_a_side_of_a_conflict_says_whether_its_name_is_known(mission: Mission) -> None:
    view = saved(mission.unit)
    mission.send("unit", "sector")
    changed(mission.sector, view, title="Ours")
    mission.unit.sign_on(GENERAL)
    changed(mission.unit, view, title="Theirs")
    mission.send("unit", "sector")
    (found,) = conflicts.conflicts(mission.sector)
    assert {(side.by, side.by_known) for side in found.candidates} == {(CLAIMED, False), ("Maj Sector", True)}
