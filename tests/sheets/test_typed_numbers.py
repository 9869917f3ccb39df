"""Amounts, counts and coordinates are read as people write them; what is not plainly one number is not read."""

from decimal import Decimal

import pytest

from app.sheets.tables import Cell
from app.sheets.typed_numbers import boolean_of, currency_in, degrees_of, money_of, whole_number_of


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("US$24,500", "24500"), ("$ 1,200.50", "1200.50"), ("USD 24500.00", "24500.00"), ("24 500 USD", "24500"),
        ("24\u00a0500", "24500"), ("24\u202f500,75", "24500.75"), ("24.500,00", "24500.00"), ("24'500", "24500"),
        ("1.234.567", "1234567"), ("12.50", "12.50"), ("24,5", "24.5"), ("1,234", "1234"), ("$24.5k", "24500"),
        ("2 million USD", "2000000"), ("0.500", "0.500"),
    ],
)  # fmt: skip
def test_amounts_in_many_styles(text: str, amount: str) -> None:
    assert money_of(text, "USD") == (Decimal(amount), "USD")


def test_the_currency_of_the_cell_wins() -> None:
    assert money_of("€ 1 200", "USD") == (Decimal(1200), "EUR")
    assert money_of("SSP 1,200", "") == (Decimal(1200), "SSP")
    assert money_of(24500.5, "CHF") == (Decimal("24500.5"), "CHF")


@pytest.mark.parametrize(
    "text",
    [
        "26.179.180 FCFA", "about 200", "26 to 30", "one of ten at 50,000 each", "12,34,56", "", "n/a", "1.2.3",
        "200 CFA", "200 NGO",
    ],
)  # fmt: skip
def test_what_is_not_plainly_an_amount_is_not_read(text: str) -> None:
    assert money_of(text, "USD") is None


def test_an_amount_without_any_currency_is_not_read() -> None:
    assert money_of("24,500", "") is None
    assert money_of(24500, "") is None


@pytest.mark.parametrize(
    ("cell", "number"),
    [("7 000", 7000), (200.0, 200), ("200.5", None), (True, None), ("more than 200", None)],
)
def test_whole_numbers(cell: Cell, number: int | None) -> None:
    assert whole_number_of(cell) == number


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("cost_usd", "USD"),
        ("Budget (EUR)", "EUR"),
        ("Cost US$", "USD"),
        ("Amount in SSP", "SSP"),
        ("Cost", ""),
    ],
)
def test_headers_that_name_a_currency(header: str, code: str) -> None:
    assert currency_in(header) == code


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        (4.85939, "4.85939"), ("4,85939", "4.85939"), ("-4.5", "-4.5"), ("31.57125 E", "31.57125"), ("S 4.5", "-4.5"),
        ("4°51'33.8\"N", "4.85939"), ("4°51'S", "-4.85"), ("north", None), (None, None),
    ],
)  # fmt: skip
def test_degrees(cell: Cell, degrees: str | None) -> None:
    assert degrees_of(cell) == degrees


def test_yes_and_no_in_several_languages() -> None:
    assert [boolean_of(cell) for cell in ("Yes", "oui", "X", 1, True)] == [True] * 5
    assert [boolean_of(cell) for cell in ("No", "non", 0, False)] == [False] * 4
    assert boolean_of("perhaps") is None
