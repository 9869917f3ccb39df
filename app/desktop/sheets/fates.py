"""Sheet fates: what would become, or became, of each row of a sheet, those that need a look first."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHeaderView

from app.desktop.exchange.facts import Facts, Row
from app.desktop.style import Theme
from app.desktop.words import many, tr
from app.domain.kinds import fields_of
from app.services.sheets_views import CHANGES, JOINED, NEW, REFUSED, SAME, RowFate, SheetPlan

FATES = {
    NEW: "new",
    CHANGES: "changes a record",
    SAME: "nothing new",
    JOINED: "belongs to row {row}",
    REFUSED: "refused",
}
MOST_SHOWN = 2_000
"""Rows that are listed; more would hold up the window, and nobody reads them."""
TONES = {NEW: "good", CHANGES: "info", SAME: "", JOINED: "", REFUSED: "bad"}


class Fates(Facts):
    """One row of words for each row of the sheet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Rows of the sheet"), ("Row", "Record", "Remark", "What becomes of it"), 2, theme)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def show_plan(self, plan: SheetPlan) -> int:
        """Show the fate of each row: refused ones first, then those whose words went to the notes.

        Returns how many rows are not listed for want of room.
        """
        ordered = sorted(plan.rows, key=lambda fate: (not fate.faults, not fate.kept, fate.row))
        labels = {name: field.label for name, field in fields_of(plan.kind).items()}
        rows = [_row(fate, labels) for fate in ordered[:MOST_SHOWN]]
        self.show_rows(rows)
        self.setColumnHidden(2, not any(words[2] for words, _ in rows))
        return len(ordered) - len(rows)


def _row(fate: RowFate, labels: Mapping[str, str]) -> Row:
    said = [f"{tr(labels.get(fault.field, fault.field))}: {fault.message}" for fault in fate.faults]
    if fate.fate == CHANGES:
        said.append(", ".join(tr(labels.get(name, name)) for name in fate.fields))
    if fate.kept and not fate.faults:
        said.append(tr("kept in the notes: {columns}", columns=", ".join(fate.kept)))
    remark = "; ".join(said)
    words = tr(FATES[fate.fate], row=fate.with_row) if fate.fate == JOINED else tr(FATES[fate.fate])
    return (str(fate.row), fate.title or "–", remark, words), TONES[fate.fate]


def counted(plan: SheetPlan) -> str:
    """Return how many rows have which fate, in words."""
    words = {
        NEW: ("new record", "new records"), CHANGES: ("changed record", "changed records"),
        SAME: ("row with nothing new", "rows with nothing new"),
        JOINED: ("row that belongs to another", "rows that belong to another"),
        REFUSED: ("refused row", "refused rows"),
    }  # fmt: skip
    return ", ".join(many(plan.counts[fate], *pair) for fate, pair in words.items() if plan.counts.get(fate))
