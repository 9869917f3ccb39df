"""Banner: the one line under the top bar that says what happened, with Undo where there is a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.desktop import style
from app.desktop.style import SMALL, TINY, WIDE, sizes
from app.desktop.widgets import button, label
from app.desktop.words import tr

SHOWN_FOR = {"info": 8000, "good": 8000, "wait": 15000}
"""Milliseconds; what went wrong stays until it is closed."""
SHAPES = {"info": "i", "good": "✓", "wait": "!", "bad": "✕"}


class Banner(QFrame):
    """One message at a time; the newest replaces the one before."""

    def __init__(self) -> None:
        super().__init__()
        style.role(self, "banner")
        self._shape = label("", "strong")
        self.text = label("", wrap=True)
        self.undo = button(tr("Undo"), self._take_back)
        self.dismiss = button(tr("Close"), self.hide, "quiet", name=tr("Close this message"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(sizes().of(WIDE), sizes().of(TINY), sizes().of(SMALL), sizes().of(TINY))
        layout.addWidget(self._shape)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.undo)
        layout.addWidget(self.dismiss)
        self._step: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        QShortcut(
            QKeySequence(Qt.Key.Key_Escape),
            self,
            self.hide,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        self.hide()

    def say(self, text: str, tone: str, undo: Callable[[], None] | None = None) -> None:
        """Show a sentence in its tone; it goes by itself unless it says that something went wrong."""
        style.tone(self, tone)
        self._shape.setText(SHAPES.get(tone, ""))
        self.text.setText(text)
        self.setAccessibleName(text)
        self._step = undo
        self.undo.setVisible(undo is not None)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        if tone in SHOWN_FOR:
            self._timer.start(SHOWN_FOR[tone])
        else:
            self._timer.stop()

    def _take_back(self) -> None:
        self.hide()
        if self._step is not None:
            self._step()
