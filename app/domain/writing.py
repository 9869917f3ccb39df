"""Writing: wire values as the words that people read in lists, histories, conflicts and reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.domain.beneficiaries import AGES, SEXES
from app.domain.decisions import DECIDED_ON, version_words
from app.domain.fields import Field, FieldType
from app.domain.moments import dtg, parse_moment
from app.domain.money import money_text
from app.domain.points import degrees_text, mgrs_text


def value_text(field: Field, value: Any) -> str:
    """Return a wire value in words; references stay ids, for whoever holds the titles; never raises."""
    if value is None:
        return ""
    try:
        if field.name == DECIDED_ON:
            return version_words(value)
        return _WRITERS.get(field.type, _plain)(field, value)
    except (KeyError, TypeError, ValueError, AttributeError):
        return str(value)  # a value of a newer app is shown as it came rather than lost


def _plain(field: Field, value: Any) -> str:
    return str(value)


def state_text(state: str | None) -> str:
    """Return a state in plain words: `mou_signed` as "MOU signed"."""
    return (state or "").replace("_", " ").replace("mou ", "MOU ").replace("prc", "PRC")


def _beneficiaries(field: Field, value: dict[str, Any]) -> str:
    cells = value.get("cells") or {}
    parts = [
        f"{cells[sex][age]} {age} {sex}" for sex in SEXES if sex in cells for age in AGES if age in cells[sex]
    ]
    counted = sum(count for ages in cells.values() for count in ages.values())
    total = value.get("total")
    people = f"{counted if total is None else total:,}"
    return f"{people} ({', '.join(parts)})" if parts else people


def _row(columns: Sequence[Field], row: dict[str, Any]) -> str:
    return " · ".join(value_text(one, row[one.name]) for one in columns if row.get(one.name) is not None)


def _rows(field: Field, value: list[dict[str, Any]]) -> str:
    """Write each line; of lines that the logbook keeps for itself, what they are about and no digests."""
    columns = field.columns if field.form else field.columns[:1]
    return "; ".join(_row(columns, row) for row in value)


_WRITERS: dict[FieldType, Callable[[Field, Any], str]] = {
    FieldType.PERCENT: lambda field, value: f"{value} %",
    FieldType.BOOLEAN: lambda field, value: "yes" if value else "no",
    FieldType.MOMENT: lambda field, value: dtg(parse_moment(value)),
    FieldType.MONEY: lambda field, value: money_text(value),
    FieldType.POINT: lambda field, value: f"{degrees_text(value)} · {mgrs_text(value)}",
    FieldType.CHOICE: lambda field, value: field.choice_label(str(value)),
    FieldType.CHOICES: lambda field, value: ", ".join(field.choice_label(code) for code in value),
    FieldType.STATE: lambda field, value: state_text(value),
    FieldType.REFS: lambda field, value: ", ".join(value),
    FieldType.TEXTS: lambda field, value: ", ".join(value),
    FieldType.BENEFICIARIES: _beneficiaries,
    FieldType.ROWS: _rows,
    FieldType.FILES: lambda field, value: ", ".join(file["name"] for file in value),
}
