"""Headers: which row of a sheet names the columns, and which one tags them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.sheets.tables import Cell, EmptySheetError, Grid, Notice, Table, cell_text

LOOKED_AT = 25
"""Rows at the top among which the header is looked for."""
_TAG = re.compile(r"#[A-Za-z][A-Za-z0-9_]*(\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*\s*")


def table_of(grid: Grid) -> Table:
    """Find the header and the tags of a sheet; what stands above is told in a notice. Raises `EmptySheetError`."""
    tagged = next((place for place, row in enumerate(grid.rows[:LOOKED_AT]) if is_tag_row(row)), None)
    head = _header_row(grid.rows[:LOOKED_AT]) if tagged is None else _above(grid.rows, tagged)
    if head is None and tagged is None:
        raise EmptySheetError
    first = (tagged if tagged is not None else head or 0) + 1
    width = _widest(grid.rows[min(head or 0, tagged or first) :])
    numbered = ((number, _filled(row, width)) for number, row in enumerate(grid.rows[first:], first + 1))
    rows = tuple((number, cells) for number, cells in numbered if cells.count(None) < width)
    if not rows or not width:
        raise EmptySheetError
    tags = _filled(grid.rows[tagged], width) if tagged is not None else ()
    names = _filled(grid.rows[head], width) if head is not None else ()
    return Table(
        names=_unique([_one_line(cell) for cell in names] or [_one_line(tag) for tag in tags]),
        tags=tuple(_tidy(tag) for tag in tags) or ("",) * width,
        rows=rows,
        notices=(*grid.notices, *_above_notice(grid.rows, head if head is not None else tagged or 0)),
        sheets=grid.sheets,
    )


def is_tag_row(row: Sequence[Cell]) -> bool:
    """Tell whether a row holds HXL tags: at least two, and no more than a few other words."""
    filled = [cell for cell in row if cell is not None]
    tags = [cell for cell in filled if isinstance(cell, str) and _TAG.fullmatch(cell.strip())]
    return len(tags) >= 2 and len(tags) >= 0.6 * len(filled)


def _header_row(rows: Sequence[Sequence[Cell]]) -> int | None:
    """Return the first row of texts that is about as wide as the sheet."""
    widths = [sum(cell is not None for cell in row) for row in rows]
    wide = max(widths, default=0)
    for place, row in enumerate(rows):
        filled = [cell for cell in row if cell is not None]
        texts = sum(isinstance(cell, str) for cell in filled)
        if filled and len(filled) >= 0.5 * wide and texts >= 0.8 * len(filled):
            return place
    return next((place for place, width in enumerate(widths) if width), None)


def _above(rows: Sequence[Sequence[Cell]], tagged: int) -> int | None:
    """Return the row of names above the tags, where there is one."""
    return next(
        (place for place in range(tagged - 1, -1, -1) if not all(cell is None for cell in rows[place])), None
    )


def _widest(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many columns have something in them."""
    width = 0
    for row in rows:
        for place in range(len(row) - 1, width - 1, -1):
            if row[place] is not None:
                width = place + 1
                break
    return width


def _filled(row: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    return tuple(row) if len(row) == width else (*row[:width], *(None for _ in range(width - len(row))))


def _one_line(cell: Cell) -> str:
    return " ".join(cell_text(cell).split())[:120]


def _tidy(tag: Cell) -> str:
    return re.sub(r"\s+", "", cell_text(tag)).lower()


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Give nameless columns their letter, and doubled names a number, so that each can be spoken of."""
    made: dict[str, None] = {}
    for place, name in enumerate(names):
        given = name or f"column {column_letters(place)}"
        unlike, number = given, 1
        while unlike in made:
            number += 1
            unlike = f"{given} ({number})"
        made[unlike] = None
    return tuple(made)


def column_letters(place: int) -> str:
    """Return the letters of a column, A for 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _above_notice(rows: Sequence[Sequence[Cell]], head: int) -> tuple[Notice, ...]:
    words = [_one_line(cell) for row in rows[:head] for cell in row if cell is not None]
    return (Notice("above_header", {"text": " · ".join(words)[:300]}),) if words else ()
