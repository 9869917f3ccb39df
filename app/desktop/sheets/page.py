"""Sheets page: a spreadsheet is chosen, its columns confirmed, every row tried, and then all of it read or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.context import Context, Tone
from app.desktop.pages import Page
from app.desktop.sheets.asked import Asked, chooser
from app.desktop.sheets.columns import ColumnTable
from app.desktop.sheets.fates import Fates, counted
from app.desktop.sheets.writing import SheetWriter
from app.desktop.style import GAP, sizes
from app.desktop.tasks import Ticket
from app.desktop.widgets import Cut, button, card, column, label, row, waiting_bar
from app.desktop.words import many, tr
from app.domain.kinds import ALL
from app.domain.moments import moment_text
from app.services import sheets_in
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.sheets_in import Guesses, Mapping
from app.services.sheets_views import ColumnView, Question, Sheet, SheetPlan

T = TypeVar("T")
PATTERN = "Sheets (*.xlsx *.xls *.ods *.xlsm *.xlsb *.csv *.tsv *.txt)"
SUFFIXES = tuple(re.findall(r"\.\w+", PATTERN))
HINT = (
    "XLSX, XLS, ODS or CSV, as it came. Nothing is written before you have seen\n"
    "what each column becomes and what would become of each row."
)
_OPTION = re.compile(r" \(--[^)]*\)")


class Opened(msgspec.Struct, frozen=True):
    """An open sheet with the map of its columns, where that came from, and whose records may be brought in."""

    sheet: Sheet
    mapping: Mapping
    guesses: Guesses
    kept: bool
    columns: tuple[ColumnView, ...]
    units: tuple[str, ...]


class SheetsPage(Page):
    """Reads a spreadsheet into records of one kind, and saves records as one."""

    def __init__(self, context: Context, kind: str = "qip") -> None:
        super().__init__(context, title=tr("Spreadsheets"))
        self._path: Path | None = None
        self._opened: Opened | None = None
        self.choose = button(tr("Choose a file…"), self.choose_file)
        self.file = Cut("", "muted")
        self.kind = chooser(tr("What its rows are"), [(one.plural, one.kind) for one in ALL], kind)
        offset = moment_text(context.clock())[len("2026-11-21T12:00:00") :]
        self.asked = Asked(offset)
        self.columns = ColumnTable()
        self.notices = label("", "muted", wrap=True)
        self.fates = Fates(context.theme)
        self.told = label("", "head", wrap=True)
        self.write = button(tr("Write all of it"), self.apply, "primary")
        self.back = button(tr("Back to the columns"), lambda: self._show_step(fates=False))
        self.look = button(tr("See what becomes of each row"), self.try_out, "primary")
        self.leave_it = button(tr("Leave it"), self.close_sheet, "quiet")
        self.under_way = waiting_bar(tr("Going through the rows"))
        self.stop = button(tr("Stop"), self.stop_work)
        self._ticket: Ticket | None = None
        self.empty = self._empty_part()
        self.writer = SheetWriter(context, kind)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show_step(fates=False)

    def choose_file(self) -> None:
        """Ask for a file and open it."""
        files = self.context.files.open_files(self, tr("Read a spreadsheet"), tr(PATTERN))
        if files:
            self.open_file(files[0])

    def open_file(self, path: Path) -> None:
        """Open a file and show its columns with what they are taken to be."""
        self._path = path
        self.asked.begin()
        self._open()

    def close_sheet(self) -> None:
        """Let the open sheet be; nothing of it is kept."""
        self._end_work()
        self._path = self._opened = None
        self.file.say("")
        self._show_step(fates=False)

    def stop_work(self) -> None:
        """Stop going through the rows: nothing of what was under way is written."""
        self._end_work()
        self._show_step(fates=False)
        self.context.message(tr("Stopped. Nothing was written."), Tone.INFO)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a sheet that is dropped; other files go on to the window."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the sheet that was dropped."""
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)

    def try_out(self) -> None:
        """Try every row without keeping anything, and show what would become of it."""
        if self._opened is None:
            return
        opened, unit = self._opened, self.asked.unit.currentData()
        mapping = self._mapping(opened.mapping)

        def work(desk: Desk, ticket: Ticket) -> SheetPlan | tuple[Question, ...]:
            open_ = sheets_in.questions(opened.sheet, mapping)
            return open_ or sheets_in.plan(
                desk, opened.sheet, mapping, opened.guesses, unit=unit, progress=ticket.report
            )

        self._begin_work(work, self._tried)

    def apply(self) -> None:
        """Write all rows, or none."""
        if self._opened is None:
            return
        opened, unit = self._opened, self.asked.unit.currentData()
        mapping = self._mapping(opened.mapping)

        def work(desk: Desk, ticket: Ticket) -> tuple[SheetPlan, Changes]:
            return sheets_in.apply(
                desk, opened.sheet, mapping, opened.guesses, unit=unit, progress=ticket.report
            )

        self._begin_work(work, self._written)

    def _begin_work(self, work: Callable[[Desk, Ticket], T], done: Callable[[T], None]) -> None:
        """Go through the rows on the database lane, and show how far it is; until then only Stop can be chosen."""
        self._end_work()

        def answer(result: T) -> None:
            self._end_work()
            done(result)

        self.under_way.setRange(0, 0)
        for part in (self.look, self.write, self.back, self.leave_it, self.columns, self.asked):
            part.setEnabled(False)
        for each in (self.under_way, self.stop):
            each.show()
        self._ticket = self.context.ask_long(
            work, done=answer, failed=self._failed, owner=self, progress=self._step
        )

    def _step(self, done: int, total: int) -> None:
        self.under_way.setRange(0, total)
        self.under_way.setValue(done)

    def _end_work(self) -> None:
        """Drop what is under way, if anything is, and let everything be chosen again."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        for each in (self.under_way, self.stop):
            each.hide()
        for part in (self.look, self.write, self.back, self.leave_it, self.columns, self.asked):
            part.setEnabled(True)

    def _open(self) -> None:
        """Read the file on the lane for long work: a sheet that means harm holds up nothing else."""
        path = self._path
        if path is None:
            return
        sheet, encoding = str(self.asked.sheet.currentData() or ""), str(self.asked.encoding.currentData())
        self.choose.setEnabled(False)

        def done(opened: Sheet) -> None:
            self.choose.setEnabled(True)
            if path == self._path:
                self._propose(opened)

        def failed(error: Exception) -> None:
            self.choose.setEnabled(True)
            self.context.report(error)

        self.context.long.run(
            lambda: sheets_in.open_sheet(path, sheet, encoding), done=done, failed=failed, owner=self
        )

    def _propose(self, sheet: Sheet, *, anew: bool = False) -> None:
        """Ask what the columns are: as in the last sheet of this form, or as guessed."""
        kind = str(self.kind.currentData())
        self.ask(lambda desk: _proposed(desk, sheet, kind, anew=anew), self._show_columns, topic="open")

    def _propose_again(self, *, anew: bool = False) -> None:
        if self._opened is not None:
            self._propose(self._opened.sheet, anew=anew)

    def _mapping(self, mapping: Mapping) -> Mapping:
        """Return the mapping as corrected on the page."""
        corrected = msgspec.structs.replace(mapping, columns={**mapping.columns, **self.columns.chosen})
        return self.asked.on(corrected)

    def _show_columns(self, opened: Opened) -> None:
        self._opened = opened
        sheet, mapping = opened.sheet, opened.mapping
        self.file.say(f"{sheet.file}: {many(len(sheet.table.rows), 'row', 'rows')}")
        self.columns.show_columns(mapping.kind, opened.columns)
        self.asked.show_sheet(sheet, mapping, opened.units, kept=opened.kept)
        said = [_for_window(words) for words in sheets_in.notices(sheet)]
        said += [tr("The columns are set as in the last sheet of this form.")] if opened.kept else []
        self.notices.setText("\n".join(said))
        self._show_step(fates=False)

    def _tried(self, answer: SheetPlan | tuple[Question, ...]) -> None:
        if isinstance(answer, SheetPlan):
            self._show_plan(answer)
            return
        self._show_step(fates=False)
        self.asked.ask(answer[0])
        # One answer serves every column.
        first = {question.code: _for_window(question.message) for question in reversed(answer)}
        self.context.message(" ".join(first.values()), Tone.WAIT)

    def _show_plan(self, plan: SheetPlan) -> None:
        said = counted(plan)
        if plan.refused:
            said = tr("{counted}. Nothing can be written before these rows are mended.", counted=said)
        hidden = self.fates.show_plan(plan)
        if hidden:
            said += " " + tr(
                "({count} more rows are not listed; those that need a look come first.)", count=hidden
            )
        self.told.setText(said)
        self._show_step(fates=True)
        self.write.setEnabled(not plan.refused and not plan.applied)

    def _written(self, answer: tuple[SheetPlan, Changes]) -> None:
        plan, changes = answer
        self._show_plan(plan)
        if plan.applied:
            self.context.broadcast(changes)
            words = tr("Read from {file}: {counted}.", file=plan.file, counted=counted(plan))
            self.context.message(words, Tone.GOOD)

    def _failed(self, error: Exception) -> None:
        self._end_work()
        self._show_step(fates=False)
        self.context.report(error)

    def _show_step(self, *, fates: bool) -> None:
        """Show the hint, the columns, or what becomes of the rows."""
        open_ = self._opened is not None
        self.empty.setVisible(not open_)
        self.writer.setVisible(not open_)
        self.leave_it.setVisible(open_)
        confirming: tuple[QWidget, ...] = (self.asked, self.columns, self.look)
        trying: tuple[QWidget, ...] = (self.fates, self.told, self.write, self.back)
        for part in confirming:
            part.setVisible(open_ and not fates)
        self.look.setEnabled(open_)
        self.notices.setVisible(open_ and not fates and bool(self.notices.text()))
        for part in trying:
            part.setVisible(fates)

    def _empty_part(self) -> QWidget:
        words = label(tr("Choose a spreadsheet, or drop it here"), "large")
        for each in (words, hint := label(tr(HINT), "muted", wrap=True)):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return card(column(None, words, hint, None))

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _: self._propose_again())
        self.asked.reopen_wanted.connect(self._open)
        self.asked.guess_wanted.connect(lambda: self._propose_again(anew=True))

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, sizes().of(GAP), 0, sizes().of(GAP))
        whole.setSpacing(sizes().of(GAP))
        head = row(label(tr("Read"), "head"), self.choose, label(tr("as"), "muted"), self.kind, self.file)
        head.setStretchFactor(self.file, 1)
        whole.addLayout(head)
        whole.addWidget(self.asked)
        whole.addWidget(self.notices)
        whole.addWidget(self.empty, 1)
        whole.addWidget(self.columns, 1)
        whole.addWidget(self.told)
        whole.addWidget(self.fates, 1)
        whole.addLayout(row(self.under_way, self.stop, None, self.leave_it, self.back, self.look, self.write))
        whole.addWidget(self.writer)


def _proposed(desk: Desk, sheet: Sheet, kind: str, *, anew: bool) -> Opened:
    mapping, guesses, kept = (
        (*sheets_in.propose(sheet, kind), False) if anew else sheets_in.proposed(desk, sheet, kind)
    )
    return Opened(
        sheet, mapping, guesses, kept, sheets_in.columns(sheet, mapping, guesses), _units_below(desk)
    )


def _units_below(desk: Desk) -> tuple[str, ...]:
    """Return the units below this one, whose records a headquarters may bring in."""
    own = desk.standing.unit
    if desk.book is None or not own:
        return ()
    return tuple(sorted({entry.unit for entry in desk.book.entries if entry.unit.startswith(f"{own}/")}))


def _dropped(event: QDropEvent) -> Path | None:
    """Return the one sheet that is dropped, or None."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in SUFFIXES else None


def _for_window(words: str) -> str:
    """Return a sentence without the options of the command line."""
    return tr(_OPTION.sub("", words))
