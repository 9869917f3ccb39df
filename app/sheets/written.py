"""Written sheets: the columns and rows that are to become a file."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from app.sheets.tables import Cell

TEXT, NUMBER, AMOUNT, DATE, MOMENT = "text", "number", "amount", "date", "moment"


class Column(msgspec.Struct, frozen=True):
    """One column: its header, HXL tag, form (`text`, `number`, `amount`, `date`, `moment` in UTC) and usual width."""

    header: str
    tag: str = ""
    form: str = TEXT
    width: int = 12


class Written(msgspec.Struct, frozen=True):
    """One sheet to write; its rows are taken once and never held together."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
