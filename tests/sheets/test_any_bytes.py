"""Whatever bytes a file holds, it is read or refused in a way that the caller knows."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.kinds import KINDS
from app.sheets.delimited import decoded, delimiter_of
from app.sheets.guessing import guess_mapping
from app.sheets.headers import table_of
from app.sheets.opening import open_sheet
from app.sheets.tables import EmptySheetError, Grid, NotASheetError, SheetError
from tests.sheets.making import xlsx

XLS = Path(__file__).parent / "files" / "tracker.xls"
CELLS = st.one_of(
    st.none(), st.integers(-(10**20), 10**20), st.floats(), st.booleans(), st.dates(), st.text(min_size=1, max_size=30),
    st.sampled_from(["3/9/2013", "US$24,500", "#org+name", "4°51'N", "12 adults f", "Q1", "=1+1", "x;y|z"]),
)  # fmt: skip


@settings(deadline=None)  # the tables of encodings are loaded by the first example
@given(st.binary(max_size=300))
def test_any_bytes_have_a_text_or_are_refused(data: bytes) -> None:
    try:
        text, _ = decoded(data)
    except NotASheetError:
        return
    assert len(delimiter_of(text)) == 1


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.sampled_from(sorted(KINDS)))
def test_any_cells_have_a_mapping_or_no_rows(rows: list[list[object]], kind: str) -> None:
    try:
        table = table_of(Grid(rows))  # type: ignore[arg-type]
    except EmptySheetError:
        return
    mapping, guesses = guess_mapping(kind, table)
    assert len(guesses) == len(table.names) == len(set(table.names))
    assert set(mapping.columns) == set(table.names)


@pytest.mark.parametrize("seed", range(24))
def test_a_workbook_with_broken_bytes_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    source = (
        XLS
        if seed % 2
        else xlsx(tmp_path / "a.xlsx", [["Name", "n"], *([f"r{row}", row] for row in range(40))])
    )
    data = bytearray(source.read_bytes())
    for _ in range(chance.choice((1, 3, 20, 200))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / "broken"
    path.write_bytes(data)
    try:
        rows = open_sheet(path).rows
    except SheetError:
        return
    assert rows
