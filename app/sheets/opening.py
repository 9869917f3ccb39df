"""Opening: a file of any kind of sheet as a table with its header found."""

from __future__ import annotations

from pathlib import Path

from app.sheets.delimited import looks_like_columns, read_delimited
from app.sheets.headers import table_of
from app.sheets.tables import Grid, NotASheetError, Table
from app.sheets.workbooks import is_workbook, read_workbook

_OTHERS = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ", b"{\\rtf", b"<?xml", b"<!DOCTYPE", b"<html",
)  # fmt: skip
"""How files begin that people send as "the sheet" and that are none."""


def open_sheet(path: Path, sheet: str = "", encoding: str = "") -> Table:
    """Read a sheet: XLSX, XLS, ODS by their content, anything else as delimited text; raises a `SheetError`."""
    return table_of(open_grid(path, sheet, encoding))


def open_grid(path: Path, sheet: str = "", encoding: str = "") -> Grid:
    """Read the cells of a sheet as they lie; raises a `SheetError`."""
    with path.open("rb") as stream:
        head = stream.read(16)
    if is_workbook(head):
        return read_workbook(path, sheet)
    if head.startswith(_OTHERS):
        raise NotASheetError
    grid = read_delimited(path, encoding)
    if len(grid.rows) < 2 and not looks_like_columns(grid.rows):
        raise NotASheetError
    return grid
