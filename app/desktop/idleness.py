"""Idleness: notices when nobody has touched the machine for a while, so that the logbook can lock itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

LOCK_AFTER = 10 * 60 * 1000
"""Milliseconds without a key, a click or a scroll until the logbook locks."""
TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
    }
)  # fmt: skip


class Idleness(QObject):
    """Emits `idle` after a time without a touch; every touch starts the time anew.

    It looks at the native window only: a filter on the whole application would slow down every event.
    """

    idle = Signal()

    def __init__(self, after: int = LOCK_AFTER, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: QWindow | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(after)
        self.timer.timeout.connect(self.idle)

    def watch(self, window: QWindow) -> None:
        """Begin to watch the keys, clicks and moves that reach a window."""
        self._window = window
        window.installEventFilter(self)
        self.timer.start()

    def rest(self) -> None:
        """Stop watching, while the logbook is locked."""
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = None
        self.timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start the time anew on every touch; swallow nothing."""
        if event.type() in TOUCHES:
            self.timer.start()
        return False
