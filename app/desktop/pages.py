"""Pages: what every page of the window has in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.desktop.context import Context
from app.desktop.tasks import Ticket
from app.services.changes import Changes

if TYPE_CHECKING:
    from app.services.desks import Desk

T = TypeVar("T")


class Page(QWidget):
    """A page of the window: it shows some kinds, and asks for them again when somebody changed them.

    A page that is not seen only notes that it is stale, and asks when it is shown.
    """

    titled = Signal(str)
    marked = Signal()

    def __init__(
        self, context: Context, *, title: str, kinds: tuple[str, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.title = title
        self.kinds = frozenset(kinds)
        self.stale = True
        self._asked: Counter[str] = Counter()
        self.setAccessibleName(title)
        context.changed.connect(self._on_changed)

    @property
    def marking(self) -> str:
        """The highest marking on the page; the window shows it. Emit `marked` when it changes."""
        return ""

    def reload(self) -> None:
        """Ask again for what the page shows; pages override this."""

    def concerns(self, changes: Changes) -> bool:
        """Return whether these changes touch what the page shows."""
        return changes.touches(self.kinds)

    def leave(self) -> bool:
        """Prepare to be left or locked (keep a draft, stop a timer); False where the page must stay."""
        return True

    def retitle(self, title: str) -> None:
        """Give the page a new title and tell the window."""
        self.title = title
        self.setAccessibleName(title)
        self.titled.emit(title)

    def ask(
        self,
        work: Callable[[Desk], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        topic: str = "page",
    ) -> Ticket:
        """Ask the open logbook on its lane; an answer overtaken by a later question of its topic is lost."""
        self._asked[topic] += 1
        number = self._asked[topic]

        def fresh(result: T) -> None:
            if self._asked[topic] == number:
                done(result)

        def faulty(error: Exception) -> None:
            if self._asked[topic] == number:
                (failed or self.context.report)(error)

        return self.context.ask(work, done=fresh, failed=faulty, owner=self)

    def forget(self, topic: str = "page") -> None:
        """Drop every answer of a topic that is still on its way."""
        self._asked[topic] += 1

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for fresh content where the page was not seen when something changed."""
        super().showEvent(event)
        self._refresh()

    def _on_changed(self, changes: Changes) -> None:
        if self.concerns(changes):
            self.stale = True
            if self.isVisible():
                self._refresh()

    def _refresh(self) -> None:
        if self.stale and self.context.desk is not None:
            self.stale = False
            self.reload()
