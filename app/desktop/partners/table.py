"""Figures table: rows of any answer under headings, sorted by a click, with words in the colour of what they mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.desktop.style import BROAD, TINY, WIDE, Theme, sizes, tabular
from app.desktop.words import tr

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LEAST = 220
"""The least width of the wide column, at 100 %."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One column: its heading and tip, what stands in it, what it sorts by, and the tone of its words if any."""

    head: str
    text: Callable[[T], str]
    key: Callable[[T], Any]
    tone: Callable[[T], str] = lambda _: ""
    tip: str = ""
    right: bool = False
    wide: bool = False


class FiguresModel(QAbstractTableModel, Generic[T]):
    """The rows in the order chosen; as they came until a heading is clicked."""

    def __init__(self, columns: Sequence[Column[T]], theme: Theme) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.theme = theme
        self.rows: list[T] = []
        self._came: tuple[T, ...] = ()
        self._order: tuple[int, bool] | None = None
        self._strong = QFont()
        self._strong.setBold(True)

    def show_rows(self, rows: Sequence[T]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._came = tuple(rows)
        self.rows = self._sorted()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a number below zero goes back to the order the rows came in."""
        self.beginResetModel()
        self._order = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self.rows = self._sorted()
        self.endResetModel()

    def _sorted(self) -> list[T]:
        if self._order is None:
            return list(self._came)
        column, descending = self._order
        return sorted(self._came, key=self.columns[column].key, reverse=descending)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a cell, its tone and its side."""
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(column.head)}: {column.text(row)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        tone = column.tone(row) if role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.FontRole) else ""
        if role == Qt.ItemDataRole.ForegroundRole and tone:
            return self.theme.tone(tone)
        if role == Qt.ItemDataRole.FontRole:
            return tabular(self._strong if tone == "bad" else QFont())
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column, and what it means."""
        if way != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(column.head)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(column.tip or column.head)
        return (_RIGHT if column.right else _LEFT) if role == Qt.ItemDataRole.TextAlignmentRole else None


class FiguresView(QTableView):
    """The table; Enter or a double click says which row is wanted."""

    wanted = Signal(int)

    def __init__(self, model: FiguresModel[Any], name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(sizes().row)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(sizes().of(56))
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setResizeContentsPrecision(80)
        self._wide = next(place for place, column in enumerate(model.columns) if column.wide)
        model.modelReset.connect(self.fit)
        self.doubleClicked.connect(lambda index: self.wanted.emit(index.row()))

    def fit(self) -> None:
        """Give every column what it needs, and the wide one the rest; below its least width the table scrolls."""
        head = self.horizontalHeader()
        left = self.viewport().width()
        for place in range(head.count()):
            if place != self._wide:
                width = max(self.sizeHintForColumn(place) + sizes().of(TINY), self._head_width(place))
                self.setColumnWidth(place, width)
                left -= width
        self.setColumnWidth(self._wide, max(left, sizes().of(LEAST)))

    def _head_width(self, place: int) -> int:
        """Return what a heading needs; only that of the sorted column has room for its arrow."""
        bold = QFont(self.font())
        bold.setBold(True)
        words = str(self.model().headerData(place, Qt.Orientation.Horizontal) or "")
        arrow = WIDE if self.horizontalHeader().sortIndicatorSection() == place else 0
        return QFontMetrics(bold).horizontalAdvance(words) + sizes().of(BROAD + TINY + arrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the row at hand on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.wanted.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
