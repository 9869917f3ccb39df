"""What came of a simulated mission: who agrees with whom, what is missing, which forks and gaps were found."""

from __future__ import annotations

from typing import Any

import msgspec

from app.domain.scopes import Reach, Scope, may_read
from app.services import safety
from app.services.status import status
from tests.services.missions import meaning
from tests.soak.mission import Mission
from tests.soak.seats import Seat


class Findings(msgspec.Struct):
    """The figures of a run, and in words everything that should not be."""

    nodes: int
    converged: int
    records: int
    saves: int
    lost: int
    forks: int
    forks_planted: int
    gaps: int
    gaps_right: int
    damaged: int
    damaged_refused: int
    bundles: int
    bytes_a_day: float
    faults: list[str]

    @property
    def clean(self) -> bool:
        """Whether everything is as it must be."""
        return not self.faults


def findings(mission: Mission) -> Findings:
    """Compare every logbook with what it should hold."""
    faults = list(mission.post.tally.surprises)
    whole = _meanings(mission.force)
    converged = sum(_agrees(seat, whole, faults) for seat in mission.seats)
    lost = _lost(mission, faults)
    found = mission.found_forks | mission.settled()
    if found != mission.planted:
        faults.append(f"forks found {sorted(found)}, planted {sorted(mission.planted)}")
    tally = mission.post.tally
    days = mission.orders.days
    return Findings(
        nodes=len(mission.seats),
        converged=converged,
        records=len(whole),
        saves=sum(len(seat.saved) for seat in (*mission.seats, *mission.gone)),
        lost=lost,
        forks=len(found),
        forks_planted=len(mission.planted),
        gaps=tally.gaps,
        gaps_right=tally.gaps_right,
        damaged=tally.damaged,
        damaged_refused=len(tally.damaged_refused),
        bundles=tally.files,
        bytes_a_day=tally.bytes / len(mission.seats) / days,
        faults=faults,
    )


def _meanings(seat: Seat) -> dict[str, dict[str, Any]]:
    """Return what every record means at a seat, by id."""
    found: dict[str, dict[str, Any]] = {}
    with seat.desk.logbook.reading() as reader:
        rows = reader._connection.exec_driver_sql("SELECT DISTINCT record FROM revision ORDER BY record")
        for state in reader.records([row[0] for row in rows]).values():
            found[state.id] = meaning(state)
    return found


def _agrees(seat: Seat, whole: dict[str, dict[str, Any]], faults: list[str]) -> bool:
    """Tell whether a seat holds exactly what it may read, with the same meaning as at Force HQ, and is sound."""
    held = _meanings(seat)
    readable = {
        identifier: one
        for identifier, one in whole.items()
        if may_read(seat.unit, Scope(one["scope"][0], Reach(one["scope"][1])))
    }
    wrong = [identifier for identifier, one in readable.items() if held.get(identifier) != one]
    wrong += sorted(held.keys() - readable.keys())
    faults += [f"{seat.name}: {one} is {held.get(one)}, at Force HQ {whole.get(one)}" for one in wrong[:2]]
    stand = status(seat.desk)
    waiting = [*stand.gaps, *stand.held, *stand.forks]
    if waiting:
        faults.append(f"{seat.name} still waits: {waiting[:2]}")
    broken = safety.check(seat.desk)
    faults += [f"{seat.name}: {one}" for one in broken[:2]]
    return not wrong and not waiting and not broken


def _lost(mission: Mission, faults: list[str]) -> int:
    """Count the saves that Force HQ does not hold; those that a restore or a theft took with it are known."""
    lost = 0
    for seat in (*mission.seats, *mission.gone):
        with mission.force.desk.logbook.reading() as reader:
            held = reader.known_revisions(seat.saved)
        missing = seat.saved - held.keys() - mission.given_up
        lost += len(missing)
        if missing:
            faults.append(f"{len(missing)} saves of {seat.name} are lost, such as {min(missing)}")
    return lost


def described(found: Findings) -> list[str]:
    """Return the figures as lines for a person."""
    return [
        f"nodes converged      {found.converged} of {found.nodes}",
        f"records              {found.records} ({found.saves} saves)",
        f"records lost         {found.lost}",
        f"forks found          {found.forks} of {found.forks_planted} planted",
        f"gaps named right     {found.gaps_right} of {found.gaps}",
        f"damaged refused      {found.damaged_refused} of {found.damaged}",
        f"bundles              {found.bundles}",
        f"carried              {found.bytes_a_day:,.0f} bytes a node and day",
        *(f"FAULT: {fault}" for fault in found.faults[:20]),
    ]
