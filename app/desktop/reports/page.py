"""Reports page: write the weekly sitrep beside its live pages, issue it, and look at what was issued."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QTabBar, QVBoxLayout, QWidget

from app.desktop.context import Context, Tone
from app.desktop.exchange.facts import Facts, Row
from app.desktop.exchange.wordings import day_words
from app.desktop.pages import Page
from app.desktop.reports.paper import Paper
from app.desktop.reports.writing import Writing
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, column, label, row
from app.desktop.words import tr
from app.services import attachments, records, sitreps
from app.services.desks import Desk
from app.services.sitreps import Composed, Issued
from app.services.views import RecordView

PAUSE = 500
"""Milliseconds after the last key before the pages are made again."""
MOST = 200
ISSUED = (("issued_at", "filled", None),)
Answer = tuple[Composed, tuple[RecordView, ...], tuple[str, ...]]


class ReportsPage(Page):
    """Situation reports."""

    def __init__(self, context: Context) -> None:
        kinds = ("sitrep", "meeting", "follow_up", "qip", "project", "visit", "organisation")
        super().__init__(context, title=tr("Reports"), kinds=kinds)
        self.writing = Writing(context.clock().date())
        self.paper = Paper(context.theme)
        self.issue = button(
            tr("Issue…"), self.issue_report, "primary", tip=tr("Number it, keep it, save the file")
        )
        self.copy = button(tr("Save a copy…"), self.save_copy)
        self.copy.hide()
        self.issued = Facts(tr("Issued"), ("Serial", "Title", "By", "Issued"), 1, context.theme)
        self.issued.currentCellChanged.connect(lambda *_: self._show_issued())
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Reports"))
        for name in ("Weekly sitrep", "Issued"):
            self.tabs.addTab(tr(name))
        self.tabs.currentChanged.connect(self.show_tab)
        self._reports: tuple[RecordView, ...] = ()
        self._marking = ""
        self._made = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.reload)
        self.writing.changed.connect(lambda: self._pause.start())
        self._lay_out()

    @property
    def marking(self) -> str:
        """The marking of the report that is shown."""
        return self._marking

    def reload(self) -> None:
        """Compose the report again on the database lane, then make its pages on the other."""
        wanted = self.writing.ask()

        def compose(desk: Desk) -> Answer:
            issued = records.page(desk, "sitrep", where=ISSUED, order=("issued_at", True), limit=MOST)
            return sitreps.compose(desk, wanted), issued, _units(desk)

        self.ask(compose, self._composed)

    def show_tab(self, number: int) -> None:
        """Show the report that is being written, or those that were issued."""
        self.writing.setVisible(number == 0)
        self.issue.setVisible(number == 0)
        self.issued.setVisible(number == 1)
        self.copy.setVisible(number == 1)
        self.reload()

    def issue_report(self) -> None:
        """Ask where the file goes, then number, keep and write the report."""
        wanted = self.writing.ask()
        name = f"sitrep-{wanted.until.isoformat()}.pdf"
        out = self.context.files.save_file(self, tr("Issue the report"), name, tr("PDF (*.pdf)"))
        if out is None:
            return
        self.issue.setEnabled(False)

        def issue(desk: Desk) -> Issued:
            done = sitreps.issue(desk, wanted)
            out.write_bytes(done.pdf)
            return done

        self.ask(issue, lambda done: self._issued(done, out), failed=self._not_issued, topic="issue")

    def save_copy(self) -> None:
        """Write the issued report that is shown to a file."""
        report = self._chosen()
        data = self.paper.bytes
        if report is None or not data:
            return
        out = self.context.files.save_file(
            self, tr("Save a copy"), f"{report.serial}.pdf", tr("PDF (*.pdf)")
        )  # fmt: skip
        if out is not None:
            self.context.long.run(
                lambda: out.write_bytes(data),
                done=lambda _: self.context.message(tr("Saved {name}.", name=out.name), Tone.GOOD),
                failed=self.context.report,
                owner=self,
            )

    def _composed(self, answer: Answer) -> None:
        composed, self._reports, units = answer
        desk = self.context.desk
        self.writing.offer_units(units, desk.identity.unit or "" if desk else "")
        now = self.context.clock()
        self.issued.show_rows(
            [_row(one, day_words(one.fields.get("issued_at"), now)) for one in self._reports]
        )
        self._mark(composed.content.marking)
        if self.tabs.currentIndex() == 0:
            self._make(composed)
        else:
            self._show_issued()

    def _make(self, composed: Composed) -> None:
        self._made += 1
        number = self._made

        def made(pdf: bytes) -> None:
            if number == self._made and self.tabs.currentIndex() == 0:
                self.paper.show_pdf(pdf)

        desk = self.context.desk
        if desk is not None:
            self.context.long.run(
                lambda: sitreps.render(desk, composed), done=made, failed=self.context.report, owner=self
            )

    def _issued(self, done: Issued, out: Path) -> None:
        self.issue.setEnabled(True)
        self.writing.clear()
        said = tr("Issued as {serial}; the file is {name}.", serial=done.serial, name=out.name)
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(done.changes)

    def _not_issued(self, error: Exception) -> None:
        self.issue.setEnabled(True)
        self.context.report(error)

    def _chosen(self) -> RecordView | None:
        place = max(0, self.issued.currentRow())
        return self._reports[place] if place < len(self._reports) else None

    def _show_issued(self) -> None:
        if self.tabs.currentIndex() != 1:
            return
        report = self._chosen()
        files = report.fields.get("attachments") or [] if report else []
        if not files:
            self.paper.clear(tr("Nothing is issued yet. Write the weekly sitrep and issue it."))
            return
        self._mark(str(report.fields.get("marking") or "") if report else "")
        digest = str(files[0]["sha256"])
        self.ask(lambda desk: attachments.read(desk, digest), self._show_file, topic="issued")

    def _show_file(self, data: bytes) -> None:
        if self.tabs.currentIndex() == 1:
            self.paper.show_pdf(data)

    def _mark(self, marking: str) -> None:
        self._marking = marking
        self.marked.emit()

    def _lay_out(self) -> None:
        left = QWidget()
        left.setLayout(column(self.writing, self.issued))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(sizes().of(SMALL))
        halves.addWidget(left)
        halves.addWidget(self.paper)
        halves.setSizes([sizes().of(480), sizes().of(620)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, WIDE)))
        whole.setSpacing(sizes().of(GAP))
        whole.addLayout(row(label(self.title, "title"), None, self.tabs, None, self.copy, self.issue))
        whole.addWidget(halves, 1)
        self.issued.hide()


def _units(desk: Desk) -> tuple[str, ...]:
    book = desk.book
    own = (desk.identity.unit,) if desk.identity.unit else ()
    return tuple(sorted({entry.unit for entry in book.entries})) if book else own


def _row(report: RecordView, issued: str) -> Row:
    return (report.serial, report.title, str(report.fields.get("prepared_by") or ""), issued), ""
