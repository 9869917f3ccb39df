"""Window: the gate before a logbook, and the frame around its pages once it is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.assets import resource
from app.desktop import style
from app.desktop.context import Context
from app.desktop.gate import Gate
from app.desktop.idleness import LOCK_AFTER, Idleness
from app.desktop.remembered import Remembered, remember
from app.desktop.style import THEMES
from app.desktop.words import tr

if TYPE_CHECKING:
    from app.desktop.frame import Frame
    from app.services.desks import Desk

SMALLEST = (720, 480)
USUAL = (1366, 768)


class Window(QMainWindow):
    """The one window. It shows a gate, the first start, or the frame with the pages."""

    opened = Signal()

    def __init__(self, context: Context, remembered: Remembered, *, lock_after: int = LOCK_AFTER) -> None:
        super().__init__()
        self.context = context
        self.remembered = remembered
        self.frame: Frame | None = None
        self._path: Path | str = ""
        self._left_at: tuple[str, str, str] | None = None
        self.setWindowTitle(tr("Liaison Logbook"))
        self.setWindowIcon(QIcon(str(resource("icons", "liaison-logbook.svg"))))
        self.resize(*USUAL)
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.layers = QStackedWidget()
        self.setCentralWidget(self.layers)
        self.idleness = Idleness(lock_after, self)
        self.idleness.idle.connect(self.lock)

    def show_gate(self, path: Path | str, *, locked: bool = False) -> Gate:
        """Show the passphrase screen of a logbook."""
        gate = Gate(self.context, path, locked=locked)
        gate.opened.connect(self.use)
        gate.other_wanted.connect(self.show_first_start)
        self._path = path
        self._show_only(gate)
        return gate

    def show_first_start(self) -> None:
        """Show the three ways to begin."""
        # Late: a known logbook never needs these screens.
        from app.desktop.first_start.screens import FirstStart

        first = FirstStart(self.context)
        first.opened.connect(self.use)
        first.chosen.connect(self.show_gate)
        self._show_only(first)

    def use(self, desk: Desk) -> None:
        """Show the pages of an opened logbook."""
        # Late: the frame brings the use cases and the database, which the first screen does not wait for.
        from app.desktop.frame import Frame

        self._path = desk.path
        if str(desk.path) != self.remembered.logbook:
            self.remembered = remember(logbook=str(desk.path))
        self.context.use(desk)
        self.frame = Frame(self.context, self._path)
        self.frame.bar.lock_wanted.connect(self.lock)
        self.frame.look_wanted.connect(self.look)
        self._show_only(self.frame)
        self._fit()
        self.winId()  # the native window is there from now on
        if (native := self.windowHandle()) is not None:
            self.idleness.watch(native)
        if desk.warnings:
            self.frame.banner.say(" ".join(desk.warnings), "bad" if desk.logbook.warnings else "wait")
        if self.remembered.inbox:
            from app.desktop.exchange.watching import Watcher  # late: few laptops watch a folder

            Watcher.of(self.context)
        self.frame.go_back_to(self._left_at)
        self._left_at = None
        self.opened.emit()

    def lock(self) -> None:
        """Keep what was being written, close the logbook and show nothing but the passphrase screen."""
        if self.frame is None or self.context.desk is None:
            return
        self.idleness.rest()
        self._left_at = self.frame.leave()
        self.context.close_desk()
        self.frame = None
        self.show_gate(self._path, locked=True)

    def look(self, theme: str, percent: int) -> None:
        """Use another theme or text size, now and at the next start; the pages are built anew in it."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        self.remembered = remember(theme=theme, text_percent=percent)
        left_at = self.frame.leave() if self.frame is not None else None
        style.dress(application, THEMES[theme], percent)
        self.context.dress(THEMES[theme])
        if self.context.desk is not None:
            self._left_at = left_at
            self.use(self.context.desk)

    def _show_only(self, layer: QWidget) -> None:
        """Show one layer and let the others go, so that nothing of them stays on the screen or in memory."""
        self.layers.addWidget(layer)
        self.layers.setCurrentWidget(layer)
        for number in reversed(range(self.layers.count())):
            other = self.layers.widget(number)
            if other is not None and other is not layer:
                self.layers.removeWidget(other)
                other.deleteLater()

    def _fit(self) -> None:
        if self.frame is not None:
            self.frame.fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the left column and shorten words where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dropped on the window: they are bundles to import."""
        if self.frame is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the plan of the bundles that were dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if self.frame is not None and files:
            event.acceptProposedAction()
            self.frame.take_in(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was being written, finish the work under way and close the logbook."""
        self.hide()
        if self.frame is not None:
            self.frame.leave()
        self.context.close()
        super().closeEvent(event)
