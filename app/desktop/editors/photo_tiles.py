"""Photo tiles: how one file of the grid is painted: its thumbnail or the sign of a file, and a line below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop.context import Context
from app.desktop.icons import icon
from app.desktop.style import TINY, sizes

PICTURE = Qt.ItemDataRole.UserRole + 1
"""The thumbnail of a tile as `QImage`; None where it has none, absent while it is awaited."""
AWAITED = Qt.ItemDataRole.UserRole + 2
SHOWN = Qt.ItemDataRole.UserRole + 3
"""What the photo shows of the work, in a word."""
_SIGN = 32


class TilePainter(QStyledItemDelegate):
    """Paints tiles of one size in the colours of the theme."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.size = QSize(100, 100)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /) -> QSize:
        """Return the size of every tile."""
        return self.size

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        """Draw one tile."""
        theme = self._context.theme
        asked: Any = option
        state, rect = asked.state, QRect(asked.rect)
        gap = sizes().of(TINY)
        inside = rect.adjusted(gap // 2, gap // 2, -gap // 2, -gap // 2)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if chosen:
            painter.fillRect(inside, QColor(theme.accent_soft))
        line = asked.fontMetrics.height()
        frame = inside.adjusted(gap, gap, -gap, -gap - line)
        self._picture(painter, frame, index)
        self._badge(painter, frame, str(index.data(SHOWN) or ""), asked.fontMetrics)
        words = QRect(inside.left() + gap, inside.bottom() - line - gap // 2, inside.width() - 2 * gap, line)
        text = asked.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.setPen(QColor(theme.accent if chosen else theme.text))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), text)
        if chosen or state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(inside.adjusted(0, 0, -1, -1))
        painter.restore()

    def _badge(self, painter: QPainter, frame: QRect, word: str, metrics: QFontMetrics) -> None:
        if not word:
            return
        theme, gap = self._context.theme, sizes().of(TINY)
        place = QRect(frame.left(), frame.top(), metrics.horizontalAdvance(word) + 2 * gap, metrics.height())
        painter.fillRect(place, QColor(theme.accent))
        painter.setPen(QColor(theme.on_accent))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), word)

    def _picture(self, painter: QPainter, frame: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        image = index.data(PICTURE)
        if isinstance(image, QImage):
            fits = image.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(0, 0, fits.width(), fits.height())
            place.moveCenter(frame.center())
            painter.drawImage(place, image)
            return
        painter.fillRect(frame, QColor(self._context.theme.sunken))
        if not index.data(AWAITED):
            edge = min(sizes().of(_SIGN), frame.height())
            icon("file", self._context.theme.muted, edge).paint(painter, frame)
