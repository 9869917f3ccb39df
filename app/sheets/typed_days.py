"""Typed days: dates and moments in the styles that people write them in sheets.

Whether 3/9/2013 is in September or in March is decided from the other cells of its column where they tell, and
asked otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache

from app.sheets.tables import Cell

EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets that number their days."""
_SERIALS = range(20_000, 80_000)
LANGUAGES = ("en", "fr", "es")
"""Languages whose names of months are read in sheets."""
SHORTEST_MONTH = 3
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_FIGURES = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?[\s\-./]*([^\W\d_]+)\.?[\s\-./,]*(\d{4}|\d{2})")
_NAME_FIRST = re.compile(r"([^\W\d_]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})")
_CLOCK = re.compile(
    r"(\d{1,2})\s*[:hH.]\s*(\d{2})(?::(\d{2}))?\s*([AaPp]\.?[Mm]\.?)?|(\d{2})(\d{2})\s*[hH]?(?:rs)?"
)


class DayOrder(StrEnum):
    """What a column says of the order of day and month in its dates."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    EITHER = "either"
    NEITHER = "neither"


def day_order(cells: Iterable[Cell]) -> DayOrder:
    """Return the order a column shows: EITHER must be asked, NEITHER has no date that could be misread."""
    pairs = [
        (int(match[1]), int(match[3]))
        for cell in cells
        if isinstance(cell, str) and (match := _FIGURES.match(cell.strip())) and match[2] != "."
    ]
    by_day = any(first > 12 for first, _ in pairs)
    by_month = any(second > 12 for _, second in pairs)
    if by_day != by_month:
        return DayOrder.DAY_FIRST if by_day else DayOrder.MONTH_FIRST
    unclear = any(first != second and max(first, second) <= 12 for first, second in pairs)
    return DayOrder.EITHER if unclear else DayOrder.NEITHER


def day_of(cell: Cell, *, day_first: bool = True) -> date | None:
    """Return the day a cell holds, or None where it holds none or not a whole one."""
    found = moment_of(cell, day_first=day_first)
    return found[0] if found else None


def moment_of(cell: Cell, *, day_first: bool = True) -> tuple[date, time | None] | None:
    """Return the day of a cell and its time of day, None where it gives none; None where it is no day at all."""
    if isinstance(cell, datetime):
        return cell.date(), cell.time()
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _numbered(cell)
    return _written(cell.strip(), day_first) if isinstance(cell, str) else None


def _numbered(number: float) -> tuple[date, time | None] | None:
    whole, fraction = divmod(number, 1)
    if int(whole) in _SERIALS:
        clock = _of_day(round(fraction * 86_400)) if fraction else None
        return EPOCH + timedelta(days=int(whole)), clock
    compact = _COMPACT.fullmatch(str(int(whole)))
    day = _day(*compact.groups()) if compact else None
    return (day, None) if day else None


def _of_day(seconds: int) -> time:
    """Return a time of day from the seconds since midnight."""
    return time(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)


def _written(text: str, day_first: bool) -> tuple[date, time | None] | None:
    for pattern in (_YEAR_FIRST, _COMPACT, _FIGURES, _NAME_FIRST, _DAY_NAMED):
        match = pattern.match(text)
        day = _matched(pattern, match, day_first) if match else None
        if match and day:
            rest = text[match.end() :].strip(" ,;T\u00a0")
            if not rest:
                return day, None
            clock = _clock(rest)
            return (day, clock) if clock else None
    return None


def _matched(pattern: re.Pattern[str], match: re.Match[str], day_first: bool) -> date | None:
    if pattern is _FIGURES:
        return _figures(match, day_first)
    if pattern is _NAME_FIRST:
        return _named(match[3], match[1], match[2])
    if pattern is _DAY_NAMED:
        return _named(match[3], match[2], match[1])
    return _day(match[1], match[2], match[3])


def _figures(match: re.Match[str], day_first: bool) -> date | None:
    first, second = int(match[1]), int(match[3])
    in_order = day_first or match[2] == "."
    if first > 12:
        in_order = True
    elif second > 12:
        in_order = False
    day, month = (first, second) if in_order else (second, first)
    return _day(_century(match[4]), month, day)


def _named(year: str, month: str, day: str) -> date | None:
    number = _month_number(month)
    return _day(_century(year), number, day) if number else None


def _month_number(word: str) -> int | None:
    """Return the one month whose name begins with a word of three letters or more, with or without its accents."""
    begun = _folded(word)
    found = {number for name, number in _month_names() if name.startswith(begun)}
    return found.pop() if len(begun) >= SHORTEST_MONTH and len(found) == 1 else None


@cache
def _month_names() -> tuple[tuple[str, int], ...]:
    """Return the folded names of the months with their numbers, in all languages that are read."""
    from babel.dates import get_month_names  # reading locale data takes time that only sheets need

    return tuple(
        (_folded(name), number)
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    )


def _folded(word: str) -> str:
    """Return a word in small letters without accents and without the point of an abbreviation."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char)).rstrip(".")


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else (2000 if int(year) < 70 else 1900) + int(year)


def _day(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    """Return a time of day such as 14:30, 14h30, 1430 or 2:30 pm; a zone beside it is not known here."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        return None
    hour, minute = int(match[1] or match[5]), int(match[2] or match[6])
    half = (match[4] or "").casefold()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return time(hour, minute, int(match[3] or 0))
    except ValueError:
        return None
