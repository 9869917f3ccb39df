"""Alarms: emergencies and flash notes that nobody has reported yet, on a red band with their clocks running."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context
from app.desktop.style import GAP, SMALL, TINY, sizes
from app.desktop.today.cards import Clickable
from app.desktop.widgets import Cut, cleared, label, pill
from app.desktop.words import many, tr
from app.services.clocks import Clock

TICK = 20_000
"""Milliseconds between two looks at the clock; it shows minutes."""
MOST = 4
MINUTES_OF_DAY = 24 * 60


class AlarmBand(QFrame):
    """One line for each clock that runs; hidden where none does. A line opens its record, where it is reported."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        style.role(self, "alarm")
        self.setAccessibleName(tr("Waiting to be reported to Mission HQ"))
        self.context = context
        self.faces: list[tuple[QLabel, Clock]] = []
        self._shown_at = context.clock()
        self._lines = QVBoxLayout(self)
        space = sizes().of(SMALL)
        self._lines.setContentsMargins(sizes().of(GAP), space, sizes().of(GAP), space)
        self._lines.setSpacing(0)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self.tick)
        self.hide()

    def show_clocks(self, clocks: Sequence[Clock], now: datetime) -> None:
        """Show these clocks, as they stood at a moment."""
        cleared(self._lines)
        self.faces, self._shown_at = [], now
        for clock in clocks[:MOST]:
            self._lines.addWidget(self._line(clock))
        if len(clocks) > MOST:
            self._lines.addWidget(label(many(len(clocks) - MOST, "more waits", "more wait"), "strong"))
        self.setVisible(bool(clocks))
        self.tick()
        if clocks:
            self._timer.start()
        else:
            self._timer.stop()

    def tick(self) -> None:
        """Let the clocks show the present."""
        passed = self.context.clock() - self._shown_at
        for face, clock in self.faces:
            words = waited_words(clock.waited + passed)
            face.setText(words)
            face.setAccessibleName(tr("not reported for {words}", words=words))

    def _line(self, clock: Clock) -> Clickable:
        record = clock.record
        name = tr("Emergency") if record.kind == "support_request" else tr("Flash")
        made = Clickable(f"{name}: {record.title}")
        inside = QHBoxLayout(made)
        inside.setContentsMargins(*(sizes().of(one) for one in (TINY, 2, TINY, 2)))
        inside.setSpacing(sizes().of(GAP))
        place = str(record.fields.get("place") or "")
        detail = " · ".join(part for part in (tr("not reported to Mission HQ"), place, record.serial) if part)
        face = label("", "clock")
        face.setMinimumWidth(sizes().of(112))
        face.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.faces.append((face, clock))
        what = pill(name, "bad")
        what.setFixedWidth(sizes().of(116))
        inside.addWidget(what, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(Cut(record.title, "strong"), 1)
        inside.addWidget(Cut(detail, "small"), 1)
        inside.addWidget(face, 0, Qt.AlignmentFlag.AlignVCenter)
        made.chosen.connect(lambda: self.context.open_record(record.kind, record.id))
        return made


def waited_words(waited: timedelta) -> str:
    """Write how long something has waited: `12 min`, `3 h 05 min`, `2 days 4 h`."""
    minutes = max(0, int(waited.total_seconds()) // 60)
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    if minutes < MINUTES_OF_DAY:
        return tr("{hours} h {minutes:02d} min", hours=minutes // 60, minutes=minutes % 60)
    days, rest = divmod(minutes, MINUTES_OF_DAY)
    return f"{many(days, 'day', 'days')} {tr('{hours} h', hours=rest // 60)}"
