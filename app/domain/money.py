"""Money: whole cents and a currency, never a fraction."""

from __future__ import annotations

import re
from decimal import Decimal, DecimalException
from typing import Annotated, Any

import msgspec

from app.domain.faults import FaultyValueError

LIMIT_CENTS = 10**13
_GROUPING = re.compile("[ \u00a0\u2009\u202f,]")
_DECIMAL_COMMA = re.compile(r",(\d{1,2})\s*$")
_CURRENCY = re.compile(r"[A-Z]{3}")


class Money(msgspec.Struct, frozen=True):
    """An amount in cents (hundredths) of an ISO 4217 currency."""

    amount: Annotated[int, msgspec.Meta(ge=0, le=LIMIT_CENTS)]
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]


def read_money(value: Any) -> dict[str, Any]:
    """Read `{"amount": "24500.00", "currency": "USD"}` or "24500 USD" into the wire form with whole cents.

    An amount that is a whole number is on the wire already, in cents, as a record is given back by `show`.
    """
    if isinstance(value, str):
        amount, _, currency = value.strip().rpartition(" ")
        value = {"amount": amount, "currency": currency}
    if not isinstance(value, dict) or set(value) != {"amount", "currency"}:
        raise FaultyValueError("not_money")
    currency = str(value["currency"]).strip().upper()
    if not _CURRENCY.fullmatch(currency):
        raise FaultyValueError("not_a_currency", value=currency[:20])
    return {"amount": _cents(value["amount"]), "currency": currency}


def _cents(amount: Any) -> int:
    if isinstance(amount, bool) or not isinstance(amount, str | int):
        raise FaultyValueError("not_an_amount")
    try:
        cents = Decimal(amount) if isinstance(amount, int) else _figures(amount) * 100
    except DecimalException:
        raise FaultyValueError("not_an_amount") from None
    if not cents.is_finite() or abs(cents) > LIMIT_CENTS:
        raise FaultyValueError("not_an_amount")
    if cents != cents.to_integral_value():
        raise FaultyValueError("finer_than_cents")
    if cents < 0:
        raise FaultyValueError("negative")
    return int(cents)


def _figures(text: str) -> Decimal:
    """Read figures with their groups; "24,50" has a decimal comma, and "24.500" could be two amounts."""
    plain = text if "." in text else _DECIMAL_COMMA.sub(r".\1", text)
    figures = Decimal(_GROUPING.sub("", plain))
    exponent = figures.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        raise FaultyValueError("finer_than_cents")
    return figures


def money_text(value: dict[str, Any] | Money) -> str:
    """Write money for people: "24,500.00 USD"; whole amounts lose their zeros: "24,500 USD"."""
    amount, currency = (
        (value.amount, value.currency) if isinstance(value, Money) else (value["amount"], value["currency"])
    )
    whole, cents = divmod(amount, 100)
    return f"{whole:,}{f'.{cents:02d}' if cents else ''} {currency}"
