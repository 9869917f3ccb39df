"""Sheet drafts: one row of a sheet turned into the fields of a record, and into lines of notes for all the rest."""

from __future__ import annotations

from typing import Any

import msgspec

from app.domain.faults import FaultyValueError
from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of, kind_named
from app.domain.levels import may_act_as
from app.domain.reading import read_value
from app.sheets.cell_readings import Finder, How, Reading, read_cell, read_part
from app.sheets.mappings import KEY, LINE, NOTES, OUT, Mapping, parts_of
from app.sheets.tables import Cell, Table, cell_text
from app.sheets.typed_days import DayOrder, day_order
from app.sheets.vocabulary_words import folded, state_of

ACTIVITY = "Activity"
"""The label of the line of an activity in the notes of its organisation."""
NO_DATE = "not stated"


class Draft(msgspec.Struct):
    """What a row says: wire values by field, their texts in the sheet, lines for the notes, and what was kept why.

    `keys` are the lines by which the record is known again; `kept` names columns whose field could not take them.
    """

    row: int
    fields: dict[str, Any] = {}
    texts: dict[str, tuple[str, str]] = {}
    lines: list[str] = []
    keys: list[str] = []
    kept: list[str] = []


class Drafting:
    """Turns rows of one table into drafts, by one mapping, for a logbook of one level."""

    def __init__(self, table: Table, mapping: Mapping, *, level: str, find: Finder) -> None:
        self._table = table
        self._level = level
        self._kind = kind_named(mapping.kind)
        self._fields = fields_of(mapping.kind)
        self._currencies = {
            mapping.target(name).removesuffix(".currency"): place
            for place, name in enumerate(table.names)
            if mapping.target(name).endswith(".currency")
        }
        self._columns = [
            (place, name, tuple(parts_of(mapping.target(name))), _how(table, mapping, place, find))
            for place, name in enumerate(table.names)
        ]

    def draft(self, row: int, cells: tuple[Cell, ...]) -> Draft:
        """Return what a row says."""
        draft = Draft(row=row)
        halves: dict[str, dict[str, tuple[Any, str, str]]] = {}
        activity: list[str] = []
        for place, name, targets, how in self._columns:
            cell = cells[place]
            if cell is None:
                continue
            for alternatives in targets:
                if alternatives == (LINE,):
                    activity.append(cell_text(cell).strip())
                elif alternatives[0].endswith(".currency"):
                    self._currency(draft, name, cell, alternatives[0].removesuffix(".currency"), cells)
                elif "." in alternatives[0]:
                    field, _, part = alternatives[0].partition(".")
                    self._half(draft, halves, name, cell, field, part)
                else:
                    how = self._with_currency(how, alternatives[0], cells)
                    self._take(draft, name, cell, alternatives, how, told=(LINE,) in targets)
        self._join(draft, halves)
        if activity:
            draft.lines.append(f"{ACTIVITY}: {' | '.join(activity)}")
        self._complete(draft)
        return draft

    def _with_currency(self, how: How, target: str, cells: tuple[Cell, ...]) -> How:
        """Return how to read an amount whose currency stands in a column of its own."""
        place = self._currencies.get(target)
        beside = "" if place is None else cell_text(cells[place]).strip().upper()
        return msgspec.structs.replace(how, currency=beside) if beside else how

    def _currency(self, draft: Draft, name: str, cell: Cell, field: str, cells: tuple[Cell, ...]) -> None:
        """Keep the word of a currency that is none, or that stands beside no amount."""
        amounts = [place for place, _, targets, _ in self._columns if (field,) in targets]
        if read_part(self._fields[field], "currency", cell) is None or all(
            cells[place] is None for place in amounts
        ):
            draft.lines.append(f"{name}: {cell_text(cell)}")

    def _take(
        self, draft: Draft, name: str, cell: Cell, alternatives: tuple[str, ...], how: How, *, told: bool
    ) -> None:
        """Put a cell into the first field that can read it, and its words into the notes where they say more."""
        text = cell_text(cell)
        if alternatives[0] == OUT:
            return
        if alternatives[0] in (NOTES, KEY):
            line = text.strip() if folded(name) == NOTES else f"{name}: {text}"
            draft.lines.append(line)
            draft.keys += [line] if alternatives[0] == KEY else []
            return
        how = msgspec.structs.replace(how, guess=len(alternatives) == 1)
        for target in alternatives:
            reading = self._read(self._fields[target], cell, how)
            if reading is not None and self._put(draft, target, name, text, reading):
                break
        else:
            draft.kept += [] if told else [name]
            draft.lines += [] if told else [f"{name}: {text}"]

    def _read(self, field: Field, cell: Cell, how: How) -> Reading | None:
        if not may_act_as(self._level, field.level):
            return None
        if field.type is not FieldType.STATE:
            return read_cell(field, cell, how)
        found = state_of(self._kind.workflow, cell_text(cell)) if self._kind.workflow else None
        return Reading(*found) if found else None

    def _put(self, draft: Draft, target: str, name: str, text: str, reading: Reading) -> bool:
        """Take a reading into a draft; tells whether there was room for it."""
        value = _wire(self._fields[target], reading.value)
        if isinstance(value, list):
            value = _union(draft.fields.get(target), value)
        elif target in draft.fields:
            return False
        if target == "serial":
            draft.keys.append(f"serial: {value}")
        draft.fields[target] = value
        draft.texts[target] = (name, text)
        if not reading.whole:
            # Blanks that were taken away are only seen between marks.
            tidied = " ".join(text.split()) == value
            draft.lines.append(f"{name}: “{text}”" if tidied else f"{name}: {text}")
        return True

    def _half(
        self,
        draft: Draft,
        halves: dict[str, dict[str, tuple[Any, str, str]]],
        name: str,
        cell: Cell,
        field: str,
        part: str,
    ) -> None:
        value = read_part(self._fields[field], part, cell)
        if value is None:
            draft.lines.append(f"{name}: {cell_text(cell)}")
            draft.kept.append(name)
        else:
            halves.setdefault(field, {})[part] = (value, name, cell_text(cell))

    def _join(self, draft: Draft, halves: dict[str, dict[str, tuple[Any, str, str]]]) -> None:
        """Make one value of the columns that fill a field together; what does not fit goes to the notes."""
        for field, parts in halves.items():
            spec = self._fields[field]
            whole = _joined(
                spec, {part: value for part, (value, _, _) in parts.items()}, draft.fields.get(field)
            )
            if whole is None:
                draft.lines += [f"{name}: {text}" for _, name, text in parts.values()]
                draft.kept += [name for _, name, _ in parts.values()]
            else:
                draft.fields[field] = whole
                draft.texts.setdefault(field, (next(iter(parts.values()))[1], ""))

    def _complete(self, draft: Draft) -> None:
        """Say of a meeting without any date that the sheet states none."""
        if self._kind.kind == "meeting" and not {"started_at", "date_note"} & draft.fields.keys():
            draft.fields["date_note"] = NO_DATE
        state = draft.fields.get("state")
        workflow = self._kind.workflow
        if state and workflow and not workflow.may_start(state, self._level):
            # Only a higher level may begin a record there: it begins at the beginning, and the words are kept.
            name, text = draft.texts.pop("state")
            del draft.fields["state"]
            draft.kept.append(name)
            if f"{name}: {text}" not in draft.lines:
                draft.lines.append(f"{name}: {text}")


