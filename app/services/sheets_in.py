"""Sheets in: a file becomes a table, a guess of its columns, a dry run with the fate of each row, and records.

The order of use: `open_sheet` → `propose` (or a saved map) → `questions` and `columns` to show → `plan` → `apply`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from app.domain.fields import FieldType
from app.domain.identifiers import is_id
from app.domain.kinds import fields_of, kind_named, title_of
from app.services import records
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import MissingFileError
from app.services.saving import Entry
from app.services.sheets_cells import NOTHING, written_texts
from app.services.sheets_drafts import Drafting
from app.services.sheets_errors import SheetMapError, SheetQuestionError, SheetRefusedError
from app.services.sheets_matching import Group, Groups
from app.services.sheets_merging import merge_rows
from app.services.sheets_names import Names, all_of
from app.services.sheets_words import CURRENCY, DAY_ORDER, notice_words, why
from app.services.views import LineFault, View
from app.sheets import mappings, opening
from app.sheets.guessing import Guess, guess_mapping
from app.sheets.mappings import FaultyMapError, Mapping, parts_of
from app.sheets.tables import Cell, SheetError, Table, cell_text
from app.sheets.typed_days import DayOrder, day_order, moment_of
from app.sheets.typed_numbers import money_of, number_of

EXAMPLES = 3
EXAMPLE_LENGTH = 60
NEW, CHANGES, SAME, JOINED, REFUSED = "new", "changes", "same", "joined", "refused"


class ColumnView(View, frozen=True, kw_only=True):
    """One column of a sheet as mapped: its name and tag, its target, what that was guessed from, and examples."""

    name: str
    tag: str
    target: str
    label: str
    by: str
    filled: int
    examples: tuple[str, ...]


class Question(View, frozen=True, kw_only=True):
    """Something the sheet does not tell by itself: `day_order` or `currency`, of which column, and the sentence."""

    code: str
    column: str
    example: str
    message: str


class RowFate(View, frozen=True, kw_only=True):
    """What becomes of one row: its number in the sheet, `new`, `changes`, `same`, `joined` or `refused`.

    `joined` rows belong to the record of an earlier row (`with_row`); `kept` names columns whose words went to the
    notes because their field could not take them.
    """

    row: int
    fate: str
    title: str
    record: str | None = None
    serial: str = ""
    fields: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    with_row: int | None = None
    faults: tuple[LineFault, ...] = ()


class SheetPlan(View, frozen=True, kw_only=True):
    """What reading a sheet does or did: the columns, what to know and to ask, each row, and counts by fate."""

    file: str
    kind: str
    applied: bool
    columns: tuple[ColumnView, ...]
    questions: tuple[Question, ...]
    notices: tuple[str, ...]
    rows: tuple[RowFate, ...]
    counts: dict[str, int]
    ids: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether a row cannot be taken, so that none is."""
        return bool(self.counts.get(REFUSED))


class Sheet(View, frozen=True, kw_only=True):
    """An opened file: its name and its table."""

    file: str
    table: Table


def open_sheet(path: Path, sheet: str = "", encoding: str = "") -> Sheet:
    """Open a file; raises `SheetRefusedError` with the reason, `MissingFileError` where it cannot be read at all."""
    try:
        return Sheet(file=path.name, table=opening.open_sheet(path, sheet, encoding))
    except SheetError as error:
        raise SheetRefusedError(path=path.name, why=why(error)) from error
    except OSError as error:
        raise MissingFileError(path=path.name) from error


def propose(sheet: Sheet, kind: str) -> tuple[Mapping, tuple[Guess, ...]]:
    """Guess the mapping of a sheet; raises `UnknownKindError`."""
    kind_named(kind)
    return guess_mapping(kind, sheet.table)


def read_map(path: Path, kind: str) -> Mapping:
    """Read a saved map; raises `SheetMapError` where it is damaged or for another kind."""
    try:
        mapping = mappings.from_json(path.read_bytes())
    except FaultyMapError as error:
        raise SheetMapError(path=path.name, detail=str(error)[:200]) from error
    except OSError as error:
        raise MissingFileError(path=path.name) from error
    if mapping.kind != kind:
        raise SheetMapError(path=path.name, detail=f"it is for {mapping.kind}")
    return mapping


