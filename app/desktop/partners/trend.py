"""Trend: how a relationship was seen over time, and how friendly the meetings were, on one scale of days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.style import SMALL, TINY, Theme, sizes
from app.desktop.words import tr
from app.services.partners import Mood, Step

LEVELS = 5
HEIGHT = 132


class Trend(QWidget):
    """A stepped line for coexistence to cooperation, and a dot for the atmosphere of each meeting."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.steps: tuple[Step, ...] = ()
        self.moods: tuple[Mood, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(sizes().of(HEIGHT))

    def show_partner(self, steps: Sequence[Step], moods: Sequence[Mood]) -> None:
        """Show how it went, oldest first."""
        self.steps, self.moods = tuple(steps), tuple(moods)
        self.setAccessibleName(trend_words(self.steps, self.moods))
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        """Return a wide, low picture."""
        return QSize(sizes().of(320), sizes().of(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the five levels, the line of the relationship, and the dots of the meetings."""
        days = [step.day for step in self.steps] + [mood.day for mood in self.moods]
        if not days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box()
        self._draw_levels(painter, box)
        first, last = min(days), max(days)
        span = max((last - first).days, 1)

        def at(day: date, value: int) -> QPointF:
            across = box.left() + box.width() * ((day - first).days / span if last != first else 1.0)
            return QPointF(across, box.bottom() - box.height() * (value - 1) / (LEVELS - 1))

        painter.setPen(QPen(QColor(self._theme.accent), sizes().of(2)))
        for begins, ends, value in stretches(self.steps, last):
            left = at(begins, value) if first != last else QPointF(box.left(), at(begins, value).y())
            painter.drawLine(left, at(ends, value))
        painter.setPen(Qt.PenStyle.NoPen)
        radius = sizes().of(4)
        for mood in self.moods:
            tone = "bad" if mood.value <= 2 else "good" if mood.value >= 4 else "wait"
            painter.setBrush(self._theme.tone(tone))
            painter.drawEllipse(at(mood.day, mood.value), radius, radius)
        self._draw_days(painter, box, first, last)

    def _box(self) -> QRectF:
        line = self.fontMetrics().height()
        left = self.fontMetrics().horizontalAdvance("5") + sizes().of(SMALL)
        return QRectF(self.rect()).adjusted(left, line / 2, -sizes().of(SMALL), -(line + sizes().of(SMALL)))

    def _draw_levels(self, painter: QPainter, box: QRectF) -> None:
        for value in range(1, LEVELS + 1):
            height = box.bottom() - box.height() * (value - 1) / (LEVELS - 1)
            painter.setPen(QColor(self._theme.line))
            painter.drawLine(QPointF(box.left(), height), QPointF(box.right(), height))
            painter.setPen(QColor(self._theme.muted))
            tall = self.fontMetrics().height()
            room = QRectF(0, height - tall / 2, box.left() - sizes().of(TINY), tall)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value))

    def _draw_days(self, painter: QPainter, box: QRectF, first: date, last: date) -> None:
        painter.setPen(QColor(self._theme.muted))
        room = QRectF(box.left(), box.bottom() + sizes().of(TINY), box.width(), self.fontMetrics().height())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight, f"{last:%d %b %Y}")
        if first != last:
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, f"{first:%d %b %Y}")


def stretches(steps: Sequence[Step], last: date) -> Iterator[tuple[date, date, int]]:
    """Yield from when to when the relationship stood at a level; the last one lasts to the end."""
    for place, step in enumerate(steps):
        if step.value is not None:
            ends = steps[place + 1].day if place + 1 < len(steps) else max(last, step.day)
            yield step.day, ends, step.value


def trend_words(steps: Sequence[Step], moods: Sequence[Mood]) -> str:
    """Return what the picture shows, in words."""
    parts = []
    known = [step for step in steps if step.value is not None]
    if known:
        parts.append(
            tr("Line: relationship from {first} to {last} of 5.", first=known[0].value, last=known[-1].value)
        )
    if moods:
        mean = sum(mood.value for mood in moods) / len(moods)
        parts.append(
            tr("Dots: atmosphere of {count} meetings, {mean} of 5.", count=len(moods), mean=f"{mean:.1f}")
        )
    return " ".join(parts)
