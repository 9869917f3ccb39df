"""Nodes that a sector's roster names for a time only: who holds what they said, who is sent it, what all then show."""

from collections.abc import Iterable
from typing import Any

import msgspec

from app.domain.rosters import Entry
from app.services.desks import Desk
from app.services.status import status
from app.services.views import FileOutcome
from app.sync.changesets import Sealed
from app.sync.rosters import SignedRoster
from tests.services.exchange import forging
from tests.services.exchange.test_roster_attacks import by_stranger, listed, said_by
from tests.services.missions import Mission, states
from tests.sync.scene import STRANGER

POST = "fhq/east/planted"
PLANTED = listed(STRANGER, POST)


def said(mission: Mission) -> Sealed:
    """Return a changeset in which the planted node begins a meeting that everybody may read."""
    stream = msgspec.structs.replace(
        forging.stream_of(mission.unit, reach="branch"), node=STRANGER.node, unit="fhq"
    )
    return forging.changeset(mission.sector, [by_stranger(1)], keys=STRANGER, stream=stream, post=POST)


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
