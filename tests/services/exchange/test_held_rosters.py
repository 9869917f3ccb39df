"""Rosters travel to those who lack them: never left out where that could cost somebody a roster."""

from pathlib import Path

import pytest

from app.services import rosters, safety
from app.services.inspection import inspect
from tests.services.missions import PASSPHRASE, Mission, saved


def carried(mission: Mission, sender: str, *receivers: str, **options: object) -> dict[str, int]:
    """Export and return, by the name of who issued it, the version of each roster in the bundle."""
    issuers = {mission[name].identity.node: name for name in ("force", "sector", "unit", "west")}
    bundle = mission.bundle(sender, *receivers, **options)
    return {issuers[one["issuer"]]: one["version"] for one in inspect(bundle, mission[sender])["rosters"]}


def held(mission: Mission, name: str, issuer: str = "force") -> int:
    """Return the version of a roster that a logbook holds."""
    return mission[name].admitted().rosters[mission[issuer].identity.node].version


def down_and_up(mission: Mission) -> None:
    """Let Force HQ speak to the unit by way of the sector, and the unit answer."""
    for sender, receiver in (
        ("force", "sector"),
        ("sector", "unit"),
        ("unit", "sector"),
        ("sector", "force"),
    ):
        mission.send(sender, receiver)


@pytest.fixture
def acquainted(mission: Mission) -> Mission:
    """Return the mission after everybody has said what it holds."""
    mission.settle()
    return mission


def test_who_has_said_that_it_holds_a_roster_is_not_sent_it_again(acquainted: Mission) -> None:
    saved(acquainted.sector)
    assert carried(acquainted, "sector", "unit") == carried(acquainted, "force", "sector") == {}
    assert acquainted.send("sector", "unit").outcome == "nothing-new"
    saved(acquainted.force, reach="branch")
    assert acquainted.send("force", "sector").outcome == "applied"


def test_who_has_said_nothing_is_sent_every_roster(mission: Mission) -> None:
    assert carried(mission, "sector", "unit") == {"force": held(mission, "sector")}


def test_a_new_roster_travels_until_it_is_confirmed(acquainted: Mission) -> None:
    rosters.revoke(acquainted.force, acquainted.west.identity.node, "stolen")
    new = held(acquainted, "force")
    assert carried(acquainted, "force", "sector") == {"force": new}  # lost on the way
    acquainted.send("force", "sector")
    assert held(acquainted, "sector") == new
    assert carried(acquainted, "force", "sector") == {"force": new}
    acquainted.send("sector", "force")
    assert carried(acquainted, "force", "sector") == {}


def test_one_reader_who_lacks_it_is_enough(acquainted: Mission) -> None:
    saved(acquainted.force)
    assert carried(acquainted, "force", "sector", "west") == {}
    rosters.retire(acquainted.force, acquainted.unit.identity.node)
    acquainted.send("force", "sector")
    acquainted.send("sector", "force")
    assert carried(acquainted, "force", "sector") == {}
    assert carried(acquainted, "force", "sector", "west") == {"force": held(acquainted, "force")}


def test_everything_and_since_a_day_bring_every_roster(acquainted: Mission) -> None:
    every = {"force": held(acquainted, "force")}
    assert carried(acquainted, "force", "sector", since_start=True) == every
    assert carried(acquainted, "force", "sector", since=acquainted.clock()) == every


def test_a_restored_laptop_is_sent_what_it_lost(acquainted: Mission, tmp_path: Path) -> None:
    file = safety.backup(acquainted.unit, tmp_path / "backups")
    rosters.revoke(acquainted.force, acquainted.west.identity.node, "stolen")
    down_and_up(acquainted)
    assert carried(acquainted, "sector", "unit") == {}
    acquainted.unit.close()
    acquainted.desks["unit"] = safety.restore(file, tmp_path / "again", PASSPHRASE, clock=acquainted.clock)
    assert held(acquainted, "unit") < held(acquainted, "sector")
    assert acquainted.send("sector", "unit").outcome in {"applied", "nothing-new"}
    acquainted.send("unit", "sector")
    assert carried(acquainted, "sector", "unit") == {"force": held(acquainted, "sector")}
    acquainted.send("sector", "unit")
    assert held(acquainted, "unit") == held(acquainted, "sector")


def test_a_restored_headquarters_hears_of_its_own_roster_from_the_first_who_speaks(
    acquainted: Mission, tmp_path: Path
) -> None:
    file = safety.backup(acquainted.force, tmp_path / "backups")
    rosters.revoke(acquainted.force, acquainted.west.identity.node, "stolen")
    new = held(acquainted, "force")
    down_and_up(acquainted)
    acquainted.force.close()
    acquainted.desks["force"] = safety.restore(file, tmp_path / "again", PASSPHRASE, clock=acquainted.clock)
    assert held(acquainted, "force") < new
    acquainted.send("sector", "force")
    assert held(acquainted, "force") == new
    rosters.retire(acquainted.force, acquainted.unit.identity.node)
    assert acquainted.send("force", "sector").outcome == "applied"
    assert held(acquainted, "sector") == new + 1


def test_a_word_that_comes_late_only_sends_too_much(acquainted: Mission) -> None:
    old = acquainted.bundle("sector", "force")
    rosters.retire(acquainted.force, acquainted.unit.identity.node)
    acquainted.send("force", "sector")
    acquainted.send("sector", "force")
    assert carried(acquainted, "force", "sector") == {}
    acquainted.take("force", old)
    assert carried(acquainted, "force", "sector") == {"force": held(acquainted, "force")}
    acquainted.send("sector", "force")
    assert carried(acquainted, "force", "sector") == {}
