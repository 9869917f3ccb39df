"""Delimited text: CSV and its relatives, in any encoding and with any usual delimiter, in bounded memory."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.sheets.tables import (
    CELL_LIMIT,
    COLUMN_LIMIT,
    ROW_LIMIT,
    BlankFileError,
    Cell,
    Grid,
    NoSuchEncodingError,
    NotASheetError,
    Notice,
    TooLargeSheetError,
)

BYTES_READ = 32 * 1024 * 1024
"""Most bytes of a text file that are read; what lies beyond is told, not read."""
MOST_MARKS = 100_000
"""Most delimiters and lines of one row; a spreadsheet program has 16,384 columns."""
DELIMITERS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
BLANKS = " \t\r\n\u00a0\u200b\ufeff"
_USUAL = [
    "cp1252", "cp1256", "cp1251", "cp1255", "cp1253", "cp1250", "cp1254", "mac_roman", "koi8_r", "cp874", "gb18030",
    "big5", "shift_jis", "euc_kr",
]  # fmt: skip
"""Encodings that spreadsheet programs of the last decades wrote where they did not write Unicode."""
_WESTERN = frozenset({"cp1250", "cp1254", "mac_roman"})
"""Told from cp1252 by a letter or two only, and far rarer in our missions."""
_SAMPLE = 64 * 1024
_SAMPLE_LINES = 200
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NEUTRAL = re.compile(r"'(?=[=+\-@\t\r])")


def read_delimited(path: Path, encoding: str = "") -> Grid:
    """Read a text file as rows of texts; raises `NotASheetError` where it is no text of lines and columns.

    `encoding` is told from the text where none is given; an unknown one raises `NoSuchEncodingError`.
    """
    with path.open("rb") as stream:
        data = stream.read(BYTES_READ + 1)
    if not data:
        raise BlankFileError
    whole = len(data) <= BYTES_READ
    if not whole:
        data = _cut(data[:BYTES_READ])
    text, encoding = _decoded_as(data, encoding) if encoding else decoded(data)
    if len(_CONTROLS.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) // 50:
        raise NotASheetError
    notices = [] if encoding in ("utf-8", "utf-8-sig") else [Notice("encoding", {"name": encoding})]
    if not whole:
        notices.append(Notice("bytes_not_read", {"megabytes": BYTES_READ // 1024 // 1024}))
    rows = _rows(text, delimiter_of(text), notices)
    return Grid(rows, tuple(notices))


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of bytes and the name of their encoding: as marked, UTF-8 if it fits, else the best guess."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name
    if b"\0" in data[:_SAMPLE]:
        return _without_mark(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # A file that was cut in the middle of a letter is still UTF-8.
        if error.start > len(data) - 4 and len(data) > 4:
            return data[: error.start].decode("utf-8"), "utf-8"
    name = _guessed(data)
    try:
        return data.decode(name), name
    except (UnicodeDecodeError, LookupError):
        return data.decode("cp1252", "replace"), "cp1252"


def _decoded_as(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding, "replace"), encoding
    except LookupError as error:
        raise NoSuchEncodingError(encoding) from error


def _without_mark(data: bytes) -> tuple[str, str]:
    """Return UTF-16 text that lacks its mark, told by its lines; raises `NotASheetError`."""
    head = data[:_SAMPLE]
    for name in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(name, "replace")
        if "\n" in text and sum(char.isprintable() or char in "\r\n\t" for char in text) > 0.98 * len(text):
            return data.decode(name, "replace"), name
    raise NotASheetError


def _guessed(data: bytes) -> str:
    # Loaded here: most files are UTF-8, and the tables of the other encodings take their time to load.
    from charset_normalizer import from_bytes

    # Only lines with letters beyond ASCII say something about the encoding.
    telling = b"\n".join(line for line in data[: 4 * _SAMPLE].splitlines() if not line.isascii())
    best = from_bytes(telling[:_SAMPLE] or data[:_SAMPLE], cp_isolation=_USUAL).best()
    return best.encoding if best and best.encoding not in _WESTERN else "cp1252"


def delimiter_of(text: str) -> str:
    """Return the delimiter by which most lines fall into the same number of columns; a comma where none does."""
    sample = text[:_SAMPLE]
    if sample[:6].lower().startswith("sep=") and len(sample) > 4:
        return sample[4]
    scores = {mark: _evenness(sample, mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best] else ","


def _evenness(sample: str, delimiter: str) -> float:
    """Return how evenly a delimiter splits lines: the share of the usual width, times a little for more columns."""
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for _, row in zip(range(_SAMPLE_LINES), reader, strict=False):
            if row:
                widths[len(row)] += 1
    except csv.Error:
        return 0.0
    usual, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return 0.0 if usual < 2 else count / widths.total() + min(usual, 30) / 100


class _Lines:
    """The lines of a text for the reader of rows; stops where one row would have far too many cells."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._text = io.StringIO(text, newline="")
        self._delimiter = delimiter
        self.marks = 0
        """Delimiters and lines since the last row was whole."""

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.marks += line.count(self._delimiter) + 1
            if self.marks > MOST_MARKS:
                raise TooLargeSheetError
            yield line

    def left(self) -> int:
        """Return how many lines follow."""
        rest = self._text.read()
        return rest.count("\n") + (not rest.endswith("\n") and bool(rest))


def _rows(text: str, delimiter: str, notices: list[Notice]) -> list[list[Cell]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1, 2 * BYTES_READ))
    lines = _Lines(text, delimiter)
    rows: list[list[Cell]] = []
    cut = wide = 0
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            lines.marks = 0
            if len(rows) >= ROW_LIMIT:
                notices.append(Notice("lines_not_read", {"limit": ROW_LIMIT, "rows": 1 + lines.left()}))
                break
            wide += len(row) > COLUMN_LIMIT
            cut += any(len(cell) > CELL_LIMIT for cell in row)
            rows.append(_cells(row[:COLUMN_LIMIT]))
    except csv.Error as error:
        raise NotASheetError from error
    notices += [Notice("cells_cut", {"rows": cut, "limit": CELL_LIMIT})] if cut else []
    notices += [Notice("columns_not_read", {"rows": wide, "limit": COLUMN_LIMIT})] if wide else []
    if rows and rows[0] and str(rows[0][0]).lower().startswith("sep="):
        rows[0] = []  # a line for a spreadsheet program, which names the delimiter
    return rows


def _cells(row: Iterable[str]) -> list[Cell]:
    """Return the cells of a row; the apostrophe that keeps a formula from running is taken off again."""
    short = (cell[:CELL_LIMIT] for cell in row)
    return [
        _NEUTRAL.sub("", cell, count=1) if cell[:1] == "'" else cell if cell.strip(BLANKS) else None
        for cell in short
    ]


def _cut(data: bytes) -> bytes:
    """Return the whole lines of a beginning; raises `TooLargeSheetError` where one line is most of it."""
    end = data.rfind(b"\n")
    if end < len(data) // 2:
        raise TooLargeSheetError
    return data[: end + 1]


def looks_like_columns(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether text fell into columns at all."""
    return any(len(row) > 1 for row in rows[:_SAMPLE_LINES])
