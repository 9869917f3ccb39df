"""One laptop of a journey: its real window, and the person who clicks and types at it."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.remembered import Remembered
from app.desktop.window import Window

LONGEST = 60_000
"""Milliseconds after which a journey gives up waiting, also where other work has most of the machine."""
Widget = TypeVar("Widget", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


class Laptop:
    """One laptop: its window, the person at it, and the files that person chooses."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.path = folder
        self.files: list[Path] = []
        self.target: Path | None = None
        self.context = Context(files=self)
        self.window = Window(self.context, Remembered())
        self.window.show()
        self.window.show_first_start()

    def open_files(self, parent: QWidget, title: str, pattern: str) -> list[Path]:
        return self.files

    def save_file(self, parent: QWidget, title: str, name: str, pattern: str) -> Path | None:
        return self.target

    def folder(self, parent: QWidget, title: str) -> Path | None:
        return self.target

    def seen(self, kind: type[Widget], name: str) -> list[Widget]:
        """Return what can be seen and bears this name, as a screen reader says it or as it is written."""
        there = [widget for widget in self.window.findChildren(kind) if widget.isVisible()]
        named = [widget for widget in there if widget.accessibleName() == name]
        written = [widget for widget in there if _written(widget) == name]
        return named or written or [widget for widget in there if widget.accessibleName().startswith(name)]

    def find(self, kind: type[Widget], name: str) -> Widget:
        """Wait until something of this name can be seen, and return it."""
        self.qtbot.waitUntil(lambda: bool(self.seen(kind, name)), timeout=LONGEST)
        return self.seen(kind, name)[0]

    def go(self, page: Qt.Key) -> None:
        """Go to a page by its number in the left column."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow, timeout=LONGEST)
        QTest.keyClick(self.window, page, CONTROL)

    def click(self, name: str) -> None:
        button = self.find(QAbstractButton, name)
        assert button.isEnabled(), f"{name} cannot be clicked"
        QTest.mouseClick(button, LEFT)

    def type(self, name: str, text: str) -> None:
        field = self.find(QLineEdit, name)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
        QTest.keyClicks(field, text)

    def write(self, name: str, text: str) -> None:
        field = self.find(QPlainTextEdit, name)
        field.setFocus()
        QTest.keyClicks(field, text)

    def words(self) -> str:
        """Return the fingerprint that is shown."""
        return " ".join(
            label.text() for label in self.window.findChildren(QLabel)
            if label.isVisible() and label.property("role") == "words"
        )  # fmt: skip

    def said(self) -> str:
        """Return everything that is written on the screen."""
        return "\n".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def wait_until_said(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.said(), timeout=LONGEST)

    def settle(self) -> None:
        lanes = (self.context.database, self.context.long)
        self.qtbot.waitUntil(lambda: not any(lane.busy for lane in lanes), timeout=LONGEST)

    def tab(self, name: str, number: int) -> None:
        bar = self.find(QTabBar, name)
        QTest.mouseClick(bar, LEFT, pos=bar.tabRect(number).center())


def _written(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""
