"""Month: six weeks of days, each with as many entries as fit."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from app.desktop.calendar.days import WEEK_DAYS
from app.desktop.calendar.sheets import Sheet, more_words, short_words
from app.desktop.style import TINY, sizes
from app.desktop.words import DAYS, tr


class MonthSheet(Sheet):
    """A month. Days of the months beside it are pale."""

    def sizeHint(self) -> QSize:
        """Return a size in which a day holds three entries."""
        return QSize(sizes().of(700), sizes().of(560))

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which days can be told apart."""
        return QSize(sizes().of(360), sizes().of(280))

    def rect_of(self, day: date) -> QRect:
        """Return where a day lies."""
        number = self.days.index(day) if day in self.days else 0
        row, column = divmod(number, WEEK_DAYS)
        rows = max(1, len(self.days) // WEEK_DAYS)
        head = self._head()
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            column = WEEK_DAYS - 1 - column
        left, right = (self.width() * place // WEEK_DAYS for place in (column, column + 1))
        top, bottom = (head + (self.height() - head) * place // rows for place in (row, row + 1))
        return QRect(left, top, right - left, bottom - top)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the days that have to be painted."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(self.rect(), QColor(self.theme.surface))
        self.spots = []
        self._paint_head(painter)
        for day in self.days:
            if self.rect_of(day).intersects(event.rect()):
                self._paint_day(painter, day)
        painter.setPen(QColor(self.theme.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self.day in self.days:
            wide = 2 if self.hasFocus() else 1
            painter.setPen(QPen(QColor(self.theme.accent), wide))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect_of(self.day).adjusted(1, 1, -2, -2))

    def _head(self) -> int:
        return self.fontMetrics().height() + 2 * sizes().of(TINY)

    def _paint_head(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.theme.muted))
        for day in self.days[:WEEK_DAYS]:
            rect = self.rect_of(day)
            rect.setTop(0)
            rect.setHeight(self._head())
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), tr(DAYS[day.weekday()]))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        rect, pad = self.rect_of(day), sizes().of(TINY)
        month = self.days[len(self.days) // 2].month
        if day.month != month:
            painter.fillRect(rect, QColor(self.theme.sunken))
        painter.setPen(QColor(self.theme.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        line = self.fontMetrics().height() + 2
        self._paint_number(
            painter, day, QRect(rect.x() + pad, rect.y() + 2, line + 2 * pad, line), day.month == month
        )
        found = self.entries.get(day, ())
        room = max(1, (rect.height() - line - pad) // (line + 1))
        fits = len(found) if len(found) <= room else max(1, room - 1)
        top = rect.y() + line + pad
        side = painter.fontMetrics().horizontalAdvance("+88") if fits < len(found) and room == 1 else 0
        for entry in found[:fits]:
            box = QRect(rect.x() + 3, top, rect.width() - 6 - side, line)
            self.paint_entry(painter, box, entry, short_words(entry))
            top += line + 1
        if fits < len(found):
            painter.setPen(QColor(self.theme.muted))
            more = QRect(rect.x() + 2 * pad, min(top, rect.bottom() - line), rect.width() - 3 * pad, line)
            words = f"+{len(found) - fits}" if side else more_words(len(found) - fits)
            way = Qt.AlignmentFlag.AlignRight if side else Qt.AlignmentFlag.AlignLeft
            painter.drawText(more, int(way | Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_number(self, painter: QPainter, day: date, rect: QRect, own: bool) -> None:
        """Paint the number of a day; that of today on a filled ground."""
        if day == self.today:
            painter.setBrush(QColor(self.theme.accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
            painter.setPen(QColor(self.theme.on_accent))
        else:
            painter.setPen(QColor(self.theme.text if own else self.theme.muted))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
