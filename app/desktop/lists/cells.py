"""Cells: which columns a list of a kind has, and what stands in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from app.desktop.words import many, near_day, tr
from app.domain.fields import JSON_TYPES, Field, FieldType
from app.domain.kinds import fields_of, kind_named
from app.domain.moments import parse_moment
from app.domain.policy.doubting import LEEWAY
from app.domain.policy.questions import BROUGHT_IN
from app.domain.writing import state_text, value_text
from app.services.attention import USUAL_LIMIT, QipLimit
from app.services.showing import signed
from app.services.views import RecordView

FIGURES = frozenset({FieldType.INTEGER, FieldType.PERCENT, FieldType.MONEY, FieldType.BENEFICIARIES})
GROWING = frozenset(
    {FieldType.TEXT, FieldType.LONG, FieldType.TEXTS, FieldType.CHOICE, FieldType.REF, FieldType.REFS}
)
CLOCK = "first_disbursed"
"""The field that starts a QIP's clock; lists show the days to the limit instead, in the same order."""
CLOCK_FIELDS = (CLOCK, "mou_date", "decided_on")
"""What can start the clock, beside a paid tranche."""
LOGBOOK_FIELDS = (
    Field(label="Belongs to", name="unit"),
    Field(label="Who reads it", name="reach"),
    Field(label="Written by", name="created_by"),
    Field(label="Last saved by", name="updated_by"),
    Field(label="Last saved", name="updated_at"),
)
"""What the logbook itself knows of every record, to show as columns."""
_OWN = {field.name for field in LOGBOOK_FIELDS}
REACHES = {"laptop": "stays here", "up": "headquarters above", "branch": "all of the branch"}
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


def columns_of(kind: str, chosen: Sequence[str] = ()) -> tuple[Column, ...]:
    """Return the serial and the chosen columns of a kind, or its declared ones where none are chosen."""
    offered = offered_columns(kind)
    names = [name for name in chosen if name in offered] or list(kind_named(kind).columns)
    return tuple(offered[name] for name in ("serial", *(name for name in names if name != "serial")))


def offered_columns(kind: str) -> dict[str, Column]:
    """Return every column that a list of a kind can show, by name: all its fields, then what the logbook knows."""
    declared = (field for field in fields_of(kind).values() if field.listed)
    return {field.name: _column(field) for field in (*declared, *LOGBOOK_FIELDS)}


NOT_SCREENED = "not screened here"
"""What is said of a record that was brought in from before there was a logbook."""


def _column(field: Field) -> Column:
    label = tr(field.short or field.label)
    return Column(field.name, label, field, field.type not in JSON_TYPES or field.type is FieldType.MONEY)


def cell_text(
    record: RecordView, field: Field, titles: Mapping[str, str], today: date, limit: QipLimit = USUAL_LIMIT
) -> str:
    """Return what a person reads in a cell; references show the title of what they name.

    `limit` is what a QIP may take. A meeting without a day shows what is known of it.
    """
    if field.type is FieldType.STATE:
        said = state_text(record.state)
        return f"{said}, {tr(NOT_SCREENED)}" if record.fields.get(BROUGHT_IN) else said
    if field.name == "serial":
        return short_serial(record, today)
    if field.name == kind_named(record.kind).title_from[0]:
        return record.title
    if field.name == CLOCK:
        return _limit_text(record, today, limit)
    if field.name in _OWN:
        return _own_text(record, field.name, today)
    if field.name == "percent_done":
        return shown(field, record.built, titles, today)
    if field.name == "started_at" and field.name not in record.fields:
        return str(record.fields.get("date_note") or "")
    return signed(record, field.name, shown(field, record.fields.get(field.name), titles, today))


def short_serial(record: RecordView, today: date) -> str:
    """Return a serial without what its list says already: `EAST 0012`, or `EAST 2025-0012` of another year.

    A record without one is of somebody who may not write this kind: it is kept, and nothing of it applied.
    """
    if not record.serial:
        return tr("not applied")
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


def _limit_text(record: RecordView, today: date, limit: QipLimit) -> str:
    left = qip_days_left(record, today, limit)
    if left is None:
        return ""
    return lateness(record, today, limit) or many(left, "day left", "days left")


def _own_text(record: RecordView, name: str, today: date) -> str:
    if name == "reach":
        return tr(REACHES.get(record.reach, record.reach))
    value = str(getattr(record, name) or "")
    return saved_on(value, today) if name == "updated_at" and value else value


def saved_on(moment: str, today: date) -> str:
    """Return the day of a save as lists show it; of one that lies ahead, that nobody can believe it."""
    day = date.fromisoformat(moment[:10])
    said = near_day(day, today)
    return tr("{day}, clock doubtful", day=said) if day - today > LEEWAY else said


def references(records: list[RecordView], fields: list[Field]) -> list[str]:
    """Return every id that these fields of these records name, once each."""
    named: dict[str, None] = {}
    for field in fields:
        for record in records:
            value = record.fields.get(field.name)
            if value is not None and field.type in (FieldType.REF, FieldType.REFS):
                named.update(dict.fromkeys([value] if isinstance(value, str) else value))
    return list(named)


def lateness(record: RecordView, today: date, limit: QipLimit = USUAL_LIMIT) -> str:
    """Return in words how late a promise is past its day or a QIP past its limit; empty where it is not."""
    late = _days_late(record, today, limit)
    return tr("{days} days late", days=late) if late > 1 else tr("1 day late") if late == 1 else ""


def _days_late(record: RecordView, today: date, limit: QipLimit) -> int:
    if record.kind == "follow_up":
        due = record.fields.get("due")
        return (today - date.fromisoformat(due)).days if due and record.state == "open" else 0
    if record.kind == "qip":
        left = qip_days_left(record, today, limit)
        return -left if left is not None else 0
    return 0


def qip_days_left(record: RecordView, today: date, limit: QipLimit = USUAL_LIMIT) -> int | None:
    """Return the days that a running QIP has to its limit, negative when late; None where no clock runs."""
    left: int | None = _clocked(record).days_left(today, limit.days, limit.clock)
    return left


def clock_started(record: RecordView, limit: QipLimit = USUAL_LIMIT) -> date | None:
    """Return the day on which a QIP's clock started by the mission's rule, or None where it has not."""
    started: date | None = _clocked(record).clock_started(limit.clock)
    return started


def _clocked(record: RecordView) -> Any:
    """Return a QIP with nothing but what its clock hangs on."""
    fields = {"state": record.state}
    fields |= {name: record.fields[name] for name in CLOCK_FIELDS if record.fields.get(name) is not None}
    paid = [{"paid_on": one.get("paid_on")} for one in record.fields.get("tranches") or ()]
    return msgspec.convert({**fields, "tranches": paid}, kind_named("qip"))
