"""Offering: the reports of one record, for a button in its editor or list."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.desktop.context import Context, Tone
from app.desktop.words import tr
from app.domain.audiences import PARTNERS
from app.domain.policy.release import readable
from app.domain.records import Record
from app.services.desks import Desk
from app.services.reports.making import Wanted, make, reports_of
from app.services.targets import write_file

COMMON = Record.__fields__.keys()


class ReportButton(QPushButton):
    """A button that writes a report of the record at hand; hidden for kinds that have none.

    `review_wanted` asks to look at what partners would read of it.
    """

    review_wanted = Signal()

    def __init__(self, context: Context, owner: QWidget) -> None:
        super().__init__(tr("Report…"))
        self._context = context
        self._owner = owner
        self._record = ("", "")
        self.setToolTip(tr("Write a report of this record as a PDF"))
        self.setMenu(QMenu(self))
        self.hide()

    def show_record(self, kind: str, serial: str) -> None:
        """Offer the reports of a saved record; nothing for one that has no serial yet."""
        offered = reports_of(kind) if serial else ()
        self._record = (kind, serial)
        menu = self.menu()
        menu.clear()
        for name, title in offered:
            action = QAction(tr(title), menu)
            action.triggered.connect(lambda _=False, name=name: self._write(name))
            menu.addAction(action)
        if any(readable(kind, PARTNERS).keys() - COMMON):
            menu.addSeparator()
            review = QAction(tr("Review for partners…"), menu)
            review.triggered.connect(lambda _=False: self.review_wanted.emit())
            menu.addAction(review)
        self.setVisible(bool(offered))

    def _write(self, name: str) -> None:
        write_report(self._context, self._owner, Wanted(report=name, subject=self._record[1]))


def write_report(context: Context, owner: QWidget, wanted: Wanted) -> None:
    """Ask where the file goes, then make the report and write it, on the lanes of the context."""
    name = "-".join(part for part in (wanted.report, wanted.subject.replace("/", "-")) if part)
    out = context.files.save_file(owner, tr("Save the report"), f"{name}.pdf", tr("PDF (*.pdf)"))
    if out is None:
        return

    def work(desk: Desk) -> Path:
        write_file(out, make(desk, wanted).pdf, ".pdf")
        return out

    def done(path: Path) -> None:
        context.message(tr("Saved {name}.", name=path.name), Tone.GOOD)

    context.ask(work, done=done, owner=owner)
