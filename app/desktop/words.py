"""Words: where every text of the window passes through translation, and how days and figures are said."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
KILO = 1024


def tr(text: str, /, **values: object) -> str:
    """Translate a text of the window and fill in its `{names}`."""
    said = QCoreApplication.translate("desktop", text)
    return said.format(**values) if values else said


def many(count: int, one: str, more: str) -> str:
    """Say a number of things: `1 record`, `2 records`."""
    return f"{count:,} {tr(one) if count == 1 else tr(more)}".replace(",", " ")


def short_day(day: date) -> str:
    """Write a day as `Tue 18 Nov`."""
    return f"{tr(DAYS[day.weekday()])} {day.day} {tr(MONTHS[day.month - 1])}"


def long_day(day: date) -> str:
    """Write a day as `Saturday 21 November`."""
    return f"{tr(LONG_DAYS[day.weekday()])} {day.day} {tr(LONG_MONTHS[day.month - 1])}"


def near_day(day: date, today: date) -> str:
    """Write a day by how near it is: `today`, `tomorrow`, else `Tue 18 Nov`, or `18 Nov 2025`."""
    away = (day - today).days
    if away in (-1, 0, 1):
        return tr(("yesterday", "today", "tomorrow")[away + 1])
    if day.year == today.year:
        return short_day(day)
    return f"{day.day} {tr(MONTHS[day.month - 1])} {day.year}"


def clock(moment: datetime) -> str:
    """Write the time of day of a moment in its own offset."""
    return f"{moment:%H:%M}"


def size(count: int) -> str:
    """Write a number of bytes as people do: `512 bytes`, `14 kB`, `2.3 MB`."""
    if count < KILO:
        return tr("{count} bytes", count=count)
    if count < KILO * KILO:
        return f"{count / KILO:.0f} kB"
    return f"{count / KILO / KILO:.1f} MB"
