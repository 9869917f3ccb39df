"""Sheets: writing 10,000 x 16 beside bare xlsxwriter, and reading them beside bare calamine.

Run as a module with `write FILE`, `bare-write FILE`, `read FILE` or `bare-read FILE` it does one of them and prints
the seconds; libraries are loaded before the clock starts.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import msgspec
import python_calamine
import xlsxwriter

from app.sheets.opening import open_sheet
from app.sheets.tables import Cell
from app.sheets.written import DATE, MOMENT, NUMBER, Column, Written
from app.sheets.xlsx_writing import write_xlsx
from tests.benchmarks.content import RECORDS, text
from tests.benchmarks.memory import peak_memory
from tests.benchmarks.running import SCRATCH, middle, work
from tests.benchmarks.table import Figure

TEXTS = 12
LONG = (600, 200)
COLUMNS = (
    *(Column(f"Text {number}") for number in range(TEXTS)),
    Column("Number", form=NUMBER),
    Column("Amount", form=NUMBER),
    Column("Day", form=DATE),
    Column("Moment", form=MOMENT),
)
_FIRST = datetime(2025, 1, 1)  # noqa: DTZ001 - sheets know no zones


def measure(repeats: int) -> list[Figure]:
    """Return the figures of writing and reading, each in turn with the bare library."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    file, bare = SCRATCH / "sheet.xlsx", SCRATCH / "bare.xlsx"
    found: dict[str, list[float]] = {}
    for _ in range(repeats):
        for name, path in (("write", file), ("bare-write", bare), ("read", file), ("bare-read", file)):
            found.setdefault(name, []).append(work(name, path, module="sheets")["seconds"])
    return [
        Figure(
            name=f"XLSX 10,000 x 16: {words}", value=middle(found[name]), beside=middle(found[f"bare-{name}"]),
            beside_name=library, wanted=wanted,
        )
        for words, name, library, wanted in (
            ("write", "write", "bare xlsxwriter", 1.2), ("read", "read", "bare calamine", 2.0),
        )
    ]  # fmt: skip


def rows() -> list[tuple[Cell, ...]]:
    """Return the rows, the same every time."""
    chance = random.Random(7)
    return [
        (
            *(text(chance, 20) for _ in range(TEXTS - len(LONG))), *(text(chance, size) for size in LONG),
            number, number / 4, date(2025, 1, 1) + timedelta(days=number % 700),
            _FIRST + timedelta(minutes=15 * number),
        )
        for number in range(RECORDS)
    ]  # fmt: skip


def _write(path: Path) -> float:
    content = rows()
    start = perf_counter()
    write_xlsx(path, [Written("Sheet", COLUMNS, content)], title="Measured")
    return perf_counter() - start


def _bare_write(path: Path) -> float:
    content = rows()
    start = perf_counter()
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, [column.header for column in COLUMNS])
    writers = [page.write_string] * TEXTS + [page.write_number] * 2
    for row, cells in enumerate(content, 1):
        for place, write in enumerate(writers):
            write(row, place, cells[place])
        for place in (TEXTS + 2, TEXTS + 3):
            page.write_datetime(row, place, cells[place], day)
    book.close()
    return perf_counter() - start


def _read(path: Path) -> float:
    start = perf_counter()
    held = len(open_sheet(path).rows)
    seconds = perf_counter() - start
    if held != RECORDS:
        raise ValueError(f"{held} rows in place of {RECORDS}")
    return seconds


def _bare_read(path: Path) -> float:
    start = perf_counter()
    python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    return perf_counter() - start


PIECES: dict[str, Callable[[Path], float]] = {
    "write": _write,
    "bare-write": _bare_write,
    "read": _read,
    "bare-read": _bare_read,
}


if __name__ == "__main__":
    seconds = PIECES[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.buffer.write(msgspec.json.encode({"seconds": seconds, "memory": peak_memory()}) + b"\n")
