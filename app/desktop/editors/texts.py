"""Texts: one line, and prose that grows with what is written."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QTextOption
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from app.desktop.editors.field_widget import FieldWidget, quietly
from app.desktop.editors.text_limits import LINE_LIMIT, bounded, right_to_left
from app.domain.fields import TEXT_LIMIT

LEAST_LINES, MOST_LINES = 2, 14
TITLE_WEIGHT = 3
"""The search weight of what a record is called."""
SHORT = 80
"""Texts of at most so many characters need little room."""


def _undoes_nothing(event: QEvent, available: bool) -> bool:
    """Return whether an event asks to take back typing that is not there; it is left to whoever else wants the key."""
    if event.type() != QEvent.Type.ShortcutOverride or available or not isinstance(event, QKeyEvent):
        return False
    if not event.matches(QKeySequence.StandardKey.Undo):
        return False
    event.ignore()
    return True


class Line(QLineEdit):
    """A line that stays clean: bounded, without control characters, Arabic from the right."""

    cleaned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(LINE_LIMIT + 1)
        self.textChanged.connect(self._clean)

    def forget_undo(self) -> None:
        """Forget what was typed, so that Ctrl+Z is the form's; the text stays."""
        at = self.cursorPosition()
        quietly(self, lambda: self.setText(self.text()))
        self.setCursorPosition(at)

    def event(self, event: QEvent, /) -> bool:
        """Leave Ctrl+Z to the form where there is nothing typed to take back."""
        return not _undoes_nothing(event, self.isUndoAvailable()) and super().event(event)

    def _clean(self, text: str) -> None:
        direction = Qt.LayoutDirection.RightToLeft if right_to_left(text) else Qt.LayoutDirection.LeftToRight
        if text and direction is not self.layoutDirection():
            self.setLayoutDirection(direction)
        clean, notices = bounded(text, room=LINE_LIMIT, line=True)
        if clean != text:
            at = self.cursorPosition()
            quietly(self, lambda: self.setText(clean))
            self.setCursorPosition(min(at, len(clean)))
            self.cleaned.emit(" ".join(notices))


class Prose(QPlainTextEdit):
    """Plain text that is as tall as what it holds; Tab leaves it."""

    cleaned = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, least: int = LEAST_LINES, most: int = MOST_LINES
    ) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        option = QTextOption(self.document().defaultTextOption())
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.document().setDefaultTextOption(option)
        self.setFixedHeight(64)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def forget_undo(self) -> None:
        """Forget what was typed, so that Ctrl+Z is the form's; the text stays."""
        self.document().clearUndoRedoStacks()

    def event(self, event: QEvent, /) -> bool:
        """Leave Ctrl+Z to the form where there is nothing typed to take back."""
        return not _undoes_nothing(event, self.document().isUndoAvailable()) and super().event(event)

    def insertFromMimeData(self, source: QMimeData, /) -> None:
        """Paste or drop plain text, bounded to what the field still takes."""
        taken = len(self.toPlainText().encode("utf-8", "ignore"))
        taken -= len(self.textCursor().selectedText().encode("utf-8", "ignore"))
        text, notices = bounded(source.text(), room=max(0, TEXT_LIMIT - taken))
        self.insertPlainText(text)
        if notices:
            self.cleaned.emit(" ".join(notices))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Fit the height to the lines at the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = min(self._most, max(self._least, int(self.document().size().height())))
        around = self.height() - self.viewport().height() + 2 * int(self.document().documentMargin())
        height = lines * self.fontMetrics().lineSpacing() + around
        scrolls = self.document().size().height() > self._most
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff)
        if height != self.height():
            self.setFixedHeight(height)


class TextWidget(FieldWidget):
    """One line of text."""

    twelfths = 4
    least = 180

    def build(self, box: QBoxLayout) -> None:
        """Make the line."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if self.field.searched == TITLE_WEIGHT or self.field.max <= SHORT:
            self.twelfths = 3 if self.field.max <= SHORT else 8
        self.line = Line()
        self.named(self.line)
        box.addWidget(self.line)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.line.cleaned.connect(self.show_note)

    def value(self) -> Any:
        """Return the text as typed, None where it is blank."""
        text = self.line.text()
        return text if text.strip() else None

    def set_raw(self, raw: Any) -> None:
        """Show a text."""
        text = "" if raw is None else str(raw)
        if text != self.line.text():
            quietly(self, lambda: self.line.setText(text))
            self.line.setCursorPosition(0)

    def hint(self, words: str) -> None:
        """Show the hint in the empty line."""
        self.line.setPlaceholderText(words)


class LongWidget(FieldWidget):
    """Prose over several lines."""

    twelfths = 12
    least = 220

    def build(self, box: QBoxLayout) -> None:
        """Make the text."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.prose = Prose()
        self.named(self.prose)
        box.addWidget(self.prose)
        self.prose.textChanged.connect(self._on_text)
        self.prose.cleaned.connect(self.show_note)

    def _on_text(self) -> None:
        self.changed.emit()

    def value(self) -> Any:
        """Return the text as typed, None where it is blank."""
        text = self.prose.toPlainText()
        return text if text.strip() else None

    def set_raw(self, raw: Any) -> None:
        """Show a text."""
        text = "" if raw is None else str(raw)
        if text != self.prose.toPlainText():
            quietly(self, lambda: self.prose.setPlainText(text))
