"""Bars: the timeline of projects as rows of a table: their time against the limit, painted row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.desktop.lists.cells import clock_started, lateness, qip_days_left
from app.desktop.style import SMALL, TINY, Theme, sizes
from app.desktop.words import MONTHS, many, near_day, tr
from app.domain.moments import days_after
from app.services.attention import QipLimit
from app.services.views import RecordView

Index = QModelIndex | QPersistentModelIndex
MARGIN_DAYS = 14
FULL = 100
REACH = timedelta(days=300)
"""How far the timeline looks back and ahead unless all years are wanted."""
MONTHS_APART = (1, 2, 3, 6, 12)


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """The time of one project: from its first payment to its limit, or as planned where nothing was paid yet."""

    start: date
    end: date
    clock: bool
    warn: date | None = None
    built: int = 0
    tone: str = "info"
    words: str = ""


def bar_of(record: RecordView, limit: QipLimit, today: date) -> Bar | None:
    """Return the bar of a project, or None where no day is known."""
    started = clock_started(record, limit) if record.kind == "qip" else None
    built = record.built or 0
    if started is not None:
        end = days_after(started, limit.days)
        left = qip_days_left(record, today, limit)
        tone = (
            "info"
            if left is None
            else "bad"
            if left < 0
            else "wait"
            if left <= limit.warning_days
            else "good"
        )
        words = lateness(record, today, limit) or (
            many(left, "day left", "days left") if left is not None else ""
        )
        if left is None:
            words = tr("limit was {day}", day=near_day(end, today))
        warn = days_after(started, limit.days * limit.warning_percent // FULL)
        return Bar(start=started, end=end, clock=True, warn=warn, built=built, tone=tone, words=words)
    days = sorted(
        date.fromisoformat(str(record.fields[name])) for name in ("start", "end") if name in record.fields
    )
    if not days:
        return None
    first, last = days[0], days[-1]
    return Bar(
        start=first, end=max(last, days_after(first, 1)), clock=False, built=built, words=tr("planned")
    )


class Span(msgspec.Struct, frozen=True):
    """The days that the timeline shows."""

    first: date
    last: date

    @classmethod
    def around(cls, bars: Sequence[Bar | None], today: date, *, whole: bool = True) -> Span:
        """Return the days around these bars and today; not `whole`, none further away than the reach."""
        known = [bar for bar in bars if bar is not None]
        first = days_after(min([today, *(bar.start for bar in known)]), -MARGIN_DAYS)
        last = days_after(max([today, *(bar.end for bar in known)]), MARGIN_DAYS)
        if not whole:
            first, last = max(first, today - REACH), min(last, today + REACH)
        return cls(first, last)

    def place(self, day: date, rect: QRect) -> float:
        """Return how far from the left a day lies in a rectangle."""
        return rect.x() + rect.width() * (day - self.first).days / max(1, (self.last - self.first).days)

    def months(self, least: int, width: int) -> list[date]:
        """Return the firsts of months, so far apart that each has `least` pixels."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        apart = next((one for one in MONTHS_APART if width * one // max(1, count) >= least), MONTHS_APART[-1])
        found = []
        for number in range(count):
            month = self.first.year * 12 + self.first.month - 1 + number
            day = date(month // 12, month % 12 + 1, 1)
            if self.first <= day <= self.last and (month % 12) % apart == 0:
                found.append(day)
        return found


class BarPainter(QStyledItemDelegate):
    """Paints the bar of a row: its time, the part that is built, the warning, the limit, and today."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.bars: Sequence[Bar | None] = ()
        self.span = Span(date.min, date.max)
        self.today = date.min

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        rect: QRect = option.rect
        theme = self.theme
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme.line))
        painter.setPen(QColor(theme.line))
        for month in self.span.months(sizes().of(44), rect.width()):
            left = int(self.span.place(month, rect))
            painter.drawLine(left, rect.top(), left, rect.bottom())
        bar = self.bars[index.row()] if index.row() < len(self.bars) else None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(rect)
        if bar is not None and bar.end < self.span.first:
            painter.setPen(QColor(theme.muted))
            words = tr("‹ {day}", day=near_day(bar.start, self.today))
            painter.drawText(
                rect.adjusted(sizes().of(SMALL), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), words
            )
        elif bar is not None:
            self._paint_bar(painter, rect, bar)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(theme.text), 1))
        now = int(self.span.place(self.today, rect))
        painter.drawLine(now, rect.top(), now, rect.bottom())
        painter.restore()

    def _paint_bar(self, painter: QPainter, rect: QRect, bar: Bar) -> None:
        theme, thick = self.theme, sizes().of(10)
        left, right = self.span.place(bar.start, rect), self.span.place(bar.end, rect)
        track = QRectF(left, rect.center().y() - thick / 2, max(3.0, right - left), thick)
        if not bar.clock:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.edge), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(track, thick / 2, thick / 2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.track))
            painter.drawRoundedRect(track, thick / 2, thick / 2)
            if bar.tone == "bad":  # the days beyond the limit
                painter.setBrush(theme.ground("bad"))
                over = QRectF(right, track.y(), self.span.place(self.today, rect) - right, thick)
                painter.drawRect(over)
        if bar.built:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tone(bar.tone))
            built = QRectF(track)
            built.setWidth(max(thick, track.width() * min(bar.built, FULL) / FULL))
            painter.drawRoundedRect(built, thick / 2, thick / 2)
        if bar.warn is not None:
            tick = self.span.place(bar.warn, rect)
            painter.fillRect(QRectF(tick, track.y() - 2, 2, thick + 4), theme.tone("wait"))
            painter.fillRect(QRectF(right - 2, track.y() - 4, 3, thick + 8), theme.tone("bad"))
        self._paint_words(
            painter, rect, bar, max(right, self.span.place(self.today, rect) if bar.tone == "bad" else 0)
        )

    def _paint_words(self, painter: QPainter, rect: QRect, bar: Bar, right: float) -> None:
        """Say the days that are left: behind the bar, or before it where there is no room."""
        wide = painter.fontMetrics().horizontalAdvance(bar.words)
        at = int(right) + sizes().of(SMALL)
        if at + wide > rect.right():
            at = max(rect.x(), int(self.span.place(bar.start, rect)) - wide - sizes().of(SMALL))
        painter.setPen(self.theme.tone(bar.tone) if bar.tone != "info" else QColor(self.theme.muted))
        painter.drawText(
            QRect(at, rect.y(), wide + 1, rect.height()), int(Qt.AlignmentFlag.AlignVCenter), bar.words
        )


class MonthHeader(QHeaderView):
    """The heading of the timeline: names of columns, and over the bars the months."""

    def __init__(self, theme: Theme, section: int, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self.section = section
        self.span = Span(date.min, date.min + timedelta(days=1))
        self.today = date.min

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's own name
        """Paint months over the bars."""
        if logicalIndex != self.section:
            super().paintSection(painter, rect, logicalIndex)
            return
        painter.save()
        painter.fillRect(rect, QColor(self.theme.surface))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(self.theme.line))
        painter.setPen(QColor(self.theme.muted))
        for day in self.span.months(sizes().of(44), rect.width()):
            words = tr(MONTHS[day.month - 1]) if day.month > 1 else str(day.year)
            left = QPoint(int(self.span.place(day, rect)) + sizes().of(TINY), rect.y())
            room = QRect(left.x(), left.y(), sizes().of(60), rect.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()
