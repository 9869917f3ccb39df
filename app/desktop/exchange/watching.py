"""Watching: an inbox folder is looked into while the logbook is open, and what arrives is taken in by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.context import Context, Tone
from app.desktop.exchange.wordings import applied_words
from app.desktop.remembered import recall, remember
from app.desktop.tasks import Ticket
from app.desktop.widgets import Cut, button, row
from app.desktop.words import tr
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.inbox import Inbox
from app.services.views import FileOutcome

EVERY = 5_000
"""Milliseconds between two looks."""


class Watcher(QObject):
    """The one watched folder of this program; it is remembered, and rests while the logbook is locked."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.context = context
        self.inbox: Inbox | None = None
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY)
        self.timer.timeout.connect(self.look)

    @classmethod
    def of(cls, context: Context) -> Watcher:
        """Return the watcher of a context; the first call makes it, watching what was watched last."""
        known = context.findChild(cls)
        if known is not None:
            return known
        made = cls(context)
        if last := recall().inbox:
            made.start(Path(last))
        return made

    @property
    def folder(self) -> Path | None:
        """What is watched, or None."""
        return self.inbox.folder if self.inbox else None

    def watch(self, folder: Path | None) -> None:
        """Watch a folder from now on, or none, also after the next start."""
        if folder is None:
            self.inbox = None
            self.timer.stop()
        else:
            self.start(folder)
        remember(inbox=str(folder or ""))
        self.changed.emit()

    def start(self, folder: Path) -> None:
        """Begin to look into a folder."""
        self.inbox = Inbox(folder)
        self.timer.start()

    def look(self) -> None:
        """Take what is due, unless the logbook is locked or something long is under way."""
        inbox = self.inbox
        if inbox is None or self.context.desk is None or self.context.long.busy:
            return

        def work(desk: Desk, _: Ticket) -> tuple[FileOutcome, ...]:
            return tuple(inbox.look(desk))

        self.context.ask_long(work, done=self._looked, failed=self.context.report, owner=self)

    def _looked(self, outcomes: tuple[FileOutcome, ...]) -> None:
        self.changed.emit()
        if outcomes:
            words, tone = applied_words(outcomes)
            self.context.message(tr("From the inbox folder: {words}", words=words), Tone(tone))
            kinds = frozenset(kind for one in outcomes for kind in one.counts)
            self.context.broadcast(Changes(kinds=kinds, exchange=True))


class WatchLine(QWidget):
    """One line that says which folder is watched, with the way to begin and to end."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.watcher = Watcher.of(context)
        self.words = Cut("", "muted")
        self.act = button("", self.turn)
        line = row(self.words, self.act)
        line.setContentsMargins(0, 0, 0, 0)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.watcher.changed.connect(self.tell)
        self.tell()

    def tell(self) -> None:
        """Say what is watched now."""
        folder = self.watcher.folder
        there = folder is None or folder.is_dir()
        said = (
            tr("Watching {folder}", folder=folder)
            if there
            else tr("{folder} is not there now", folder=folder)
        )
        self.words.say(said if folder else "")
        self.act.setText(tr("Stop watching") if folder else tr("Watch a folder…"))
        self.act.setAccessibleName(self.act.text())
        self.act.setToolTip(
            tr("What arrives there is taken in by itself, then moved to done, held or refused")
        )

    def turn(self) -> None:
        """Begin with a folder that a person chooses, or end."""
        if self.watcher.folder is not None:
            self.watcher.watch(None)
        elif (folder := self.context.files.folder(self, tr("Watch a folder"))) is not None:
            self.watcher.watch(folder)
