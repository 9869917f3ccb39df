"""What reports are owed: cut-offs as people write them, missed ones overdue, none for a logbook that just began."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.services import records, sitreps
from app.services.reports.previous import last_words
from app.services.reports.schedule import CutOff, deadlines, read_cut_off
from app.services.sitreps import Ask
from tests.services.missions import Mission, saved

SATURDAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind", "read"),
    [
        ("18:00", "daily", CutOff(at=time(18, 0))),
        ("Sunday 18:00", "weekly", CutOff(at=time(18, 0), weekday=6)),
        ("mon 0930", "weekly", CutOff(at=time(9, 30), weekday=0)),
        ("18h00", "weekly", CutOff(at=time(18, 0), weekday=6)),
        ("5 12:00", "monthly", CutOff(at=time(12, 0), day=5)),
        ("31 12:00", "monthly", CutOff(at=time(12, 0), day=28)),
        ("12:00", "monthly", CutOff(at=time(12, 0), day=1)),
        ("when it suits", "weekly", None),
        ("", "weekly", None),
    ],
)
def test_cut_offs_as_people_write_them(text: str, kind: str, read: CutOff | None) -> None:
    assert read_cut_off(text, kind) == read


def test_a_new_logbook_owes_nothing_for_the_time_before(mission: Mission) -> None:
    (weekly,) = deadlines(mission.unit, SATURDAY)
    assert (weekly.type, weekly.overdue) == ("weekly", False)
    assert weekly.next == datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert (weekly.coming, weekly.until) == (date(2026, 11, 22), date(2026, 11, 15))


def test_a_missed_report_is_overdue_until_it_is_issued(mission: Mission) -> None:
    saved(mission.unit)
    mission.clock.turn(days=16)
    now = mission.clock()
    (weekly,) = deadlines(mission.unit, now)
    assert weekly.overdue
    sitreps.issue(mission.unit, Ask(until=weekly.until, narrative={"key_points": "Calm."}, sent_to="G9"))
    assert not deadlines(mission.unit, now + timedelta(minutes=1))[0].overdue
    words = last_words(mission.unit, "weekly")
    assert words is not None
    assert (words.narrative, words.sent_to) == ({"key_points": "Calm."}, "G9")
    assert last_words(mission.unit, "daily") is None


def test_the_mission_lays_down_its_own_cut_offs(mission: Mission) -> None:
    rules = [
        {"type": "daily", "cut_off": "07:00"},
        {"type": "weekly", "cut_off": "Friday 10:00", "level": "force"},
    ]
    saved(mission.force, "mission_settings", reports=rules)
    found = {one.type: one for one in deadlines(mission.force, SATURDAY)}
    assert found["daily"].last == datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
    assert found["daily"].until == date(2026, 11, 20)
    assert found["weekly"].last == datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    assert records.count(mission.force, "mission_settings") == 1
