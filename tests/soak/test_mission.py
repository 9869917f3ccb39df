"""A small mission with every misfortune ends as it must; the large one is lived through by `make soak`."""

from pathlib import Path

import pytest

from app.services.status import status
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
