"""Sweeping: collects garbage on the GUI thread and between events only.

Python collects cycles whenever some count is full, on whichever thread that happens: a widget would be destroyed on a
worker thread, or while an event is on its way to it, and the program would end. So the desktop switches that off and
sweeps by a timer.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 4_000
"""Milliseconds between sweeps."""
YOUNG, OLD = 0, 1
OFTEN, SELDOM = 700, 20
"""How many new objects make a sweep worth while, and how many sweeps of the young make one of all."""


class Sweeping(QObject):
    """Sweeps by itself until it is stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> None:
        """Collect what is worth collecting."""
        young, old, _ = gc.get_count()
        if old >= SELDOM:
            gc.collect()
        elif young >= OFTEN:
            gc.collect(OLD)

    def stop(self) -> None:
        """Leave collecting to Python again."""
        self._timer.stop()
        gc.enable()
