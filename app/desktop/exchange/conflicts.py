"""Conflicts: both sides of a disagreement beside each other, to take one or to write a third."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.exchange.wordings import day_words
from app.desktop.style import GAP, SMALL, sizes
from app.desktop.widgets import button, card, cleared, column, label, row
from app.desktop.words import tr
from app.services import conflicts
from app.services.changes import Changes
from app.services.conflicts import settling_words
from app.services.views import Candidate, Conflict

MOST = 30


class Conflicts(QWidget):
    """Every field that people disagree on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(sizes().of(GAP))

    def show_conflicts(self, found: Sequence[Conflict]) -> None:
        """Show these disagreements."""
        cleared(self.lines)
        for conflict in found[:MOST]:
            self.lines.addWidget(self._card(conflict))
        if not found:
            self.lines.addWidget(label(tr("Nobody disagrees about anything."), "muted"))
        elif len(found) > MOST:
            self.lines.addWidget(label(tr("and {count} more", count=len(found) - MOST), "muted"))
        self.lines.addStretch(1)

    def _card(self, conflict: Conflict) -> QFrame:
        opener = button(
            tr("Open the record"), lambda: self.context.open_record(conflict.kind, conflict.record), "quiet"
        )
        sides = row(*(self._side(conflict, one) for one in conflict.candidates), space=GAP)
        for place in range(sides.count()):
            sides.setStretch(place, 1)
        head = row(label(tr(conflict.label), "head"), label(f"{conflict.serial} · {conflict.title}", "muted"))
        head.addStretch(1)
        head.addWidget(opener)
        if not conflict.may_settle:
            return card(column(head, sides, label(tr(settling_words(conflict)), wrap=True), space=SMALL))
        third = QPlainTextEdit()
        third.setPlaceholderText(tr("Or write what holds"))
        third.setAccessibleName(tr("Another value for {field}", field=conflict.label))
        third.setFixedHeight(sizes().of(56))
        write = button(tr("Use this"), lambda: self._write(conflict, third.toPlainText()))
        write.setEnabled(False)
        third.textChanged.connect(lambda: write.setEnabled(bool(third.toPlainText().strip())))
        return card(column(head, sides, row(third, write), space=SMALL))

    def _side(self, conflict: Conflict, side: Candidate) -> QFrame:
        who = label(side.by or tr("unknown"), "strong")
        place = side.unit_name or side.unit
        where = " · ".join(part for part in (place, day_words(side.at, self.context.clock())) if part)
        shown = tr(" · shown meanwhile") if side is conflict.candidates[0] else ""
        value = label(side.text or tr("(empty)"), wrap=True)
        take = button(
            tr("Take this"), partial(self._take, conflict, side.revision),
            name=tr("Take the value of {who}: {value}", who=side.by, value=side.text[:80]),
        )  # fmt: skip
        take.setVisible(side.may_take)
        made = card(
            column(who, label(where + shown, "small", wrap=True), value, None, row(take, None)), "sunken"
        )
        style.role(made, "sunken")
        return made

    def _take(self, conflict: Conflict, revision: str) -> None:
        self.context.ask(
            lambda desk: conflicts.resolve(desk, conflict.record, conflict.field, take=revision),
            done=partial(self._settled, conflict),
            owner=self,
        )

    def _write(self, conflict: Conflict, text: str) -> None:
        self.context.ask(
            lambda desk: conflicts.resolve(desk, conflict.record, conflict.field, value=text.strip()),
            done=partial(self._settled, conflict),
            owner=self,
        )

    def _settled(self, conflict: Conflict, changes: Changes) -> None:
        said = tr("{field} of {serial} is settled.", field=tr(conflict.label), serial=conflict.serial)
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(changes)
