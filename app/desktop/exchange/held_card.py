"""Held cards: bundles that are kept, each with why, and with the acts that end the waiting where a person can."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.exchange.reasons import UNKNOWN, WITHDRAWALS, claimed, told
from app.desktop.exchange.wordings import day_words, heading_words
from app.desktop.first_start.fingerprints import FingerprintWords
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import Cut, button, label, pill, row
from app.desktop.words import tr
from app.services import exchange
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.holding import came_as
from app.services.views import Claim, FileOutcome, HeldBundle


class HeldCard(QFrame):
    """One kept bundle; `enrolling` where its maker shall be admitted."""

    enrolling = Signal()

    def __init__(self, context: Context, bundle: HeldBundle, *, may_admit: bool) -> None:
        super().__init__()
        self.context = context
        self.bundle = bundle
        self._may_admit = may_admit
        style.role(self, "card")
        self.setAccessibleName(heading_words(bundle.reasons))
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, GAP)))
        self._lines.setSpacing(sizes().of(SMALL))
        self._lines.addLayout(self._head())
        now = context.clock()
        if bundle.claim is not None:
            self._stranger(bundle.claim)
        else:
            words = dict.fromkeys(told(reason, now) for reason in bundle.reasons)
            self._lines.addWidget(label(" ".join(words), wrap=True))
        if any(reason.code == WITHDRAWALS for reason in bundle.reasons):
            self._withdrawing()

    def _head(self) -> QHBoxLayout:
        asks = asks_somebody(self.bundle)
        when = day_words(self.bundle.at, self.context.clock())
        name = came_as(self.bundle.file)
        head = row(
            label(heading_words(self.bundle.reasons), "head"),
            Cut(tr("came {day} · {file}", day=when, file=name), "muted"),
            pill(tr("waits for you") if asks else tr("waits"), "bad" if asks else "wait"),
        )
        head.setStretch(1, 1)
        return head

    def _stranger(self, claim: Claim) -> None:
        """Say who it claims to be, show its words, and offer to admit it or to throw its bundle away."""
        self._lines.addWidget(label(claimed(claim), wrap=True))
        if claim.fingerprint:
            self._lines.addWidget(FingerprintWords(claim.fingerprint))
        advice = (
            tr("Recommended: call that unit by a number you know. If it reads out these words and belongs to you, "
               "admit it with its request file, and this is taken in by itself. If not, throw it away.")
            if self._may_admit
            else tr("Recommended: take in the newest bundle from your headquarters; if they admitted that unit, this "
                    "is taken in by itself. If they do not know it, throw it away.")
        )  # fmt: skip
        self._lines.addWidget(label(advice, "muted", wrap=True))
        acts = row(self._away(), None)
        if self._may_admit:
            acts.insertWidget(0, button(tr("Admit it with its request…"), self.enrolling.emit))
        self._lines.addLayout(acts)

    def _withdrawing(self) -> None:
        advice = tr("Recommended: call them first. A withdrawn record is hidden and keeps its history.")
        self._lines.addWidget(label(advice, "muted", wrap=True))
        agreed = button(tr("I looked at it: withdraw these records"), self._accept)
        self._lines.addLayout(row(agreed, self._away(), None))

    def _away(self) -> QPushButton:
        name = tr("Throw away {file}", file=came_as(self.bundle.file))
        return button(tr("Throw it away"), self._discard, name=name)

    def _accept(self) -> None:
        file = self.bundle.file

        def work(desk: Desk) -> FileOutcome:
            return exchange.accept_withdrawals(desk, file)

        self.context.ask(work, done=self._accepted, owner=self)

    def _accepted(self, outcome: FileOutcome) -> None:
        good = outcome.outcome == "applied"
        words = " ".join(told(reason, self.context.clock()) for reason in outcome.reasons)
        self.context.message(tr("Applied.") if good else words, Tone.GOOD if good else Tone.BAD)
        self.context.broadcast(Changes(kinds=frozenset(outcome.counts), exchange=True))

    def _discard(self) -> None:
        file = self.bundle.file
        self.context.ask(partial(exchange.discard, name=file), done=lambda _: self._discarded(), owner=self)

    def _discarded(self) -> None:
        said = tr("Thrown away. The journal notes it, and the same file can be taken in again.")
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(Changes(exchange=True))


def asks_somebody(bundle: HeldBundle) -> bool:
    """Return whether a kept bundle waits for a person and not for another bundle."""
    return any(reason.code in (WITHDRAWALS, UNKNOWN) for reason in bundle.reasons)
