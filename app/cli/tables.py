"""Aligned tables and date-time groups, for people."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Sequence

from app.domain.moments import dtg, parse_moment

WIDEST = 60
BETWEEN = "  "
PIPED_WIDTH = 200


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return the lines of a table whose columns are as wide as their text, the last one cut to the window."""
    texts = [[_cell(value) for value in row] for row in rows]
    widths = [max(width(text) for text in column) for column in zip(head, *texts, strict=True)]
    lines = [list(head), ["-" * size for size in widths], *texts]
    room = _room()
    return [
        _cut(BETWEEN.join(_filled(text, size) for text, size in zip(line, widths, strict=True)), room)
        for line in lines
    ]


def when(moment: str | None) -> str:
    """Return a wire moment as a date-time group in UTC, a date as it is, and a dash for nothing."""
    if not moment:
        return "-"
    return dtg(parse_moment(moment)) if "T" in moment else moment


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: marks none, wide characters two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def size(count: int) -> str:
    """Return a number of bytes in the unit that reads best: `512 B`, `12.5 kB`, `1.2 MB`."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.1f} kB"
    return f"{count / 1_000_000:.1f} MB"


def _room() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPED_WIDTH


def _cell(value: object) -> str:
    text = " ".join(("-" if value is None else str(value)).split())
    return _cut(text, WIDEST)


def _cut(text: str, room: int) -> str:
    if width(text) <= room:
        return text.rstrip()
    kept = text
    while width(kept) > room - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _filled(text: str, size: int) -> str:
    return text + " " * (size - width(text))
