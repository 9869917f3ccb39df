"""Sheets in: a file becomes a table, a guess of its columns, a dry run with the fate of each row, and records.

The order of use: `open_sheet` → `proposed` (or a saved map) → `questions` and `columns` to show → `plan` → `apply`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from app.domain.fields import FieldType
from app.domain.kinds import fields_of, kind_named, title_of
from app.services import records, sheets_kept
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import MissingFileError
from app.services.saving import STEP, Entry
from app.services.sheets_cells import NOTHING, written_texts
from app.services.sheets_drafts import Drafting
from app.services.sheets_errors import SheetMapError, SheetQuestionError, SheetRefusedError
from app.services.sheets_matching import Group, Groups
from app.services.sheets_merging import merge_rows
from app.services.sheets_names import Names, all_of
from app.services.sheets_states import begun
from app.services.sheets_views import CHANGES, JOINED, NEW, REFUSED, SAME
from app.services.sheets_views import ColumnView as ColumnView
from app.services.sheets_views import Question as Question
from app.services.sheets_views import RowFate as RowFate
from app.services.sheets_views import Sheet as Sheet
from app.services.sheets_views import SheetPlan as SheetPlan
from app.services.sheets_words import CURRENCY, DAY_ORDER, notice_words, why
from app.services.targets import write_file
from app.services.views import LineFault, PutResult
from app.sheets import mappings, opening
from app.sheets.guessing import Guess, guess_mapping
from app.sheets.mappings import FaultyMapError, parts_of
from app.sheets.mappings import Mapping as Mapping
from app.sheets.tables import Cell, SheetError, cell_text
from app.sheets.typed_days import DayOrder, day_order, moment_of
from app.sheets.typed_numbers import money_of, number_of

Guesses = tuple[Guess, ...]
"""What each column was guessed from, in the order of the sheet."""
Progress = Callable[[int, int], None]
EXAMPLES = 3
EXAMPLE_LENGTH = 60


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


def proposed(desk: Desk, sheet: Sheet, kind: str) -> tuple[Mapping, Guesses, bool]:
    """Return the mapping of the last sheet with such columns, or the guess; and whether it was kept."""
    guess, guesses = propose(sheet, kind)
    kept = sheets_kept.found(desk, sheet.table, guess, guesses)
    return kept or guess, guesses, kept is not None


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
    write_file(path, mappings.to_json(mapping), "")


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


def targets(kind: str) -> tuple[str, ...]:
    """Return every target that a column may be given."""
    return mappings.targets_of(kind)


def notices(sheet: Sheet) -> tuple[str, ...]:
    """Return the sentences of what was not read of a sheet, or read in a way to be looked at."""
    return tuple(notice_words(notice) for notice in sheet.table.notices)


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
    progress: Progress | None = None,
) -> SheetPlan:
    """Return what `apply` would do, the fate of each row included; nothing is kept.

    `progress` is told how far it is, in steps of how many; what it raises ends the work, and nothing is written.
    """
    return _run(desk, sheet, mapping, guesses, unit, reach, keep=False, progress=progress)


def apply(
    desk: Desk,
    sheet: Sheet,
    mapping: Mapping,
    guesses: tuple[Guess, ...] = (),
    *,
    unit: str | None = None,
    reach: str | None = None,
    progress: Progress | None = None,
) -> tuple[SheetPlan, Changes]:
    """Write what a sheet says, all of it or, where a row is refused, nothing; `unit` and `reach` are for new records.

    The mapping is kept for the next sheet of the same form. Raises `SheetQuestionError` where something must be asked.
    """
    open_ = questions(sheet, mapping)
    if open_:
        raise SheetQuestionError(question=open_[0].message)
    done = _run(desk, sheet, mapping, guesses, unit, reach, keep=True, progress=progress)
    if done.applied:
        sheets_kept.keep(desk, mapping)
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
    progress: Progress | None,
) -> SheetPlan:
    mapping = mappings.checked(mapping)
    half = len(sheet.table.rows)
    groups = _grouped(desk, sheet, mapping, _part(progress, 0, 2 * half))
    texts = written_texts(desk, [group.record for group in groups if group.record])
    changed = {}
    for place, group in enumerate(groups):
        known = texts.get(group.record.id, NOTHING) if group.record else NOTHING
        fields = begun(mapping.kind, group, merge_rows(group, mapping.kind, known), desk.standing.level)
        if fields or group.record is None:
            changed[place] = fields
    entries = [_entry(mapping.kind, groups[place], fields, unit, reach) for place, fields in changed.items()]
    result = records.put(desk, entries, keep=keep, progress=_part(progress, half, 2 * half))
    rows = _all_fates(mapping.kind, groups, changed, result, keep)
    counts = Counter(fate.fate for fate in rows)
    return SheetPlan(
        file=sheet.file, kind=mapping.kind, applied=keep and not result.faults,
        columns=columns(sheet, mapping, guesses), questions=questions(sheet, mapping),
        notices=notices(sheet),
        rows=rows, counts=dict(counts), ids=result.ids if keep else (),
    )  # fmt: skip


def _entry(kind: str, group: Group, fields: dict[str, Any], unit: str | None, reach: str | None) -> Entry:
    if group.record is not None:
        return Entry(kind=kind, id=group.record.id, fields=fields)
    return Entry(kind=kind, fields=fields, unit=unit, reach=reach)


def _all_fates(
    kind: str, groups: list[Group], changed: dict[int, dict[str, Any]], result: PutResult, keep: bool
) -> tuple[RowFate, ...]:
    """Return the fate of every row, in the order of the sheet."""
    written = list(changed)
    faults: dict[int, list[LineFault]] = {}
    for fault in result.faults:
        faults.setdefault(written[fault.line - 1], []).append(fault)
    made = dict(zip(written, result.ids, strict=False)) if keep else {}
    rows = [
        fate
        for place, group in enumerate(groups)
        for fate in _fates(kind, group, changed.get(place, {}), faults.get(place, []), made.get(place))
    ]
    return tuple(sorted(rows, key=lambda fate: fate.row))


def _part(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Return what tells the progress of one part of the work as progress of the whole."""
    if progress is None:
        return None
    tell = progress
    return lambda done, _: tell(before + done, total)


def _grouped(desk: Desk, sheet: Sheet, mapping: Mapping, progress: Progress | None) -> list[Group]:
    drafting = Drafting(sheet.table, mapping, level=desk.standing.level, find=Names(desk).find)
    keys = [name for name in sheet.table.names if mapping.target(name) == mappings.KEY]
    groups = Groups(mapping.kind, all_of(desk, mapping.kind), keys)
    for done, (row, cells) in enumerate(sheet.table.rows, 1):
        if progress is not None and done % STEP == 0:
            progress(done, len(sheet.table.rows))
        groups.place(drafting.draft(row, cells))
    return groups.all


def _fates(
    kind: str, group: Group, fields: dict[str, Any], faults: list[LineFault], made: str | None
) -> list[RowFate]:
    """Return the fates of the rows of one record; the first row carries what changes."""
    first, *others = group.rows
    record = group.record
    title = title_of(kind, {**(record.fields if record else {}), **group.fields})
    fate = REFUSED if faults else NEW if record is None else CHANGES if fields else SAME
    known = record.id if record else made
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
