"""Delimited text out: CSV in UTF-8, in which no cell can run as a formula."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from app.sheets.tables import Cell, cell_text
from app.sheets.written import MOMENT, Written

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, sheet: Written, *, tags: bool = False, mark: bool = True) -> int:
    """Write one sheet and return how many rows it has; `mark` puts the byte order mark that Excel wants in front."""
    rows = 0
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\r\n")
        out.writerow([column.header for column in sheet.columns])
        if tags:
            out.writerow([column.tag for column in sheet.columns])
        moments = [column.form == MOMENT for column in sheet.columns]
        for cells in sheet.rows:
            out.writerow([_text(cell, moment) for cell, moment in zip(cells, moments, strict=True)])
            rows += 1
    return rows


def _text(cell: Cell, moment: bool) -> str:
    if moment and isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return neutral(cell_text(cell)) if isinstance(cell, str) else cell_text(cell)


def neutral(text: str) -> str:
    """Return a text that a spreadsheet program shows and never runs: an apostrophe stands before what could be one."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text.replace("\0", "")
