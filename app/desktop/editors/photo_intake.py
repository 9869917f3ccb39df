"""Photo intake: takes files one after the other off the GUI thread: read, shrink, strip, store."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from app.desktop.context import Context, LockedError
from app.desktop.tasks import Ticket
from app.services import photos
from app.services.photos import Paper, Photo, PictureNotTakenError, Source


class Taken(msgspec.Struct, frozen=True):
    """A stored file: its wire value, and what was prepared for it."""

    file: dict[str, Any]
    made: Photo | Paper


class PhotoIntake(QObject):
    """A queue of files; `progress` tells how many are done of how many, (0, 0) once all are."""

    taken = Signal(object)
    refused = Signal(object, str)
    progress = Signal(int, int)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._waiting: deque[tuple[Source, bool]] = deque()
        self._ticket: Ticket | None = None
        self._round = self._done = self._total = 0

    @property
    def busy(self) -> bool:
        """Whether any file is waiting or being taken."""
        return self._total > 0

    def take(self, sources: Iterable[Source], *, as_they_are: bool = False) -> None:
        """Put files at the end of the queue; `as_they_are` keeps them byte for byte."""
        for source in sources:
            self._waiting.append((source, as_they_are))
            self._total += 1
        if self._ticket is None:
            self._next()
        elif self._total:
            self.progress.emit(self._done, self._total)

    def stop(self) -> None:
        """Leave what is not stored yet; what is stored stays."""
        if self._ticket is not None:
            self._ticket.cancel()
        self._finish()

    def _next(self) -> None:
        if not self._waiting:
            self._finish()
            return
        self.progress.emit(self._done, self._total)
        (source, as_it_is), turn = self._waiting.popleft(), self._round
        # One at a time, so that other long work is not kept waiting until the last of many photos is done.
        self._ticket = self._context.long.run_long(
            partial(_prepared, source, as_it_is),
            done=partial(self._store, turn), failed=partial(self._fail, turn, source), owner=self,
        )  # fmt: skip

    def _store(self, turn: int, made: Photo | Paper) -> None:
        self._context.ask(
            lambda desk: Taken(photos.store(desk, made), made),
            done=partial(self._stored, turn), failed=partial(self._fail, turn, None), owner=self,
        )  # fmt: skip

    def _stored(self, turn: int, taken: Taken) -> None:
        if turn == self._round:
            self.taken.emit(taken)
            self._step()

    def _fail(self, turn: int, source: Source | None, error: Exception) -> None:
        if turn != self._round:
            return
        if isinstance(error, LockedError):
            self._finish()
            return
        if isinstance(error, PictureNotTakenError) and source is not None:
            self.refused.emit(source, str(error))
        else:
            self._context.report(error)
        self._step()

    def _step(self) -> None:
        self._done += 1
        self._next()

    def _finish(self) -> None:
        self._ticket = None
        self._round += 1
        self._waiting.clear()
        self._done = self._total = 0
        self.progress.emit(0, 0)


def _prepared(source: Source, as_it_is: bool, ticket: Ticket) -> Photo | Paper:
    """Prepare one file; runs on the long lane, and its child process ends when the ticket is cancelled."""
    return photos.as_it_is(source) if as_it_is else photos.prepare(source, ticket.cancelled)
