"""Workbooks out: XLSX with typed columns, a frozen header with filters, and widths that fit; in constant memory.

Texts are written as texts, so that no formula of a record ever runs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from app.sheets.tables import Cell, cell_text
from app.sheets.written import AMOUNT, DATE, MOMENT, NUMBER, TEXT, Column, Written

MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
"""Most characters of a cell in this format; a longer text ends with an ellipsis."""
WIDEST = 60
EMPTY = 12
"""Width of a column in which nothing stands."""
PAGE_WIDTH = 210
"""Letters that fit across a printed page and can still be read; wider sheets are printed on several."""
A4 = 9
_TWO_LINES = 30
"""Height in points of a header of two lines."""
_SAMPLED = 200
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_FORMATS = {AMOUNT: "#,##0.00", DATE: "yyyy-mm-dd", MOMENT: "yyyy-mm-dd hh:mm"}
_FIXED_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones


class TooManyRowsError(Exception):
    """There are more rows than a sheet holds."""


def write_xlsx(
    path: Path, sheets: Iterable[Written], *, title: str, marking: Callable[[], str] = str, tags: bool = False
) -> int:
    """Write sheets into one workbook and return how many rows they have.

    `marking` is asked when the rows of a sheet are written, and printed on top and bottom of its pages. `tags` adds a
    row of HXL tags below the header. Raises `TooManyRowsError`.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "in_memory": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    try:
        names: set[str] = set()
        rows = sum(_sheet(book, sheet, _free_name(sheet.name, names), marking, tags) for sheet in sheets)
        book.set_properties(
            {"title": title, "author": "Liaison Logbook", "created": _FIXED_DATE, "comments": marking()}
        )
        return rows
    finally:
        book.close()


def _sheet(book: Any, sheet: Written, name: str, marking: Callable[[], str], tags: bool) -> int:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    dim = book.add_format({"italic": True, "font_color": "#666666"})
    formats = {form: book.add_format({"num_format": pattern}) for form, pattern in _FORMATS.items()}
    page.set_row(0, _TWO_LINES)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.header, head)
    first = 1
    if tags:
        for place, column in enumerate(sheet.columns):
            page.write_string(1, place, column.tag, dim)
        first = 2
    widths = [0] * len(sheet.columns)
    row = _rows(page, sheet, first, formats, widths)
    fitted = [_fitted(column, width) for column, width in zip(sheet.columns, widths, strict=True)]
    for place, width in enumerate(fitted):
        page.set_column(place, place, width)
    page.freeze_panes(first, 1)
    if sheet.columns:
        page.autofilter(first - 1, 0, max(row - 1, first - 1), len(sheet.columns) - 1)
    _print_well(page, sum(fitted), marking())
    return row - first


def _print_well(page: Any, width: int, marking: str) -> None:
    """Set how a sheet is printed: as many pages wide as can be read, header and first column on each, marked."""
    page.set_paper(A4)
    page.set_landscape()
    page.repeat_rows(0)
    page.repeat_columns(0)
    page.fit_to_pages(max(1, math.ceil(width / PAGE_WIDTH)), 0)
    if marking:
        page.set_header(f"&C&B{marking}")
        page.set_footer(f"&C&B{marking}&R&P / &N")


def _fitted(column: Column, longest: int) -> int:
    """Return the width of a column: what its cells need, no more than can be read, little where nothing stands.

    Its header fits on two lines.
    """
    header = max(EMPTY, len(column.header) // 2 + 5, *(len(word) + 2 for word in column.header.split()))
    wanted = max(longest + 1, min(column.width, 24)) if longest else EMPTY
    return min(max(wanted, header), WIDEST)


def _rows(page: Any, sheet: Written, first: int, formats: dict[str, Any], widths: list[int]) -> int:
    """Write the rows and return the number of the row after the last one."""
    writers = [_writer(page, place, column, formats) for place, column in enumerate(sheet.columns)]
    row = first
    for cells in sheet.rows:
        if row > MOST_ROWS:
            raise TooManyRowsError
        if row - first < _SAMPLED:
            _widen(widths, cells, sheet.columns)
        for cell, write in zip(cells, writers, strict=True):
            if cell is not None:
                write(row, cell)
        row += 1
    return row


def _writer(page: Any, place: int, column: Column, formats: dict[str, Any]) -> Callable[[int, Any], None]:
    write_string, write_number, write_datetime = page.write_string, page.write_number, page.write_datetime

    def text(row: int, cell: Any) -> None:
        words = cell if type(cell) is str else cell_text(cell)
        write_string(
            row, place, words if words.isprintable() and len(words) <= MOST_CHARACTERS else _fit(words)
        )

    own_format = formats.get(column.form)

    def number(row: int, cell: Any) -> None:
        if type(cell) in (int, float):
            write_number(row, place, cell, own_format)
        else:
            text(row, cell)

    def day(row: int, cell: Any) -> None:
        if isinstance(cell, date) and cell.year >= 1900:
            write_datetime(row, place, cell, own_format)
        else:
            text(row, cell)

    return {TEXT: text, NUMBER: number, AMOUNT: number}.get(column.form, day)


def _fit(text: str) -> str:
    """Return a text without what XML cannot hold, and no longer than a cell."""
    clean = _CONTROLS.sub("", text.replace("\r", ""))
    return clean if len(clean) <= MOST_CHARACTERS else clean[: MOST_CHARACTERS - 1] + "…"


def _widen(widths: list[int], cells: tuple[Cell, ...], columns: tuple[Column, ...]) -> None:
    """Note how many letters the cells of a row need; figures and days have the width of their column."""
    for place, cell in enumerate(cells):
        if cell is not None:
            needed = len(cell) if isinstance(cell, str) else columns[place].width
            widths[place] = max(widths[place], min(needed, WIDEST))


def _free_name(name: str, taken: set[str]) -> str:
    """Return a name that a sheet may have: 31 letters, without seven marks, unlike the others."""
    plain = _FORBIDDEN.sub(" ", name).strip()[:28] or "Sheet"
    number = 1
    while plain.casefold() in taken:
        number += 1
        plain = f"{plain[:25]} {number}"
    taken.add(plain.casefold())
    return plain
