"""Drawing: how the cells of a list are painted, each with one look at its row; the style sheet takes longer."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop.lists.table import RecordTable
from app.desktop.style import SMALL, sizes

Index = QModelIndex | QPersistentModelIndex
SELECTED, FOCUSED = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_HasFocus


class CellPainter(QStyledItemDelegate):
    """Paints one line of text in a cell, a hairline below it, and the ground of a chosen row."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__()
        self.table = table
        theme = table.theme
        self._text, self._line = QColor(theme.text), QColor(theme.line)
        self._ground, self._edge = QColor(theme.accent_soft), QColor(theme.accent)
        self._pad = sizes().of(SMALL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        text, font, colour, alignment = self.table.cell(index.row(), index.column())
        rect: QRect = option.rect
        state = option.state
        chosen = bool(state & SELECTED)
        if chosen:
            painter.fillRect(rect, self._ground)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, self._line)
        if state & FOCUSED and not chosen:
            painter.setPen(self._edge)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
        if not text:
            return
        inside = rect.adjusted(self._pad, 0, -self._pad, -1)
        painter.setFont(font or option.font)
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(text) > inside.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.setPen(colour or self._text)
        way = QStyle.visualAlignment(option.direction, alignment)
        painter.drawText(inside, int(way) | int(Qt.TextFlag.TextSingleLine), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room that the text of a cell takes."""
        text, font, _, _ = self.table.cell(index.row(), index.column())
        metrics = QFontMetrics(font or option.font)
        return QSize(metrics.horizontalAdvance(text) + 2 * self._pad + 2, sizes().row)
