"""Workbooks out: XLSX with typed columns, a frozen header with filters, and widths that fit; in constant memory.

Texts are written as texts, so that no formula of a record ever runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from app.sheets.tables import Cell, cell_text
from app.sheets.written import DATE, MOMENT, NUMBER, TEXT, Column, Written

MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
"""Most characters of a cell in this format; a longer text ends with an ellipsis."""
WIDEST = 60
_SAMPLED = 200
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_DAY, _MINUTE = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
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
        book.set_properties({"title": title, "created": _FIXED_DATE, "comments": marking()})
        return rows
    finally:
        book.close()


def _sheet(book: Any, sheet: Written, name: str, marking: Callable[[], str], tags: bool) -> int:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    dim = book.add_format({"italic": True, "font_color": "#666666"})
    formats = {DATE: book.add_format({"num_format": _DAY}), MOMENT: book.add_format({"num_format": _MINUTE})}
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.header, head)
    first = 1
    if tags:
        for place, column in enumerate(sheet.columns):
            page.write_string(1, place, column.tag, dim)
        first = 2
    widths = [max(column.width, min(len(column.header) + 3, 22)) for column in sheet.columns]
    row = _rows(page, sheet, first, formats, widths)
    for place, width in enumerate(widths):
        page.set_column(place, place, min(width, WIDEST))
    page.freeze_panes(first, 1)
    if sheet.columns:
        page.autofilter(first - 1, 0, max(row - 1, first - 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    if printed := marking():
        page.set_header(f"&C&B{printed}")
        page.set_footer(f"&C&B{printed}&R&P / &N")
    return row - first


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

    def number(row: int, cell: Any) -> None:
        if type(cell) in (int, float):
            write_number(row, place, cell)
        else:
            text(row, cell)

    day_format = formats.get(column.form)

    def day(row: int, cell: Any) -> None:
        if isinstance(cell, date) and cell.year >= 1900:
            write_datetime(row, place, cell, day_format)
        else:
            text(row, cell)

    return {TEXT: text, NUMBER: number}.get(column.form, day)


def _fit(text: str) -> str:
    """Return a text without what XML cannot hold, and no longer than a cell."""
    clean = _CONTROLS.sub("", text.replace("\r", ""))
    return clean if len(clean) <= MOST_CHARACTERS else clean[: MOST_CHARACTERS - 1] + "…"


def _widen(widths: list[int], cells: tuple[Cell, ...], columns: tuple[Column, ...]) -> None:
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and columns[place].form == TEXT:
            widths[place] = max(widths[place], min(len(cell) + 1, WIDEST))


def _free_name(name: str, taken: set[str]) -> str:
    """Return a name that a sheet may have: 31 letters, without seven marks, unlike the others."""
    plain = _FORBIDDEN.sub(" ", name).strip()[:28] or "Sheet"
    number = 1
    while plain.casefold() in taken:
        number += 1
        plain = f"{plain[:25]} {number}"
    taken.add(plain.casefold())
    return plain
