"""Days: what a month and a week show, and how entries at the same time stand beside each other."""

from datetime import UTC, date, datetime

import pytest

from app.desktop.calendar.days import MONTH, WEEK, by_day, lanes, minutes, shown, turned
from app.services.calendar import HELD, CalendarEntry

DAY = date(2026, 11, 21)


def entry(start: str, end: str = "", title: str = "a") -> CalendarEntry:
    moments = [
        datetime.fromisoformat(f"2026-11-21T{one}").replace(tzinfo=UTC) if one else None
        for one in (start, end)
    ]
    return CalendarEntry(
        what=HELD, day=DAY, title=title, kind="meeting", id=title, start=moments[0], end=moments[1]
    )


def test_a_month_is_six_weeks_from_a_monday() -> None:
    days = shown(MONTH, DAY)
    assert (len(days), days[0], days[-1]) == (42, date(2026, 10, 26), date(2026, 12, 6))
    assert shown(WEEK, DAY) == [date(2026, 11, day) for day in range(16, 23)]


@pytest.mark.parametrize(
    ("mode", "day", "way", "reached"),
    [
        (WEEK, DAY, 1, date(2026, 11, 28)),
        (MONTH, DAY, -1, date(2026, 10, 21)),
        (MONTH, date(2027, 1, 31), 1, date(2027, 2, 28)),
        (MONTH, date(2027, 1, 5), -1, date(2026, 12, 5)),
    ],
)
def test_turning_keeps_the_day_where_it_can(mode: str, day: date, way: int, reached: date) -> None:
    assert turned(mode, day, way) == reached


def test_entries_at_the_same_time_share_the_width() -> None:
    found = [
        entry("09:00", "10:00", "a"),
        entry("09:30", "11:00", "b"),
        entry("10:00", "10:30", "c"),
        entry("14:00"),
    ]
    said = [(one.title, lane, count) for one, lane, count in lanes(found)]
    assert said == [("a", 0, 2), ("b", 1, 2), ("c", 0, 2), ("a", 0, 1)]
    assert lanes([entry("")]) == []


def test_an_entry_without_an_end_takes_an_hour_and_none_goes_beyond_its_day() -> None:
    assert minutes(entry("09:00")) == (540, 600)
    assert minutes(entry("23:30")) == (1410, 1440)
    assert by_day([entry("09:00")]) == {DAY: [entry("09:00")]}
