"""Hand-over page: what is open, what was learned, and the logbook for the next officer, in three steps."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.context import Context, Tone
from app.desktop.handover.lessons import Lessons
from app.desktop.handover.open_matters import OpenMatters
from app.desktop.handover.passing import Passing
from app.desktop.pages import Page
from app.desktop.style import GAP, SMALL, sizes
from app.desktop.widgets import label, scrolled
from app.desktop.words import tr
from app.services import handover
from app.services.handover import Leftover

KINDS = ("follow_up", "support_request", "qip", "project", "meeting", "lesson", "note")


class HandoverPage(Page):
    """Three cards from top to bottom; the last one locks the logbook for the next officer to open."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Hand over"), kinds=KINDS)
        self.matters = OpenMatters(context)
        self.lessons = Lessons(context)
        self.passing = Passing(context)
        self.passing.passed.connect(self._on_passed)
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, sizes().of(SMALL), sizes().of(GAP))
        box.setSpacing(sizes().of(GAP))
        said = tr(
            "For the end of a tour: look at what stays open, write down what you learned, then pass the logbook on. "
            "Everything stays in it; who wrote what stays on record."
        )
        box.addWidget(label(said, "muted", wrap=True))
        for part in (self.matters, self.lessons, self.passing):
            box.addWidget(part)
        box.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def reload(self) -> None:
        """Ask for what is open."""
        now = self.context.clock()
        self.ask(lambda desk: handover.leftover(desk, now), self._show)

    def _show(self, found: Leftover) -> None:
        self.matters.show_found(found)
        self.lessons.show_lessons(found.lessons)

    def _on_passed(self, officer: str) -> None:
        self.context.message(
            tr("Passed to {officer}. The new passphrase opens it from now on.", officer=officer), Tone.GOOD
        )
        self.context.go("today")  # where the next officer begins
        self.context.lock_wanted.emit()
