"""The reading of one workbook, in a process of its own: run as `workbook_child.py FILE SHEET ROWS COLUMNS TEXT`.

The library cannot be bounded from inside, so this process is: its memory here, its time by whoever started it.
It answers with one marshalled value, which is quickest to write and to read: `{"sheets": […], "columns": […],
"days": […], "more": 0, "wide": 0, "cut": 0}` or `{"fault": code}`. A cell that is a moment or a day is a list with
one text; `days` names the columns with such. Nothing of the app is imported, to start at once.
"""

from __future__ import annotations

import gc
import marshal
import sys
from datetime import date, datetime
from itertools import islice
from time import monotonic
from typing import Any

import python_calamine

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit remains
    resource = None  # type: ignore[assignment]

MEMORY = 1536 * 1024 * 1024
"""Bytes that this process may take."""
SECONDS = 15
"""Seconds of a processor that it may take."""
AREA = 2_000_000
"""Most cells of one sheet that are read, empty ones too: 100,000 rows of 20 columns. A few far apart cost as much."""
MOST_MERGED = 200_000
"""Most cells that are filled because they are merged with the one above."""
LOOKING = 2.0
"""Seconds that may be spent on looking which sheet is the table; further sheets are only named."""
SHARE = 4
"""A later sheet is the table only where it is so many times larger than the one before it: that one was a cover."""


def main(words: list[str]) -> int:
    """Read the file and answer."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    path, name, *limits = words
    try:
        answer = _read(path, name, *map(int, limits))
    except python_calamine.PasswordError:
        answer = {"fault": "locked"}
    except MemoryError:
        answer = {"fault": "large"}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        answer = {"fault": "large" if "limit exceeded" in str(error) else "damaged"}
    marshal.dump(answer, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return 0


def _read(path: str, name: str, row_limit: int, column_limit: int, text_limit: int) -> dict[str, Any]:
    with python_calamine.load_workbook(path) as book:
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ] or book.sheet_names
        if name and name not in book.sheet_names:
            return {"fault": "no_sheet", "sheets": book.sheet_names}
        found, others = _table(book, [name]) if name else _table(book, names)
        if found is None:
            return {"sheets": names, "columns": [], "days": [], "more": 0, "wide": 0, "cut": 0}
        bottom, right = found.end or (0, 0)
        if right >= column_limit and _area(found) > AREA:
            return {"fault": "large"}  # cells far to the right; without them the rest may be read
        row_limit = min(row_limit, (found.start or (0, 0))[0] + max(1, AREA // found.width))
        columns, days, cut = _columns(found, row_limit, column_limit, text_limit)
        return {
            "sheets": [found.name, *(others if not name else (one for one in names if one != name))],
            "columns": columns,
            "days": days,
            "more": max(0, bottom + 1 - row_limit),
            "limit": row_limit,
            "wide": max(0, right + 1 - column_limit),
            "cut": cut,
        }


def _table(book: Any, names: list[str]) -> tuple[Any, list[str]]:
    """Return the sheet that is most likely the table, and the names of the others that may hold something."""
    found = None
    others: list[str] = []
    end = monotonic() + LOOKING
    for each in names:
        if found is not None and monotonic() > end:
            others.append(each)
            continue
        sheet = book.get_sheet_by_name(each)
        if sheet.end is None:
            continue
        if found is None or _area(sheet) > SHARE * _area(found):
            others += [] if found is None else [found.name]
            found = sheet
        else:
            others.append(each)
    return found, others


def _area(sheet: Any) -> int:
    return int(sheet.width * sheet.height)


def _columns(
    sheet: Any, row_limit: int, column_limit: int, text_limit: int
) -> tuple[list[list[Any]], list[int], int]:
    """Return the columns of a sheet from its top, those of them that hold days, and how many texts were cut.

    By columns, because most of them are of one type and pass as they are.
    """
    top, left = sheet.start or (0, 0)
    rows = sheet.to_python(nrows=max(0, row_limit - top)) if top < row_limit else []
    columns: list[list[Any]] = [[None] * (top + len(rows)) for _ in range(min(left, column_limit))]
    days = []
    cut = 0
    for column in islice(zip(*rows, strict=True), max(0, column_limit - left)):
        cells = [None] * top + list(column)
        kinds = set(map(type, column))
        if kinds == {str} and max(map(len, column)) <= text_limit and not any(map(str.isspace, column)):
            cells[top:] = [cell or None for cell in column]
        elif str in kinds:
            cut += _tidy(cells, text_limit)
        if kinds - {str, int, bool}:
            cells = [_told(cell) for cell in cells]
            if not kinds.isdisjoint((date, datetime)):
                days.append(len(columns))
        columns.append(cells)
    _fill_merged(columns, sheet.merged_cell_ranges or ())
    return columns, days, cut


def _fill_merged(columns: list[list[Any]], ranges: Any) -> None:
    """Say in each row what stands once in a cell that was merged over several rows of its column."""
    left_to_fill = MOST_MERGED
    for (top, left), (bottom, right) in ranges:
        if left != right or left >= len(columns):
            continue
        cells = columns[left]
        for place in range(top + 1, min(bottom + 1, len(cells))):
            left_to_fill -= 1
            if left_to_fill < 0:
                return
            cells[place] = cells[top] if cells[place] is None else cells[place]


def _tidy(cells: list[Any], text_limit: int) -> int:
    """Empty what holds only blanks, cut what is too long, and return how many were cut."""
    cut = 0
    for place, cell in enumerate(cells):
        if type(cell) is str:
            if not cell or cell.isspace():
                cells[place] = None
            elif len(cell) > text_limit:
                cells[place] = cell[:text_limit]
                cut += 1
    return cut


def _told(cell: Any) -> Any:
    if type(cell) is float:
        if cell.is_integer():
            return int(cell) if abs(cell) < 2**53 else cell
        return cell if abs(cell) < float("inf") else None
    if isinstance(cell, date):
        return [cell.isoformat()]
    return cell if cell is None or type(cell) in (str, int, bool) else str(cell)


if __name__ == "__main__":
    gc.disable()  # it lives for one file
    sys.exit(main(sys.argv[1:]))
