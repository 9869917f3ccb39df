"""Choices: one word of a vocabulary, several of them, and yes, no or not stated."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from app.desktop.editors.field_widget import FieldWidget, quietly
from app.desktop.editors.flow import FlowLayout
from app.desktop.style import TINY
from app.desktop.words import tr
from app.domain.fields import Field

LONG_LABEL = 20
FEW_WORDS, FEW_LETTERS = 3, 36
"""A vocabulary of at most so many words, with so many letters together, is answered with buttons."""


class QuietCombo(QComboBox):
    """A list that the wheel scrolls past instead of changing it, and that never widens its form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(16)

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class ChoiceWidget(FieldWidget):
    """One word of the field's vocabulary, or none; a word this app does not know is kept and shown as it is."""

    twelfths = 3
    least = 150

    def build(self, box: QBoxLayout) -> None:
        """Make the list, its first line empty."""
        if max((len(label) for _, label in self.answers()), default=0) > LONG_LABEL:
            self.twelfths = 4
        self.combo = QuietCombo()
        self.combo.addItem("", None)
        for code, label in self.answers():
            self.combo.addItem(tr(label), code)
        self.named(self.combo)
        box.addWidget(self.combo)
        self.combo.currentIndexChanged.connect(lambda _: self.changed.emit())

    def answers(self) -> tuple[tuple[object, str], ...]:
        """Return the values to choose from, each with its label."""
        return tuple(self.field.choices or ())

    def value(self) -> Any:
        """Return the code of the chosen word."""
        return self.combo.currentData()

    def set_raw(self, raw: Any) -> None:
        """Show a word by its code."""
        at = self.combo.findData(raw) if raw is not None else 0
        if at < 0:
            quietly(self, lambda: self.combo.addItem(str(raw), raw))
            at = self.combo.count() - 1
        quietly(self, lambda: self.combo.setCurrentIndex(at))


def is_short(field: Field) -> bool:
    """Return whether a vocabulary is short enough to stand in the form as buttons."""
    words = [label for _, label in field.choices or ()]
    return 0 < len(words) <= FEW_WORDS and sum(map(len, words)) <= FEW_LETTERS


class AnswersWidget(FieldWidget):
    """One word of a short vocabulary as buttons; a second click on the one that is down takes the answer back."""

    twelfths = 4
    least = 190

    def build(self, box: QBoxLayout) -> None:
        """Make one button for each word."""
        self._flow = FlowLayout(gap=TINY)
        self.buttons: dict[Any, QPushButton] = {}
        for code, words in self.field.choices or ():
            self._add(code, tr(words))
        box.addLayout(self._flow)

    def _add(self, code: Any, words: str) -> None:
        button = QPushButton(words)
        button.setCheckable(True)
        button.setProperty("role", "answer")
        self.named(button, words)
        button.clicked.connect(lambda _=False: self._on_click(code))
        self.buttons[code] = button
        self._flow.addWidget(button)

    def _on_click(self, code: Any) -> None:
        for other, button in self.buttons.items():
            if other != code:
                button.setChecked(False)
        self.changed.emit()

    def value(self) -> Any:
        """Return the code of the word that is down, None without one."""
        return next((code for code, button in self.buttons.items() if button.isChecked()), None)

    def set_raw(self, raw: Any) -> None:
        """Show a word by its code; one that this app does not know is shown as it is."""
        if raw is not None and raw not in self.buttons:
            self._add(raw, str(raw))
        for code, button in self.buttons.items():
            button.setChecked(code == raw)


class ChoicesWidget(FieldWidget):
    """Any number of words of the field's vocabulary, as buttons that stay down."""

    twelfths = 12
    least = 260

    def build(self, box: QBoxLayout) -> None:
        """Make one button for each word."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._flow = FlowLayout(gap=TINY)
        self.buttons: dict[str, QPushButton] = {}
        for code, label in self.field.choices or ():
            self._add(code, tr(label))
        box.addLayout(self._flow)

    def _add(self, code: str, label: str) -> None:
        button = QPushButton(label)
        button.setCheckable(True)
        button.setProperty("role", "answer")
        self.named(button, label)
        button.toggled.connect(lambda _: self.changed.emit())
        self.buttons[code] = button
        self._flow.addWidget(button)

    def value(self) -> Any:
        """Return the codes of the words that are down, None without any."""
        return [code for code, button in self.buttons.items() if button.isChecked()] or None

    def set_raw(self, raw: Any) -> None:
        """Show words by their codes."""
        for code in raw or ():
            if code not in self.buttons:
                self._add(code, str(code))
        for code, button in self.buttons.items():
            quietly(self, lambda b=button, on=code in (raw or ()): b.setChecked(on))  # type: ignore[misc]


class BooleanWidget(FieldWidget):
    """Yes, no, or not stated."""

    twelfths = 3
    least = 190
    ANSWERS = (("Yes", True), ("No", False), ("Not stated", None))

    def build(self, box: QBoxLayout) -> None:
        """Make three buttons of which one is down."""
        row = QHBoxLayout()
        row.setSpacing(TINY)
        self.group = QButtonGroup(self)
        self.buttons: dict[bool | None, QPushButton] = {}
        for words, answer in self.ANSWERS:
            button = QPushButton(tr(words))
            button.setCheckable(True)
            button.setProperty("role", "answer")
            self.named(button, tr(words))
            self.group.addButton(button)
            row.addWidget(button)
            self.buttons[answer] = button
        row.addStretch(1)
        self.buttons[None].setChecked(True)
        self.group.buttonClicked.connect(lambda _: self.changed.emit())
        box.addLayout(row)

    def value(self) -> Any:
        """Return True, False or None."""
        return next((answer for answer, button in self.buttons.items() if button.isChecked()), None)

    def set_raw(self, raw: Any) -> None:
        """Show an answer."""
        answer = raw if isinstance(raw, bool) else None
        self.buttons[answer].setChecked(True)
