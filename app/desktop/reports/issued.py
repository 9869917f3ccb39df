"""Issued: the reports that were issued, and which records have changed since one of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.context import Context
from app.desktop.exchange.facts import Facts, Row
from app.desktop.exchange.wordings import day_words
from app.desktop.style import SMALL, sizes
from app.desktop.widgets import button, label, row
from app.desktop.words import many, tr
from app.services import records
from app.services.desks import Desk
from app.services.reports.checking import ChangedRecord, changed_since
from app.services.showing import signed
from app.services.views import RecordView

MOST = 200
ISSUED = (("issued_at", "filled", None),)


class IssuedReports(QWidget):
    """A table of issued reports above what changed since; `chosen` gives the report that is looked at."""

    chosen = Signal(object)
    correcting = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._reports: tuple[RecordView, ...] = ()
        self.table = Facts(tr("Issued"), ("Serial", "Title", "By", "Issued"), 1, context.theme)
        self.table.currentCellChanged.connect(lambda *_: self._choose())
        self.changes = label("", "muted", wrap=True)
        self.changed = Facts(tr("Changed since"), ("Serial", "Title", "By"), 1, context.theme)
        self.changed.cellActivated.connect(lambda place, _: self._open(place))
        self.correct = button(tr("Correct this report"), self._correct)
        self._listed: tuple[ChangedRecord, ...] = ()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        whole.addWidget(self.table, 3)
        whole.addLayout(row(self.changes, None, self.correct))
        whole.addWidget(self.changed, 2)
        self.changed.hide()

    def reload(self) -> None:
        """Ask for the issued reports again."""

        def look(desk: Desk) -> tuple[RecordView, ...]:
            return records.page(desk, "sitrep", where=ISSUED, order=("issued_at", True), limit=MOST)

        self._context.ask(look, done=self._found, owner=self)

    def report(self) -> RecordView | None:
        """Return the report that is looked at: the chosen one, else the newest."""
        place = max(0, self.table.currentRow())
        return self._reports[place] if place < len(self._reports) else None

    def _found(self, reports: tuple[RecordView, ...]) -> None:
        now = self._context.clock()
        same = [one.id for one in reports] == [one.id for one in self._reports]
        self._reports = reports
        if not same or self.table.rowCount() != len(reports):
            self.table.show_rows([_row(one, day_words(one.fields.get("issued_at"), now)) for one in reports])
        self._choose()

    def _choose(self) -> None:
        report = self.report()
        self.correct.setEnabled(report is not None)
        self.chosen.emit(report)
        if report is None:
            self.changes.setText("")
            self.changed.hide()
            return
        self._context.ask(lambda desk: changed_since(desk, report.id), done=self._told, owner=self)

    def _told(self, changed: tuple[ChangedRecord, ...]) -> None:
        self._listed = changed
        said = many(len(changed), "record has changed since", "records have changed since")
        self.changes.setText(said if changed else tr("No record has changed since it was issued."))
        self.changed.show_rows([((one.serial or one.id, one.title, one.by), "") for one in changed])
        self.changed.setVisible(bool(changed))

    def _open(self, place: int) -> None:
        one = self._listed[place]
        if not one.missing:
            self._context.open_record(one.kind, one.id)

    def _correct(self) -> None:
        if (report := self.report()) is not None:
            self.correcting.emit(report)


def _row(report: RecordView, issued: str) -> Row:
    by = signed(report, "prepared_by", str(report.fields.get("prepared_by") or ""))
    return (report.serial, report.title, by, issued), ""
