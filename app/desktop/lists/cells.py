"""Cells: which columns a list of a kind has, and what stands in each cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from app.desktop.words import many, near_day, tr
from app.domain.fields import JSON_TYPES, Field, FieldType
from app.domain.kinds import kind_named
from app.domain.moments import parse_moment
from app.domain.writing import state_text, value_text
from app.services.views import RecordView

FIGURES = frozenset({FieldType.INTEGER, FieldType.PERCENT, FieldType.MONEY, FieldType.BENEFICIARIES})
GROWING = frozenset(
    {FieldType.TEXT, FieldType.LONG, FieldType.TEXTS, FieldType.CHOICE, FieldType.REF, FieldType.REFS}
)
CLOCK = "first_disbursed"
"""The field that starts a QIP's clock; lists show the days to the limit instead, in the same order."""
SHORT_LABELS = {
    CLOCK: "Limit",
    "percent_done": "Built",
    "percent_physical": "Built",
    "percent_spent": "Spent",
    "cost": "Cost",
    "implementing_partner": "Partner",
    "cooperation": "Cooperation",
}
"""Headings where the label of the form is too long for a column."""
WORDS_WIDTH = 88
"""What a column of words keeps, in pixels at 100 %; every other column keeps what stands in it."""


class Column(msgspec.Struct, frozen=True):
    """One column of a list: a declared field, or the serial, as lists show it."""

    name: str
    label: str
    field: Field
    sortable: bool

    @property
    def figures(self) -> bool:
        """Whether the column holds figures, which stand at the right; so do the days to a limit."""
        return self.field.type in FIGURES or self.name == CLOCK

    @property
    def grows(self) -> bool:
        """Whether the column has a use for more room than it needs."""
        return self.field.type in GROWING and self.name != "serial"


def columns_of(kind: str) -> tuple[Column, ...]:
    """Return the serial and the declared columns of a kind."""
    declared = kind_named(kind)
    fields = [declared.__fields__[name] for name in declared.columns]
    shown = [_column(field) for field in fields]
    return (_column(declared.__fields__["serial"]), *shown)


def _column(field: Field) -> Column:
    label = tr(SHORT_LABELS.get(field.name, field.label))
    return Column(field.name, label, field, field.type not in JSON_TYPES or field.type is FieldType.MONEY)


def cell_text(record: RecordView, field: Field, titles: Mapping[str, str], today: date) -> str:
    """Return what a person reads in a cell; references show the title of what they name."""
    if field.type is FieldType.STATE:
        return state_text(record.state)
    if field.name == "serial":
        return short_serial(record, today)
    if field.name == kind_named(record.kind).title_from[0]:
        return record.title
    if field.name == CLOCK:
        return _limit_text(record, today)
    return shown(field, record.fields.get(field.name), titles, today)


def short_serial(record: RecordView, today: date) -> str:
    """Return a serial without what its list says already: `EAST 0012`, or `EAST 2025-0012` of another year."""
    unit, found, number = record.serial.rpartition(f"-{kind_named(record.kind).prefix}-")
    return f"{unit} {number.removeprefix(f'{today.year}-')}" if found else record.serial


def shown(field: Field, value: Any, titles: Mapping[str, str], today: date) -> str:
    """Return a wire value in the short words of a list: days by name, local times, titles for ids."""
    if value is None:
        return ""
    if field.type is FieldType.REF:
        return titles.get(value, tr("not on this laptop"))
    if field.type is FieldType.REFS:
        return ", ".join(titles.get(one, tr("not on this laptop")) for one in value)
    if field.type is FieldType.DATE:
        return near_day(date.fromisoformat(value), today)
    if field.type is FieldType.MOMENT:
        moment: datetime = parse_moment(value)
        return f"{near_day(moment.date(), today)} {moment:%H:%M}"
    if field.type is FieldType.LONG:
        return " ".join(value_text(field, value).split())
    return value_text(field, value)


def _limit_text(record: RecordView, today: date) -> str:
    left = qip_days_left(record, today)
    if left is None:
        return ""
    return lateness(record, today) or many(left, "day left", "days left")


def references(records: list[RecordView], fields: list[Field]) -> list[str]:
    """Return every id that these fields of these records name, once each."""
    named: dict[str, None] = {}
    for field in fields:
        for record in records:
            value = record.fields.get(field.name)
            if value is not None and field.type in (FieldType.REF, FieldType.REFS):
                named.update(dict.fromkeys([value] if isinstance(value, str) else value))
    return list(named)


def lateness(record: RecordView, today: date) -> str:
    """Return in words how late a promise is past its day or a QIP past its limit; empty where it is not."""
    days = _days_late(record, today)
    return tr("{days} days late", days=days) if days > 1 else tr("1 day late") if days == 1 else ""


def _days_late(record: RecordView, today: date) -> int:
    if record.kind == "follow_up":
        due = record.fields.get("due")
        return (today - date.fromisoformat(due)).days if due and record.state == "open" else 0
    if record.kind == "qip":
        left = qip_days_left(record, today)
        return -left if left is not None else 0
    return 0


def qip_days_left(record: RecordView, today: date) -> int | None:
    """Return the days that a running QIP has to its limit, negative when late; None where no clock runs."""
    kind = kind_named("qip")
    fields = {"state": record.state}
    if (first := record.fields.get("first_disbursed")) is not None:
        fields["first_disbursed"] = first
    paid = [{"paid_on": one.get("paid_on")} for one in record.fields.get("tranches") or ()]
    qip: Any = msgspec.convert({**fields, "tranches": paid}, kind)
    left: int | None = qip.days_left(today)
    return left
