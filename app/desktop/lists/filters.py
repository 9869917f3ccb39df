"""Filters: the chips above a list, and the words it is narrowed by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from app.desktop import style
from app.desktop.editors.flow import FlowLayout
from app.desktop.lists.conditions import (
    CONFLICT,
    DUE,
    EMERGENCY,
    HIDDEN,
    MINE,
    OPEN,
    PERIOD,
    PERIODS,
    SET,
    STATE,
    UNIT,
)
from app.desktop.style import SMALL, TINY, sizes
from app.desktop.words import tr
from app.domain.kinds import kind_named
from app.domain.writing import state_text

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
        self._values: tuple[tuple[str, str], ...] | None = None
        self.offer(values)

    def offer(self, values: Sequence[tuple[str, str]]) -> None:
        """Offer these values, each as (value, words); the chosen one stays where it is still there."""
        if self._values == tuple(values):
            return
        self._values = tuple(values)
        self._fill()

    def choose(self, value: str) -> None:
        """Choose a value; an empty one means any."""
        self.put(value)
        self.chosen.emit()

    def put(self, value: str) -> None:
        """Show a value as chosen and tell nobody; one that is not offered is kept and shown as it is."""
        self.value = value
        self._fill()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        for value, words in (("", tr("Any")), *(self._values or ())):
            action: QAction = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.triggered.connect(lambda _=False, value=value: self.choose(value))
            group.addAction(action)
        words = dict(self._values or ()).get(self.value, self.value)
        said = f"{self.label}: {words}" if self.value else f"{self.label} ▾"
        self.setText(said)
        self.setAccessibleName(said.removesuffix(" ▾"))
        self.setProperty("set", "true" if self.value else "false")
        self.style().unpolish(self)
        self.style().polish(self)


def toggle(words: str, tip: str = "") -> QPushButton:
    """Make a chip that is on or off."""
    made = QPushButton(words)
    made.setCheckable(True)
    made.setToolTip(tip)
    made.setAccessibleName(words)
    style.role(made, "chip")
    return made


class FilterBar(QWidget):
    """The chips of one kind, and the words to look for; `changed` says that the list is to be asked again."""

    changed = Signal()

    def __init__(self, kind: str) -> None:
        super().__init__()
        workflow = kind_named(kind).workflow
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.flow = FlowLayout(gap=sizes().of(TINY) + 2)
        self.tools = QHBoxLayout()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        whole.addLayout(self.flow, 1)
        whole.addLayout(self.tools)
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Type to narrow the list"))
        self.text.setAccessibleName(tr("Narrow the list"))
        self.text.setClearButtonEnabled(True)
        self.text.setFixedWidth(sizes().of(180))
        self.open = toggle(tr("Open"), tr("Leave out what is closed"))
        states = workflow.states if workflow else ()
        self.state = Choice(tr("State"), [(state, state_text(state)) for state in states])
        self.unit = Choice(tr("Unit"))
        self.period = Choice(tr("Period"), [(name, tr(words)) for name, words in PERIODS.items()])
        self.mine = toggle(tr("Mine"), tr("What you wrote down first"))
        self.due = toggle(tr(kind_named(kind).overdue_name))
        self.emergency = toggle(tr("Emergency"))
        self.conflict = toggle(tr("In conflict"), tr("Where two people wrote something else"))
        self.hidden = toggle(tr("Withdrawn"), tr("What was withdrawn, in place of the rest"))
        self._switches = {
            OPEN: self.open, MINE: self.mine, DUE: self.due, EMERGENCY: self.emergency, CONFLICT: self.conflict,
            HIDDEN: self.hidden,
        }  # fmt: skip
        self._choices = {STATE: self.state, UNIT: self.unit, PERIOD: self.period}
        absent = {
            OPEN: workflow is None, STATE: workflow is None, DUE: not kind_named(kind).overdue_name,
            EMERGENCY: kind != "support_request",
        }  # fmt: skip
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._pause.timeout.connect(self.changed)
        self._lay_out({name for name, gone in absent.items() if gone})

    @property
    def words(self) -> str:
        """What the list is narrowed by."""
        return self.text.text().strip()

    @property
    def narrowed(self) -> bool:
        """Whether any chip is set."""
        return bool(self.words or self.chips())

    def chips(self) -> dict[str, str]:
        """Return what is set, by the name of its chip."""
        found = {name: SET for name, one in self._switches.items() if one.isChecked()}
        return found | {name: one.value for name, one in self._choices.items() if one.value}

    def put(self, chips: Mapping[str, str], words: str = "") -> None:
        """Set exactly these chips and words, and say so once."""
        for name, switch in self._switches.items():
            switch.blockSignals(True)
            switch.setChecked(bool(chips.get(name)))
            switch.blockSignals(False)
        for name, choice in self._choices.items():
            choice.put(chips.get(name, ""))
        self.text.blockSignals(True)
        self.text.setText(words)
        self.text.blockSignals(False)
        self._pause.stop()
        self.changed.emit()

    def tell_conflicts(self, count: int) -> None:
        """Say on its chip how many records are in conflict."""
        words = tr("In conflict ({count})", count=count) if count else tr("In conflict")
        self.conflict.setText(words)
        self.conflict.setAccessibleName(words)

    def add(self, *widgets: QWidget) -> None:
        """Put more at the far end of the chips."""
        for one in widgets:
            self.tools.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)

    def type_ahead(self, letters: str) -> None:
        """Go on with what a person began to type in the list itself."""
        self.text.setFocus()
        self.text.insert(letters)

    def _lay_out(self, absent: set[str]) -> None:
        self.flow.addWidget(self.text)
        order = (OPEN, STATE, UNIT, PERIOD, MINE, DUE, EMERGENCY, CONFLICT, HIDDEN)
        for name in order:
            chip: QWidget = self._switches.get(name) or self._choices[name]
            chip.setParent(self)
            chip.setHidden(name in absent)
            if name not in absent:
                self.flow.addWidget(chip)
        for switch in self._switches.values():
            switch.toggled.connect(lambda _: self.changed.emit())
        for choice in self._choices.values():
            choice.chosen.connect(self.changed)
        self.text.textChanged.connect(lambda _: self._pause.start())
