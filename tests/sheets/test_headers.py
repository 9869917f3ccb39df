"""The header is found below titles and above data, with or without tags."""

import pytest

from app.sheets.headers import column_letters, table_of
from app.sheets.tables import EmptySheetError, Grid


def test_titles_above_the_header_are_told() -> None:
    grid = Grid(
        [["QIP tracker 2026", None, None], [None, None, None], ["Ref", "Title", "Cost"], ["Q1", "Well", 3]]
    )
    table = table_of(grid)
    assert table.names == ("Ref", "Title", "Cost")
    assert table.rows == ((4, ("Q1", "Well", 3)),)
    assert table.notices[0].params == {"text": "QIP tracker 2026"}


def test_tags_below_the_header_are_no_row() -> None:
    table = table_of(Grid([["Country", "Who"], ["#country +name", "#org"], ["Mali", "OCHA"]]))
    assert table.tags == ("#country+name", "#org")
    assert table.rows == ((3, ("Mali", "OCHA")),)


def test_tags_without_a_header_name_the_columns() -> None:
    table = table_of(Grid([["#country+name", "#org+name"], ["Mali", "OCHA"]]))
    assert table.names == ("#country+name", "#org+name")


def test_nameless_and_doubled_columns_can_be_spoken_of() -> None:
    assert table_of(Grid([["Name", "Date", "Date", "Date (2)"], ["a", "b", "c", "d", "e"]])).names == (
        "Name", "Date", "Date (2)", "Date (2) (2)", "column E",
    )  # fmt: skip


@pytest.mark.parametrize("rows", [[], [[None, None]], [["Name", "Place"]], [["#org", "#country"]]])
def test_a_sheet_without_rows_is_refused(rows: list[list[str | None]]) -> None:
    with pytest.raises(EmptySheetError):
        table_of(Grid(rows))


def test_letters_of_columns() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 16_383)] == ["A", "Z", "AA", "XFD"]
