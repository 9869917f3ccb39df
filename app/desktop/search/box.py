"""Box: the search field and the drop-down under it; the arrows choose, Enter goes, Escape closes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QListView

from app.desktop import style
from app.desktop.context import Context
from app.desktop.search.results import Command, Result, ResultPainter, Results, grouped, matching
from app.desktop.style import sizes
from app.desktop.words import tr
from app.services.views import Hit

PAUSE = 60
"""Milliseconds after a key before the question is asked."""
MOST = 24
WIDTH = 560


class SearchBox(QLineEdit):
    """Finds records as one types, and offers pages and actions by name."""

    def __init__(self, context: Context, commands: list[Command]) -> None:
        super().__init__()
        self.context = context
        self.commands = commands
        self._number = 0
        self.setAccessibleName(tr("Search everything"))
        self.results = Results()
        self.drop = QListView()
        self.drop.setAccessibleName(tr("Search results"))
        self.drop.setModel(self.results)
        self.drop.setItemDelegate(ResultPainter(context))
        self.drop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.drop.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.drop.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        style.role(self.drop, "drop")
        self.drop.clicked.connect(self._go)
        self.drop.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)
        self.shortcut = QShortcut(QKeySequence("Ctrl+K"), self, self._take_focus)

    def close_drop(self) -> None:
        """Put the drop-down away."""
        self._number += 1
        self.drop.hide()

    def _take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.close_drop()

    def _ask(self) -> None:
        from app.services import records  # late: the database is loaded while the window is shown

        text = self.text().strip()
        self._number += 1
        number = self._number

        def answer(hits: tuple[Hit, ...]) -> None:
            if number == self._number:
                self._show(text, hits)

        self.context.ask(lambda desk: records.search(desk, text, limit=MOST), done=answer, owner=self)

    def _show(self, text: str, hits: tuple[Hit, ...]) -> None:
        lines = grouped(self.context, hits, matching(self.commands, text), text)
        if not any(line.then for line in lines):
            lines = [Result(tr("Nothing holds “{text}”. Try fewer or shorter words.", text=text))]
        self.results.show(lines)
        self._place()
        self.drop.show()
        self.drop.raise_()
        self._choose(self.results.step(-1, 1))

    def _place(self) -> None:
        window = self.window()
        if self.drop.parent() is not window:
            self.drop.setParent(window)
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        width = min(max(self.width(), sizes().of(WIDTH)), window.width() - corner.x() - sizes().of(8))
        wanted = sum(self.drop.sizeHintForRow(row) for row in range(len(self.results.lines))) + 4
        height = min(wanted, window.height() - corner.y() - sizes().of(24))
        self.drop.setGeometry(corner.x(), corner.y(), width, height)

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.drop.setCurrentIndex(self.results.index(row))
            self.drop.scrollTo(self.results.index(row))

    def _go(self, index: QModelIndex) -> None:
        line = self.results.lines[index.row()] if index.isValid() else None
        if line is None or line.then is None:
            return
        self.close_drop()
        self.clear()
        line.then()

    def event(self, event: QEvent) -> bool:
        """Keep Tab for going on; it closes the drop-down first."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
        ):
            self.close_drop()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move through the results with the arrows, go with Enter, close with Escape."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.drop.isVisible():
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            self._choose(self.results.step(self.drop.currentIndex().row(), by))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.drop.isVisible():
            self._go(self.drop.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.close_drop()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the drop-down away when a person goes elsewhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.close_drop()
