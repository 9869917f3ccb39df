"""Workbooks: XLSX, XLS and ODS, read in a process of its own with limits of time and memory."""

from __future__ import annotations

import marshal
import subprocess
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from app.sheets import workbook_child
from app.sheets.repeats import check_repeats
from app.sheets.tables import (
    CELL_LIMIT,
    COLUMN_LIMIT,
    ROW_LIMIT,
    Cell,
    DamagedSheetError,
    Grid,
    LockedSheetError,
    NoSuchSheetError,
    Notice,
    TooLargeSheetError,
)
from app.sheets.workbook_trimming import trimmed_copy
from app.sheets.zip_checks import check_zip

CHILD_WORD = "read-workbook"
"""What a frozen program is started with to be the child."""
SECONDS = 30
"""Longest that the reading of a workbook may take."""
PACKED = 64 * 1024 * 1024
"""Most bytes of a workbook file."""
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class _Answer(msgspec.Struct):
    fault: str = ""
    sheets: list[str] = []
    columns: list[list[Any]] = []
    days: list[int] = []
    more: int = 0
    limit: int = ROW_LIMIT
    wide: int = 0
    cut: int = 0


class _ChildFailedError(Exception):
    """The child ended without an answer: the file broke the library, or the child took too much (`spent`)."""

    def __init__(self, *, spent: bool) -> None:
        super().__init__(spent)
        self.spent = spent


def is_workbook(head: bytes) -> bool:
    """Tell by its first bytes whether a file is a packed or an old workbook."""
    return head.startswith((ZIP, OLD))


def read_workbook(path: Path, sheet: str = "") -> Grid:
    """Read one sheet of a workbook, the first filled one by default; raises a `SheetError`."""
    if path.stat().st_size > PACKED:
        raise TooLargeSheetError
    with path.open("rb") as stream:
        packed = stream.read(4) == ZIP
    if packed:
        check_zip(path)
        check_repeats(path)
    try:
        answer = _asked(path, sheet)
    except _ChildFailedError as failed:
        if not packed:
            raise (TooLargeSheetError if failed.spent else DamagedSheetError) from None
        return _read_trimmed(path, sheet)
    return _read_trimmed(path, sheet) if packed and answer.fault == "large" else _grid(answer, 0, asked=sheet)


def _read_trimmed(path: Path, sheet: str) -> Grid:
    """Read what lies near, after the whole could not be held."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "near.xlsx"
        left_out = trimmed_copy(path, copy)
        if not left_out:
            raise TooLargeSheetError
        try:
            return _grid(_asked(copy, sheet), left_out, asked=sheet)
        except _ChildFailedError:
            raise TooLargeSheetError from None


def _asked(path: Path, sheet: str) -> _Answer:
    limits = [str(limit) for limit in (ROW_LIMIT, COLUMN_LIMIT, CELL_LIMIT)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, told which file to read
            [*_child(), str(path), sheet, *limits],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=True,
        )  # fmt: skip
        return msgspec.convert(marshal.loads(done.stdout), _Answer)  # noqa: S302 - what our own program wrote
    except (subprocess.SubprocessError, EOFError, ValueError, TypeError, msgspec.ValidationError) as error:
        ended = error.returncode if isinstance(error, subprocess.CalledProcessError) else 0
        raise _ChildFailedError(spent=ended < 0 or isinstance(error, subprocess.TimeoutExpired)) from None


def _child() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_WORD]
    return [sys.executable, "-I", str(Path(workbook_child.__file__))]


def _grid(answer: _Answer, left_out: int, *, asked: str) -> Grid:
    if answer.fault == "locked":
        raise LockedSheetError
    if answer.fault == "no_sheet":
        raise NoSuchSheetError(", ".join(answer.sheets))
    if answer.fault == "large":
        raise TooLargeSheetError
    if answer.fault:
        raise DamagedSheetError
    notices = []
    if left_out:
        notices.append(Notice("far_cells", {"cells": left_out, "rows": ROW_LIMIT, "columns": COLUMN_LIMIT}))
    if answer.more:
        notices.append(Notice("rows_not_read", {"limit": answer.limit, "rows": answer.more}))
    if answer.wide:
        notices.append(Notice("columns_not_read", {"limit": COLUMN_LIMIT}))
    if answer.cut:
        notices.append(Notice("cells_cut", {"rows": answer.cut, "limit": CELL_LIMIT}))
    if len(answer.sheets) > 1 and not asked:
        notices.append(
            Notice("other_sheets", {"read": answer.sheets[0], "others": ", ".join(answer.sheets[1:])})
        )
    return Grid(_rows(answer), tuple(notices), tuple(answer.sheets))


def _rows(answer: _Answer) -> list[tuple[Cell, ...]]:
    """Return the rows of an answer, with its days as days again."""
    for place in answer.days:
        answer.columns[place] = [
            _day(cell[0]) if type(cell) is list else cell for cell in answer.columns[place]
        ]
    return list(zip(*answer.columns, strict=True))


def _day(text: str) -> date | datetime | str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.date() if moment.time() == moment.min.time() else moment
