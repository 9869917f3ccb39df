"""Standing strip: the lines above a form that stay while they are true; a clock among them runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.editors.standing import REPORT, Line
from app.desktop.style import GAP, SMALL, TINY, sizes
from app.desktop.widgets import button, cleared, label

EVERY_MS = 1_000
SHAPES = {"info": "i", "good": "✓", "wait": "!", "bad": "✕"}


class StandingStrip(QWidget):
    """The lines of one record; `wanted` says what a button was pressed for, and the field."""

    wanted = Signal(str, str)

    def __init__(self, tell: Callable[[], tuple[Line, ...]]) -> None:
        super().__init__()
        style.role(self, "clear")
        self._tell = tell
        self.lines: tuple[Line, ...] = ()
        self.buttons: dict[str, QPushButton] = {}
        self._texts: list[QLabel] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(sizes().of(TINY))
        self._tick = QTimer(self, interval=EVERY_MS)
        self._tick.timeout.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        """Work the lines out again; only what changed is drawn anew."""
        found = self._tell()
        if found == self.lines:
            return
        same = [one.does for one in found] == [one.does for one in self.lines]
        same = same and [one.tone for one in found] == [one.tone for one in self.lines]
        self.lines = found
        if same:
            for text, line in zip(self._texts, found, strict=True):
                text.setText(line.text)
        else:
            self._draw()
        running = any(line.does == REPORT for line in found)
        if running is not self._tick.isActive():
            self._tick.start() if running else self._tick.stop()

    def said(self) -> str:
        """Return what the lines say."""
        return "\n".join(line.text for line in self.lines)

    def _draw(self) -> None:
        cleared(self._box)
        self._texts, self.buttons = [], {}
        for line in self.lines:
            self._box.addWidget(self._one(line))
        self.setVisible(bool(self.lines))

    def _one(self, line: Line) -> QFrame:
        frame = QFrame()
        style.role(frame, "banner")
        style.tone(frame, line.tone)
        box = QHBoxLayout(frame)
        box.setContentsMargins(sizes().of(GAP), sizes().of(TINY), sizes().of(SMALL), sizes().of(TINY))
        box.setSpacing(sizes().of(SMALL))
        text = label(line.text, wrap=True)
        box.addWidget(label(SHAPES[line.tone], "strong"))
        box.addWidget(text, 1)
        self._texts.append(text)
        if line.action:
            made = button(
                line.action, partial(self._press, line.does), "emergency" if line.does == REPORT else ""
            )
            self.buttons[line.does] = made
            box.addWidget(made)
        return frame

    def _press(self, does: str) -> None:
        line = next((one for one in self.lines if one.does == does), None)
        if line is not None:
            self.wanted.emit(does, line.field)
