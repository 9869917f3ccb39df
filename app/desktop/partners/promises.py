"""Promises page: the ledger of what we and our partners owe each other, by counterpart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.desktop.context import Context
from app.desktop.lists.filters import toggle
from app.desktop.pages import Page
from app.desktop.partners.table import Column, FiguresModel, FiguresView
from app.desktop.widgets import column, label, row
from app.desktop.words import many, tr
from app.services.promises import LedgerRow, Tally, ledger

if TYPE_CHECKING:
    from app.services.desks import Desk


class PromisesPage(Page):
    """The promise ledger. `counted` says how many promises are open and how many of them overdue."""

    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Promises"), kinds=("follow_up", "organisation"))
        self.found: tuple[LedgerRow, ...] = ()
        self.model = FiguresModel(COLUMNS, context.theme)
        self.view = FiguresView(self.model, tr("Promise ledger"))
        self.view.wanted.connect(self._open)
        self.overdue = toggle(tr("Overdue"), tr("Only counterparts with a promise past its date"))
        self.we_owe = toggle(tr("We owe"), tr("Only counterparts to whom we owe something"))
        for chip in (self.overdue, self.we_owe):
            chip.toggled.connect(lambda _: self._show())
        self._lay_out()

    def reload(self) -> None:
        """Ask for the ledger anew."""
        today = self.context.clock().date()

        def work(desk: Desk) -> tuple[LedgerRow, ...]:
            return ledger(desk, today=today)

        self.ask(work, self._take)

    def _take(self, found: tuple[LedgerRow, ...]) -> None:
        self.found = found
        self._show()

    def _show(self) -> None:
        rows = [
            one
            for one in self.found
            if (one.overdue or not self.overdue.isChecked())
            and (one.ours.open or not self.we_owe.isChecked())
        ]
        self.model.show_rows(rows)
        late = sum(one.overdue for one in rows)
        words = many(sum(one.open for one in rows), "open promise", "open promises")
        self.counted.emit(f"{words}, {tr('{count} overdue', count=late)}" if late else words)
        self.stack.setCurrentIndex(0 if self.found else 1)

    def _open(self, place: int) -> None:
        if self.model.rows[place].id:
            self.context.open_partner(self.model.rows[place].id)
        else:
            self.context.go("follow_ups")

    def _lay_out(self) -> None:
        empty = QWidget()
        words = tr(
            "A follow-up that names a counterpart and says who owes it is counted here, with its date."
        )
        empty.setLayout(
            column(48, label(tr("No promises yet"), "large"), label(words, "muted", wrap=True), None)
        )
        listed = QWidget()
        note = tr("On time: done by their date, of those whose date has come. Enter opens the partner.")
        listed.setLayout(
            column(row(self.overdue, self.we_owe, None), self.view, label(note, "small", wrap=True))
        )
        self.stack = QStackedLayout()
        self.stack.addWidget(listed)
        self.stack.addWidget(empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self.stack)


def counterpart(one: LedgerRow) -> str:
    """Return who the promises are with."""
    if not one.id:
        return tr("nobody named")
    return one.title or tr("not in this logbook")


def rate_words(tally: Tally) -> str:
    """Return how many of the promises whose date has come were kept, in percent and figures."""
    if tally.rate is None:
        return "–"
    return tr("{rate} % ({kept} of {judged})", rate=tally.rate, kept=tally.kept, judged=tally.judged)


def _figure(head: str, of: Callable[[LedgerRow], int], tip: str, tone: str = "") -> Column[LedgerRow]:
    return Column(
        head=head, tip=tip, text=lambda one: str(of(one)) if of(one) else "–", key=of, right=True,
        tone=lambda one: tone if of(one) else "",
    )  # fmt: skip


def _rate(head: str, of: Callable[[LedgerRow], Tally], tip: str) -> Column[LedgerRow]:
    return Column(
        head=head, tip=tip, text=lambda one: rate_words(of(one)), right=True,
        key=lambda one: -1 if of(one).rate is None else of(one).rate,
    )  # fmt: skip


COLUMNS: tuple[Column[LedgerRow], ...] = (
    Column(head="Counterpart", text=counterpart, key=lambda one: counterpart(one).casefold(), wide=True),
    _figure("We owe", lambda one: one.ours.open, "Open promises of ours"),
    _figure("Late", lambda one: one.ours.overdue, "Open promises of ours past their date", "bad"),
    _rate("On time", lambda one: one.ours, "How well we keep our dates"),
    _figure("They owe", lambda one: one.theirs.open, "Open promises of theirs"),
    _figure("Late", lambda one: one.theirs.overdue, "Open promises of theirs past their date", "bad"),
    _rate("On time", lambda one: one.theirs, "How well they keep their dates"),
    _figure("Not said", lambda one: one.unsaid.open, "Open promises of which nobody said who owes them"),
    _figure(
        "Done", lambda one: one.ours.done + one.theirs.done + one.unsaid.done, "Promises kept, late or not"
    ),
)
"""What the ledger shows of a counterpart."""
