"""One node that says endless other things at one place of its stream fills nobody's disk."""

import pytest

from app.domain.scopes import Reach, StreamKey
from app.services import applying, exchange
from app.services.desks import Desk
from app.storage.rows import RefusedPlace
from tests.services.exchange.attacks.lab import Lab
from tests.services.exchange.forging import bundle, changeset
from tests.services.missions import Mission

UP = "fhq/east/indbatt-1"


def fork(lab: Lab, by: str, times: int, *, size: int = 1) -> StreamKey:
    """Let Force HQ hear as many different beginnings of one stream from a node; return the stream."""
    mission = lab.mission
    stream = StreamKey(mission[by].identity.node, "0000f04c", mission[by].standing.unit, Reach.UP)
    for number in range(times):
        said = lab.begun(
            by, "note", topic=f"Version {number}", observed_at="2026-11-20T08:00:00Z", notes="x" * size
        )
        mission.take(
            "force",
            bundle(mission, mission[by], mission.force, [changeset(mission[by], [said], stream=stream)]),
        )
    return stream


def aside(desk: Desk, stream: StreamKey) -> list[RefusedPlace]:
    with desk.logbook.reading() as reader:
        return [one for one in reader.refused_places() if one.stream == str(stream)]


def test_of_a_node_only_so_many_changesets_are_kept_aside(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "MOST_ASIDE", 3)
    lab = Lab(mission)
    assert len(aside(mission.force, fork(lab, "unit", 6))) == 3
    assert len(aside(mission.force, fork(lab, "west", 3))) == 2, "another node has room of its own"


def test_their_bytes_count_too_and_the_fork_is_settled_all_the_same(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "MOST_BYTES_ASIDE", 50_000)
    stream = fork(Lab(mission), "unit", 6, size=20_000)
    assert len(aside(mission.force, stream)) == 2
    settled = exchange.settle(mission.force, str(stream))
    assert len(settled.accept) == 3
    assert aside(mission.force, stream) == []
