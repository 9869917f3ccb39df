"""Fingerprints: the six words of a key, shown large to be read out, and as a QR code to be photographed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.desktop import style
from app.desktop.style import SMALL, TINY, WIDE, sizes
from app.desktop.widgets import label
from app.desktop.words import tr

QUIET = 4
"""Modules of white around a QR code, as ISO 18004 asks."""
BLACK, WHITE = 0, 255
WIDEST = 520
"""Words and code stay near each other however wide the window is."""


class QrCode(QWidget):
    """A QR code, always dark on light so that every reader takes it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        # Late: only the few pages that show a code need its library.
        import segno

        self._cells = [list(line) for line in segno.make(text, error="m", micro=False).matrix]
        self.setFixedSize(QSize(sizes().of(132), sizes().of(132)))
        self.setAccessibleName(tr("The same words as a QR code"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells on white."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(WHITE, WHITE, WHITE))
        edge = self.width() / (len(self._cells) + 2 * QUIET)
        for y, line in enumerate(self._cells):
            for x, dark in enumerate(line):
                if dark:
                    cell = QRectF((x + QUIET) * edge, (y + QUIET) * edge, edge + 0.5, edge + 0.5)
                    painter.fillRect(cell, QColor(BLACK, BLACK, BLACK))


class FingerprintWords(QFrame):
    """The words of a fingerprint in a grid, numbered so that an operator can say which one differs, and its code."""

    def __init__(self, words: str, *, stacked: bool = False) -> None:
        """Show words with the code beside them, or below them where there is little room."""
        super().__init__()
        style.role(self, "card")
        self.words = words
        self.setAccessibleName(tr("Fingerprint: {words}", words=words))
        grid = QGridLayout(self)
        grid.setContentsMargins(sizes().of(WIDE), sizes().of(SMALL), sizes().of(SMALL), sizes().of(SMALL))
        grid.setHorizontalSpacing(sizes().of(SMALL))
        grid.setVerticalSpacing(sizes().of(TINY))
        for place, word in enumerate(words.split()):
            number = label(f"{place + 1}", "small")
            across = place % 2 * 2
            grid.addWidget(number, place // 2, across)
            grid.addWidget(label(word, "words"), place // 2, across + 1)
        rows = (len(words.split()) + 1) // 2
        if stacked:
            grid.addWidget(QrCode(words), rows, 0, 1, 5)
        else:
            grid.setColumnMinimumWidth(4, sizes().of(WIDE))
            grid.addWidget(QrCode(words), 0, 5, max(1, rows), 1)
        grid.setColumnStretch(4, 1)
        self.setMaximumWidth(sizes().of(WIDEST))
