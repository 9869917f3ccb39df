"""Matrix page: each organisation with its owner, how often it is met, when last and next, and what is overdue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.desktop.context import Context
from app.desktop.lists.filters import Choice, toggle
from app.desktop.pages import Page
from app.desktop.partners.table import Column, FiguresModel, FiguresView
from app.desktop.style import SMALL, sizes
from app.desktop.widgets import column, label, row
from app.desktop.words import MONTHS, many, tr
from app.domain.vocabularies import TIER
from app.services.matrix import LiaisonRow, matrix

if TYPE_CHECKING:
    from app.services.desks import Desk

_TIERS = dict(TIER)
_LEVELS = (("force", "Force HQ"), ("sector", "Sector"), ("unit", "Unit"))


class MatrixPage(Page):
    """The liaison matrix. `counted` says how many organisations there are and how many are overdue."""

    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Matrix"), kinds=("organisation", "person", "meeting"))
        self.today = context.clock().date()
        self.found: tuple[LiaisonRow, ...] = ()
        self.model = FiguresModel(_columns(lambda: self.today), context.theme)
        self.view = FiguresView(self.model, tr("Liaison matrix"))
        self.view.wanted.connect(lambda place: context.open_partner(self.model.rows[place].id))
        self.overdue = toggle(tr("Overdue"), tr("Only who should have been met by now"))
        self.everyone = toggle(tr("Everyone"), tr("Also who has no owner, no frequency and no meeting"))
        self.tier = Choice(tr("Where it stands"), [(code, tr(words)) for code, words in TIER])
        self.owner = Choice(tr("Owner"))
        self.overdue.toggled.connect(lambda _: self._show())
        self.everyone.toggled.connect(lambda _: self.reload())
        for choice in (self.tier, self.owner):
            choice.chosen.connect(self._show)
        self._lay_out()

    def reload(self) -> None:
        """Ask for the matrix anew."""
        self.today = today = self.context.clock().date()
        everyone = self.everyone.isChecked()

        def work(desk: Desk) -> tuple[LiaisonRow, ...]:
            return matrix(desk, today=today, everyone=everyone)

        self.ask(work, self._take)

    def _take(self, found: tuple[LiaisonRow, ...]) -> None:
        self.found = found
        owners = sorted({one.owner for one in found if one.owner}, key=str.casefold)
        self.owner.offer([(name, name) for name in owners])
        self._show()

    def _show(self) -> None:
        rows = [one for one in self.found if self._is_wanted(one)]
        self.model.show_rows(rows)
        late = sum(1 for one in rows if one.overdue)
        words = many(len(rows), "organisation", "organisations")
        self.counted.emit(f"{words}, {tr('{count} overdue', count=late)}" if late else words)
        self.stack.setCurrentIndex(0 if self.found else 1)

    def _is_wanted(self, one: LiaisonRow) -> bool:
        return (
            (not self.overdue.isChecked() or one.overdue > 0)
            and self.tier.value in ("", one.tier)
            and self.owner.value in ("", one.owner)
        )

    def _lay_out(self) -> None:
        empty = QWidget()
        words = tr(
            "Give an organisation an owner and say how often it should be met; every meeting that names it, or one of "
            "its people, then counts as contact."
        )
        empty.setLayout(
            column(48, label(tr("Nobody to look after yet"), "large"), label(words, "muted", wrap=True), None)
        )
        listed = QWidget()
        bar = row(self.overdue, self.owner, self.tier, self.everyone, None)
        listed.setLayout(column(bar, self.view, label(tr("Enter opens the partner."), "small")))
        self.stack = QStackedLayout()
        self.stack.addWidget(listed)
        self.stack.addWidget(empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        whole.addLayout(self.stack)


def _columns(today: Callable[[], date]) -> tuple[Column[LiaisonRow], ...]:
    """Return the columns; `today` is asked each time, because the page can stay open over midnight."""

    def day(found: date | None) -> str:
        return short(found, today()) if found else "–"

    def level(code: str, name: str) -> Column[LiaisonRow]:
        return Column(
            head=name, tip="Last contact at this level", text=lambda one: day(one.by_level.get(code)),
            key=lambda one: one.by_level.get(code) or date.min,
        )  # fmt: skip

    return (
        Column(head="Organisation", text=named, key=lambda one: one.title.casefold(), wide=True),
        Column(
            head="Due", tip="When the next contact must be at the latest", text=due_words, tone=due_tone,
            key=lambda one: one.due or date.max,
        ),
        Column(
            head="Last", tip="Last contact", text=lambda one: day(one.last), key=lambda one: one.last or date.min
        ),
        Column(
            head="Next", tip="Next meeting, held or agreed", text=lambda one: day(one.next),
            key=lambda one: one.next or date.max,
        ),
        Column(
            head="Every", tip="Days between contacts", right=True, key=lambda one: one.every or 9999,
            text=lambda one: tr("{days} d", days=one.every) if one.every else "–",
        ),
        Column(
            head="Owner / deputy", text=_owners, key=lambda one: (one.owner.casefold(), one.deputy.casefold())
        ),
        *(level(code, name) for code, name in _LEVELS),
        Column(
            head="Where it stands", text=lambda one: tr(_TIERS.get(one.tier, "")) or "–", key=lambda one: one.tier
        ),
    )  # fmt: skip


def named(one: LiaisonRow) -> str:
    """Return what an organisation is called, with its acronym."""
    return f"{one.title} ({one.acronym})" if one.acronym and one.acronym != one.title else one.title


def due_words(one: LiaisonRow) -> str:
    """Return when contact is due, in words that need no colour."""
    if one.due is None:
        return "–"
    if one.overdue:
        said = many(one.overdue, "day overdue", "days overdue")
        return said if one.last else tr("never met, {late}", late=said)
    return tr("by {day}", day=short(one.due, one.due))


def _owners(one: LiaisonRow) -> str:
    return " / ".join(name for name in (one.owner, one.deputy) if name) or "–"


def short(day: date, today: date) -> str:
    """Write a day as briefly as a table needs: `16 Sep`, with its year where that is not this one."""
    written = f"{day.day} {tr(MONTHS[day.month - 1])}"
    return written if day.year == today.year else f"{written} {day.year}"


def due_tone(one: LiaisonRow) -> str:
    """Return red for what is overdue."""
    return "bad" if one.overdue else ""
