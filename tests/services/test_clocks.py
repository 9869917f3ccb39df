"""Clocks: emergencies and flash notes wait to be reported to Mission HQ, first and longest on top."""

from datetime import timedelta

from app.services import clocks, records
from tests.services.missions import Mission, changed, saved

EMERGENCY = {"emergency": True, "emergency_reason": "loss_of_life", "state": "executing"}


def test_emergencies_come_before_flash_notes_and_run_until_reported(mission: Mission) -> None:
    later = saved(mission.unit, "support_request", executed_at="2026-11-21T09:30Z", **EMERGENCY)
    first = saved(mission.unit, "support_request", executed_at="2026-11-21T08:30Z", **EMERGENCY)
    flash = saved(mission.unit, "note", flash=True, observed_at="2026-11-21T01:30Z")
    saved(mission.unit, "note")
    saved(mission.unit, "support_request")
    now = mission.clock.moment.replace(hour=10, minute=30, second=0, microsecond=0)
    found = clocks.running(mission.unit, now)
    assert [one.record.id for one in found] == [first.id, later.id, flash.id]
    assert [one.waited for one in found] == [timedelta(hours=2), timedelta(hours=1), timedelta(hours=9)]
    mission.settle()
    assert [one.record.id for one in clocks.running(mission.force, now)] == [first.id, later.id, flash.id]
    changed(mission.unit, first, reported_at="2026-11-21T10:00Z")
    changed(mission.unit, flash, reported_at="2026-11-21T10:00Z")
    records.withdraw(mission.unit, later.id, "Entered twice")
    assert clocks.running(mission.unit, now) == ()


def test_what_was_approved_has_no_clock(mission: Mission) -> None:
    saved(mission.force, "support_request", state="executing", executed_at="2026-11-21T08:30Z")
    assert clocks.running(mission.force, mission.clock.moment) == ()