def write_map(path: Path, mapping: Mapping) -> None:
    """Save a map, to be corrected by hand or used again for the next sheet of the same form."""
    path.write_bytes(mappings.to_json(mapping))


def columns(sheet: Sheet, mapping: Mapping, guesses: tuple[Guess, ...] = ()) -> tuple[ColumnView, ...]:
    """Return the columns with their targets and a few examples, for a person to confirm or correct."""
    table = sheet.table
    found = []
    for place, name in enumerate(table.names):
        filled = [cell for cell in table.column(place) if cell is not None]
        target = mapping.target(name)
        by = guesses[place].by if guesses and guesses[place].target.split("|")[0] in target else "map"
        examples = dict.fromkeys(" ".join(cell_text(cell).split())[:EXAMPLE_LENGTH] for cell in filled)
        found.append(
            ColumnView(
                name=name, tag=table.tags[place], target=target, label=target_label(mapping.kind, target), by=by,
                filled=len(filled), examples=tuple(examples)[:EXAMPLES],
            )
        )  # fmt: skip
    return tuple(found)


def target_label(kind: str, target: str) -> str:
    """Return a target in words: the labels of its fields."""
    words = {
        mappings.NOTES: "Notes, under its name", mappings.KEY: "Notes, and known again by it",
        mappings.LINE: "One line of the notes", mappings.OUT: "Left out",
    }  # fmt: skip
    fields = fields_of(kind)

    def label(part: str) -> str:
        name, _, half = part.partition(".")
        return words.get(part) or (f"{fields[name].label}: {half}" if half else fields[name].label)

    return " and ".join(" or ".join(label(part) for part in parts) for parts in parts_of(target))


def questions(sheet: Sheet, mapping: Mapping) -> tuple[Question, ...]:
    """Return what must be asked before the sheet can be read: orders of day and month, and currencies."""
    fields = fields_of(mapping.kind)
    found = []
    for place, name in enumerate(sheet.table.names):
        types = {
            fields[part].type for parts in parts_of(mapping.target(name)) for part in parts if part in fields
        }
        cells = sheet.table.column(place)
        if types & {FieldType.DATE, FieldType.MOMENT} and mapping.day_first is None:
            found += _day_question(name, cells)
        if FieldType.MONEY in types and not _has_currency(mapping, name):
            found += _currency_question(name, cells)
    return tuple(found)


def _has_currency(mapping: Mapping, name: str) -> bool:
    """Tell whether the currency of a column is known, by the map or from a column of its own."""
    beside = f"{mapping.target(name)}.currency" in mapping.columns.values()
    return beside or bool(mapping.currency.get(name) or mapping.currency.get(""))


def _day_question(name: str, cells: list[Cell]) -> list[Question]:
    if day_order(cells) is not DayOrder.EITHER:
        return []
    example = next(
        cell_text(cell)
        for cell in cells
        if moment_of(cell, day_first=True) != moment_of(cell, day_first=False)
    )
    return [
        Question(
            code="day_order", column=name, example=example,
            message=DAY_ORDER.format(column=name, example=example[:40]),
        )
    ]  # fmt: skip


def _currency_question(name: str, cells: list[Cell]) -> list[Question]:
    example = next(
        (cell_text(cell) for cell in cells if number_of(cell) is not None and not money_of(cell, "")), ""
    )
    if not example:
        return []
    return [Question(code="currency", column=name, example=example, message=CURRENCY.format(column=name))]


def plan(
    desk: Desk,
    sheet: Sheet,
    mapping: Mapping,
    guesses: tuple[Guess, ...] = (),
    *,
    unit: str | None = None,
    reach: str | None = None,
) -> SheetPlan:
    """Return what `apply` would do, the fate of each row included; nothing is kept."""
    return _run(desk, sheet, mapping, guesses, unit, reach, keep=False)


