"""Facts: a small table of plain words, for lists that never grow long."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.desktop.style import GAP, SMALL, Theme, sizes
from app.desktop.words import tr

LIMIT = 10_000
"""Pixels, more than any row is high."""
Row = tuple[Sequence[str], str]
"""The words of a row, and the tone of its toned cell (empty for none)."""


class Facts(QTableWidget):
    """Rows of words under headings; the widest column takes the room that is left, the last one is `toned`.

    Where they are told to, words go on in a second line of their row in place of being cut.
    """

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        widest: int,
        theme: Theme,
        *,
        toned: int | None = None,
        wraps: bool = False,
    ) -> None:
        super().__init__(0, len(headings))
        self._toned = len(headings) - 1 if toned is None else toned
        self.setAccessibleName(name)
        self._theme = theme
        self.setHorizontalHeaderLabels([tr(heading) for heading in headings])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(wraps)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(sizes().row)
        self._widest = widest if wraps else None
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
        if wraps:
            header.sectionResized.connect(lambda *_: self._fit_rows())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows instead of what was there."""
        self.setRowCount(len(rows))
        for place, (words, tone) in enumerate(rows):
            for across, word in enumerate(words):
                cell = QTableWidgetItem(word)
                cell.setToolTip(word)
                if tone and across == self._toned:
                    cell.setForeground(QColor(self._theme.tone(tone)))
                self.setItem(place, across, cell)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Make each row as high as the words of its widest cell need, and never lower than a row of a list."""
        if self._widest is None:
            return
        room = self.columnWidth(self._widest) - 2 * sizes().of(GAP)
        for place in range(self.rowCount()):
            cell = self.item(place, self._widest)
            needed = self.fontMetrics().boundingRect(
                QRect(0, 0, room, LIMIT), Qt.TextFlag.TextWordWrap, cell.text() if cell else ""
            )
            self.setRowHeight(place, max(sizes().row, needed.height() + sizes().of(SMALL)))
