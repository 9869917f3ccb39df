"""Typed numbers: amounts, counts and coordinates in the styles that people write them in sheets.

What is not plainly one number ("about 200", "26 to 30") is not read: the caller keeps its words.
"""

from __future__ import annotations

import re
from decimal import Decimal, DecimalException
from functools import cache

from app.sheets.tables import Cell

_BLANK = " \u00a0\u2007\u2009\u202f"
_GROUPED = re.compile(rf"\d{{1,3}}([{_BLANK}'’])\d{{3}}(\1\d{{3}})*([.,]\d+)?")
_PLAIN = re.compile(r"\d+([.,]\d+)*")
_SYMBOLS = {
    "us$": "USD", "$us": "USD", "$": "USD", "usd": "USD", "us dollars": "USD", "dollars": "USD", "dollar": "USD",
    "€": "EUR", "euros": "EUR", "euro": "EUR", "£": "GBP",
}  # fmt: skip
_CODE = re.compile(r"[A-Z]{3}")
_MONEY = re.compile(
    r"(?P<before>[^\d]*?)(?P<number>\d[\d.,'’\s]*?)\s*(?P<k>k|K|million|millions)?(?P<after>[^\d]*)"
)
_DMS = re.compile(
    r"(?P<d>\d{1,3})\s*[°d]\s*(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['′’m]\s*)?(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”s]|''))?"
)
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "oui", "vrai", "sí", "si", "نعم"})
_NO = frozenset({"no", "n", "false", "0", "non", "faux", "لا"})


def read_number(text: str) -> Decimal | None:
    """Return a number written with any usual grouping and decimal mark, or None."""
    sign, bare = (-1, text.strip()[1:].strip()) if text.strip()[:1] in ("-", "−") else (1, text.strip())
    grouped = _GROUPED.fullmatch(bare)
    if grouped:
        bare = bare.replace(grouped[1], "")
        whole, _, fraction = bare.replace(",", ".").partition(".")
        plain = f"{whole}.{fraction}" if fraction else whole
    elif _PLAIN.fullmatch(bare):
        read = _ungrouped(bare)
        if read is None:
            return None
        plain = read
    else:
        return None
    try:
        return sign * Decimal(plain)
    except DecimalException:
        return None


def _ungrouped(text: str) -> str | None:
    """Return digits with a point for decimals, from a number whose commas and points group or part."""
    commas, points = text.count(","), text.count(".")
    if commas and points:
        decimal, group = (",", ".") if text.rfind(",") > text.rfind(".") else (".", ",")
        whole, _, fraction = text.rpartition(decimal)
        return f"{whole.replace(group, '')}.{fraction}" if _groups(whole, group) else None
    mark = "," if commas else "."
    if commas + points > 1:
        return text.replace(mark, "") if _groups(text, mark) else None
    whole, _, fraction = text.partition(mark)
    if len(fraction) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        return whole + fraction
    return f"{whole}.{fraction}" if fraction else whole


def _groups(text: str, mark: str) -> bool:
    """Tell whether a mark parts a number into thousands."""
    first, *others = text.split(mark)
    return 1 <= len(first) <= 3 and all(len(part) == 3 for part in others)


def number_of(cell: Cell) -> Decimal | None:
    """Return the number a cell holds, typed or written."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return Decimal(str(cell))
    return read_number(cell) if isinstance(cell, str) else None


def whole_number_of(cell: Cell) -> int | None:
    """Return the whole number a cell holds, or None; 200.0 is one."""
    number = number_of(cell)
    return int(number) if number is not None and number == number.to_integral_value() else None


def money_of(cell: Cell, currency: str) -> tuple[Decimal, str] | None:
    """Return an amount and its currency: as written in the cell, else the one given; None where either is missing."""
    if not isinstance(cell, str):
        number = number_of(cell)
        return (number, currency) if number is not None and currency else None
    match = _MONEY.fullmatch(cell.strip())
    if not match:
        return None
    number = read_number(match["number"])
    words = [part.strip(f".,:{_BLANK}") for part in (match["before"], match["after"])]
    own = [_currency(word) for word in words if word]
    if number is None or None in own or len(set(own)) > 1:
        return None
    code = own[0] if own else currency
    factor = {"k": 1_000, None: 1}.get(match["k"].lower() if match["k"] else None, 1_000_000)
    return (number * factor, code) if code else None


def _currency(word: str) -> str | None:
    if word.casefold() in _SYMBOLS:
        return _SYMBOLS[word.casefold()]
    return word if _CODE.fullmatch(word) and word in _currency_codes() else None


@cache
def _currency_codes() -> frozenset[str]:
    """Return the letters of all currencies, past ones too; CFA is none, it names two francs."""
    from babel.numbers import list_currencies  # reading locale data takes time that only sheets need

    return frozenset(list_currencies())


def currency_in(words: str) -> str:
    """Return the currency that a header names, such as `cost_usd` or `Budget (EUR)`; empty where it names none."""
    for part in re.findall(r"us\$|[$€£]|[A-Za-z]+", words):
        if part.casefold() in ("usd", "us$", "$", "dollars"):
            return "USD"
        if part.casefold() in ("eur", "€", "euros", "euro"):
            return "EUR"
        if part == "£":
            return "GBP"
        if part.upper() in _HEADER_CODES:
            return str(part).upper()
    return ""


_HEADER_CODES = frozenset(
    {"GBP", "CHF", "XAF", "XOF", "SSP", "SDG", "CDF", "LBP", "HTG", "LRD", "KES", "UGX", "ETB", "SOS", "ILS"}
)


def degrees_of(cell: Cell) -> str | None:
    """Return a latitude or longitude in decimal degrees as text, with the decimals that were given, or None."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return repr(cell)
    if not isinstance(cell, str):
        return None
    text = cell.strip().upper()
    south = text.endswith(("S", "W", "O")) or text.startswith(("S", "W", "-", "−"))
    bare = text.strip("NSEWO-− \u00a0+")
    if re.fullmatch(r"\d{1,3}([.,]\d+)?", bare):
        return ("-" if south else "") + bare.replace(",", ".")
    match = _DMS.fullmatch(bare.lower())
    if not match:
        return None
    minutes, seconds = ((match[part] or "0").replace(",", ".") for part in "ms")
    value = Decimal(match["d"]) + Decimal(minutes) / 60 + Decimal(seconds) / 3600
    decimals = 5 if match["s"] and "." in seconds else 4 if match["s"] else 2
    return f"{'-' if south else ''}{value:.{decimals}f}"


def boolean_of(cell: Cell) -> bool | None:
    """Return yes or no in the words and marks of several languages, or None."""
    if isinstance(cell, bool):
        return cell
    word = str(cell).strip().casefold() if isinstance(cell, str | int) else ""
    return True if word in _YES else False if word in _NO else None
