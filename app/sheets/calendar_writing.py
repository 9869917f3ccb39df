"""Calendars out: ICS (RFC 5545) with meetings as moments and due dates as whole days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

LONGEST_LINE = 75
"""Most bytes of a line; longer ones are folded."""
_ESCAPED = re.compile(r"([\\;,])")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One entry: `start` is a moment with its zone, or a date for a whole day; `stamp` is when it last changed.

    A `closed` entry is told to calendars as one that is not to be shared.
    """

    uid: str
    summary: str
    start: datetime | date
    end: datetime | None = None
    location: str = ""
    description: str = ""
    stamp: datetime
    closed: bool = False


def write_calendar(path: Path, events: Iterable[Event], *, name: str) -> int:
    """Write a calendar and return how many entries it has."""
    count = 0
    with path.open("wb") as stream:
        head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Liaison Logbook//EN", "CALSCALE:GREGORIAN")
        for line in (*head, "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"):
            stream.write(folded_line(line))
        for event in events:
            for line in _lines(event):
                stream.write(folded_line(line))
            count += 1
        stream.write(folded_line("END:VCALENDAR"))
    return count


def _lines(event: Event) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_moment(event.stamp)}",
        f"LAST-MODIFIED:{_moment(event.stamp)}",
    ]
    if isinstance(event.start, datetime):
        lines.append(f"DTSTART:{_moment(event.start)}")
        lines += [f"DTEND:{_moment(event.end)}"] if event.end and event.end > event.start else []
    else:
        lines.append(f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}")
        lines.append(f"DTEND;VALUE=DATE:{event.start + timedelta(days=1):%Y%m%d}")
    lines.append(f"SUMMARY:{escaped(event.summary)}")
    lines += [f"LOCATION:{escaped(event.location)}"] if event.location else []
    lines += [f"DESCRIPTION:{escaped(event.description)}"] if event.description else []
    lines += ["CLASS:CONFIDENTIAL"] if event.closed else []
    return [
        *lines,
        "TRANSP:TRANSPARENT" if not isinstance(event.start, datetime) else "TRANSP:OPAQUE",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Return a text as the format writes it, without control characters."""
    return _CONTROLS.sub("", _ESCAPED.sub(r"\\\1", text.replace("\r\n", "\n"))).replace("\n", "\\n")


def folded_line(line: str) -> bytes:
    """Return a line in pieces of at most 75 bytes that never part a letter."""
    pieces, piece = [], b""
    for char in line:
        encoded = char.encode("utf-8", "replace")
        if len(piece) + len(encoded) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
