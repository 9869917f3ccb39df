"""A small mission with every misfortune ends as it must; the large one is lived through by `make soak`."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from app.services.status import status
from tests.services.missions import states
from tests.soak.drawing import drawn_from
from tests.soak.findings import described, findings
from tests.soak.mission import Mission
from tests.soak.orders import few_days


@pytest.mark.parametrize("seed", [4])
def test_a_small_mission_ends_as_it_must(tmp_path: Path, seed: int) -> None:
    said: list[str] = []
    mission = Mission(few_days(seed), tmp_path, said.append)
    try:
        mission.run()
        found = findings(mission)
        assert found.faults == [], "\n".join([*said, *described(found)])
        assert (found.converged, found.lost, found.forks) == (found.nodes, 0, 1)
        assert found.records >= 60
        assert found.bundles > 100
    finally:
        mission.close()


def test_the_same_seed_gives_the_same_mission(tmp_path: Path) -> None:
    """Else a run in which something went wrong could not be repeated."""
    lives = []
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        said: list[str] = []
        with drawn_from(3):
            mission = Mission(replace(few_days(3), units=3, days=6), tmp_path / name, said.append)
            mission.run()
        lives.append((said, mission.post.tally.outcomes, states(mission.force.desk)))
        mission.close()
    assert lives[0] == lives[1]
    assert len(lives[0][2]) > 10


def test_the_simulation_finds_what_is_wrong(tmp_path: Path) -> None:
    """A node that was never told of what there is, a save that went nowhere, and a fork that nobody planted."""
    mission = Mission(few_days(2), tmp_path, lambda words: None)
    try:
        unit = next(seat for seat in mission.seats if seat.name == "unit-1")
        unit.write(mission.chance, 3, ())
        mission.planted.add("somebody")
        found = findings(mission)
        assert found.lost == 3
        assert found.converged == found.nodes - 1
        assert any("forks found" in fault for fault in found.faults)
        assert status(unit.desk).unsent == 3
    finally:
        mission.close()
