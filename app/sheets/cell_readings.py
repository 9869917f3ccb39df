"""Cell readings: one cell of a sheet read for one field, into what a person would have typed into its form."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from app.domain.faults import FaultyValueError
from app.domain.fields import Field, FieldType
from app.domain.reading import clean_text, read_value
from app.domain.vocabularies import AGE, SEX
from app.sheets.tables import Cell, cell_text
from app.sheets.typed_days import moment_of
from app.sheets.typed_numbers import boolean_of, degrees_of, money_of, number_of, whole_number_of
from app.sheets.vocabulary_words import choice_of, folded

Finder = Callable[[str, str], str | None]
"""Finds the id of a record of some kind (`organisation`, or several with |) by what people call it."""
NAMES = 3
"""The search weight of titles and names, which are written without needless blanks."""
_SPLIT = re.compile(r"[;\n|]")
_COUNTED = re.compile(rf"(\d+) ({'|'.join(code for code, _ in AGE)}) ({'|'.join(code for code, _ in SEX)})")


class How(msgspec.Struct, frozen=True, kw_only=True):
    """How the figures of a column are to be read."""

    day_first: bool = True
    currency: str = ""
    offset: str = "Z"
    find: Finder = lambda kind, name: None
    guess: bool = True


class Reading(msgspec.Struct, frozen=True):
    """What a cell says for a field: the value, and whether it tells the whole of the text."""

    value: Any
    whole: bool = True


def read_cell(field: Field, cell: Cell, how: How) -> Reading | None:
    """Read a filled cell for a field; None where it does not say such a value."""
    reader = _READERS.get(field.type)
    found = reader(field, cell, how) if reader else None
    if found is None or found.value is None:
        return None
    if field.type in _REFERENCES:
        return found
    try:
        return found if read_value(field, found.value) is not None else None
    except FaultyValueError:
        return None


def _text(field: Field, cell: Cell, how: How) -> Reading | None:
    text = cell_text(cell)
    made = " ".join(text.split()) if field.searched == NAMES else clean_text(text)
    limit = field.max if field.type is FieldType.TEXT else field.max // 4
    fits = len(made) <= limit or (field.type is FieldType.LONG and len(made.encode()) <= field.max)
    if not fits:
        return Reading(made[: limit - 1].rstrip() + "…", whole=False)
    return Reading(made, whole=made == text or field.searched != NAMES)


def _number(field: Field, cell: Cell, how: How) -> Reading | None:
    return Reading(whole_number_of(cell))


def _percent(field: Field, cell: Cell, how: How) -> Reading | None:
    if isinstance(cell, float) and 0 < cell < 1:
        return Reading(round(cell * 100), whole=(cell * 100).is_integer())
    number = number_of(cell.strip().removesuffix("%").strip() if isinstance(cell, str) else cell)
    return None if number is None else Reading(round(number), whole=number == number.to_integral_value())


def _boolean(field: Field, cell: Cell, how: How) -> Reading | None:
    return Reading(boolean_of(cell))


def _date(field: Field, cell: Cell, how: How) -> Reading | None:
    found = moment_of(cell, day_first=how.day_first)
    return Reading(found[0].isoformat(), whole=found[1] is None) if found else None


def _moment(field: Field, cell: Cell, how: How) -> Reading | None:
    found = moment_of(cell, day_first=how.day_first)
    if found is None:
        try:
            return Reading(read_value(field, cell)) if isinstance(cell, str) else None
        except FaultyValueError:
            return None
    clock = found[1].strftime("%H:%M:%S") if found[1] else "00:00:00"
    return Reading(f"{found[0].isoformat()}T{clock}{how.offset}", whole=found[1] is not None)


def _money(field: Field, cell: Cell, how: How) -> Reading | None:
    found = money_of(cell, how.currency)
    return Reading({"amount": f"{found[0]:f}", "currency": found[1]}) if found else None


def _point(field: Field, cell: Cell, how: How) -> Reading | None:
    text = cell_text(cell).strip()
    pair = [degrees_of(part) for part in re.split(r"[,;/]\s+|[,;]", text)] if re.search("[,;/]", text) else []
    if len(pair) == 2 and all(pair):
        return Reading({"lat": pair[0], "lon": pair[1]})
    return Reading(text)


def _choice(field: Field, cell: Cell, how: How) -> Reading | None:
    found = choice_of(field, cell_text(cell), guess=how.guess)
    return Reading(*found) if found else None


def _choices(field: Field, cell: Cell, how: How) -> Reading | None:
    parts = [part for part in re.split(r"[;,\n|]", cell_text(cell)) if part.strip()]
    found = [choice_of(field, part, guess=False) for part in parts]
    codes = list(dict.fromkeys(one[0] for one in found if one))
    return Reading(codes, whole=all(one and one[1] for one in found)) if codes else None


def _texts(field: Field, cell: Cell, how: How) -> Reading | None:
    parts = [" ".join(part.split()) for part in _SPLIT.split(cell_text(cell)) if part.strip()]
    return Reading([part[: field.max] for part in parts], whole=all(len(part) <= field.max for part in parts))


def _reference(field: Field, cell: Cell, how: How) -> Reading | None:
    return Reading(how.find(field.ref or "", cell_text(cell).strip()))


def _references(field: Field, cell: Cell, how: How) -> Reading | None:
    parts = [part.strip() for part in _SPLIT.split(cell_text(cell)) if part.strip()]
    found = [how.find(field.ref or "", part) for part in parts]
    ids = list(dict.fromkeys(one for one in found if one))
    return Reading(ids, whole=all(found)) if ids else None


def _rows(field: Field, cell: Cell, how: How) -> Reading | None:
    """Read names into the lines of a list that has a column for them, as participants do."""
    if "name" not in {column.name for column in field.columns}:
        return None
    parts = [" ".join(part.split()) for part in _SPLIT.split(cell_text(cell)) if part.strip()]
    return Reading([{"name": part[:200]} for part in parts], whole=all(len(part) <= 200 for part in parts))


def _beneficiaries(field: Field, cell: Cell, how: How) -> Reading | None:
    number = whole_number_of(cell)
    return Reading({"total": number}) if number is not None and number >= 0 else None


def read_part(field: Field, part: str, cell: Cell) -> Any:
    """Read a cell for a part of a point, of the beneficiaries or of money; None where it says none."""
    if field.type is FieldType.POINT:
        return degrees_of(cell)
    if field.type is FieldType.MONEY:
        code = cell_text(cell).strip().upper()
        return code if re.fullmatch("[A-Z]{3}", code) else None
    if part == "detail":
        return counted(cell_text(cell))
    number = whole_number_of(cell)
    return number if number is not None and number >= 0 else None


def counted(text: str) -> dict[str, dict[str, int]] | None:
    """Read `12 adults f, 3 children m`, as our own sheets write it, into counts; None where it is something else."""
    found = [_COUNTED.fullmatch(part.strip()) for part in text.split(",")]
    cells: dict[str, dict[str, int]] = {}
    for match in found:
        if match is None:
            return None
        cells.setdefault(match[3], {})[match[2]] = int(match[1])
    return cells


def says_same(text: str, told: str) -> bool:
    """Tell whether a text is said already, whatever the blanks, the marks and the letters' size."""
    return folded(text) in folded(told) if folded(text) else text.strip() in told


_READERS: dict[FieldType, Callable[[Field, Cell, How], Reading | None]] = {
    FieldType.TEXT: _text,
    FieldType.LONG: _text,
    FieldType.INTEGER: _number,
    FieldType.PERCENT: _percent,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.MOMENT: _moment,
    FieldType.MONEY: _money,
    FieldType.POINT: _point,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.REF: _reference,
    FieldType.REFS: _references,
    FieldType.TEXTS: _texts,
    FieldType.BENEFICIARIES: _beneficiaries,
    FieldType.ROWS: _rows,
}
_REFERENCES = (FieldType.REF, FieldType.REFS)
