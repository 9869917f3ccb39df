"""Workbooks are read by what they hold; what would take too much is refused or read as far as it goes."""

import random
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from app.sheets import workbooks
from app.sheets.opening import open_grid, open_sheet
from app.sheets.tables import (
    COLUMN_LIMIT,
    DamagedSheetError,
    HostileSheetError,
    LockedSheetError,
    NoSuchSheetError,
    NotASheetError,
    TooLargeSheetError,
)
from app.sheets.workbook_child import AREA
from tests.sheets.making import changed_sheet, ods, ods_row, xlsx

XLS = Path(__file__).parent / "files" / "tracker.xls"
PLAIN: list[list[Any]] = [
    ["Name", "Start", "Number"],
    ["Bor", date(2013, 9, 3), 24500],
    ["Wau", "x", 0.5],
]


def codes(path: Path) -> list[str]:
    return [notice.code for notice in open_grid(path).notices]


def test_xlsx_keeps_days_whole_numbers_and_texts(tmp_path: Path) -> None:
    table = open_sheet(xlsx(tmp_path / "a.xlsx", PLAIN))
    assert table.names == ("Name", "Start", "Number")
    assert table.rows[0] == (2, ("Bor", date(2013, 9, 3), 24500))


def test_old_xls_is_read() -> None:
    table = open_sheet(XLS)
    assert table.rows[1] == (3, ("Q2", "École de Wau", date(2014, 1, 15), 12000.5))


def test_open_documents_are_read(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", ods_row("Name", "Place") + ods_row("Amina", "Bor"))
    assert open_sheet(path).rows == ((2, ("Amina", "Bor")),)


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", PLAIN).rename(tmp_path / "a.csv")
    assert open_sheet(path).names[0] == "Name"


def test_empty_rows_above_and_columns_before_keep_their_places(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [[], [], ["", "Name", "Place"], ["", "Bor", "x"]])
    table = open_sheet(path)
    assert table.names == ("column A", "Name", "Place")
    assert table.rows == ((4, (None, "Bor", "x")),)


def test_the_first_filled_sheet_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [], PLAIN, [["Other", "x"], ["a", "b"]])
    grid = open_grid(path)
    assert grid.rows[0][0] == "Name"
    assert grid.notices[0].params == {"read": "Sheet2", "others": "Sheet3"}
    assert open_grid(path, "Sheet3").rows[0][0] == "Other"


def test_a_sheet_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(NoSuchSheetError, match="Sheet1"):
        open_grid(xlsx(tmp_path / "a.xlsx", PLAIN), "Budget")


def test_entities_are_refused(tmp_path: Path) -> None:
    source = xlsx(tmp_path / "a.xlsx", PLAIN)
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet'
    with pytest.raises(HostileSheetError):
        open_grid(changed_sheet(source, tmp_path / "b.xlsx", b"<worksheet", bomb))


def test_what_unpacks_a_thousandfold_is_refused(tmp_path: Path) -> None:
    source = xlsx(tmp_path / "a.xlsx", PLAIN)
    padded = b"<sheetData>" + b" " * 50_000_000
    with pytest.raises(HostileSheetError):
        open_grid(changed_sheet(source, tmp_path / "b.xlsx", b"<sheetData>", padded))


def test_a_cell_in_the_last_corner_is_left_out_and_told(tmp_path: Path) -> None:
    source = xlsx(tmp_path / "a.xlsx", PLAIN)
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = changed_sheet(source, tmp_path / "b.xlsx", b"</sheetData>", far)
    assert codes(path) == ["far_cells"]
    assert open_sheet(path).rows == open_sheet(source).rows


def test_columns_beyond_the_limit_are_told(tmp_path: Path) -> None:
    wide = [[f"c{place}" for place in range(COLUMN_LIMIT + 4)], ["x"] * (COLUMN_LIMIT + 4)]
    path = xlsx(tmp_path / "a.xlsx", wide)
    assert codes(path) == ["columns_not_read"]
    assert len(open_sheet(path).names) == COLUMN_LIMIT


def test_rows_beyond_the_limit_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "ROW_LIMIT", 3)
    path = xlsx(tmp_path / "a.xlsx", [["Name", "n"], *([f"r{row}", row] for row in range(9))])
    grid = open_grid(path)
    assert len(grid.rows) == 3
    assert grid.notices[0].params == {"limit": 3, "rows": 7}


