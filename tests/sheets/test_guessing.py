"""Columns are matched to fields by header, tag and content."""

from app.sheets.guessing import guess_mapping
from app.sheets.headers import table_of
from app.sheets.tables import Cell, Grid


def guessed(kind: str, *rows: list[Cell]) -> dict[str, str]:
    return guess_mapping(kind, table_of(Grid(rows)))[0].columns


def test_headers_in_french() -> None:
    found = guessed(
        "qip", ["Intitulé", "Lieu", "Coût", "Date de début"], ["Puits", "Bor", "$ 200", "3/9/2013"]
    )
    assert found == {"Intitulé": "title", "Lieu": "place", "Coût": "cost", "Date de début": "start"}


def test_tags_are_believed_before_headers() -> None:
    rows: list[list[Cell]] = [
        ["A", "B", "C"],
        ["#activity", "#adm1+name", "#geo+lat"],
        ["Well", "Lakes", 6.8],
    ]
    assert guessed("project", *rows) == {"A": "title", "B": "admin1", "C": "point.lat"}


def test_the_name_of_a_field_is_believed_before_a_tag() -> None:
    rows: list[list[Cell]] = [["Ceiling", "Cost in cash"], ["#value", "#value"], ["$ 1", "$ 2"]]
    assert guessed("qip", *rows) == {"Ceiling": "ceiling", "Cost in cash": "cost"}


def test_what_does_not_read_as_the_field_goes_to_the_notes() -> None:
    found = guessed("qip", ["Title", "Beneficiaries"], ["Well", "people of Bor"], ["School", "pupils"])
    assert found == {"Title": "title", "Beneficiaries": "notes"}


def test_nameless_columns_are_told_by_what_stands_in_them() -> None:
    found = guessed("organisation", ["Name", None], ["OCHA", "info@example.org"], ["UNHCR", "x@example.org"])
    assert found["column B"] == "email"


def test_a_reference_without_a_field_is_a_key_where_it_tells_rows_apart() -> None:
    assert guessed("project", ["Ref", "Title"], ["C1", "Camp"], ["C2", "Well"])["Ref"] == "key"
    assert guessed("project", ["Ref", "Title"], ["C1", "Camp"], ["C1", "Well"])["Ref"] == "notes"


def test_a_sheet_of_activities_keeps_each_as_a_line() -> None:
    rows: list[list[Cell]] = [[f"Area {n}", "Oxfam", "Water"] for n in range(6)]
    found = guessed("organisation", ["County", "Organisation", "What"], *rows)
    assert found == {"County": "areas+line", "Organisation": "name", "What": "line"}


def test_the_currency_of_a_header_is_taken_along() -> None:
    mapping, _ = guess_mapping("qip", table_of(Grid([["Title", "cost_usd"], ["Well", 200]])))
    assert mapping.currency == {"cost_usd": "USD"}
