"""Tasks: the two worker threads of the desktop, and how their answers come back to the window.

One lane does everything that touches the database, one does long pure work. Work is done in the order it was
asked for; its answer is delivered on the thread that made the lane and dropped if its owner is gone.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

T = TypeVar("T")


class WorkCancelledError(Exception):
    """Long work was stopped because its asker no longer wants it; nobody is told."""


class Ticket:
    """What long work and its asker share: the wish to cancel, and how far the work has come."""

    def __init__(self, report: Callable[[int, int], None] | None = None) -> None:
        self._cancelled = threading.Event()
        self._report = report

    def cancel(self) -> None:
        """Ask the work to stop at its next check; its answer is dropped."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Return whether the work is no longer wanted."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise `WorkCancelledError` where the work is no longer wanted."""
        if self.cancelled():
            raise WorkCancelledError

    def report(self, done: int, total: int) -> None:
        """Say how far the work is, in its own steps; raises `WorkCancelledError` where it is not wanted."""
        self.check()
        if self._report is not None:
            self._report(done, total)


class _Job:
    """One piece of work on a lane, and who wants which answer."""

    __slots__ = ("done", "failed", "long", "owner", "ticket", "work")

    def __init__(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
        owner: QObject,
        ticket: Ticket,
        *,
        long: bool = False,
    ) -> None:
        self.work, self.done, self.failed, self.owner, self.ticket = work, done, failed, owner, ticket
        self.long = long

    def let_go(self) -> None:
        """Give up what the asker lent, on the thread of the asker.

        The lane remembers its last job until the next one comes: a widget would then be destroyed on the lane's thread.
        """
        del self.work, self.done, self.failed, self.owner, self.ticket


class Lane(QObject):
    """One worker thread that does one thing after the other."""

    idle = Signal()
    unhandled = Signal(object)
    _arrived = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._open: set[_Job] = set()
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._serve, name=f"lane-{name}", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether any work is waiting, running or not yet answered."""
        return bool(self._open)

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject,
    ) -> Ticket:
        """Do `work` on the lane's thread, then call `done` or `failed` here, unless `owner` is gone by then.

        An error without `failed` goes to the `unhandled` signal. The ticket can cancel what has not begun.
        """
        ticket = Ticket()
        self._put(_Job(work, done, failed, owner, ticket))
        return ticket

    def run_long(
        self,
        work: Callable[[Ticket], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject,
        progress: Callable[[int, int], None] | None = None,
    ) -> Ticket:
        """Do work that takes a ticket: it reports `(done, total)` and can be cancelled on its way."""

        def report(step: int, total: int) -> None:
            if progress is not None:
                self._answer(lambda: progress(step, total) if self._wanted(job) else None)

        ticket = Ticket(report)
        job = _Job(lambda: work(ticket), done, failed, owner, ticket, long=True)
        self._put(job)
        return ticket

    def close(self) -> None:
        """Cancel long work, do the rest of what was asked for (no save is lost), then end the thread."""
        if self._closed:
            return
        self._closed = True
        for job in self._open:
            if job.long:
                job.ticket.cancel()
        self._jobs.put(None)
        self._thread.join()
        self._open.clear()

    def _put(self, job: _Job) -> None:
        if self._closed:
            return
        self._open.add(job)
        self._jobs.put(job)

    def _serve(self) -> None:
        """Do the jobs of the queue until the lane is closed; runs on the worker thread."""
        while (job := self._jobs.get()) is not None:
            self._answer(self._do(job))

    def _do(self, job: _Job) -> Callable[[], None]:
        """Do one job and return what is to happen on the asker's thread."""
        try:
            job.ticket.check()
            result = job.work()
        except WorkCancelledError:
            return lambda: self._settle(job, None)
        except Exception as error:  # noqa: BLE001 - this is the outermost layer of the thread
            failure = error
            return lambda: self._settle(job, lambda: self._fail(job, failure))
        return lambda: self._settle(job, lambda: job.done(result))

    def _answer(self, answer: Callable[[], None]) -> None:
        self._answers.put(answer)
        if shiboken6.isValid(self):
            self._arrived.emit()

    def _deliver(self) -> None:
        """Hand over one answer; runs on the thread that made the lane."""
        self._answers.get()()

    def _settle(self, job: _Job, tell: Callable[[], None] | None) -> None:
        wanted = self._wanted(job)
        self._open.discard(job)
        try:
            if wanted and tell is not None:
                tell()
        finally:
            job.let_go()
        if not self._open:
            self.idle.emit()

    def _wanted(self, job: _Job) -> bool:
        return not job.ticket.cancelled() and shiboken6.isValid(job.owner)

    def _fail(self, job: _Job, error: Exception) -> None:
        if job.failed is not None:
            job.failed(error)
        else:
            self.unhandled.emit(error)
