"""Days: which days a view of the calendar shows, and which entries belong to each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.services.calendar import CalendarEntry

MONTH, WEEK = "month", "week"
WEEK_DAYS = 7
MONTH_ROWS = 6


def first_shown(mode: str, day: date) -> date:
    """Return the Monday that a view of this day begins with."""
    start = day.replace(day=1) if mode == MONTH else day
    return start - timedelta(days=start.weekday())


def shown(mode: str, day: date) -> list[date]:
    """Return the days of a view: six weeks around a month, or one week."""
    first = first_shown(mode, day)
    count = WEEK_DAYS * (MONTH_ROWS if mode == MONTH else 1)
    return [first + timedelta(days=number) for number in range(count)]


def turned(mode: str, day: date, way: int) -> date:
    """Return the day one view further (1) or back (-1): the same day of another week or month, or its last one."""
    if mode == WEEK:
        return day + timedelta(days=WEEK_DAYS * way)
    month = day.year * 12 + day.month - 1 + way
    first = date(month // 12, month % 12 + 1, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def by_day(found: Iterable[CalendarEntry]) -> dict[date, list[CalendarEntry]]:
    """Return entries by their day, in the order they came."""
    days: dict[date, list[CalendarEntry]] = {}
    for entry in found:
        days.setdefault(entry.day, []).append(entry)
    return days


def lanes(found: Iterable[CalendarEntry], usual_minutes: int = 60) -> list[tuple[CalendarEntry, int, int]]:
    """Return the timed entries of a day, each with its lane and how many lanes stand beside each other there."""
    placed: list[list[tuple[CalendarEntry, int, int]]] = []
    ends: list[int] = []
    group: list[tuple[CalendarEntry, int]] = []
    for entry in sorted((one for one in found if one.start), key=lambda one: minutes(one, usual_minutes)):
        start, end = minutes(entry, usual_minutes)
        if ends and start >= max(ends):
            placed.append([(one, lane, len(ends)) for one, lane in group])
            ends, group = [], []
        lane = next((number for number, until in enumerate(ends) if until <= start), len(ends))
        ends[lane : lane + 1] = [end]
        group.append((entry, lane))
    placed.append([(one, lane, len(ends)) for one, lane in group])
    return [one for some in placed for one in some]


def minutes(entry: CalendarEntry, usual_minutes: int = 60) -> tuple[int, int]:
    """Return the minutes of its day at which an entry begins and ends; without an end it takes the usual time."""
    if entry.start is None:
        return 0, 0
    start = entry.start.hour * 60 + entry.start.minute
    end = start + usual_minutes
    if entry.end is not None and entry.end > entry.start:
        end = start + int((entry.end - entry.start).total_seconds()) // 60
    return start, min(24 * 60, max(end, start + 30))
