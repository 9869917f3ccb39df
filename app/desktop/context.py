"""Context: what every page shares: the open logbook, the lanes, the broadcast of changes, and the banner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desktop.style import LIGHT, Theme
from app.desktop.tasks import Lane, Ticket
from app.services.changes import Changes

if TYPE_CHECKING:
    from app.services.desks import Desk

T = TypeVar("T")


class Tone(StrEnum):
    """What a message, a pill or a fault means; its colour and its shape follow."""

    INFO = "info"
    GOOD = "good"
    WAIT = "wait"
    BAD = "bad"


class LockedError(Exception):
    """The logbook was locked before the question was asked."""


class FileChooser(Protocol):
    """How a person picks files; tests answer in their place."""

    def open_files(self, parent: QWidget, title: str, pattern: str) -> list[Path]:
        """Return the chosen files, none where the person thought better of it."""

    def save_file(self, parent: QWidget, title: str, name: str, pattern: str) -> Path | None:
        """Return where to write, or None."""

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """Return a chosen folder, or None."""


class FileDialogs:
    """The file dialogs of the desktop."""

    def open_files(self, parent: QWidget, title: str, pattern: str) -> list[Path]:
        """Return the chosen files, none where the person thought better of it."""
        return [Path(name) for name in QFileDialog.getOpenFileNames(parent, title, "", pattern)[0]]

    def save_file(self, parent: QWidget, title: str, name: str, pattern: str) -> Path | None:
        """Return where to write, or None."""
        chosen = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), pattern)[0]
        return Path(chosen) if chosen else None

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """Return a chosen folder, or None."""
        chosen = QFileDialog.getExistingDirectory(parent, title, str(Path.home()))
        return Path(chosen) if chosen else None


def local_now() -> datetime:
    """Return the moment, aware, in the offset of this laptop."""
    return datetime.now(UTC).astimezone()


class Context(QObject):
    """What pages are given instead of knowing each other."""

    changed = Signal(object)
    """`Changes` of a use case that is done; every page that shows such a kind asks again."""
    desk_changed = Signal()
    record_wanted = Signal(str, str)
    new_wanted = Signal(str, object)
    partner_wanted = Signal(str)
    page_wanted = Signal(str)
    lock_wanted = Signal()
    told = Signal(str, str, object)
    theme_changed = Signal()

    def __init__(
        self,
        *,
        files: FileChooser | None = None,
        clock: Callable[[], datetime] = local_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.database = Lane("database", self)
        self.long = Lane("long", self)
        self.files: FileChooser = files or FileDialogs()
        self.clock = clock
        self.theme: Theme = LIGHT
        self.desk: Desk | None = None
        for lane in (self.database, self.long):
            lane.unhandled.connect(self.report)

    def use(self, desk: Desk | None) -> None:
        """Take an opened logbook, or none once it is locked."""
        self.desk = desk
        self.desk_changed.emit()

    def dress(self, theme: Theme) -> None:
        """Use another theme; whoever paints for itself listens to `theme_changed`."""
        self.theme = theme
        self.theme_changed.emit()

    def may_write(self, kind: str) -> bool:
        """Return whether records of a kind may begin in this logbook: some only a headquarters writes."""
        # Late: the first screen does not wait for the kinds.
        from app.domain.kinds import KINDS
        from app.domain.levels import may_act_as

        desk = self.desk
        return desk is not None and may_act_as(desk.standing.level, KINDS[kind].written_by)

    def ask(
        self,
        work: Callable[[Desk], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject,
    ) -> Ticket:
        """Do something with the open logbook on the database lane; errors go to the banner or to `failed`.

        Fails with `LockedError` where none is open. What was asked before a lock is not answered after it.
        """
        desk = self.desk

        def job() -> T:
            if desk is None:
                raise LockedError
            return work(desk)

        def answer(result: T) -> None:
            if self.desk is desk:
                done(result)

        return self.database.run(job, done=answer, failed=failed or self.report, owner=owner)

    def ask_long(
        self,
        work: Callable[[Desk, Ticket], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject,
        progress: Callable[[int, int], None] | None = None,
    ) -> Ticket:
        """Do something long with the open logbook on the database lane; it reports steps and can be cancelled."""
        desk = self.desk

        def job(ticket: Ticket) -> T:
            if desk is None:
                raise LockedError
            return work(desk, ticket)

        def answer(result: T) -> None:
            if self.desk is desk:
                done(result)

        return self.database.run_long(
            job, done=answer, failed=failed or self.report, owner=owner, progress=progress
        )

    def broadcast(self, changes: Changes) -> None:
        """Tell every page what a use case changed."""
        self.changed.emit(changes)

    def open_record(self, kind: str, record_id: str) -> None:
        """Show a record in its editor."""
        self.record_wanted.emit(kind, record_id)

    def open_partner(self, record_id: str) -> None:
        """Show everything that is known of an organisation or person."""
        self.partner_wanted.emit(record_id)

    def new_record(self, kind: str, prefill: Mapping[str, Any] | None = None) -> None:
        """Show an empty editor, with some wire values already filled in."""
        self.new_wanted.emit(kind, dict(prefill or {}))

    def go(self, page: str) -> None:
        """Show a page of the left column by its key, such as `exchange`."""
        self.page_wanted.emit(page)

    def message(self, text: str, tone: Tone = Tone.INFO, undo: Callable[[], None] | None = None) -> None:
        """Say one sentence in the banner; with `undo` it offers to take the step back."""
        self.told.emit(text, tone.value, undo)

    def report(self, error: Exception) -> None:
        """Say in the banner what went wrong, in one sentence."""
        if isinstance(error, LockedError):
            return
        self.message(sentence(error), Tone.BAD)

    def close_desk(self) -> None:
        """Close the logbook after what was asked of it, so that its key leaves the memory."""
        desk = self.desk
        if desk is not None:
            self.use(None)
            self.database.run(desk.close, done=lambda _: None, owner=self)

    def close(self) -> None:
        """Finish what was asked for, close the logbook and end both lanes."""
        self.close_desk()
        self.long.close()
        self.database.close()


def sentence(error: Exception) -> str:
    """Return the sentence of an error for people."""
    # Late: the words of every layer's errors are needed only once something went wrong.
    from app.services import wording

    return wording.sentence(error)
