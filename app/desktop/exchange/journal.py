"""Journal: every bundle that came and went, through whose hands, and the way to take the latest import out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desktop.context import Context
from app.desktop.exchange.facts import Facts, Row
from app.desktop.exchange.reasons import told
from app.desktop.exchange.undo import take_out
from app.desktop.exchange.wordings import counts_words, day_words, file_name, outcome_words
from app.desktop.widgets import button, column, label, row
from app.desktop.words import tr

COLUMNS = ("When", "Way", "File", "What", "Who", "By", "Outcome")
FILE = 2


class Journal(QWidget):
    """The table of bundles, and Undo for the last one that brought records."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.table = Facts(tr("Journal"), COLUMNS, 3, context.theme, wraps=True)
        self.hint = label("", "muted", wrap=True)
        self.undo = button(tr("Take the last import out again"), self.take_out)
        top = row(self.hint, self.undo)
        top.setStretch(0, 1)
        self.setLayout(column(top, self.table))

    def show_entries(self, entries: Sequence[Mapping[str, Any]], undoable: str) -> None:
        """Show the lines, newest first; `undoable` names the file whose import can be taken out, or is empty."""
        now = self.context.clock()
        self.table.show_rows([_row(entry, now) for entry in entries])
        for place, entry in enumerate(entries):
            if (cell := self.table.item(place, FILE)) is not None:
                cell.setToolTip(_custody(entry))
        self.undo.setEnabled(bool(undoable))
        self.hint.setText(
            tr("{file} can be taken out as a whole as long as nothing was built on it.", file=undoable)
            if undoable
            else tr("There is no import to take out.")
        )

    def take_out(self) -> None:
        """Take out what the last import brought."""
        self.undo.setEnabled(False)
        take_out(self.context, failed=self._refused)

    def _refused(self, error: Exception) -> None:
        self.undo.setEnabled(True)
        self.context.report(error)


def _row(entry: Mapping[str, Any], now: datetime) -> Row:
    words, tone = outcome_words(str(entry["outcome"]), planned=False)
    incoming = entry["direction"] == "in"
    what = counts_words(entry["counts"]) if isinstance(entry["counts"], dict) and incoming else ""
    if not what:
        what = " ".join(dict.fromkeys(told(reason, now) for reason in entry["reasons"]))
    return (
        day_words(str(entry["at"]), now),
        tr("in") if incoming else tr("out"),
        file_name(str(entry["file"])),
        what,
        str(entry["unit_name"] or ""),
        str(entry["officer"] or ""),
        words if incoming else tr("written"),
    ), tone


def _custody(entry: Mapping[str, Any]) -> str:
    """Say where a file lay and its digest, to be compared with what somebody else holds."""
    said = [str(entry["path"] or entry["file"])]
    if entry["digest"]:
        said.append(f"SHA-256 {entry['digest']}")
    return "\n".join(said)
