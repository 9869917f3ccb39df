"""Sheets page: a spreadsheet is chosen, its columns confirmed, every row tried, and then all of it read or nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout

from app.desktop.context import Context, Tone
from app.desktop.pages import Page
from app.desktop.sheets.columns import ColumnTable
from app.desktop.sheets.fates import Fates, counted
from app.desktop.sheets.writing import SheetWriter
from app.desktop.style import GAP, sizes
from app.desktop.widgets import button, label, row
from app.desktop.words import tr
from app.domain.kinds import ALL
from app.services import sheets_in
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.sheets_in import Guesses, Mapping
from app.services.sheets_views import Sheet, SheetPlan

PATTERN = "Sheets (*.xlsx *.xls *.ods *.csv *.tsv *.txt)"
ORDERS = (
    ("Dates as the column tells", None),
    ("Day first: 3/9 is in September", True),
    ("Month first: 3/9 is in March", False),
)
Opened = tuple[Sheet, Mapping, Guesses]


class SheetsPage(Page):
    """Reads a spreadsheet into records of one kind, and writes records into one."""

    def __init__(self, context: Context, kind: str = "qip") -> None:
        super().__init__(context, title=tr("Spreadsheets"))
        self._opened: Opened | None = None
        self.choose = button(tr("Choose a file…"), self.choose_file)
        self.file = label("", "muted")
        self.kind = _chooser(tr("What its rows are"), [(one.plural, one.kind) for one in ALL], kind)
        self.order = _chooser(
            tr("Order of day and month"), [(tr(words), value) for words, value in ORDERS], None
        )
        self.currency = QLineEdit()
        self.currency.setPlaceholderText(tr("Currency, such as USD"))
        self.currency.setAccessibleName(tr("Currency of amounts that name none"))
        self.currency.setMaxLength(3)
        self.currency.setMinimumWidth(sizes().of(190))
        self.columns = ColumnTable()
        self.notices = label("", "muted", wrap=True)
        self.notices.hide()
        self.fates = Fates(context.theme)
        self.told = label("", "head", wrap=True)
        self.write = button(tr("Write all of it"), self.apply, "primary")
        self.back = button(tr("Back to the columns"), lambda: self._show_step(fates=False))
        self.look = button(tr("See what becomes of each row"), self.try_out, "primary")
        self.kind.currentIndexChanged.connect(lambda _: self._propose())
        self.writer = SheetWriter(context, kind)
        self._lay_out()
        self._show_step(fates=False)

    def choose_file(self) -> None:
        """Ask for a file and open it."""
        files = self.context.files.open_files(self, tr("Read a spreadsheet"), tr(PATTERN))
        if files:
            self.open_file(files[0])

    def open_file(self, path: Path) -> None:
        """Open a file and show its columns with what they are guessed to be."""
        kind = str(self.kind.currentData())
        self.ask(lambda desk: _opened(path, kind), self._show_columns, topic="open")

    def try_out(self) -> None:
        """Try every row without keeping anything, and show what would become of it."""
        if self._opened is None:
            return
        sheet, mapping, guesses = self._opened[0], self._mapping(self._opened[1]), self._opened[2]
        if asked := sheets_in.questions(sheet, mapping):
            self.context.message(asked[0].message.split(" (--")[0] + ".", Tone.WAIT)
            return
        self.look.setEnabled(False)
        self.ask(
            lambda desk: sheets_in.plan(desk, sheet, mapping, guesses),
            self._show_plan,
            failed=self._failed,
            topic="plan",
        )

    def apply(self) -> None:
        """Write all rows, or none."""
        if self._opened is None:
            return
        sheet, mapping, guesses = self._opened[0], self._mapping(self._opened[1]), self._opened[2]
        self.write.setEnabled(False)

        def work(desk: Desk) -> tuple[SheetPlan, Changes]:
            return sheets_in.apply(desk, sheet, mapping, guesses)

        self.ask(work, self._written, failed=self._failed, topic="plan")

    def _propose(self) -> None:
        """Guess again, for another kind of record."""
        if self._opened is not None:
            sheet, kind = self._opened[0], str(self.kind.currentData())
            self._show_columns((sheet, *sheets_in.propose(sheet, kind)))

    def _mapping(self, mapping: Mapping) -> Mapping:
        """Return the mapping as corrected on the page."""
        currency = self.currency.text().strip().upper()
        return msgspec.structs.replace(
            mapping, columns={**mapping.columns, **self.columns.chosen}, day_first=self.order.currentData(),
            currency={**mapping.currency, **({"": currency} if len(currency) == 3 else {})},
        )  # fmt: skip

    def _show_columns(self, opened: Opened) -> None:
        self._opened = opened
        sheet, mapping, guesses = opened
        self.file.setText(tr("{file}: {rows} rows", file=sheet.file, rows=len(sheet.table.rows)))
        self.columns.show_columns(mapping.kind, sheets_in.columns(sheet, mapping, guesses))
        said = "\n".join(sheets_in.notices(sheet))
        self.notices.setText(said)
        self.notices.setVisible(bool(said))
        self._show_step(fates=False)

    def _show_plan(self, plan: SheetPlan) -> None:
        self.fates.show_plan(plan)
        self.told.setText(counted(plan))
        self._show_step(fates=True)
        self.write.setEnabled(not plan.refused and not plan.applied)
        if plan.refused:
            self.told.setText(
                tr("{counted}. Nothing can be written before these rows are mended.", counted=counted(plan))
            )

    def _written(self, answer: tuple[SheetPlan, Changes]) -> None:
        plan, changes = answer
        self._show_plan(plan)
        if plan.applied:
            self.context.broadcast(changes)
            self.context.message(
                tr("Read from {file}: {counted}.", file=plan.file, counted=counted(plan)), Tone.GOOD
            )
            self.write.setEnabled(False)

    def _failed(self, error: Exception) -> None:
        self._show_step(fates=False)
        self.context.report(error)

    def _show_step(self, *, fates: bool) -> None:
        """Show the columns, or what becomes of the rows."""
        self.columns.setVisible(not fates)
        self.look.setVisible(not fates)
        self.look.setEnabled(self._opened is not None)
        for part in (self.fates, self.told, self.write, self.back):
            part.setVisible(fates)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, sizes().of(GAP), 0, sizes().of(GAP))
        whole.setSpacing(sizes().of(GAP))
        whole.addLayout(row(label(tr("Read"), "head"), self.choose, self.kind, self.file, None))
        whole.addLayout(row(self.order, self.currency, None))
        whole.addWidget(self.notices)
        whole.addWidget(self.columns, 1)
        whole.addWidget(self.told)
        whole.addWidget(self.fates, 1)
        whole.addLayout(row(None, self.back, self.look, self.write))
        whole.addWidget(self.writer)


def _opened(path: Path, kind: str) -> Opened:
    sheet = sheets_in.open_sheet(path)
    return (sheet, *sheets_in.propose(sheet, kind))


def _chooser(name: str, choices: list[tuple[str, object]], current: object) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(max(len(words) for words, _ in choices) * 3 // 4)
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, next((place for place, one in enumerate(choices) if one[1] == current), 0)))
    return box
