"""Tables: what was read from a spreadsheet, as plain data, and what was not read of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

Cell = str | int | float | bool | date | datetime | None
"""One cell; empty ones are None, whole numbers are `int`, a day without a time is a `date`."""
ROW_LIMIT = 100_000
"""Most rows that are read of one sheet."""
COLUMN_LIMIT = 256
"""Most columns that are read of one sheet."""
CELL_LIMIT = 65_536
"""Most characters that are read of one cell."""


class Notice(msgspec.Struct, frozen=True):
    """Something a reader must know of: a code and the figures of its sentence."""

    code: str
    params: Mapping[str, str | int] = {}


class Grid(msgspec.Struct, frozen=True):
    """The cells of a sheet as they lie, from row 1, blank ones None, and notices of what was left out."""

    rows: Sequence[Sequence[Cell]]
    notices: tuple[Notice, ...] = ()
    sheets: tuple[str, ...] = ()


class Table(msgspec.Struct, frozen=True):
    """A sheet with its header found: names, HXL tags (may be empty) and rows, each with its number in the sheet."""

    names: tuple[str, ...]
    tags: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    notices: tuple[Notice, ...] = ()
    sheets: tuple[str, ...] = ()

    def column(self, place: int) -> list[Cell]:
        """Return the cells of one column, empty ones too."""
        return [cells[place] for _, cells in self.rows]


class SheetError(Exception):
    """The base of why a file cannot be read as a sheet."""


class NotASheetError(SheetError):
    """The file is none of the kinds of sheet that are read."""


class BlankFileError(SheetError):
    """The file has not one byte."""


class DamagedSheetError(SheetError):
    """The file begins like a sheet and cannot be read as one."""


class LockedSheetError(SheetError):
    """The workbook is protected by a password."""


class HostileSheetError(SheetError):
    """The file unpacks to far more than it holds, or defines entities: no honest program writes that."""


class TooLargeSheetError(SheetError):
    """The sheet is larger than can be read."""


class NoSuchSheetError(SheetError):
    """The workbook has no sheet of that name; the argument holds the names there are."""


class NoSuchEncodingError(SheetError):
    """There is no text encoding of that name; the argument is the name."""


class EmptySheetError(SheetError):
    """The sheet holds no row below a header."""


def cell_text(cell: Cell) -> str:
    """Return a cell as the text a person would read: no exponent, no needless ".0"; empty for None."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        text = cell.isoformat(sep=" ", timespec="minutes")
        return text.removesuffix(" 00:00")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
