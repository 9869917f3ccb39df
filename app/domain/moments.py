"""Moments: a time with the local offset at the place, read and written as RFC 3339 or as a date-time group.

The group is `DDHHMMZMONYY` with an English month in any language. Zone letters A-M (no J) are UTC+1 to +12,
N-Y are UTC-1 to -12, Z is UTC. Half-hour zones have no letter: the offset is stored, the group written in UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

from app.domain.faults import FaultyValueError

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_EAST, _WEST = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
_GROUP = re.compile(r"(\d{2})(\d{2})(\d{2})([A-IK-Z])([A-Z]{3})(\d{2})", re.ASCII)
_RFC3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)


def read_moment(value: Any) -> str:
    """Read RFC 3339 with an offset, or a date-time group, into the wire form `2026-11-21T16:00:00+02:00`."""
    if isinstance(value, datetime):
        return moment_text(value)
    if not isinstance(value, str):
        raise FaultyValueError("not_a_moment")
    text = value.strip()
    group = _GROUP.fullmatch(text.upper())
    return moment_text(_from_group(group) if group else _from_rfc3339(text))


def moment_text(moment: datetime) -> str:
    """Write an aware datetime in the wire form: whole seconds, its own offset, `Z` for UTC."""
    if moment.tzinfo is None:
        raise FaultyValueError("no_offset")
    text = moment.replace(microsecond=0).isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def parse_moment(text: str) -> datetime:
    """Parse the wire form into an aware datetime that keeps the local offset."""
    return datetime.fromisoformat(text)


def _from_rfc3339(text: str) -> datetime:
    match = _RFC3339.fullmatch(text)
    if not match:
        raise FaultyValueError("no_offset" if _looks_local(text) else "not_a_moment")
    day, clock, seconds, _, zone = match.groups()
    try:
        return datetime.fromisoformat(f"{day}T{clock}{seconds or ':00'}{zone.upper()}")
    except ValueError:
        raise FaultyValueError("no_such_moment") from None


def _looks_local(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _from_group(match: re.Match[str]) -> datetime:
    day, hour, minute, letter, month, year = match.groups()
    if month not in MONTHS:
        raise FaultyValueError("no_such_moment")
    try:
        return datetime(
            2000 + int(year), MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=_zone(letter)
        )
    except ValueError:
        raise FaultyValueError("no_such_moment") from None


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a moment in another zone; in its last hours the calendar has no other one, and the figures stay."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment.replace(tzinfo=zone)


def days_after(day: date, days: int) -> date:
    """Return the day so many days after another, or before it; no further than the calendar goes."""
    number = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(number)


def _zone(letter: str) -> timezone:
    if letter == "Z":
        return UTC
    hours = _EAST.index(letter) + 1 if letter in _EAST else -(_WEST.index(letter) + 1)
    return timezone(timedelta(hours=hours))


def zone_letter(moment: datetime) -> str | None:
    """Return the military letter of a moment's offset, or None where it has none (half hours, +13)."""
    seconds = int((moment.utcoffset() or timedelta()).total_seconds())
    hours, rest = divmod(seconds, 3600)
    if rest or not -12 <= hours <= 12:
        return None
    return "Z" if hours == 0 else _EAST[hours - 1] if hours > 0 else _WEST[-hours - 1]


def dtg(moment: datetime, *, local: bool = False) -> str:
    """Write the group `DDHHMMZMONYY` in UTC, or if `local` in its own zone where that has a letter."""
    letter = zone_letter(moment) if local else None
    shown, letter = (moment, letter) if letter else (in_zone(moment, UTC), "Z")
    return f"{shown:%d%H%M}{letter}{MONTHS[shown.month - 1]}{shown:%y}"


def read_date(value: Any) -> str:
    """Read an ISO 8601 date into the wire form `2026-11-21`."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        raise FaultyValueError("not_a_date")
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        raise FaultyValueError("no_such_date") from None
