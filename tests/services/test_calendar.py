"""The calendar: meetings by the day of the laptop, what was agreed, and the usual days of forums."""

from datetime import UTC, date, timedelta, timezone

import pytest

from app.services import calendar, records
from app.services.calendar import FORUM, HELD, NEXT
from app.services.desks import Desk
from app.services.records import Entry
from tests.services.missions import Mission

FIRST, AFTER = date(2026, 11, 16), date(2026, 11, 30)


def saved(desk: Desk, kind: str, **fields: object) -> str:
    return records.save(desk, Entry(kind=kind, fields=fields))[0].id


@pytest.fixture
def desk(mission: Mission) -> Desk:
    return mission.force


def found(desk: Desk, hours: int = 0) -> list[tuple[str, str, str]]:
    entries = calendar.entries(desk, FIRST, AFTER, timezone(timedelta(hours=hours)))
    return [(one.what, one.title, one.day.isoformat()) for one in entries]


def test_a_meeting_lies_on_the_day_of_the_laptop(desk: Desk) -> None:
    saved(desk, "meeting", title="Late talk", started_at="2026-11-20T23:30:00Z")
    saved(desk, "meeting", title="Before", started_at="2026-11-15T12:00:00Z")
    saved(desk, "meeting", title="No day", date_note="early 2016")
    assert found(desk) == [(HELD, "Late talk", "2026-11-20")]
    assert found(desk, hours=2) == [(HELD, "Late talk", "2026-11-21")]
    assert [one.title for one in calendar.undated(desk)] == ["No day"]


def test_what_was_agreed_is_shown_until_it_is_held(desk: Desk) -> None:
    agreed = {"started_at": "2026-11-17T09:00:00Z", "next_meeting_at": "2026-11-24T09:00:00Z"}
    saved(desk, "meeting", title="Governor", **agreed)
    assert found(desk) == [(HELD, "Governor", "2026-11-17"), (NEXT, "Governor", "2026-11-24")]
    saved(desk, "meeting", title="Governor", started_at="2026-11-24T10:00:00Z")
    assert found(desk) == [(HELD, "Governor", "2026-11-17"), (HELD, "Governor", "2026-11-24")]


def test_a_forum_has_its_usual_day_each_week_unless_it_met(desk: Desk) -> None:
    forum = saved(desk, "forum", name="CMWG", weekday="wednesday", time="0930 at OCHA")
    saved(desk, "forum", name="Whenever")
    entries = calendar.entries(desk, FIRST, AFTER, UTC)
    assert [(one.what, f"{one.start:%d %H:%M}") for one in entries] == [
        (FORUM, "18 09:30"),
        (FORUM, "25 09:30"),
    ]
    saved(desk, "meeting", title="CMWG 12", forum=forum, started_at="2026-11-18T09:35:00Z")
    assert found(desk) == [(HELD, "CMWG 12", "2026-11-18"), (FORUM, "CMWG", "2026-11-25")]
