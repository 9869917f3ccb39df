"""Calendar: the meetings of some days, those that were agreed as the next ones, and the days on which a forum sits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from app.domain.moments import in_zone, moment_text, parse_moment
from app.domain.vocabularies import WEEKDAY
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView, View

MOST = 2_000
"""Meetings read for one view; a month of a whole mission has fewer."""
HELD, NEXT, FORUM = "held", "next", "forum"
DAYS = tuple(code for code, _ in WEEKDAY)
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.hH]?([0-5]\d)\b")


class CalendarEntry(View, frozen=True, kw_only=True):
    """One line of a day: a meeting, one that was agreed (`next`), or the usual day of a forum.

    `start` and `end` are by the clock of the laptop; `start` is None where only the day is known. `kind` and `id` name
    the record it comes from.
    """

    what: str
    day: date
    title: str
    kind: str
    id: str
    start: datetime | None = None
    end: datetime | None = None
    place: str = ""
    marking: str = ""


def entries(desk: Desk, first: date, after: date, zone: tzinfo) -> tuple[CalendarEntry, ...]:
    """Return the entries of the days from `first` to before `after`, in their order.

    A next meeting is left out where one of its title was held on that day; so is the usual day of a forum that met.
    """
    held = tuple(_held(desk, first, after, zone))
    agreed = [one for one in _agreed(desk, first, after, zone) if not _met(one, held)]
    taken = {(one.day, meeting_forum) for one, meeting_forum in held}
    usual = [one for one in _usual(desk, first, after, zone) if (one.day, one.id) not in taken]
    return tuple(sorted([*(one for one, _ in held), *agreed, *usual], key=_place))


def undated(desk: Desk, limit: int = 50) -> tuple[RecordView, ...]:
    """Return the meetings whose day is not known, the oldest first."""
    where = (("started_at", "empty", None),)
    return records.page(desk, "meeting", where=where, order=("started_at", False), limit=limit)


def _held(desk: Desk, first: date, after: date, zone: tzinfo) -> Iterator[tuple[CalendarEntry, str]]:
    for view in _between(desk, "started_at", first, after, zone):
        start = in_zone(parse_moment(view.fields["started_at"]), zone)
        ended = view.fields.get("ended_at")
        end = in_zone(parse_moment(ended), zone) if ended else None
        entry = CalendarEntry(
            what=HELD, day=start.date(), title=view.title, kind="meeting", id=view.id, start=start, end=end,
            place=str(view.fields.get("place") or ""), marking=str(view.fields.get("marking") or ""),
        )  # fmt: skip
        yield entry, str(view.fields.get("forum") or "")


def _agreed(desk: Desk, first: date, after: date, zone: tzinfo) -> Iterator[CalendarEntry]:
    for view in _between(desk, "next_meeting_at", first, after, zone):
        start = in_zone(parse_moment(view.fields["next_meeting_at"]), zone)
        yield CalendarEntry(
            what=NEXT, day=start.date(), title=view.title, kind="meeting", id=view.id, start=start,
            place=str(view.fields.get("place") or ""), marking=str(view.fields.get("marking") or ""),
        )  # fmt: skip


def _between(desk: Desk, field: str, first: date, after: date, zone: tzinfo) -> tuple[RecordView, ...]:
    start, end = (moment_text(datetime.combine(day, time(), zone)) for day in (first, after))
    where = ((field, ">=", start), (field, "<", end))
    return records.page(desk, "meeting", where=where, order=(field, False), limit=MOST)


def _usual(desk: Desk, first: date, after: date, zone: tzinfo) -> Iterator[CalendarEntry]:
    """Yield the days of the forums that sit on a day of the week."""
    for view in records.page(
        desk, "forum", where=(("weekday", "filled", None),), order=("weekday", False), limit=MOST
    ):
        name = view.fields.get("weekday")
        if name not in DAYS:
            continue
        ahead = (DAYS.index(name) - first.weekday()) % len(DAYS)
        day = first + timedelta(days=ahead)
        while day < after:
            yield CalendarEntry(
                what=FORUM, day=day, title=view.title, kind="forum", id=view.id,
                start=_at(day, str(view.fields.get("time") or ""), zone),
                place=str(view.fields.get("place") or ""), marking=str(view.fields.get("marking") or ""),
            )  # fmt: skip
            day += timedelta(days=len(DAYS))


def _at(day: date, written: str, zone: tzinfo) -> datetime | None:
    """Return the moment of a day at a time as people write it (`09:00`, `0900`, `9h30`), or None."""
    found = _CLOCK.search(written)
    return datetime.combine(day, time(int(found[1]), int(found[2])), zone) if found else None


def _met(agreed: CalendarEntry, held: tuple[tuple[CalendarEntry, str], ...]) -> bool:
    return any(one.day == agreed.day and one.id != agreed.id and one.title == agreed.title for one, _ in held)


def _place(entry: CalendarEntry) -> tuple[date, bool, str, str]:
    start = f"{entry.start:%H:%M}" if entry.start else ""
    return (entry.day, entry.start is None, start, entry.title)
