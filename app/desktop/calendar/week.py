"""Week: seven days with their hours; what has no time stands above them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from app.desktop.calendar.days import WEEK_DAYS, lanes, minutes
from app.desktop.calendar.sheets import Sheet, short_words
from app.desktop.style import TINY, sizes
from app.desktop.words import short_day

EARLIEST, LATEST = 7, 19
"""The hours that are always shown; more where an entry lies before or after."""
UNTIMED_ROWS = 2


class WeekSheet(Sheet):
    """A week by the hour; entries at the same time stand beside each other."""

    def sizeHint(self) -> QSize:
        """Return a size in which an hour holds a line of text."""
        return QSize(sizes().of(700), sizes().of(560))

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which hours can be told apart."""
        return QSize(sizes().of(420), sizes().of(320))

    def rect_of(self, day: date) -> QRect:
        """Return the column of a day, with its head."""
        column = self.days.index(day) if day in self.days else 0
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            column = WEEK_DAYS - 1 - column
        side = self._side()
        left, right = (side + (self.width() - side) * place // WEEK_DAYS for place in (column, column + 1))
        return QRect(left, 0, right - left, self.height())

    def hours(self) -> tuple[int, int]:
        """Return the first hour that is shown and the hour that ends the day."""
        spans = [minutes(one) for found in self.entries.values() for one in found if one.start]
        first = min([EARLIEST, *(start // 60 for start, _ in spans)])
        last = max([LATEST, *(-(-end // 60) for _, end in spans)])
        return first, last

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hours, then each day."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.surface))
        self.spots = []
        self._paint_hours(painter)
        for day in self.days:
            if self.rect_of(day).intersects(event.rect()):
                self._paint_day(painter, day)
        painter.setPen(QColor(self.theme.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self.day in self.days:
            painter.setPen(QPen(QColor(self.theme.accent), 2 if self.hasFocus() else 1))
            painter.drawRect(self.rect_of(self.day).adjusted(1, 1, -2, -2))

    def _line(self) -> int:
        return self.fontMetrics().height() + 2

    def _side(self) -> int:
        return self.fontMetrics().horizontalAdvance("00:00") + 2 * sizes().of(TINY)

    def _head(self) -> int:
        """Return the height above the hours: the day's name and what has no time."""
        untimed = max([0, *(sum(1 for one in found if one.start is None) for found in self.entries.values())])
        return self._line() * (1 + min(untimed, UNTIMED_ROWS)) + 2 * sizes().of(TINY)

    def _top_of(self, minute: int) -> int:
        first, last = self.hours()
        head = self._head()
        return head + (self.height() - head) * (minute - first * 60) // ((last - first) * 60)

    def _paint_hours(self, painter: QPainter) -> None:
        first, last = self.hours()
        for hour in range(first, last):
            top = self._top_of(hour * 60)
            painter.setPen(QColor(self.theme.line))
            painter.drawLine(self._side(), top, self.width(), top)
            painter.setPen(QColor(self.theme.muted))
            rect = QRect(0, top, self._side() - sizes().of(TINY), self._line())
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight), f"{hour:02}:00")

    def _paint_day(self, painter: QPainter, day: date) -> None:
        rect, pad, line = self.rect_of(day), sizes().of(TINY), self._line()
        painter.setPen(QColor(self.theme.line))
        painter.drawLine(rect.left(), 0, rect.left(), self.height())
        painter.setPen(QColor(self.theme.accent if day == self.today else self.theme.text))
        font = painter.font()
        font.setBold(day == self.today)
        painter.setFont(font)
        painter.drawText(
            QRect(rect.x(), pad, rect.width(), line), int(Qt.AlignmentFlag.AlignCenter), short_day(day)
        )
        painter.setFont(self.font())
        found = self.entries.get(day, ())
        top = line + pad
        for entry in [one for one in found if one.start is None][:UNTIMED_ROWS]:
            self.paint_entry(
                painter, QRect(rect.x() + 2, top, rect.width() - 4, line - 1), entry, entry.title
            )
            top += line
        for entry, lane, count in lanes(found):
            start, end = minutes(entry)
            left = rect.x() + 2 + (rect.width() - 4) * lane // count
            wide = (rect.width() - 4) // count - 1
            high = max(line, self._top_of(end) - self._top_of(start) - 1)
            box = QRect(left, self._top_of(start), wide, high)
            self.paint_entry(painter, box, entry, short_words(entry))
