"""Ending: how Force HQ lets a laptop go, in honour or cut off; said in full before it happens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.first_start.forms import Labelled
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, cleared, label, row
from app.desktop.words import tr
from app.domain.rosters import Entry
from app.services import rosters
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import ConfirmedElsewhereError
from app.services.views import RosterLine

RETIRING = (
    "{name} hands in its laptop. What it has said so far stays and counts; what this laptop says from now on does "
    "not. The decision travels with the next bundles and cannot be taken back: to come back, a laptop asks to join "
    "anew."
)
REVOKING = (
    "For a laptop that is lost, stolen or misused. What this logbook holds of {name} stays; everything beyond that "
    "is refused, even where it was written earlier. The decision travels with the next bundles and cannot be taken "
    "back: to come back, a laptop asks to join anew."
)
LEFT_OUT = {
    "retired": "No roster names {name} any more, so nothing that it wrote counts. With this, what this logbook holds "
    "of it counts again; what it says beyond that does not. The decision travels with the next bundles and cannot be "
    "taken back.",
    "revoked": "No roster names {name} any more, so nothing that it wrote counts. With this, nothing of it ever will. "
    "The decision travels with the next bundles and cannot be taken back: to come back, a laptop asks to join anew.",
}
"""What is said instead of a laptop that a roster left out."""


class EndCard(QFrame):
    """Says what retiring or revoking one laptop does, and does it once a person says so; `opened` when it asks."""

    opened = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        style.role(self, "card")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, GAP)))
        self._lines.setSpacing(sizes().of(SMALL))
        self.hide()

    def retire(self, line: RosterLine) -> None:
        """Ask whether a laptop ends in honour."""
        self._show(
            tr("Retire {name}", name=line.unit_name), _words(line, "retired", RETIRING),
            lambda: self._end(line, lambda desk: rosters.retire(desk, line.node), tr("retired")),
        )  # fmt: skip

    def _ask_again(self, line: RosterLine, error: Exception) -> None:
        """Say who holds more of a laptop than is here, and retire it only if a person still wants that."""
        if not isinstance(error, ConfirmedElsewhereError):
            self.context.report(error)
            return
        words = tr(
            "{peer} confirmed {count} more changes of {name} than are here; retiring it now would cut them off. Wait "
            "for them, or end it anyway.", **error.params,
        )  # fmt: skip
        self._show(
            tr("Retire {name} anyway", name=line.unit_name), words,
            lambda: self._end(line, lambda desk: rosters.retire(desk, line.node, anyway=True), tr("retired")),
        )  # fmt: skip

    def revoke(self, line: RosterLine) -> None:
        """Ask whether a laptop is cut off, and why."""
        self.why = Labelled(tr("Why"), QLineEdit(), tr("such as: stolen at Bor on 20 November"))
        self._show(
            tr("Revoke {name}", name=line.unit_name),
            _words(line, "revoked", REVOKING),
            partial(self._cut, line),
        )
        self._lines.insertWidget(2, self.why)
        self.why.field.setFocus()

    def _show(self, title: str, words: str, then: Callable[[], None]) -> None:
        cleared(self._lines)
        self.go = button(title, then, "danger", name=tr("{title}, for good", title=title))
        self._lines.addWidget(label(title, "head"))
        self._lines.addWidget(label(words, wrap=True))
        self._lines.addLayout(row(None, button(tr("Put away"), self.hide), self.go))
        self.setAccessibleName(title)
        self.show()
        self.opened.emit()

    def _cut(self, line: RosterLine) -> None:
        why = self.why.text
        if not why:
            self.why.say(tr("Say why: it is kept with the decision."))
            return
        self._end(line, lambda desk: rosters.revoke(desk, line.node, why), tr("revoked"))

    def _end(self, line: RosterLine, work: Callable[[Desk], Entry], what: str) -> None:
        said = tr("{name} is {what}. Send bundles, so that everybody knows.", name=line.unit_name, what=what)

        def done(_: Entry) -> None:
            self.hide()
            self.context.message(said, Tone.GOOD)
            self.context.broadcast(Changes(exchange=True))

        self.context.ask(work, done=done, failed=partial(self._ask_again, line), owner=self)


def _words(line: RosterLine, status: str, usual: str) -> str:
    return tr(LEFT_OUT[status] if line.status == "dropped" else usual, name=line.unit_name)
