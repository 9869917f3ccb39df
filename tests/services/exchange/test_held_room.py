"""Held room: what is kept of bundles that wait is bounded, and strangers take no room from admitted nodes."""

from pathlib import Path

import pytest

from app.services import exchange, held_room
from app.services.held_room import Room
from app.services.status import status
from app.services.views import FileOutcome
from tests.services.exchange import forging
from tests.services.missions import Mission, saved

MEBIBYTE = 2**20


def of_a_newer_format(mission: Mission) -> Path:
    """Write a bundle of which nothing can be read yet."""
    content = forging.members([], forging.held_rosters(mission.sector))
    return forging.assembled(mission, mission.sector, mission.force, content, format=9)


def of_a_stranger(mission: Mission, name: str) -> Path:
    """Write a sound bundle of a node that no roster names."""
    return forging.bundle(
        mission, mission[name], mission.force, mission=forging.mission_of(mission.force),
        rosters=forging.held_rosters(mission.force),
    )  # fmt: skip


def with_a_gap(mission: Mission) -> Path:
    """Write a bundle of the sector before which something is missing."""
    first, second = forging.chain(mission.sector, 2)
    assert first.header.seq == 1
    return forging.bundle(mission, mission.sector, mission.force, [second])


def taken(mission: Mission, file: Path) -> FileOutcome:
    """Import a file at Force HQ, which was foreseen as it came out."""
    foreseen = exchange.preview(mission.force, file)
    (outcome,) = mission.take("force", file)
    assert foreseen == outcome
    return outcome


def codes(outcome: FileOutcome) -> list[str]:
    return [one.code for one in outcome.reasons]


def kept(mission: Mission) -> int:
    """Return how many bundles wait, each with its file."""
    waiting = status(mission.force).held
    assert len(list((mission.force.path / "held").iterdir())) == len(waiting)
    return len(waiting)


def test_bundles_of_a_newer_format_are_kept_up_to_a_number(mission: Mission) -> None:
    files = [of_a_newer_format(mission) for _ in range(held_room.OF_ALL_STRANGERS.files + 1)]
    for file in files[:-1]:
        (outcome,) = mission.take("force", file)
        assert outcome.outcome == "held"
    over = taken(mission, files[-1])
    assert (over.outcome, codes(over)) == ("refused", ["held:newer-schema", "refused:no-room"])
    assert kept(mission) == held_room.OF_ALL_STRANGERS.files
    assert taken(mission, files[0]).outcome == "held"  # which is kept already
    assert kept(mission) == held_room.OF_ALL_STRANGERS.files


def test_strangers_have_a_share_each_and_take_nothing_from_each_other(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_room, "OF_A_STRANGER", Room(2, MEBIBYTE))
    monkeypatch.setattr(held_room, "OF_ALL_STRANGERS", Room(3, MEBIBYTE))
    mission.ask("late", "unit")
    mission.ask("other", "unit")
    found = [
        taken(mission, of_a_stranger(mission, name)) for name in ("late", "late", "late", "other", "other")
    ]
    assert [one.outcome for one in found] == ["held", "held", "refused", "held", "refused"]
    assert codes(found[2]) == ["held:unknown-signer", "refused:no-room"]


def test_their_bytes_count_too(mission: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    file = of_a_newer_format(mission)
    size = file.stat().st_size
    monkeypatch.setattr(held_room, "OF_ALL_STRANGERS", Room(100, size - 1))
    assert taken(mission, file).outcome == "refused"
    monkeypatch.setattr(held_room, "OF_ALL_STRANGERS", Room(100, size))
    assert taken(mission, file).outcome == "held"
    assert taken(mission, of_a_newer_format(mission)).outcome == "refused"


def test_strangers_push_out_nothing_of_admitted_nodes_and_keep_nothing_of_theirs_out(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_room, "OF_ALL_STRANGERS", Room(1, MEBIBYTE))
    assert taken(mission, with_a_gap(mission)).outcome == "held"
    assert taken(mission, of_a_newer_format(mission)).outcome == "held"
    assert taken(mission, of_a_newer_format(mission)).outcome == "refused"
    assert taken(mission, with_a_gap(mission)).outcome == "held"
    assert kept(mission) == 3


def test_an_admitted_node_fills_its_own_share_only(mission: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_room, "OF_A_NODE", Room(1, MEBIBYTE))
    assert taken(mission, with_a_gap(mission)).outcome == "held"
    over = taken(mission, with_a_gap(mission))
    assert (over.outcome, codes(over)) == ("refused", ["held:gap", "refused:no-room"])
    first, second = forging.chain(mission.west, 2)
    assert first.header.seq == 1
    late = forging.bundle(mission, mission.west, mission.force, [second])
    assert taken(mission, late).outcome == "held"
    whole = [*forging.chain(mission.sector, 1, stream=forging.stream_of(mission.sector, epoch="0badcafe"))]
    assert taken(mission, forging.bundle(mission, mission.sector, mission.force, whole)).outcome == "applied"
    assert kept(mission) == 1


def test_what_is_taken_of_a_bundle_stays_though_the_rest_finds_no_room(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_room, "OF_A_NODE", Room(0, 0))
    _, second = forging.chain(mission.sector, 2)
    sound = forging.changeset(
        mission.sector,
        [forging.line(mission.sector, 7)],
        stream=forging.stream_of(mission.sector, epoch="5eed0009"),
    )
    outcome = taken(mission, forging.bundle(mission, mission.sector, mission.force, [second, sound]))
    assert (outcome.outcome, codes(outcome)) == ("applied", ["held:gap", "refused:no-room"])
    assert kept(mission) == 0
    saved(mission.sector, title="Later")
    assert mission.send("sector", "force").outcome == "applied"
