"""Paper: the pages of a PDF in the window."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.desktop.style import GAP, Theme, sizes
from app.desktop.widgets import label
from app.desktop.words import tr


class Paper(QWidget):
    """Shows PDF bytes, page under page, as wide as there is room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(tr("Preview of the report"))
        self.document = QPdfDocument(self)
        self.bytes = b""
        self._held: list[object] = []
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, QColor(theme.track))
        self.view.setPalette(palette)
        self.view.setPageSpacing(sizes().of(GAP))
        self.hint = label(tr("The pages appear here."), "muted", wrap=True)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self.hint)
        self._layers.addWidget(self.view)

    def show_pdf(self, data: bytes) -> None:
        """Show another report at the same place of the page."""
        bar = self.view.verticalScrollBar()
        place = bar.value()
        held = QByteArray(data)
        buffer = QBuffer(self)
        buffer.setData(held)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(buffer)
        for old in self._held:
            if isinstance(old, QBuffer):
                old.deleteLater()
        self._held = [held, buffer]
        self.bytes = data
        self._layers.setCurrentWidget(self.view)
        bar.setValue(place)

    def clear(self, words: str) -> None:
        """Show a sentence in place of pages."""
        self.bytes = b""
        self.hint.setText(words)
        self._layers.setCurrentWidget(self.hint)
