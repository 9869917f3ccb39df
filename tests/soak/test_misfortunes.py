"""Restores, clones, thefts, hand-overs and wrong clocks in any order: in the end every logbook holds the same."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.soak.drawing import drawn_from
from tests.soak.findings import findings
from tests.soak.mission import Mission
from tests.soak.orders import Orders
from tests.soak.seats import Seat

NUMBERS = st.integers(0, 20)


class Misfortunes(RuleBasedStateMachine):
    """One sector and two units; bundles are lost, doubled and late as the orders of the mission say."""

    @initialize(seed=st.integers(0, 1_000))
    def begin(self, seed: int) -> None:
        """Enrol everybody; nothing befalls them but by the rules below."""
        orders = Orders(
            seed=seed, sectors=1, units=2, days=10, records=80, rhythm=1,
            restores=0, clones=0, rotations=0, revocations=0,
        )  # fmt: skip
        self.said: list[str] = []
        self.folder = Path(tempfile.mkdtemp(prefix="misfortunes-"))
        self.drawn = ExitStack()
        self.drawn.enter_context(drawn_from(seed))
        self.mission = Mission(orders, self.folder, self.said.append)
        self.day = 0
        self.twins = 0
        self.revoked = 0

    def _seats(self) -> list[Seat]:
        return sorted(self.mission.seats, key=lambda seat: seat.name)

    def _units(self) -> list[Seat]:
        """Return the seats to which anything may happen: units that nobody is about to leave."""
        return [seat for seat in self._seats() if seat.unit.count("/") == 2 and seat.works]

    @rule()
    def a_day_passes(self) -> None:
        """Everybody reads the post, writes, and sends."""
        self.day += 1
        self.mission.clock.advance(self.day)
        self.mission.hand_over(self.day)
        self.mission.post.arrive(self.day)
        for seat in self._seats():
            if seat in self.mission.seats:
                self.mission.work(seat, self.day)
        self.mission.look_after_forks()

    @rule(number=NUMBERS)
    def write(self, number: int) -> None:
        """Somebody writes without sending."""
        seats = [seat for seat in self._seats() if seat.works]
        self.mission.write(seats[number % len(seats)])

    @rule(number=NUMBERS, hours=st.integers(-5_000, 5_000))
    def turn_clock(self, number: int, hours: int) -> None:
        """Somebody's clock is set wrong."""
        seats = self._seats()
        seats[number % len(seats)].clock.turn(hours)

    @rule(number=NUMBERS)
    def back_up(self, number: int) -> None:
        """Somebody below Force HQ makes a backup."""
        seats = [seat for seat in self._seats() if seat is not self.mission.force]
        self.mission.back_up(seats[number % len(seats)])

    @precondition(lambda self: any(seat.copies for seat in self.mission.seats))
    @rule(number=NUMBERS)
    def restore(self, number: int) -> None:
        """The newest backup of a laptop takes its place."""
        seats = [seat for seat in self._seats() if seat.copies]
        self.mission.restore(seats[number % len(seats)])

    @precondition(lambda self: self.twins == 0 and self._units())
    @rule(number=NUMBERS)
    def clone(self, number: int) -> None:
        """A laptop is copied as it lies there, and both are used."""
        self.twins += 1
        self.mission.clone(self._units()[number % len(self._units())])

    @precondition(lambda self: self._alone())
    @rule(number=NUMBERS)
    def rotate(self, number: int) -> None:
        """An officer leaves, and somebody else's laptop takes the place."""
        self.mission.leave(self._alone()[number % len(self._alone())])

    @precondition(lambda self: self.revoked == 0 and self._alone())
    @rule(number=NUMBERS)
    def revoke(self, number: int) -> None:
        """A laptop is stolen and cut off; the thief goes on writing."""
        self.revoked += 1
        self.mission.revoke(self._alone()[number % len(self._alone())])

    def _alone(self) -> list[Seat]:
        """Return the units whose node is one laptop only."""
        return [seat for seat in self._units() if len(self.mission.laptops_of(seat.node)) == 1]

    def teardown(self) -> None:
        """Exchange in good order, then compare every logbook with Force HQ's."""
        try:
            if hasattr(self, "mission"):
                self._compare()
        finally:
            if hasattr(self, "drawn"):
                self.drawn.close()
            if hasattr(self, "mission"):
                self.mission.close()
                shutil.rmtree(self.folder, ignore_errors=True)

    def _compare(self) -> None:
        mission = self.mission
        mission.finish()
        # Two laptops of one name that never wrote apart have not contradicted each other.
        mission.planted &= mission.found_forks | mission.settled()
        found = findings(mission)
        assert found.faults == [], "\n".join([*self.said, *found.faults])
        assert (found.converged, found.lost) == (found.nodes, 0)
        assert found.gaps_right == found.gaps


PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def test_any_order_of_misfortunes_ends_as_it_must() -> None:
    # Without shrinking: an example takes seconds, and a failure is printed as the steps that led to it.
    run_state_machine_as_test(
        Misfortunes,
        settings=settings(max_examples=2, stateful_step_count=12, phases=[Phase.generate], **PATIENT),
    )


@pytest.mark.soak
def test_any_order_of_misfortunes_over_and_over() -> None:
    run_state_machine_as_test(
        Misfortunes, settings=settings(max_examples=300, stateful_step_count=40, **PATIENT)
    )
