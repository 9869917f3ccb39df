"""Grid: the table view of a list: how it looks, which columns fit, and what keys do in it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.desktop.lists.cells import WORDS_WIDTH
from app.desktop.lists.drawing import CellPainter
from app.desktop.lists.table import RecordTable
from app.desktop.lists.widths import Wish, shared
from app.desktop.style import TINY, sizes
from app.domain.fields import FieldType
from app.domain.kinds import kind_named

TITLE_WIDTH = 176
"""What the title keeps, in pixels at 100 %, before other columns are left out."""
WIDEST = 280
HEADING_SPACE = 24


class Grid(QTableView):
    """The rows of a list. Several can be chosen; letters typed here narrow the list."""

    typed = Signal(str)
    opened = Signal(QModelIndex)

    def __init__(self, table: RecordTable, kind: str, name: str) -> None:
        super().__init__()
        self.table = table
        self.kind = kind
        self.every_column = False
        """Whether every column is shown, beyond the edge where need be; else those that fit."""
        self._fitted = 0
        self._wishes: list[Wish] = []
        self.setModel(table)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(sizes().row)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(0)  # measure what is seen, and fetch no more for it
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(sizes().of(56))
        self.setItemDelegate(CellPainter(table))
        self.activated.connect(self.opened)

    def show_order(self, order: tuple[str, bool]) -> None:
        """Mark the column that the list is sorted by, without sorting anew."""
        names = [shown.name for shown in self.table.columns]
        header = self.horizontalHeader()
        way = Qt.SortOrder.DescendingOrder if order[1] else Qt.SortOrder.AscendingOrder
        self.table.blockSignals(True)
        header.setSortIndicator(names.index(order[0]) if order[0] in names else -1, way)
        self.setSortingEnabled(True)
        self.table.blockSignals(False)

    def keyboardSearch(self, search: str) -> None:
        """Narrow the list by what is typed, in place of walking through all its rows."""
        if search.strip():
            self.typed.emit(search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen record on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the room there is, once there is something to fit them to."""
        super().resizeEvent(event)
        if self._wishes:
            self.fit_columns()

    def fit_columns(self, *, anew: bool = False) -> None:
        """Share the room among the columns by what stands in them; what is left out, the preview says.

        Widths chosen by hand stay until the room changes or the columns are wanted `anew`.
        """
        room = self.viewport().width()
        if room == self._fitted and not anew:
            return
        self._fitted = room
        if anew or not self._wishes:
            self._wishes = [self._wish(place) for place in range(len(self.table.columns))]
        wishes = self._wishes
        widest = self._widest()
        crowded = sum(wish.least for wish in wishes) > room
        if self.every_column and crowded:
            widths = {place: wish.least for place, wish in enumerate(wishes)}
        else:
            widths = dict(shared(wishes, widest, room))
        header = self.horizontalHeader()
        for place in range(len(wishes)):
            stretched = place == widest and not (self.every_column and crowded)
            mode = QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(place, mode)
            self.setColumnHidden(place, place not in widths)
            if place in widths:
                header.resizeSection(place, widths[place])

    def _wish(self, place: int) -> Wish:
        """Return the width a column needs, by its heading and by the rows that can be seen."""
        shown = self.table.columns[place]
        bold = QFont(self.font())
        bold.setBold(True)
        heading = QFontMetrics(bold).horizontalAdvance(shown.label) + sizes().of(HEADING_SPACE)
        if place == self.horizontalHeader().sortIndicatorSection():
            heading += sizes().icon
        inside = max(heading, self.sizeHintForColumn(place) + sizes().of(TINY))
        if place == self._widest():
            least = sizes().of(TITLE_WIDTH)
            return Wish(least, max(least, min(inside, sizes().of(WIDEST))))
        if shown.grows:
            least = max(heading, min(inside, sizes().of(WORDS_WIDTH)))
            return Wish(least, max(least, min(inside, sizes().of(WIDEST))))
        return Wish(max(inside, heading), max(inside, heading))

    def _widest(self) -> int:
        """Return the column that takes what room is left: the title of the kind."""
        columns = self.table.columns
        names = [column.name for column in columns]
        for name in kind_named(self.kind).title_from:
            if name in names:
                return names.index(name)
        texts = (place for place, one in enumerate(columns) if one.field.type is FieldType.TEXT and place)
        return next(texts, 0)
