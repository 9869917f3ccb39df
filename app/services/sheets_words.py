"""Sheets in words: why a file was not read, what of it was not read, what must be asked, and what becomes of a row."""

from __future__ import annotations

from collections.abc import Mapping

from app.sheets.tables import Notice, SheetError

WHY: Mapping[str, str] = {
    "BlankFileError": "Not one byte is in it; copy or send it again.",
    "NotASheetError": "It is no sheet: XLSX, XLS, ODS and delimited text (CSV) can be read.",
    "DamagedSheetError": "It is damaged, or of a kind that cannot be read; save it again where it came from.",
    "LockedSheetError": "It is protected by a password; save it without one first.",
    "HostileSheetError": "It unpacks to far more than it holds or defines entities; no spreadsheet program does that.",
    "TooLargeSheetError": "It is larger than can be read; copy the rows that matter into a new sheet.",
    "NoSuchEncodingError": "There is no text encoding called {names}.",
    "EmptySheetError": "It holds no row below a header.",
    "NoSuchSheetError": "It has no sheet of that name; it has {names}.",
}  # fmt: skip
NOTICES: Mapping[str, str] = {
    "encoding": "The text was read as {name}; if letters are wrong, say which encoding it has (--encoding).",
    "bytes_not_read": "Only the first {megabytes} MB were read; what follows was not.",
    "lines_not_read": "{rows} lines beyond row {limit} were not read.",
    "rows_not_read": "{rows} rows beyond row {limit} were not read.",
    "columns_not_read": "Columns beyond the first {limit} were not read.",
    "cells_cut": "{rows} texts are longer than {limit} characters; only that much of them was read.",
    "far_cells": "{cells} cells far from the rest (beyond row {rows} or column {columns}) were not read.",
    "other_sheets": "Read was the sheet “{read}”; these were not: {others}.",
    "above_header": "Above the header stands, and was not read: {text}",
}  # fmt: skip
DAY_ORDER = (
    "In column “{column}” a date such as {example} may mean two days. Say whether the day or the month comes first "
    "(--day-first or --month-first)."
)
CURRENCY = (
    "The amounts in column “{column}” name no currency. Say which it is (--currency USD), "
    "or map the column to notes."
)
FATES: Mapping[str, str] = {
    "new": "new",
    "changes": "changes a record",
    "same": "nothing new",
    "joined": "belongs to the row {with_row}",
    "refused": "cannot be taken",
}


def why(error: SheetError) -> str:
    """Return the sentence of why a file was not read."""
    return WHY.get(type(error).__name__, "It cannot be read.").format(names=str(error)[:300])


def notice_words(notice: Notice) -> str:
    """Return the sentence of a notice."""
    return NOTICES[notice.code].format(**notice.params)
