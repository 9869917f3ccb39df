"""Sheet columns: the columns of a kind's sheet, each with its header, HXL tag, form and what stands in its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date
from typing import Any

import msgspec

from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of
from app.domain.moments import in_zone, parse_moment
from app.domain.points import degrees_text, mgrs_text
from app.domain.roles import Role
from app.domain.writing import state_text, value_text
from app.services.showing import signed
from app.services.views import RecordView
from app.sheets.tables import Cell
from app.sheets.written import AMOUNT, DATE, MOMENT, NUMBER, TEXT, Column

Titles = Mapping[str, str]
"""What records are called, by id; a record that may not be named has none."""
Teller = Callable[[RecordView, Titles], Cell]
BETWEEN = "; "
_WIDTHS = {
    FieldType.LONG: 50, FieldType.TEXT: 24, FieldType.DATE: 12, FieldType.MOMENT: 17, FieldType.INTEGER: 10,
    FieldType.PERCENT: 9, FieldType.BOOLEAN: 8, FieldType.ROWS: 40,
}  # fmt: skip


class Told(msgspec.Struct, frozen=True):
    """A column and what it tells of a record; `field` names the field it stands for, empty where it is derived."""

    column: Column
    tell: Teller
    field: str = ""


def told_columns(kind: str, left_out: Callable[[Field], bool] = lambda field: False) -> list[Told]:
    """Return the columns of a kind in the order of its form, the serial first, unit and last change at the end."""
    fields = [field for field in fields_of(kind).values() if not left_out(field)]
    serial = [field for field in fields if field.name == "serial"]
    found = [
        told
        for field in (*serial, *(f for f in fields if f.name != "serial"))
        for told in _of_field(kind, field)
    ]
    return [
        *found,
        Told(Column("Written by unit", "#org+unit+code", TEXT, 18), lambda view, titles: view.unit),
        Told(
            Column("Last changed (UTC)", "#date+updated", MOMENT, 17),
            lambda view, titles: _naive(view.updated_at) if view.updated_at else None,
        ),
    ]


def _of_field(kind: str, field: Field) -> list[Told]:
    tag = field.tag or f"#meta+{_bare(field.name)}"
    name, label = field.name, field.label
    match field.type:
        case FieldType.MONEY:
            return [
                Told(
                    Column(label, f"#value+{_bare(name)}", AMOUNT, 14),
                    _of(name, lambda v: v["amount"] / 100),
                    name,
                ),
                Told(
                    Column(f"{label} currency", f"#currency+{_bare(name)}", TEXT, 8),
                    _of(name, lambda v: v["currency"]),
                ),
            ]
        case FieldType.POINT:
            return [
                Told(Column("Latitude", "#geo+lat", NUMBER, 11), _of(name, lambda v: _degrees(v, 0))),
                Told(Column("Longitude", "#geo+lon", NUMBER, 11), _of(name, lambda v: _degrees(v, 1))),
                Told(Column("MGRS of the position", "#geo+mgrs", TEXT, 20), _of(name, mgrs_text)),
            ]
        case FieldType.BENEFICIARIES:
            return [
                Told(Column(label, "#beneficiary", NUMBER, 12), _of(name, _people)),
                Told(Column(f"{label} by sex and age", "#beneficiary+detail", TEXT, 24), _of(name, _counted)),
            ]
    header = f"{label} (UTC)" if field.type is FieldType.MOMENT else label
    form = {
        FieldType.INTEGER: NUMBER, FieldType.PERCENT: NUMBER, FieldType.DATE: DATE, FieldType.MOMENT: MOMENT,
    }.get(field.type, TEXT)  # fmt: skip
    teller = _signed(name) if field.role is Role.OFFICER else cell_teller(field)
    return [Told(Column(header, tag, form, _WIDTHS.get(field.type, 20)), teller, name)]


def _signed(name: str) -> Teller:
    """Return what tells the name of an officer, marked where it is only claimed."""
    return lambda view, titles: signed(view, name, str(view.fields.get(name) or "")) or None


def cell_teller(field: Field) -> Teller:
    """Return what tells the cell of a field that takes one column."""
    name = field.name
    match field.type:
        case FieldType.REF:
            return lambda view, titles: _title(view.fields.get(name), titles)
        case FieldType.REFS:
            return lambda view, titles: _joined(_title(one, titles) for one in view.fields.get(name) or ())
        case FieldType.ROWS:
            refs = [column.name for column in field.columns if column.type is FieldType.REF]
            return lambda view, titles: value_text(field, _named(view.fields.get(name), refs, titles)) or None
    reader = _PLAIN.get(field.type)
    if reader is None:
        return lambda view, titles: view.fields.get(name)
    return _of(name, lambda value: reader(field, value))


def _of(name: str, read: Callable[[Any], Cell]) -> Teller:
    def tell(view: RecordView, titles: Titles) -> Cell:
        value = view.fields.get(name)
        return None if value is None else read(value)

    return tell


def _title(identifier: str | None, titles: Titles) -> str | None:
    return titles.get(identifier) if identifier else None


def _joined(texts: Any) -> str | None:
    return BETWEEN.join(text for text in texts if text) or None


def _named(rows: Any, refs: list[str], titles: Titles) -> list[dict[str, Any]] | None:
    """Return rows with the titles of what they refer to in place of ids."""
    if not rows:
        return None
    shown = [
        {name: titles.get(value) if name in refs else value for name, value in row.items()} for row in rows
    ]
    return [{name: value for name, value in row.items() if value is not None} for row in shown]


def _naive(moment: str) -> Any:
    """Return a moment in UTC without its zone, as sheets hold it, in whole minutes."""
    return in_zone(parse_moment(moment), UTC).replace(tzinfo=None, second=0, microsecond=0)


def _degrees(point: Any, half: int) -> float:
    return float(degrees_text(point).split(", ")[half])


def _people(value: Any) -> int:
    cells = value.get("cells") or {}
    total = value.get("total")
    return sum(count for ages in cells.values() for count in ages.values()) if total is None else int(total)


def _counted(value: Any) -> str | None:
    cells = value.get("cells") or {}
    return (
        ", ".join(f"{count} {age} {sex}" for sex, ages in cells.items() for age, count in ages.items())
        or None
    )


def _bare(name: str) -> str:
    return name.replace("_", "")


_PLAIN: dict[FieldType, Callable[[Field, Any], Cell]] = {
    FieldType.BOOLEAN: lambda field, value: "yes" if value else "no",
    FieldType.DATE: lambda field, value: date.fromisoformat(value),
    FieldType.MOMENT: lambda field, value: _naive(value),
    FieldType.CHOICE: lambda field, value: field.choice_label(value),
    FieldType.CHOICES: lambda field, value: _joined(field.choice_label(code) for code in value),
    FieldType.STATE: lambda field, value: state_text(value),
    FieldType.TEXTS: lambda field, value: _joined(value),
    FieldType.FILES: lambda field, value: _joined(file["name"] for file in value),
}
