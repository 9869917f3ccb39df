"""Waiting: what exchange cannot finish alone, each in words, with the one act that helps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.desktop.context import Context
from app.desktop.exchange.asking import ask_for_missing
from app.desktop.exchange.fork_card import ForkCard
from app.desktop.exchange.held_card import HeldCard, asks_somebody
from app.desktop.exchange.reasons import GAP as MISSING
from app.desktop.exchange.wordings import day_words
from app.desktop.style import GAP, sizes
from app.desktop.widgets import button, card, cleared, column, label, pill, row
from app.desktop.words import tr
from app.domain.scopes import Level
from app.services.settling import ForkView
from app.services.views import Gap, HeldBundle, Status

MOST = 30


class Waiting(QWidget):
    """Forked streams, kept bundles and missing numbers, the ones that need a person first.

    `enrolling` where the maker of a kept bundle shall be admitted.
    """

    enrolling = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.count = 0
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(sizes().of(GAP))

    def show_matters(self, stand: Status, forks: Sequence[ForkView]) -> None:
        """Show what waits now."""
        cleared(self.lines)
        own = stand.identity
        may_admit = own.mission is not None and own.level != Level.UNIT
        cards: list[Callable[[], QFrame]] = [partial(ForkCard, self.context, fork) for fork in forks]
        held = sorted(
            (one for one in stand.held if not _only_gaps(one)), key=lambda one: not asks_somebody(one)
        )
        cards += [partial(self._held, bundle, may_admit) for bundle in held]
        cards += [partial(self._gap, gap) for gap in stand.gaps]
        self.count = len(cards)
        for make in cards[:MOST]:
            self.lines.addWidget(make())
        if not cards:
            self.lines.addWidget(
                label(tr("Nothing waits. What is missing or kept aside is told here."), "muted", wrap=True)
            )
        elif len(cards) > MOST:
            self.lines.addWidget(label(tr("and {count} more", count=len(cards) - MOST), "muted"))
        self.lines.addStretch(1)

    def _held(self, bundle: HeldBundle, may_admit: bool) -> QFrame:
        made = HeldCard(self.context, bundle, may_admit=may_admit)
        made.enrolling.connect(self.enrolling)
        return made

    def _gap(self, gap: Gap) -> QFrame:
        now = self.context.clock()
        who = gap.unit_name or tr("somebody who is in no roster")
        numbers = (
            tr("Number {first} is missing", first=gap.first) if gap.first == gap.last
            else tr("Numbers {first} to {last} are missing", first=gap.first, last=gap.last)
        )  # fmt: skip
        said = tr(
            "{numbers}, noticed {day}. What came after is kept, and taken in by itself when the rest arrives.",
            numbers=numbers, day=day_words(gap.since, now),
        )  # fmt: skip
        asked = gap.asked if gap.asked >= gap.since else ""
        head = row(label(tr("Missing from {who}", who=who), "head"), None, pill(tr("waits"), "wait"))
        lines = column(head, label(said, wrap=True))
        if gap.maker_name:
            lines.addWidget(label(_whom(gap, asked and day_words(asked, now)), "muted", wrap=True))
            maker = gap.maker_name
            words = tr("Ask {who} again…", who=maker) if asked else tr("Ask {who} for it…", who=maker)
            ask = partial(ask_for_missing, self.context, self, gap.maker, maker)
            lines.addLayout(row(button(words, ask), None))
        return card(lines)


def _whom(gap: Gap, asked: str) -> str:
    """Say who has what is missing, and whether they were asked."""
    if asked:
        return tr(
            "{who} has it and was asked {day}; their next bundle brings it.", who=gap.maker_name, day=asked
        )
    return tr(
        "Recommended: ask {who}, who sent what came after and so has it. A small file does it, without records.",
        who=gap.maker_name,
    )


def _only_gaps(bundle: HeldBundle) -> bool:
    """Return whether a kept bundle waits for nothing but missing numbers, which have cards of their own."""
    return bool(bundle.reasons) and all(one.code == MISSING and one.stream for one in bundle.reasons)
