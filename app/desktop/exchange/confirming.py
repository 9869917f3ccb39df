"""Confirming: the words of the mission's root, to be compared where nobody has compared them yet."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.first_start.fingerprints import FingerprintWords
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, cleared, label, row
from app.desktop.words import tr
from app.services import rosters
from app.services.changes import Changes
from app.services.views import Identity


class RootCard(QFrame):
    """Warns that the mission's root is believed on its own word, and takes a person's confirmation."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        style.role(self, "alarm")
        self.setAccessibleName(tr("Force HQ is not confirmed"))
        self._words = ""
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, GAP)))
        self._lines.setSpacing(sizes().of(SMALL))
        self.hide()

    def show_identity(self, who: Identity) -> None:
        """Show the words where they are still to be compared, else nothing."""
        open_question = who.mission is not None and not who.root_confirmed
        self.setVisible(open_question)
        if not open_question or who.root_fingerprint == self._words:
            return
        self._words = who.root_fingerprint
        cleared(self._lines)
        said = tr(
            "Nobody has compared the words of Force HQ yet, so this logbook takes its roster on trust. Call them, let "
            "them read out their words, and confirm only if all six are these."
        )
        self.confirm = button(tr("Confirm: they are the same"), self._confirm)
        self._lines.addWidget(label(tr("Force HQ is not confirmed"), "head"))
        self._lines.addWidget(label(said, wrap=True))
        self._lines.addLayout(row(FingerprintWords(self._words), None))
        self._lines.addLayout(row(None, self.confirm))

    def _confirm(self) -> None:
        words = self._words
        self.context.ask(lambda desk: rosters.confirm_root(desk, words), done=self._confirmed, owner=self)

    def _confirmed(self, _: None) -> None:
        self.hide()
        self.context.message(tr("Force HQ is confirmed."), Tone.GOOD)
        self.context.broadcast(Changes(exchange=True))
