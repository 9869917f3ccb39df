"""Screens: the first start; three ways to begin, each at most three screens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context, sentence
from app.desktop.first_start.forms import Founding
from app.desktop.first_start.joining import Joining
from app.desktop.first_start.restoring import Restoring
from app.desktop.icons import icon
from app.desktop.style import BROAD, GAP, SMALL, WIDE, sizes
from app.desktop.tasks import Ticket
from app.desktop.widgets import button, card, cleared, column, label, row, scrolled, waiting_bar
from app.desktop.words import tr
from app.services import demo, desks
from app.services.desks import Desk

CARD_WIDTH = 560


class WayButton(QPushButton):
    """One way to begin: its name and a sentence about it."""

    def __init__(self, picture: QIcon, words: str, hint: str, then: Callable[[], None]) -> None:
        super().__init__()
        style.role(self, "choice")
        self.setAccessibleName(f"{words}. {hint}")
        self.setAutoDefault(False)
        self.clicked.connect(lambda: then())
        sign = QLabel()
        sign.setPixmap(picture.pixmap(sizes().of(20), sizes().of(20)))
        inside = row(sign, column(label(words, "head"), label(hint, "muted"), space=0), None, space=GAP)
        inside.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, GAP)))
        self.setLayout(inside)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return the size of the words: a button knows only its own text, and has none."""
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the size of the words."""
        return self.sizeHint()


class FirstStart(QWidget):
    """Create a mission, join one, or look around; `opened` brings a new logbook, `chosen` a folder."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        style.role(self, "canvas")
        self.fault: QLabel = label("", "fault", wrap=True)
        self.waiting = waiting_bar(tr("Preparing the logbook"))
        self.said: QLabel = label("", "muted", wrap=True)
        self.buttons: list[WayButton] = []
        self._body = QVBoxLayout()
        middle = card(self._body, margin=BROAD)
        middle.setMaximumWidth(sizes().of(CARD_WIDTH))
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        inside = QWidget()
        centred = QVBoxLayout(inside)
        centred.addStretch(2)
        across = row(None, middle, None)
        across.setStretch(1, 20)
        centred.addLayout(across)
        centred.addStretch(3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        self.show_choices()

    def show_choices(self) -> None:
        """Show the three ways to begin."""
        theme = self.context.theme
        ways = (
            ("create", tr("Create a mission"), tr("For Force HQ: it begins the chain of command."),
             self.show_create),
            ("join", tr("Join a mission"), tr("For a sector or unit: it asks the headquarters above."),
             self.show_join),
            ("look", tr("Look around with sample data"), tr("Three logbooks of a practice mission."),
             self.show_look),
        )  # fmt: skip
        self.buttons = [
            WayButton(icon(name, theme.accent, sizes().of(20)), words, hint, then)
            for name, words, hint, then in ways
        ]
        existing = button(tr("Open a logbook that is here already…"), self._choose, "quiet")
        backup = button(tr("Restore a backup…"), self.show_restore, "quiet")
        self._show(tr("Liaison Logbook"),
                   tr("Works without a network. Nothing leaves this laptop unless you carry it."),
                   column(*self.buttons, space=SMALL), row(None, backup, existing))  # fmt: skip

    def show_create(self) -> None:
        """Show the form of a new mission."""
        form = Founding(self.context, mission=True)
        go = button(tr("Create the mission"), lambda: self._create(form), "primary")
        self._show(tr("Create a mission"), tr("This logbook becomes Force HQ's: it says who speaks for whom."),
                   column(form), row(self._back(), None, go))  # fmt: skip

    def show_join(self) -> None:
        """Show the form of a logbook that asks to join."""
        joining = Joining(self.context)
        joining.opened.connect(self.opened)
        joining.given_up.connect(self.show_choices)
        joining.titled.connect(self._retitle)
        self._show(tr("Join a mission"), tr("Writes a request that the headquarters above you answers."),
                   column(joining), row())  # fmt: skip

    def show_restore(self) -> None:
        """Show the form of a backup that becomes a logbook again."""
        restoring = Restoring(self.context)
        restoring.opened.connect(self.opened)
        restoring.given_up.connect(self.show_choices)
        self._show(tr("Restore a backup"),
                   tr("It begins a new chapter, so that nothing contradicts what was sent after the backup. That comes "
                      "back with the next bundles."),
                   column(restoring), row())  # fmt: skip

    def show_look(self) -> None:
        """Ask where the sample goes."""
        go = button(tr("Choose a folder and build it…"), self._look, "primary")
        self._show(tr("Look around with sample data"),
                   tr("Builds a unit, a sector and a Force HQ from published records, and opens Force HQ. "
                      "It takes about a minute. Passphrase of all three: {words}", words=demo.PASSPHRASE),
                   column(), row(self._back(), None, go))  # fmt: skip

    def _create(self, form: Founding) -> None:
        if not form.complete():
            return
        work = partial(
            desks.create_mission, form.path, mission=form.mission.text, unit_name=form.unit.text,
            officer=form.officer.text, passphrase=form.passphrase.text,
        )  # fmt: skip
        self._wait(tr("Creating the logbook…"))
        self.context.database.run(work, done=self._opened, failed=self._refused, owner=self)

    def _look(self) -> None:
        folder = self.context.files.folder(self, tr("Where the sample goes"))
        if folder is None:
            return
        target = folder / "liaison-sample"
        self._wait(tr("Building the sample…"))
        self.context.database.run_long(
            partial(_build, target), done=self._opened, failed=self._refused, owner=self
        )

    def _choose(self) -> None:
        folder = self.context.files.folder(self, tr("Open a logbook"))
        if folder is not None:
            self.chosen.emit(folder)

    def _opened(self, desk: Desk) -> None:
        self.waiting.hide()
        self.opened.emit(desk)

    def _refused(self, error: Exception) -> None:
        self.setEnabled(True)
        self.waiting.hide()
        self.said.hide()
        self.fault.setText(sentence(error))
        self.fault.show()

    def _wait(self, words: str) -> None:
        self.fault.hide()
        self.said.setText(words)
        self.said.show()
        self.waiting.show()
        self.setEnabled(False)

    def _back(self) -> QPushButton:
        return button(tr("Back"), self.show_choices)

    def _retitle(self, title: str, words: str) -> None:
        self._title.setText(title)
        self._words.setText(words)

    def _show(self, title: str, words: str, inside: QVBoxLayout, foot: object) -> None:
        for kept in (self.fault, self.waiting, self.said):
            kept.setParent(None)
            kept.hide()
        cleared(self._body)
        self.setEnabled(True)
        self._title: QLabel = label(title, "title", wrap=True)
        self._words: QLabel = label(words, "muted", wrap=True)
        self._body.setSpacing(sizes().of(GAP))
        for one in (self._title, self._words):
            self._body.addWidget(one)
        self._body.addLayout(inside)
        for kept in (self.said, self.waiting, self.fault):
            self._body.addWidget(kept)
        self._body.addLayout(foot)  # type: ignore[arg-type]


def _build(folder: Path, ticket: Ticket) -> Desk:
    """Build the sample and open its Force HQ logbook; each step is a chance to stop."""
    steps = 0

    def say(words: str, seconds: float) -> None:
        nonlocal steps
        steps += 1
        ticket.check()

    made = demo.build(folder, say=say)
    return desks.open_desk(made.logbooks["force"], demo.PASSPHRASE)