def test_a_cover_before_the_table_is_not_taken_for_it(tmp_path: Path) -> None:
    cover = [["Tracker of the mission"], ["Kept by U9"]]
    path = xlsx(tmp_path / "a.xlsx", cover, [*PLAIN, *PLAIN], [["Other", "x"], ["a", "b"]])
    grid = open_grid(path)
    assert grid.sheets == ("Sheet2", "Sheet1", "Sheet3")
    assert open_grid(path, "Sheet1").rows == [("Tracker of the mission",), ("Kept by U9",)]


def test_a_cell_merged_over_several_rows_stands_in_each(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.merge_range("A1:C1", "Tracker")
    lines = [["Place", "Title", "Cost"], ["", "Well", 1], ["", "School", 2], ["Wau", "Road", 3]]
    for place, row in enumerate(lines, 1):
        page.write_row(place, 0, row)
    page.merge_range("A3:A4", "Bor")
    book.close()
    rows = [cells for _, cells in open_sheet(path).rows]
    assert rows == [("Bor", "Well", 1), ("Bor", "School", 2), ("Wau", "Road", 3)]


def test_a_few_cells_far_apart_are_not_read_as_millions(tmp_path: Path) -> None:
    source = xlsx(tmp_path / "a.xlsx", PLAIN)
    far = b'<row r="90000"><c r="IV90000"><v>1</v></c></row></sheetData>'
    grid = open_grid(changed_sheet(source, tmp_path / "b.xlsx", b"</sheetData>", far))
    assert len(grid.rows) == AREA // 256
    assert [notice.code for notice in grid.notices] == ["rows_not_read"]
    assert grid.notices[0].params["rows"] == 90_000 - AREA // 256


@pytest.mark.parametrize(
    "rows",
    [
        ods_row(*["x"] * 200, repeated=1_048_576), ods_row(*["x"] * 16, repeated=250_000),
        ods_row(*["x"] * 100, repeated=99) * 100,
        ods_row(*(random.Random(each).randbytes(4000).hex() for each in range(200)), repeated=9_999),
        '<table:table-row><table:table-cell table:number-columns-repeated="900000" office:value-type="float" '
        'office:value="1"/></table:table-row>',
        '<table:table-row table:number-rows-repeated="&#57;99999"><table:table-cell office:value="1"/>'
        "</table:table-row>",
    ],
    ids=["one row", "four million", "many rows", "a long row", "one cell", "an entity"],
)  # fmt: skip
def test_cells_that_are_only_said_to_be_there_are_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(TooLargeSheetError):
        open_grid(ods(tmp_path / "a.ods", ods_row("Name", "Place") + rows))


def test_empty_cells_may_be_repeated_to_the_end_of_the_sheet(tmp_path: Path) -> None:
    cells = '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
    rows = "".join(ods_row(f"r{row}", "Bor").replace("</table:table-row>", cells) for row in range(40))
    rest = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    path = ods(tmp_path / "a.ods", ods_row("Name", "Place") + rows + rest)
    assert len(open_sheet(path).rows) == 40


@pytest.mark.parametrize("size", [10, 3_000])
def test_a_cut_workbook_is_refused(tmp_path: Path, size: int) -> None:
    whole = xlsx(tmp_path / "a.xlsx", PLAIN).read_bytes()
    path = tmp_path / "b.xlsx"
    path.write_bytes(whole[:size])
    with pytest.raises(DamagedSheetError):
        open_grid(path)


def test_an_old_workbook_of_garbage_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(workbooks.OLD + bytes(range(256)) * 40)
    with pytest.raises((DamagedSheetError, LockedSheetError)):
        open_grid(path)


def test_a_packed_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("readme.txt", "hello")
    with pytest.raises(DamagedSheetError):
        open_grid(path)


def test_pictures_and_pages_are_no_sheets(tmp_path: Path) -> None:
    for head in (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"<html><table>"):
        path = tmp_path / "a.csv"
        path.write_bytes(head + b"1,2\n3,4\n")
        with pytest.raises(NotASheetError):
            open_grid(path)


def test_the_frozen_program_starts_itself_as_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert workbooks._child()[1:] == [workbooks.CHILD_WORD]


def test_the_program_itself_can_be_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = "import sys; from app.bootstrap import main; sys.exit(main())"
    monkeypatch.setattr(workbooks, "_child", lambda: [sys.executable, "-c", start, workbooks.CHILD_WORD])
    assert open_sheet(xlsx(tmp_path / "a.xlsx", PLAIN)).names == ("Name", "Start", "Number")
