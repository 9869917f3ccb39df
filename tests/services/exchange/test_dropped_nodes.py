"""Nodes that a sector's roster names for a time only: who holds what they said, who is sent it, what all then show."""

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from app.domain.revisions import compose
from app.domain.rosters import Entry
from app.domain.scopes import StreamKey
from app.services import rosters
from app.services.desks import Desk
from app.services.errors import NotAllowedError, ServiceError
from app.services.status import status
from app.services.views import FileOutcome
from app.sync.changesets import Sealed
from app.sync.rosters import SignedRoster
from tests.cli.running import call
from tests.services.exchange import forging
from tests.services.exchange.test_roster_attacks import by_stranger, listed, said_by
from tests.services.missions import PASSPHRASE, Mission, states
from tests.sync.scene import STRANGER

POST = "fhq/east/planted"
PLANTED = listed(STRANGER, POST)


def said(mission: Mission) -> Sealed:
    """Return a changeset in which the planted node begins a meeting that everybody may read."""
    return forging.changeset(
        mission.sector, [by_stranger(1)], keys=STRANGER, stream=planted_stream(mission), post=POST
    )


def planted_stream(mission: Mission) -> StreamKey:
    return msgspec.structs.replace(
        forging.stream_of(mission.unit, reach="branch"), node=STRANGER.node, unit="fhq"
    )


def told(
    mission: Mission, name: str, changesets: Iterable[Sealed], *entries: Entry, version: int
) -> FileOutcome:
    """Bring changesets beside a roster of the sector that names these nodes."""
    signed = said_by(mission.sector, *entries, version=version)
    return brought(mission, name, changesets, signed)


def brought(mission: Mission, name: str, changesets: Iterable[Sealed], signed: SignedRoster) -> FileOutcome:
    """Bring changesets beside one roster."""
    file = forging.bundle(mission, mission.sector, mission[name], changesets, rosters=[signed])
    (outcome,) = mission.take(name, file)
    return outcome


