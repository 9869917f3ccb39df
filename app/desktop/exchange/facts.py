"""Facts: a small table of plain words, for lists that never grow long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.desktop.style import SMALL, Theme, sizes
from app.desktop.words import tr

SHARE = 0.35
"""Of the width, what the widest column has at least where words wrap."""
Row = tuple[Sequence[str], str]
"""The words of a row, and the tone of its toned cell (empty for none)."""


class Facts(QTableWidget):
    """Rows of words under headings; the widest column takes the room that is left, the last one is `toned`.

    Where they are told to, words go on in a second line of their row in place of being cut, and no other column takes
    the room that the widest needs.
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
        self._widest = widest
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        mode = QHeaderView.ResizeMode
        header.setSectionResizeMode(mode.Fixed if wraps else mode.ResizeToContents)
        header.setSectionResizeMode(widest, mode.Stretch)

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
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where words wrap, give each column what it needs as long as the widest has its share; then fit the rows."""
        if not self.wordWrap():
            return
        others = [place for place in range(self.columnCount()) if place != self._widest]
        header = self.horizontalHeader()
        needed = {one: max(self.sizeHintForColumn(one), header.sectionSizeHint(one)) for one in others}
        most = _cap(needed.values(), int(self.viewport().width() * (1 - SHARE)))
        for one, width in needed.items():
            header.resizeSection(one, max(min(width, most), header.sectionSizeHint(one)))
        for place in range(self.rowCount()):
            self.setRowHeight(place, max(sizes().row, self.sizeHintForRow(place) + sizes().of(SMALL)))


def _cap(widths: Iterable[int], room: int) -> int:
    """Return the width at which to cut the widest columns so that all of them fit into the room."""
    left = room
    ordered = sorted(widths)
    for place, width in enumerate(ordered):
        share = left // (len(ordered) - place)
        if width > share:
            return share
        left -= width
    return room