def _how(table: Table, mapping: Mapping, place: int, find: Finder) -> How:
    name = table.names[place]
    order = day_order(table.column(place))
    # What a column shows of its order says more than what was said of the whole sheet.
    shown = order in (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST)
    first = order is not DayOrder.MONTH_FIRST if shown or mapping.day_first is None else mapping.day_first
    currency = mapping.currency.get(name) or mapping.currency.get("", "")
    offset = "Z" if folded(name).endswith(" utc") else mapping.offset
    return How(day_first=first, currency=currency, offset=offset, find=find)


def _wire(field: Field, value: Any) -> Any:
    """Return a reading in its wire form; references are ids already."""
    return value if field.type in (FieldType.REF, FieldType.REFS) else read_value(field, value)


def _union(before: Any, more: list[Any]) -> list[Any]:
    found = list(before or [])
    return found + [value for value in more if value not in found]


def _joined(field: Field, parts: dict[str, Any], before: Any) -> Any:
    if field.type is FieldType.POINT:
        raw: Any = {"lat": parts.get("lat"), "lon": parts.get("lon")}
        if None in raw.values():
            return None
    else:
        total = parts.get("total", (before or {}).get("total"))
        cells = dict(parts.get("detail") or {})
        cells |= {
            sex: {"unknown": count} for sex, count in parts.items() if sex not in ("total", "detail", *cells)
        }
        raw = {"cells": cells, "total": total}
    try:
        return read_value(field, raw)
    except FaultyValueError:
        return None
