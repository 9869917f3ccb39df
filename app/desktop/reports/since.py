"""Since: the notice of a record that was changed after an issued report told of it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.context import Context
from app.desktop.widgets import label
from app.desktop.words import tr
from app.services.reports.checking import ReportedIn, reported_in

NAMED = 3
"""Reports that are named; more are counted."""


class ReportedNotice(QWidget):
    """One line for the editor of a record: which issued reports tell of it as it no longer is; else hidden."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._record = ""
        self.words = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words)
        self.hide()

    def show_record(self, record: str) -> None:
        """Look the record up; an empty id hides the notice."""
        self._record = record
        self.hide()
        if record:
            self._context.ask(lambda desk: (record, reported_in(desk, record)), done=self._told, owner=self)

    def _told(self, answer: tuple[str, tuple[ReportedIn, ...]]) -> None:
        record, found = answer
        if record != self._record:
            return
        since = [one.serial for one in found if one.changed]
        named = ", ".join(since[:NAMED]) + (
            tr(" and {count} more", count=len(since) - NAMED) if since[NAMED:] else ""
        )
        self.words.setText(tr("Changed since {reports}.", reports=named))
        self.setVisible(bool(since))
