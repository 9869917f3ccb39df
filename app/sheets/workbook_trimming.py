"""Trimming: a copy of a workbook without the cells that lie far from the rest.

One stray cell at the last corner of a sheet makes it an area of 17 billion cells, which no reader can hold.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from app.sheets.tables import COLUMN_LIMIT, ROW_LIMIT, DamagedSheetError

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_DIMENSION = re.compile(rb"<dimension\b[^>]*/>")


def trimmed_copy(source: Path, target: Path) -> int:
    """Write a copy of an XLSX workbook without its far cells; returns how many were left out."""
    left_out = 0

    def keep(match: re.Match[bytes]) -> bytes:
        nonlocal left_out
        if int(match[2]) <= ROW_LIMIT and _column(match[1]) <= COLUMN_LIMIT:
            return match[0]
        left_out += 1
        return b""

    try:
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
            for member in old.infolist():
                data = old.read(member)
                if _SHEET.fullmatch(member.filename):
                    data = _DIMENSION.sub(b"", _CELL.sub(keep, data))
                new.writestr(member.filename, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DamagedSheetError from error
    return left_out


def _column(letters: bytes) -> int:
    """Return the number of a column, from 1 for A."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
