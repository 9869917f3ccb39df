"""What is written can be read by others: typed workbooks, texts that never run, maps and calendars by their rules."""

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.sheets.calendar_writing import Event, write_calendar
from app.sheets.csv_writing import write_csv
from app.sheets.geojson_writing import Feature, write_geojson
from app.sheets.opening import open_sheet
from app.sheets.tables import Cell
from app.sheets.written import AMOUNT, DATE, MOMENT, NUMBER, Column, Written
from app.sheets.xlsx_writing import write_xlsx

COLUMNS = (Column("Title", "#activity"), Column("Cost", "#value", NUMBER), Column("Start", "#date", DATE))
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "{=1}",
    "http://example.org",
    "a\x0bb\x00c",
    "x" * 40_000,
]


def sheet(*rows: tuple[Cell, ...], columns: tuple[Column, ...] = COLUMNS) -> Written:
    return Written("Sheet", columns, iter(rows))


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode()


def test_a_workbook_has_types_a_frozen_header_filters_and_widths(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert (
        write_xlsx(path, [sheet(("Well", 24500.5, date(2013, 9, 3)), ("W" * 40, None, None))], title="T") == 2
    )
    assert open_sheet(path).rows[0] == (2, ("Well", 24500.5, date(2013, 9, 3)))
    xml = part(path, "xl/worksheets/sheet1.xml")
    assert '<pane xSplit="1" ySplit="1"' in xml
    assert '<autoFilter ref="A1:C3"/>' in xml
    assert 'width="41.7' in xml
    assert "yyyy-mm-dd" in part(path, "xl/styles.xml")


def test_amounts_have_thousands_and_wide_sheets_are_printed_on_several_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    texts = [Column(f"A rather long name {number}") for number in range(9)]
    columns = (Column("Cost in cash", form=AMOUNT), *texts, Column("Evidence for the last step"))
    write_xlsx(path, [Written("S", columns, [(24500, *["w" * 70] * 9, None)])], title="T")
    assert open_sheet(path).rows[0][1][0] == 24500
    xml = part(path, "xl/worksheets/sheet1.xml")
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([0-9.]+)"', xml)]
    assert min(widths) < 19
    assert max(widths) == pytest.approx(60.7, abs=0.1)
    assert 'fitToWidth="3" fitToHeight="0"' in xml
    assert "<v>24500</v>" in xml
    assert "#,##0.00" in part(path, "xl/styles.xml")


def test_tags_stand_below_the_header_and_the_marking_on_every_page(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [sheet(("Well", 1, None))], title="T", marking=lambda: "CONFIDENTIAL", tags=True)
    table = open_sheet(path)
    assert table.tags == ("#activity", "#value", "#date")
    assert table.rows == ((3, ("Well", 1, None)),)
    assert "&amp;C&amp;BCONFIDENTIAL" in part(path, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [sheet((text, None, None), ("after", None, None))], title="T")
    xml = part(path, "xl/worksheets/sheet1.xml")
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert open_sheet(path).rows[-1][1][0] == "after"


def test_sheets_of_like_names_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [Written("A/B:" + "c" * 40, COLUMNS, [("x", 1, None)]) for _ in range(3)], title="T")
    assert open_sheet(path).notices[0].code == "other_sheets"


def test_csv_is_marked_utf8_and_its_formulas_do_not_run(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows: list[tuple[Cell, ...]] = [(text, -5, None) for text in HOSTILE[:5]]
    assert write_csv(path, sheet(*rows), tags=True) == 5
    assert path.read_bytes().startswith(b"\xef\xbb\xbfTitle,Cost,Start\r\n#activity,")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        read = list(csv.reader(stream))[2:]
    assert [row[0] for row in read] == [f"'{text}" for text in HOSTILE[:5]]
    assert {row[1] for row in read} == {"-5"}
    assert [cells[0] for _, cells in open_sheet(path).rows] == HOSTILE[:5]


def test_moments_are_written_to_the_minute(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    moment = datetime(2013, 9, 3, 0, 0, tzinfo=UTC)
    write_csv(path, sheet(("x", moment), columns=(Column("T"), Column("At", "", MOMENT))), mark=False)
    assert path.read_text().splitlines() == ["T,At", "x,2013-09-03 00:00"]


def test_geojson_is_a_collection_with_longitude_first(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    features = [
        Feature((31.57, 4.85), {"title": "Bor", "day": date(2013, 9, 3)}),
        Feature(None, {"title": "x"}),
    ]
    assert write_geojson(path, iter(features)) == 2
    read = json.loads(path.read_text())
    assert read["features"][0]["geometry"] == {"type": "Point", "coordinates": [31.57, 4.85]}
    assert read["features"][0]["properties"] == {"title": "Bor", "day": "2013-09-03"}
    assert read["features"][1]["geometry"] is None


def test_a_calendar_escapes_folds_and_knows_whole_days(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    stamp = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    title = "Réunion; mairie, école\n" + "أبو زريقة " * 12
    events = [
        Event(uid="1", summary=title, start=stamp, end=stamp, location="Bor", stamp=stamp),
        Event(uid="2", summary="Due", start=date(2026, 12, 31), stamp=stamp),
    ]
    assert write_calendar(path, events, name="L") == 2
    data = path.read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    lines = list(unfolded(data))
    assert f"SUMMARY:Réunion\\; mairie\\, école\\n{'أبو زريقة ' * 12}" in lines
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTART:20261121T093000Z" in lines
    assert not any(line.startswith("DTEND:") for line in lines)


def unfolded(data: bytes) -> Iterator[str]:
    yield from data.replace(b"\r\n ", b"").decode().split("\r\n")


def test_no_letter_is_parted_by_a_fold(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    stamp = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    write_calendar(path, [Event(uid="1", summary="é" * 200, start=stamp, stamp=stamp)], name="L")
    for piece in path.read_bytes().split(b"\r\n"):
        assert len(piece) <= 75
        piece.decode("utf-8")


def test_no_text_of_a_calendar_adds_a_line_or_a_control_character(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    stamp = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    text = "a\r\nEND:VEVENT\rBEGIN:VEVENT\nX:1\x07\x0b\ud800,;\\n"
    entry = Event(uid="1", summary=text, location=text, description=text, start=stamp, stamp=stamp)
    write_calendar(path, [entry], name="A, b; c\nX:1")
    lines = list(unfolded(path.read_bytes()))
    assert "X-WR-CALNAME:A\\, b\\; c\\nX:1" in lines
    assert [lines.count(line) for line in ("BEGIN:VEVENT", "END:VEVENT", "X:1")] == [1, 1, 0]
    expected = "a\\nEND:VEVENTBEGIN:VEVENT\\nX:1?\\,\\;\\\\n"
    assert {f"{key}:{expected}" for key in ("SUMMARY", "LOCATION", "DESCRIPTION")} <= set(lines)