def apply(
    desk: Desk,
    sheet: Sheet,
    mapping: Mapping,
    guesses: tuple[Guess, ...] = (),
    *,
    unit: str | None = None,
    reach: str | None = None,
) -> tuple[SheetPlan, Changes]:
    """Write what a sheet says, all of it or, where a row is refused, nothing; `unit` and `reach` are for new records.

    Raises `SheetQuestionError` where something must be asked first.
    """
    open_ = questions(sheet, mapping)
    if open_:
        raise SheetQuestionError(question=open_[0].message)
    done = _run(desk, sheet, mapping, guesses, unit, reach, keep=True)
    return done, Changes.of(mapping.kind, *done.ids)


def _run(
    desk: Desk,
    sheet: Sheet,
    mapping: Mapping,
    guesses: tuple[Guess, ...],
    unit: str | None,
    reach: str | None,
    *,
    keep: bool,
) -> SheetPlan:
    mapping = mappings.checked(mapping)
    groups = _grouped(desk, sheet, mapping)
    entries: list[Entry] = []
    written: list[Group] = []
    changed: dict[int, dict[str, Any]] = {}
    texts = written_texts(desk, [group.record for group in groups if group.record])
    for group in groups:
        fields = merge_rows(
            group, mapping.kind, texts.get(group.record.id, NOTHING) if group.record else NOTHING
        )
        changed[id(group)] = fields
        if fields or group.record is None:
            beside = {} if group.record else {"unit": unit, "reach": reach}
            entries.append(
                Entry(
                    kind=mapping.kind, id=group.record.id if group.record else None, fields=fields, **beside
                )
            )
            written.append(group)
    result = records.put(desk, entries, keep=keep)
    faults: dict[int, list[LineFault]] = {}
    for fault in result.faults:
        faults.setdefault(id(written[fault.line - 1]), []).append(fault)
    ids = {id(group): name for group, name in zip(written, result.ids, strict=False)}
    rows = [
        fate
        for group in groups
        for fate in _fates(
            mapping.kind, group, changed[id(group)], faults.get(id(group), []), ids.get(id(group)), keep
        )
    ]
    counts: dict[str, int] = {}
    for fate in rows:
        counts[fate.fate] = counts.get(fate.fate, 0) + 1
    return SheetPlan(
        file=sheet.file,
        kind=mapping.kind,
        applied=keep and not result.faults,
        columns=columns(sheet, mapping, guesses),
        questions=questions(sheet, mapping),
        notices=tuple(notice_words(notice) for notice in sheet.table.notices),
        rows=tuple(sorted(rows, key=lambda fate: fate.row)),
        counts=counts,
        ids=tuple(dict.fromkeys(result.ids)) if keep else (),
    )


def _grouped(desk: Desk, sheet: Sheet, mapping: Mapping) -> list[Group]:
    drafting = Drafting(sheet.table, mapping, level=desk.standing.level, find=Names(desk).find)
    keys = [name for name in sheet.table.names if mapping.target(name) == mappings.KEY]
    groups = Groups(mapping.kind, all_of(desk, mapping.kind), keys)
    for row, cells in sheet.table.rows:
        groups.place(drafting.draft(row, cells))
    return groups.all


def _fates(
    kind: str, group: Group, fields: dict[str, Any], faults: list[LineFault], made: str | None, keep: bool
) -> list[RowFate]:
    """Return the fates of the rows of one record; the first row carries what changes."""
    first, *others = group.rows
    record = group.record
    title = title_of(kind, {**(record.fields if record else {}), **group.fields})
    fate = REFUSED if faults else NEW if record is None else CHANGES if fields else SAME
    known = record.id if record else made if keep and made and is_id(made) else None
    fates = [
        RowFate(
            row=first.row, fate=fate, title=title, record=known, serial=record.serial if record else "",
            fields=tuple(fields), kept=tuple(first.kept),
            faults=tuple(msgspec.structs.replace(fault, line=first.row) for fault in faults),
        )
    ]  # fmt: skip
    fates += [
        RowFate(
            row=draft.row, fate=JOINED, title=title, record=known, serial=record.serial if record else "",
            kept=tuple(draft.kept), with_row=first.row,
        )
        for draft in others
    ]  # fmt: skip
    return fates
