"""Retiring: an end commits to what is held here, so what only others hold is asked for first."""

import pytest

from app.services import rosters
from app.services.errors import ConfirmedElsewhereError
from tests.cli.running import call
from tests.services.missions import PASSPHRASE, Mission, dump, saved


def test_a_node_of_which_another_holds_more_is_retired_only_if_that_is_meant(mission: Mission) -> None:
    """The sector's receipt comes without the saves that it confirms."""
    more_at_the_sector(mission)
    node, before = mission.unit.identity.node, dump(mission.force)
    held_elsewhere = r"SECTOR confirmed 2 more change\(s\) of UNIT"
    with pytest.raises(ConfirmedElsewhereError, match=held_elsewhere):
        rosters.retire(mission.force, node)
    assert dump(mission.force) == before
    mission.force.close()
    where = ("--logbook", mission.folder / "force")
    refused = call("retire", node, *where, passphrase=PASSPHRASE)
    assert refused.code != 0
    assert "SECTOR confirmed 2 more" in refused.err
    assert call("retire", node, "--anyway", *where, passphrase=PASSPHRASE).code == 0
    mission.open("force")


def test_as_soon_as_what_others_confirmed_is_here_the_node_is_retired(mission: Mission) -> None:
    more_at_the_sector(mission)
    mission.send("sector", "force")
    assert rosters.retire(mission.force, mission.unit.identity.node).status == "retired"


def test_revoking_does_not_wait_for_what_others_confirmed(mission: Mission) -> None:
    more_at_the_sector(mission)
    assert rosters.revoke(mission.force, mission.unit.identity.node, "stolen").status == "revoked"


def more_at_the_sector(mission: Mission) -> None:
    """Let the sector tell Force HQ of two changes of the unit more than Force HQ holds."""
    for number in range(3):
        saved(mission.unit)
        mission.send("unit", "sector")
        if not number:
            mission.send("sector", "force")
    mission.send("sector", "force", request=True)
