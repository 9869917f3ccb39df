"""Passing: who comes next and the passphrase of theirs; then the logbook locks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context
from app.desktop.first_start.forms import Labelled
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, label, row
from app.desktop.words import tr
from app.services import handover
from app.services.changes import Changes
from app.services.passphrases import SHORTEST
from app.storage.errors import WrongPassphraseError


class Passing(QFrame):
    """The third step; `passed` brings the name of the new officer."""

    passed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        style.role(self, "card")
        self.context = context
        self.officer = Labelled(
            tr("Rank and name of the next officer"), QLineEdit(), tr("such as Maj A. Diallo")
        )
        self.appointment = Labelled(tr("Appointment"), QLineEdit(), tr("such as S9, G9, U9"))
        self.old = Labelled(tr("Passphrase until now"), _secret())
        self.new = Labelled(tr("New passphrase"), _secret(), tr("several words, at least 12 characters"))
        self.again = Labelled(tr("New passphrase once more"), _secret())
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes().of(GAP))
        grid.setVerticalSpacing(sizes().of(SMALL))
        for place, part in enumerate((self.officer, self.appointment, self.old, None, self.new, self.again)):
            if part is not None:
                grid.addWidget(part, place // 2, place % 2)
        said = tr(
            "The next officer types the new passphrase. What you wrote stays under your name; from now on theirs is "
            "used. Copies and backups made before still open with the passphrase until now."
        )
        self.hand_over = button(tr("Hand over and lock"), self._on_hand_over, "primary")
        box = QVBoxLayout(self)
        space = sizes().of(WIDE)
        box.setContentsMargins(space, sizes().of(GAP), space, sizes().of(GAP))
        box.setSpacing(sizes().of(SMALL))
        box.addWidget(label(tr("3  Pass the logbook on"), "head"))
        box.addLayout(grid)
        box.addWidget(label(said, "small", wrap=True))
        box.addLayout(row(self.hand_over, None))

    def _on_hand_over(self) -> None:
        if not self._sound():
            return
        officer, appointment = self.officer.text, self.appointment.text
        old, new = self.old.field.text(), self.new.field.text()
        self.hand_over.setEnabled(False)

        def done(changes: Changes) -> None:
            self._forget()
            self.context.broadcast(changes)
            self.passed.emit(officer)

        self.context.ask(
            lambda desk: handover.pass_on(desk, officer=officer, appointment=appointment, old=old, new=new),
            done=done, failed=self._on_failed, owner=self,
        )  # fmt: skip

    def _sound(self) -> bool:
        self.officer.say("" if self.officer.text else tr("Say who comes next."))
        self.old.say("" if self.old.field.text() else tr("Type the passphrase that opens it now."))
        long_enough = len(self.new.field.text()) >= SHORTEST
        self.new.say("" if long_enough else tr("At least {count} characters.", count=SHORTEST))
        same = self.new.field.text() == self.again.field.text()
        self.again.say("" if same else tr("The two do not agree."))
        return bool(self.officer.text and self.old.field.text() and long_enough and same)

    def _on_failed(self, error: Exception) -> None:
        self.hand_over.setEnabled(True)
        if isinstance(error, WrongPassphraseError):
            self.old.say(tr("This does not open the logbook. Nothing was changed."))
        else:
            self.context.report(error)

    def _forget(self) -> None:
        for secret in (self.old, self.new, self.again):
            secret.field.clear()


def _secret() -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
