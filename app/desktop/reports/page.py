"""Reports page: write sitreps beside their live pages, issue them, look at what was issued, make other reports."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QTabBar, QVBoxLayout, QWidget

from app.desktop.context import Context, Tone
from app.desktop.editors.releasing import ReleaseView
from app.desktop.pages import Page
from app.desktop.reports.due import Due
from app.desktop.reports.issued import IssuedReports
from app.desktop.reports.others import Others
from app.desktop.reports.paper import Paper
from app.desktop.reports.writing import Writing
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, column, label, row
from app.desktop.words import tr
from app.services import attachments, sitreps
from app.services.desks import Desk
from app.services.releasing import ReleaseReview, sitrep_review
from app.services.reports.making import Made, make
from app.services.reports.previous import Previous, last_words
from app.services.reports.schedule import Deadline, deadlines
from app.services.sitreps import Composed, Issued
from app.services.targets import check_file, write_file
from app.services.views import RecordView

PAUSE = 500
PDF = ".pdf"
"""Milliseconds after the last key before the pages are made again."""
KINDS = (
    "sitrep", "meeting", "follow_up", "qip", "project", "visit", "organisation", "support_request", "note",
    "mission_settings",
)  # fmt: skip
WRITE, ISSUED, OTHERS = range(3)
Answer = tuple[Composed, tuple[str, ...], tuple[Deadline, ...]]


class ReportsPage(Page):
    """Situation reports, and every other report."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Reports"), kinds=KINDS)
        self.writing = Writing(context.clock().date())
        self.others = Others()
        self.due = Due()
        self.due.wanted.connect(self.writing.cover)
        self.paper = Paper(context.theme)
        tip = tr("Number it, keep it, save the file")
        self.issue = button(tr("Issue…"), self.issue_report, "primary", tip=tip)
        self.copy = button(tr("Save a copy…"), self.save_copy)
        self.issued_list = IssuedReports(context)
        self.issued = self.issued_list.table
        self.issued_list.chosen.connect(self._show_issued)
        self.issued_list.correcting.connect(self._correct)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(tr("Reports"))
        for name in ("Write", "Issued", "Other reports"):
            self.tabs.addTab(tr(name))
        self.tabs.currentChanged.connect(self.show_tab)
        self._marking = ""
        self._made = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.reload)
        self.writing.changed.connect(lambda: self._pause.start())
        self.writing.reuse.connect(self._reuse)
        self.writing.review.connect(self._review)
        self.others.changed.connect(lambda: self._pause.start())
        self._lay_out()

    @property
    def marking(self) -> str:
        """The marking of the report that is shown."""
        return self._marking

    def reload(self) -> None:
        """Compose the report that is being looked at again on the database lane, then make its pages."""
        if self.tabs.currentIndex() == OTHERS:
            self._make_other()
            return
        wanted, now = self.writing.ask(), self.context.clock()

        def compose(desk: Desk) -> Answer:
            return sitreps.compose(desk, wanted), _units(desk), deadlines(desk, now)

        self.ask(compose, self._composed)
        self.issued_list.reload()

    def show_tab(self, number: int) -> None:
        """Show the report that is being written, those that were issued, or the other reports."""
        self.writing.setVisible(number == WRITE)
        self.issue.setVisible(number == WRITE)
        self.due.setVisible(number == WRITE)
        self.issued_list.setVisible(number == ISSUED)
        self.others.setVisible(number == OTHERS)
        self.copy.setVisible(number != WRITE)
        self._mark("")
        self.paper.clear(tr("The pages appear here."))
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
            check_file(out, PDF)
            done = sitreps.issue(desk, wanted)
            write_file(out, done.pdf, PDF)
            return done

        self.ask(issue, lambda done: self._issued(done, out), failed=self._not_issued, topic="issue")

    def save_copy(self) -> None:
        """Write the report that is shown to a file."""
        data, name = self.paper.bytes, self._name()
        if not data:
            return
        out = self.context.files.save_file(self, tr("Save a copy"), name, tr("PDF (*.pdf)"))
        if out is not None:
            self.context.long.run(
                lambda: write_file(out, data, PDF),
                done=lambda _: self.context.message(tr("Saved {name}.", name=out.name), Tone.GOOD),
                failed=self.context.report,
                owner=self,
            )

    def _name(self) -> str:
        if self.tabs.currentIndex() == ISSUED:
            report = self.issued_list.report()
            return f"{report.serial}.pdf" if report else ""
        subject = self.others.subject.text().strip().replace("/", "-")
        if "=" in subject:
            subject = "" if self.others.partners.isChecked() else subject.replace("=", "-")
        return "-".join(part for part in (self.others.name, subject) if part) + ".pdf"

    def _composed(self, answer: Answer) -> None:
        composed, units, owed = answer
        desk = self.context.desk
        self.writing.offer_units(units, desk.identity.unit or "" if desk else "")
        self.writing.choosing.offer(composed.offered)
        self.due.show_deadlines(owed, self.context.clock())
        if self.tabs.currentIndex() == WRITE and desk is not None:
            self._mark(composed.statement.marking)
            self._make(desk, composed)

    def _make(self, desk: Desk, composed: Composed) -> None:
        self._made += 1
        number = self._made

        def made(pdf: bytes) -> None:
            if number == self._made and self.tabs.currentIndex() == WRITE:
                self.paper.show_pdf(pdf)

        self.context.long.run(
            lambda: sitreps.render(desk, composed), done=made, failed=self.context.report, owner=self
        )

    def _make_other(self) -> None:
        if not self.others.ready:
            self.paper.clear(tr("Say which record the report is made of."))
            return
        wanted = self.others.wanted()
        self.ask(lambda desk: make(desk, wanted), self._show_other, failed=self._no_other, topic="other")

    def _show_other(self, made: Made) -> None:
        if self.tabs.currentIndex() == OTHERS:
            self._mark(made.statement.marking)
            self.paper.show_pdf(made.pdf)

    def _no_other(self, error: Exception) -> None:
        """A serial that is half typed is no fault worth a banner; the sentence stands in place of the pages."""
        self.paper.clear(str(error))

    def _review(self) -> None:
        """Show the words over the window as partners would read them."""
        words, held = self.writing.words(), self.writing.released_texts
        self.ask(lambda desk: sitrep_review(desk, words, held), self._show_review, topic="review")

    def _show_review(self, review: ReleaseReview) -> None:
        ReleaseView(self.context, self.window(), review, self.writing.confirm)

    def _reuse(self) -> None:
        kind = self.writing.ask().type
        self.ask(lambda desk: last_words(desk, kind), self._take, topic="reuse")

    def _take(self, last: Previous | None) -> None:
        if last is None:
            self.context.message(tr("No report of this type was issued here yet."))
            return
        self.writing.take(last)
        self.context.message(
            tr("Filled in the words of {serial}; change what has changed.", serial=last.serial)
        )

    def _correct(self, report: RecordView) -> None:
        self.writing.correct(report.serial)
        self.tabs.setCurrentIndex(WRITE)

    def _issued(self, done: Issued, out: Path) -> None:
        self.issue.setEnabled(True)
        self.writing.clear()
        said = tr("Issued as {serial}; the file is {name}.", serial=done.serial, name=out.name)
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(done.changes)

    def _not_issued(self, error: Exception) -> None:
        self.issue.setEnabled(True)
        self.context.report(error)

    def _show_issued(self, report: RecordView | None) -> None:
        if self.tabs.currentIndex() != ISSUED:
            return
        files = report.fields.get("attachments") or [] if report else []
        if not files:
            self.paper.clear(tr("Nothing is issued yet. Write the weekly sitrep and issue it."))
            return
        self._mark(str(report.fields.get("marking") or "") if report else "")
        digest = str(files[0]["sha256"])
        self.ask(lambda desk: attachments.read(desk, digest), self._show_file, topic="issued")

    def _show_file(self, data: bytes) -> None:
        if self.tabs.currentIndex() == ISSUED:
            self.paper.show_pdf(data)

    def _mark(self, marking: str) -> None:
        self._marking = marking
        self.marked.emit()

    def _lay_out(self) -> None:
        left = QWidget()
        left.setLayout(column(self.due, self.writing, self.issued_list, self.others))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(sizes().of(SMALL))
        halves.addWidget(left)
        halves.addWidget(self.paper)
        halves.setSizes([sizes().of(520), sizes().of(580)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, WIDE)))
        whole.setSpacing(sizes().of(GAP))
        whole.addLayout(row(label(self.title, "title"), None, self.tabs, None, self.copy, self.issue))
        whole.addWidget(halves, 1)
        for hidden in (self.issued_list, self.others, self.copy):
            hidden.hide()


def _units(desk: Desk) -> tuple[str, ...]:
    book = desk.book
    own = (desk.identity.unit,) if desk.identity.unit else ()
    return tuple(sorted({entry.unit for entry in book.entries})) if book else own