def shown(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return the values of every meeting that a logbook knows of."""
    return {
        record: meaning["values"] for record, meaning in states(desk).items() if meaning["kind"] == "meeting"
    }


def test_who_took_it_while_it_was_named_holds_it_and_who_comes_late_does_not(mission: Mission) -> None:
    """Neither shows a word of it; as soon as Force HQ names the node as revoked, both hold and show the same."""
    act = said(mission)
    revoked = msgspec.structs.replace(PLANTED, status="revoked", last={})
    newer = forging.newer_roster(mission.force, more=[revoked])
    assert told(mission, "force", [act], PLANTED, version=1).outcome == "applied"
    assert any(shown(mission.force).values())
    assert told(mission, "force", [], version=2).outcome == "applied"
    late = told(mission, "west", [act], version=2)
    assert [one.code for one in late.reasons] == ["held:unknown-signer"]
    assert not any(shown(mission.force).values())
    assert shown(mission.west) == {}
    assert len(status(mission.west).held) == 1
    for name in ("force", "west"):
        assert brought(mission, name, [], newer).outcome == "applied"
    assert states(mission.force) == states(mission.west)
    assert list(shown(mission.west).values()) == [{}]
    assert status(mission.west).held == ()


def test_what_a_dropped_node_said_makes_nobody_keep_bundles_and_travels_when_it_is_named_again(
    mission: Mission,
) -> None:
    assert told(mission, "force", [said(mission)], PLANTED, version=1).outcome == "applied"
    assert told(mission, "force", [], version=2).outcome == "applied"
    for options in ({}, {"since_start": True}):
        (outcome,) = mission.take("unit", mission.bundle("force", "unit", **options))
        assert outcome.reasons == ()
    assert status(mission.unit).held == ()
    assert shown(mission.unit) == {}
    assert told(mission, "force", [], PLANTED, version=3).outcome == "applied"
    assert mission.send("force", "unit").outcome == "applied"
    assert shown(mission.unit) == shown(mission.force)
    assert any(shown(mission.unit).values())


def left_out(mission: Mission) -> Sealed:
    """Let Force HQ and the sector hold what the planted node said, and the sector's roster drop it."""
    act = said(mission)
    assert told(mission, "force", [act], PLANTED, version=1).outcome == "applied"
    assert told(mission, "force", [], version=2).outcome == "applied"
    return act


def test_force_hq_retires_a_dropped_node_and_what_it_said_counts_again_everywhere(mission: Mission) -> None:
    act = left_out(mission)
    assert "dropped" in status(mission.force).alerts
    ended = rosters.retire(mission.force, STRANGER.node)
    assert (ended.status, ended.unit) == ("retired", POST)
    (end,) = (ended.last or {}).values()
    assert (end.seq, end.digest) == (1, act.digest)
    assert "dropped" not in status(mission.force).alerts
    assert any(shown(mission.force).values())
    mission.send("force", "unit")
    assert shown(mission.unit) == shown(mission.force)
    line = next(one for one in rosters.roster(mission.unit) if one.node == STRANGER.node)
    assert (line.status, line.unit) == ("retired", POST)


def test_force_hq_revokes_a_dropped_node_and_nothing_of_it_ever_counts(mission: Mission) -> None:
    left_out(mission)
    assert rosters.revoke(mission.force, STRANGER.node, "planted").last == {}
    assert "dropped" not in status(mission.force).alerts
    assert not any(shown(mission.force).values())
    assert told(mission, "force", [], PLANTED, version=3).outcome == "applied"
    assert not any(shown(mission.force).values())
    mission.send("force", "unit")
    assert not any(shown(mission.unit).values())


def test_only_the_root_ends_what_no_roster_names(mission: Mission) -> None:
    left_out(mission)
    mission.send("force", "sector")
    with pytest.raises(ServiceError):
        rosters.retire(mission.sector, STRANGER.node)
    with pytest.raises(ServiceError):
        rosters.revoke(mission.sector, STRANGER.node, "x")
    with pytest.raises(NotAllowedError):
        rosters.retire(mission.unit, STRANGER.node)


def test_a_save_on_top_of_what_a_dropped_node_said_is_shown_to_wait_until_it_is_ended(
    mission: Mission,
) -> None:
    left_out(mission)
    first = by_stranger(1)
    later = compose(
        kind="meeting", record=first.record, parents=(first.id,), at=mission.clock(), officer=mission.force.officer_id,
        officer_name="Col B. Ba", fields={"outcome": "Agreed"},
    )  # fmt: skip
    stream = forging.stream_of(mission.force, unit="fhq", reach="branch")
    top = forging.changeset(mission.force, [later], stream=stream)
    file = forging.bundle(mission, mission.force, mission.west, [top])
    mission.take("west", file)
    (warned,) = (one for one in status(mission.west).warnings if "wait" in one)
    assert "Force HQ" in warned
    assert "no roster names" in warned
    rosters.retire(mission.force, STRANGER.node)
    assert mission.send("force", "west").outcome == "applied"
    assert not [one for one in status(mission.west).warnings if "wait" in one]
    assert [one["outcome"] for one in shown(mission.west).values()] == ["Agreed"]


def test_the_command_line_ends_a_dropped_node_and_its_alarm(mission: Mission) -> None:
    left_out(mission)
    mission.force.close()
    where = ("--logbook", mission.folder / "force")
    assert "No roster names" in call("status", *where, passphrase=PASSPHRASE).out
    answer = call("revoke", STRANGER.node, "--why", "planted", *where, passphrase=PASSPHRASE)
    assert answer.code == 0, answer.err
    assert "is revoked" in answer.err
    told_now = call("status", *where, passphrase=PASSPHRASE)
    assert "No roster names" not in told_now.out + told_now.err
    mission.open("force")
