"""Gate: what stands before a logbook: the passphrase is asked for and nothing else is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context, sentence
from app.desktop.style import BROAD, sizes
from app.desktop.widgets import Cut, button, card, column, label, row, waiting_bar
from app.desktop.words import tr
from app.services.stretching import Stretched

if TYPE_CHECKING:
    from app.services.desks import Desk

CARD_WIDTH = 440


class Gate(QWidget):
    """Asks for the passphrase of one logbook and opens it on the database lane."""

    opened = Signal(object)
    other_wanted = Signal()

    def __init__(self, context: Context, path: Path | str, *, locked: bool = False) -> None:
        super().__init__()
        self.context = context
        self.path = path
        style.role(self, "canvas")
        self.setAccessibleName(tr("Unlock the logbook"))
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(tr("Passphrase"))
        self.passphrase.returnPressed.connect(self.unlock)
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        self.waiting = waiting_bar(tr("Opening the logbook"))
        self.go = button(tr("Unlock"), self.unlock, "primary")
        self.other = button(tr("Another logbook…"), self.other_wanted.emit, "quiet")
        self.other.setHidden(locked)
        title = tr("The logbook is locked") if locked else tr("Liaison Logbook")
        inside = column(
            label(title, "title"), Cut(_shown(path), "muted"), BROAD // 2,
            label(tr("Passphrase")), self.passphrase, self.fault, self.waiting,
            row(self.other, None, self.go),
        )  # fmt: skip
        self._centre(inside)

    def _centre(self, inside: QVBoxLayout) -> None:
        middle = card(inside, margin=BROAD)
        middle.setFixedWidth(sizes().of(CARD_WIDTH))
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)

    def unlock(self) -> None:
        """Open the logbook with the passphrase that was typed."""
        if self.passphrase.text() and self.go.isEnabled():
            self.open_with(self.passphrase.text())

    def open_with(self, passphrase: str) -> None:
        """Open the logbook; `opened` brings the desk, a fault is said under the field."""
        self._wait(True)
        opening = opener(self.path, passphrase)
        self.context.database.run(opening, done=self._opened, failed=self._refused, owner=self)

    def showEvent(self, event: QShowEvent) -> None:
        """Let a person type at once."""
        super().showEvent(event)
        self.passphrase.setFocus()

    def _opened(self, desk: Desk) -> None:
        self._wait(False)
        self.passphrase.clear()
        self.opened.emit(desk)

    def _refused(self, error: Exception) -> None:
        self._wait(False)
        self.fault.setText(sentence(error))
        self.fault.show()
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _wait(self, waiting: bool) -> None:
        self.waiting.setVisible(waiting)
        self.go.setEnabled(not waiting)
        self.passphrase.setEnabled(not waiting)
        if waiting:
            self.fault.hide()


def opener(path: Path | str, passphrase: str) -> Callable[[], Desk]:
    """Return the work of opening a logbook, for a lane; the passphrase is hashed from this moment on."""
    stretched = Stretched(path, passphrase) if isinstance(path, Path) else None

    def work() -> Desk:
        # Late: the database is loaded while the window is already shown.
        from app.services import desks

        return desks.open_desk(path, passphrase, stretched=stretched)

    return work


def _shown(path: Path | str) -> str:
    home = Path.home()
    if isinstance(path, Path) and path.is_relative_to(home):
        return str(Path("~") / path.relative_to(home))
    return str(path).rpartition("@")[2]
