"""Filters: the chips above a list, and the conditions they mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from app.desktop import style
from app.desktop.style import SMALL, sizes
from app.desktop.words import tr
from app.domain.kinds import kind_named
from app.domain.writing import state_text

Condition = tuple[str, str, Any]
TYPING_PAUSE = 160
"""Milliseconds after the last key before a list asks."""


class Choice(QToolButton):
    """A chip that offers one of several values, or any."""

    chosen = Signal()

    def __init__(self, label: str, values: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.label = label
        self.value = ""
        style.role(self, "chip")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.offer(values)

    def offer(self, values: Sequence[tuple[str, str]]) -> None:
        """Offer these values, each as (value, words); the chosen one stays where it is still there."""
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        for value, words in (("", tr("Any")), *values):
            action: QAction = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.triggered.connect(lambda _=False, value=value: self.choose(value))
            group.addAction(action)
        self._words = dict(values)
        if self.value not in self._words:
            self.value = ""
        self._say()

    def choose(self, value: str) -> None:
        """Choose a value; an empty one means any."""
        self.value = value
        self._say()
        self.chosen.emit()

    def _say(self) -> None:
        said = f"{self.label}: {self._words[self.value]}" if self.value else f"{self.label} ▾"
        self.setText(said)
        self.setAccessibleName(said.removesuffix(" ▾"))
        self.setProperty("set", "true" if self.value else "false")
        self.style().unpolish(self)
        self.style().polish(self)


class FilterBar(QWidget):
    """The chips of one kind: open only, state, unit, and words to look for."""

    changed = Signal()

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.workflow = kind_named(kind).workflow
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(sizes().of(SMALL))
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Type to narrow the list"))
        self.text.setAccessibleName(tr("Narrow the list"))
        self.text.setFixedWidth(sizes().of(220))
        layout.addWidget(self.text)
        self.open = QPushButton(tr("Open"))
        self.open.setCheckable(True)
        style.role(self.open, "chip")
        self.open.toggled.connect(lambda _: self.changed.emit())
        states = self.workflow.states if self.workflow else ()
        self.state = Choice(tr("State"), [(state, state_text(state)) for state in states])
        self.unit = Choice(tr("Unit"))
        for chip in (self.open, self.state):
            chip.setHidden(self.workflow is None)
            layout.addWidget(chip)
        layout.addWidget(self.unit)
        layout.addStretch(1)
        for choice in (self.state, self.unit):
            choice.chosen.connect(self.changed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self.changed)
        self.text.textChanged.connect(lambda _: self._pause.start())

    @property
    def words(self) -> str:
        """What the list is narrowed by."""
        return self.text.text().strip()

    @property
    def narrowed(self) -> bool:
        """Whether any chip is set."""
        return bool(self.words or self.conditions())

    def conditions(self) -> tuple[Condition, ...]:
        """Return what the chips mean; the words are searched for and are no condition."""
        found: list[Condition] = []
        if self.workflow is not None and self.open.isChecked():
            found.append(("state", "in", [s for s in self.workflow.states if s not in self.workflow.closed]))
        if self.state.value:
            found.append(("state", "=", self.state.value))
        if self.unit.value:
            found.append(("unit", "=", self.unit.value))
        return tuple(found)
