"""Money: whole cents, no fraction, as people write it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.faults import FaultyValueError
from app.domain.money import LIMIT_CENTS, Money, money_text, read_money


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ({"amount": "24500.00", "currency": "USD"}, 2_450_000),
        ("24,500.5 usd", 2_450_050),
        ("24 500 USD", 2_450_000),
        ("24\u202f500,000 USD", 2_450_000_000),
        ("0 USD", 0),
        ({"amount": 2_450_000, "currency": "USD"}, 2_450_000),
        ("1.10 USD", 110),
        ("1e2 USD", 10_000),
        ("24,50 USD", 2_450),
        ("24 500,5 USD", 2_450_050),
        ("1,234,50 USD", 123_450),
    ],
)
def test_amounts_are_read_into_cents(typed: object, cents: int) -> None:
    assert read_money(typed) == {"amount": cents, "currency": "USD"}


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("24500", "not_a_currency"), ("USD", "not_an_amount"), ("x USD", "not_an_amount"), ("NaN USD", "not_an_amount"),
        ("Infinity USD", "not_an_amount"), ("1e99999999 USD", "not_an_amount"), ("1.005 USD", "finer_than_cents"),
        ("-1 USD", "negative"), ({"amount": -1, "currency": "USD"}, "negative"), ("1 DOLLARS", "not_a_currency"),
        ("1 US$", "not_a_currency"), ({"amount": "1"}, "not_money"), (24500, "not_money"), (None, "not_money"),
        ({"amount": 1.5, "currency": "USD"}, "not_an_amount"), ({"amount": True, "currency": "USD"}, "not_an_amount"),
        ({"amount": "1", "currency": "USD", "rate": 2}, "not_money"), ("100000000000.01 USD", "not_an_amount"),
        ({"amount": "1", "currency": None}, "not_a_currency"), ("24.500 USD", "finer_than_cents"),
    ],
)  # fmt: skip
def test_what_is_no_money_says_why(typed: object, fault: str) -> None:
    with pytest.raises(FaultyValueError) as caught:
        read_money(typed)
    assert caught.value.code == fault


@given(st.integers(0, LIMIT_CENTS), st.sampled_from(["USD", "XAF", "SSP"]))
def test_what_is_written_is_read_back(cents: int, currency: str) -> None:
    wire = {"amount": cents, "currency": currency}
    assert read_money(money_text(wire)) == wire
    assert read_money(wire) == wire
    assert money_text(Money(cents, currency)) == money_text(wire)


def test_money_for_people() -> None:
    assert money_text({"amount": 2_450_000, "currency": "USD"}) == "24,500 USD"
    assert money_text({"amount": 2_450_005, "currency": "USD"}) == "24,500.05 USD"


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(FaultyValueError):
        assert read_money(text)["amount"] >= 0
