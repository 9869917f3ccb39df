"""The reading of one workbook, in a process of its own: run as `workbook_child.py FILE SHEET ROWS COLUMNS TEXT`.

The library cannot be bounded from inside, so this process is: its memory here, its time by whoever started it.
It prints one JSON document: `{"sheets": […], "rows": […], "more": 0, "wide": 0, "cut": 0}` or `{"fault": code}`.
A cell that is a moment or a day is printed as a list with one text. Nothing of the app is imported, to start at once.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit remains
    resource = None  # type: ignore[assignment]

MEMORY = 1536 * 1024 * 1024
"""Bytes that this process may take."""
PLAIN = frozenset({str, int, bool})


def main(words: list[str]) -> int:
    """Read the file and print the document."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    path, name, *limits = words
    try:
        answer = _read(path, name, *map(int, limits))
    except python_calamine.PasswordError:
        answer = {"fault": "locked"}
    except (python_calamine.CalamineError, OSError, ValueError, MemoryError):
        answer = {"fault": "damaged"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    sys.stdout.flush()
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
        filled = []
        found = None
        for each in [name] if name else names:
            sheet = book.get_sheet_by_name(each)
            if sheet.total_height:
                filled.append(each)
                found = found or sheet
        if found is None:
            return {"sheets": names, "rows": [], "more": 0, "wide": 0, "cut": 0}
        rows, cut = _rows(found, row_limit, column_limit, text_limit)
        return {
            "sheets": [found.name, *(each for each in filled if each != found.name)],
            "rows": rows,
            "more": max(0, found.total_height - row_limit),
            "wide": max(0, found.total_width - column_limit),
            "cut": cut,
        }


def _rows(sheet: Any, row_limit: int, column_limit: int, text_limit: int) -> tuple[list[list[Any]], int]:
    """Return the rows from the top of the sheet, and how many texts were cut."""
    top, left = sheet.start or (0, 0)
    rows: list[list[Any]] = [[] for _ in range(min(top, row_limit))]
    before: list[Any] = [None] * left
    cut = 0
    narrow = sheet.total_width <= column_limit
    for row in sheet.to_python(nrows=max(0, row_limit - top)) if top < row_limit else ():
        cells = row if narrow else row[: column_limit - left]
        made = [cell if type(cell) in PLAIN else _told(cell) for cell in cells]
        if sum(len(cell) for cell in made if type(cell) is str) > text_limit:
            cut += sum(type(cell) is str and len(cell) > text_limit for cell in made)
            made = [cell[:text_limit] if type(cell) is str else cell for cell in made]
        rows.append(before + made if before else made)
    return rows, cut


def _told(cell: Any) -> Any:
    if isinstance(cell, float):
        if cell != cell or cell in (float("inf"), float("-inf")):
            return None
        return int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell
    if isinstance(cell, datetime):
        return [cell.isoformat()]
    if isinstance(cell, date):
        return [cell.isoformat()]
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
