"""Sheets: what the painted views of the calendar share: a day at hand, keys and clicks, and the colours of entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from app.desktop.calendar.days import WEEK_DAYS
from app.desktop.style import TINY, Theme, sizes
from app.desktop.words import long_day, many, tr
from app.services.calendar import FORUM, HELD, NEXT, CalendarEntry

WHAT_WORDS = {HELD: "meeting", NEXT: "agreed", FORUM: "usual day"}
Spot = tuple[QRect, CalendarEntry]
MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK_DAYS, Qt.Key.Key_Down: WEEK_DAYS}


class Sheet(QWidget):
    """A painted grid of days. The day at hand has a frame; arrow keys move it, Enter goes to its entries."""

    day_chosen = Signal(object)
    opened = Signal(str, str)
    new_wanted = Signal(object)
    entered = Signal()
    """Enter: a person wants to go into the day at hand."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self.days: Sequence[date] = ()
        self.entries: Mapping[date, Sequence[CalendarEntry]] = {}
        self.day = date.min
        self.today = date.min
        self.spots: list[Spot] = []
        """Where entries were painted last, for the mouse."""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_days(
        self, days: Sequence[date], entries: Mapping[date, Sequence[CalendarEntry]], day: date, today: date
    ) -> None:
        """Show these days with their entries, and mark the day at hand."""
        self.days, self.entries, self.day, self.today = days, entries, day, today
        self._say()
        self.update()

    def rect_of(self, day: date) -> QRect:
        """Return where a day lies; views override this."""
        return QRect()

    def day_at(self, point: QPoint) -> date | None:
        """Return the day under a point, or None."""
        return next((day for day in self.days if self.rect_of(day).contains(point)), None)

    def entry_at(self, point: QPoint) -> CalendarEntry | None:
        """Return the entry under a point, or None."""
        return next((entry for rect, entry in self.spots if rect.contains(point)), None)

    def choose(self, day: date) -> None:
        """Make a day the one at hand."""
        self.day = day
        self._say()
        self.update()
        self.day_chosen.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrow keys; Enter goes into the day; Insert begins a meeting on it."""
        key = Qt.Key(event.key())
        if key in MOVES:
            way = MOVES[key]
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft and abs(way) == 1:
                way = -way
            self.choose(self.day + timedelta(days=way))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered.emit()
        elif key == Qt.Key.Key_Insert:
            self.new_wanted.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the mouse."""
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.choose(day)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the entry under the mouse."""
        entry = self.entry_at(event.position().toPoint())
        if entry is not None and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(entry.kind, entry.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Begin a meeting on the day under the mouse, where no entry lies."""
        point = event.position().toPoint()
        day = self.day_at(point)
        if day is not None and self.entry_at(point) is None:
            self.new_wanted.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what a click opens."""
        over = self.entry_at(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """Say the whole of an entry as a tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            entry = self.entry_at(event.pos())
            QToolTip.showText(event.globalPos(), entry_words(entry) if entry else "", self)
            return True
        return super().event(event)

    def _say(self) -> None:
        """Tell screen readers the day at hand and what is on it."""
        found = self.entries.get(self.day, ())
        words = "; ".join(entry_words(one) for one in found) or tr("no meetings")
        self.setAccessibleDescription(f"{long_day(self.day)}: {words}")

    def paint_entry(self, painter: QPainter, rect: QRect, entry: CalendarEntry, words: str) -> None:
        """Paint an entry: held on a filled ground, agreed with a frame, a forum's usual day dashed and pale."""
        theme, edge = self.theme, QColor(self.theme.accent)
        colour = QColor(theme.accent)
        if entry.what == HELD:
            painter.setBrush(QColor(theme.accent_soft))
            painter.setPen(Qt.PenStyle.NoPen)
        elif entry.what == NEXT:
            painter.setBrush(QColor(theme.surface))
            painter.setPen(QPen(edge, 1))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.edge), 1, Qt.PenStyle.DashLine))
            colour = QColor(theme.muted)
        painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), sizes().of(TINY), sizes().of(TINY))
        painter.setPen(colour)
        inside = rect.adjusted(sizes().of(TINY), 0, -sizes().of(TINY), 0)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        self.spots.append((QRect(rect), entry))


def entry_words(entry: CalendarEntry) -> str:
    """Return all that an entry says, on one line."""
    time = f"{entry.start:%H:%M}" if entry.start else ""
    parts = [time, entry.title, entry.place, tr(WHAT_WORDS[entry.what])]
    return " · ".join(part for part in parts if part)


def short_words(entry: CalendarEntry) -> str:
    """Return the time and the title of an entry."""
    return f"{entry.start:%H:%M} {entry.title}" if entry.start else entry.title


def more_words(count: int) -> str:
    """Say how many entries a day has beyond those that fit."""
    return f"+ {many(count, 'more', 'more')}"
