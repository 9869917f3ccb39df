"""Repeats: an ODS workbook may say in a few bytes that a cell stands in millions of places; counted before a library
sees it. What is hidden from the count is stopped by the limits of the process that reads.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from app.sheets.tables import DamagedSheetError, TooLargeSheetError

CONTENT = "content.xml"
MOST_REPEATED = 500_000
"""Most filled cells that may come from repeating; a column filled down to row 65,536 is far below."""
LONGEST_ROW = 8 * 1024 * 1024
"""Most bytes that a repeated row may be written in."""
_BLOCK = 1024 * 1024
_LONGEST_TAG = 16 * 1024
_AGAIN = re.compile(rb"""number-(rows|columns)-repeated\s*=\s*["'](?!1["'])([^"'<>]*)""")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b[^<>]*")
_ROW_END = b"</table:table-row>"


def check_repeats(path: Path) -> None:
    """Refuse an ODS workbook whose filled cells are repeated beyond measure; other workbooks have nothing to count.

    Raises `TooLargeSheetError` and `DamagedSheetError`.
    """
    try:
        with zipfile.ZipFile(path) as file:
            if CONTENT not in file.namelist():
                return
            with file.open(CONTENT) as part:
                _Counting(part).run()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise DamagedSheetError from error


class _Counting:
    """Goes through the text of a workbook, block by block, and looks at what is repeated only."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part = part
        self._data = b""
        self._repeated = 0

    def run(self) -> None:
        """Count; raises `TooLargeSheetError` as soon as there are too many."""
        place = 0
        while self._more(place):
            place = 0
            while (found := _AGAIN.search(self._data, place)) and self._tag_ends(found.end()):
                place = self._row(found) if found[1] == b"rows" else self._cell(found)
                if self._repeated > MOST_REPEATED:
                    raise TooLargeSheetError
            place = max(place, len(self._data) - _LONGEST_TAG)

    def _more(self, keep_from: int) -> bool:
        block = self._part.read(_BLOCK)
        self._data = self._data[keep_from:] + block
        return bool(block)

    def _tag_ends(self, place: int) -> bool:
        """Tell whether the tag of a find is here whole, so that it need not wait for the next block."""
        return self._data.find(b">", place) >= 0

    def _cell(self, found: re.Match[bytes]) -> int:
        tag = self._data[self._data.rfind(b"<", 0, found.start()) : self._data.find(b">", found.end())]
        if _CELL.match(tag) and _is_filled(tag):
            self._repeated += _times(found[2])
        return found.end()

    def _row(self, found: re.Match[bytes]) -> int:
        """Count the cells of a repeated row, and go on behind it."""
        end = self._data.find(b">", found.end())
        if self._data[end - 1 : end] == b"/":
            return end
        start = found.end()
        while (end := self._data.find(_ROW_END, start)) < 0:
            if len(self._data) - start > LONGEST_ROW:
                raise TooLargeSheetError
            if not self._more(start):
                raise DamagedSheetError
            start = 0
        cells = sum(map(_cells_of, _CELL.findall(self._data, start, end)))
        self._repeated += cells * _times(found[2])
        return end


def _cells_of(tag: bytes) -> int:
    """Return for how many filled cells a tag stands."""
    if not _is_filled(tag):
        return 0
    again = _AGAIN.search(tag)
    return _times(again[2]) if again else 1


def _is_filled(tag: bytes) -> bool:
    return b"value" in tag or not tag.endswith(b"/")


def _times(text: bytes) -> int:
    """Return how often; what is no plain number is more than can be."""
    return int(text) if text.isdigit() and len(text) < 8 else MOST_REPEATED + 1
