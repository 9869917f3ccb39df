"""Sheets kept: the map of columns that a person confirmed for a sheet, kept in the logbook and found again next time.

A map is that of a sheet where both have most of their columns in common; new columns keep what they are guessed to be.
"""

from __future__ import annotations

from typing import Any

import msgspec

from app.services.desks import Desk
from app.sheets.guessing import Guess
from app.sheets.mappings import NOTES, FaultyMapError, Mapping, checked
from app.sheets.tables import Table
from app.sheets.typed_days import DayOrder, day_order

SETTING = "sheet_maps"
MOST_KEPT = 60
KNOWN = 0.75
"""Share of its columns that a sheet and a kept map must have in common."""


def keep(desk: Desk, mapping: Mapping) -> None:
    """Keep a map for the next sheet with these columns; the one before it is replaced, the oldest make way."""
    with desk.logbook.writing() as writer:
        others = [one for one in _read(writer.setting(SETTING)) if not _same_form(one, mapping)]
        writer.set_setting(SETTING, msgspec.to_builtins([*others, mapping][-MOST_KEPT:]))


def found(desk: Desk, table: Table, guess: Mapping, guesses: tuple[Guess, ...]) -> Mapping | None:
    """Return the newest map that was kept for such a sheet, or None."""
    with desk.logbook.reading() as reader:
        kept = _read(reader.setting(SETTING))
    names = set(table.names)
    fitting = [one for one in kept if one.kind == guess.kind and _is_of(one, names)]
    if not fitting:
        return None
    best = max(enumerate(fitting), key=lambda each: (len(names & set(each[1].columns)), each[0]))[1]
    return _fitted(best, table, guesses)


def _fitted(kept: Mapping, table: Table, guesses: tuple[Guess, ...]) -> Mapping:
    """Return a kept map for the columns of this sheet."""
    columns = {name: kept.columns[name] for name in table.names if name in kept.columns}
    taken = set(columns.values())
    for name, guess in zip(table.names, guesses, strict=True):
        columns.setdefault(name, guess.target if guess.target not in taken else NOTES)
    return msgspec.structs.replace(kept, columns=columns, day_first=_day_first(kept, table))


def _day_first(kept: Mapping, table: Table) -> bool | None:
    """Return the kept order of day and month, unless a column of this sheet shows the other one."""
    other = DayOrder.MONTH_FIRST if kept.day_first else DayOrder.DAY_FIRST
    shown = any(day_order(table.column(place)) is other for place in range(len(table.names)))
    return None if shown else kept.day_first


def _is_of(kept: Mapping, names: set[str]) -> bool:
    """Tell whether a kept map and the columns of a sheet are mostly the same."""
    return len(names & set(kept.columns)) >= KNOWN * max(len(names), len(kept.columns))


def _same_form(one: Mapping, other: Mapping) -> bool:
    return one.kind == other.kind and set(one.columns) == set(other.columns)


def _read(kept: Any) -> list[Mapping]:
    """Return the maps that can still be used; what another version kept and nobody can read is nothing."""
    maps = []
    for one in kept if isinstance(kept, list) else []:
        try:
            maps.append(checked(msgspec.convert(one, Mapping)))
        except (msgspec.ValidationError, FaultyMapError, LookupError):
            continue
    return maps
