"""Plan: what bundles would do, shown before anything is applied."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context
from app.desktop.exchange.reasons import told_all
from app.desktop.exchange.undo import take_out
from app.desktop.exchange.wordings import (
    applied_words,
    counts_words,
    file_name,
    outcome_words,
    plan_words,
)
from app.desktop.first_start.fingerprints import FingerprintWords
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.tasks import Ticket
from app.desktop.widgets import Cut, button, cleared, column, label, pill, row, waiting_bar
from app.desktop.words import many, tr
from app.services import exchange
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.views import FileOutcome
from app.services.wording import unknown_words

MOST_FILES = 12


class PlanCard(QFrame):
    """The plan of some bundle files, with Apply and Put away; `opened` when it is wanted, `closed` when no longer.

    `taken` brings what became of files that were applied.
    """

    opened = Signal()
    closed = Signal()
    taken = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        style.role(self, "card")
        self.setAccessibleName(tr("What the bundles would do"))
        self.files: list[Path] = []
        self.outcomes: tuple[FileOutcome, ...] = ()
        self._ticket: Ticket | None = None
        self._root = ""
        self._lines = QVBoxLayout()
        self._lines.setSpacing(sizes().of(SMALL))
        self.title: QLabel = label("", "head")
        self.compared = QCheckBox(tr("I compared these words with Force HQ by voice; they are the same"))
        self.compared.toggled.connect(lambda _: self._allow())
        self.progress = waiting_bar(tr("Reading the bundles"))
        self.apply = button(tr("Apply"), self.take, "primary")
        self.away = button(tr("Put away"), self.put_away)
        layout = QVBoxLayout(self)
        space = sizes().of(WIDE)
        layout.setContentsMargins(space, sizes().of(GAP), space, sizes().of(GAP))
        layout.setSpacing(sizes().of(SMALL))
        layout.addWidget(self.title)
        layout.addLayout(self._lines)
        for one in (self.compared, self.progress):
            layout.addWidget(one)
        layout.addLayout(row(None, self.away, self.apply))
        self.hide()

    def plan(self, files: list[Path]) -> None:
        """Read bundles without changing anything and show what they would do."""
        self.opened.emit()
        self.files = files
        self._wait(tr("Reading {files}…", files=many(len(files), "bundle", "bundles")))

        def work(desk: Desk, ticket: Ticket) -> tuple[FileOutcome, ...]:
            return exchange.import_files(
                desk, files, dry_run=True, progress=ticket.report, cancelled=ticket.cancelled
            )

        self._ticket = self.context.ask_long(
            work, done=self._show_plan, failed=self._refused, owner=self, progress=self._step
        )

    def take(self) -> None:
        """Apply what was shown."""
        files, words = self.files, self._root or None
        self._wait(tr("Applying…"))

        def work(desk: Desk, ticket: Ticket) -> tuple[FileOutcome, ...]:
            return exchange.import_files(
                desk, files, progress=ticket.report, cancelled=ticket.cancelled, root_fingerprint=words
            )

        self._ticket = self.context.ask_long(
            work, done=self._taken, failed=self._refused, owner=self, progress=self._step
        )

    def put_away(self) -> None:
        """Change nothing and close the plan; work under way is cancelled."""
        if self._ticket is not None:
            self._ticket.cancel()
        self.hide()
        self.closed.emit()

    def _show_plan(self, outcomes: tuple[FileOutcome, ...]) -> None:
        self._ticket = None
        self.outcomes = outcomes
        self.progress.hide()
        self.title.setText(tr("What would happen"))
        cleared(self._lines)
        for outcome in outcomes[:MOST_FILES]:
            self._lines.addLayout(_file_lines(outcome, self.context.clock()))
        if len(outcomes) > MOST_FILES:
            self._lines.addWidget(label(tr("and {count} more", count=len(outcomes) - MOST_FILES), "muted"))
        self._root = self._root_to_compare(outcomes)
        if self._root:
            said = tr("Ask Force HQ by radio for the words of the mission:")
            self._lines.addWidget(label(said, wrap=True))
            self._lines.addWidget(FingerprintWords(self._root))
        self.compared.setVisible(bool(self._root))
        self._allow()

    def _root_to_compare(self, outcomes: tuple[FileOutcome, ...]) -> str:
        desk = self.context.desk
        if desk is None or desk.identity.mission is not None:
            return ""
        return next((one.root_fingerprint for one in outcomes if one.root_fingerprint), "")

    def _allow(self) -> None:
        useful = any(one.outcome != "refused" for one in self.outcomes) or bool(self._root)
        self.apply.setEnabled(useful and (not self._root or self.compared.isChecked()))
        if self.apply.isEnabled():
            self.apply.setFocus()

    def _taken(self, outcomes: tuple[FileOutcome, ...]) -> None:
        self._ticket = None
        self.progress.hide()
        self.hide()
        words, tone = applied_words(outcomes)
        brought = [one.bundle for one in outcomes if one.outcome == "applied" and any(one.counts.values())]
        undo = (lambda: take_out(self.context, brought)) if brought else None
        self.context.told.emit(words, tone, undo)
        self.taken.emit(outcomes)
        kinds = frozenset(kind for one in outcomes for kind in one.counts)
        self.context.broadcast(Changes(kinds=kinds, exchange=True))
        self.closed.emit()

    def _refused(self, error: Exception) -> None:
        self.hide()
        self.context.report(error)
        self.closed.emit()

    def _wait(self, words: str) -> None:
        self.title.setText(words)
        cleared(self._lines)
        self.compared.hide()
        self.compared.setChecked(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.apply.setEnabled(False)
        self.show()

    def _step(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)


def _file_lines(outcome: FileOutcome, now: datetime) -> QVBoxLayout:
    words, tone = outcome_words(outcome.outcome, planned=True)
    head = row(Cut(file_name(outcome.file), "strong"), pill(words, tone))
    head.setStretch(0, 1)
    lines = column(head, space=0)
    lines.addWidget(label(plan_words(outcome, now), "muted", wrap=True))
    if said := counts_words(outcome.counts):
        lines.addWidget(label(said, wrap=True))
    if outcome.conflicts:
        clashes = many(outcome.conflicts, "field", "fields")
        lines.addWidget(label(tr("{fields} in conflict, both sides kept", fields=clashes), wrap=True))
    if outcome.unknown:
        lines.addWidget(label(unknown_words(outcome.unknown), wrap=True))
    for said in told_all(outcome, now):
        lines.addWidget(label(said, wrap=True))
    if outcome.lacks:
        asks = tr(
            "It asks: {who} lacks {changes} of what is here. Write them a bundle under Out.",
            who=outcome.maker, changes=many(outcome.lacks, "change", "changes"),
        )  # fmt: skip
        lines.addWidget(label(asks, wrap=True))
    return lines
