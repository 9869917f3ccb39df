"""Chooser: which columns a list shows and in which order, and the way back to the usual ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop import style
from app.desktop.style import SMALL, sizes
from app.desktop.widgets import button, label, row
from app.desktop.words import tr

NAME = Qt.ItemDataRole.UserRole


class ColumnChooser(QFrame):
    """A small sheet over the list: every field with a tick; ticked ones first, in the order of the columns."""

    chosen = Signal(tuple)
    """The names of the columns that are wanted; none means the usual ones."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        style.role(self, "card")
        self.setAccessibleName(tr("Columns"))
        self.finder = QLineEdit()
        self.finder.setPlaceholderText(tr("Find a field"))
        self.finder.setAccessibleName(tr("Find a field"))
        self.finder.textChanged.connect(self._narrow)
        self.fields = QListWidget()
        self.fields.setAccessibleName(tr("Columns: tick what the list shows, drag to reorder"))
        self.fields.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.fields.itemChanged.connect(lambda _: self._tell())
        self.fields.model().rowsMoved.connect(lambda *_: self._tell())
        layout = QVBoxLayout(self)
        space = sizes().of(SMALL)
        layout.setContentsMargins(space, space, space, space)
        layout.setSpacing(space)
        layout.addWidget(self.finder)
        layout.addWidget(self.fields, 1)
        layout.addWidget(label(tr("Drag, or Alt with an arrow key, to reorder."), "small"))
        layout.addLayout(row(button(tr("Usual columns"), self.reset), None, button(tr("Done"), self.close)))
        self._usual: tuple[str, ...] = ()
        self._quiet = False

    def open_at(
        self, corner: QPoint, names: Mapping[str, str], shown: Sequence[str], usual: Sequence[str]
    ) -> None:
        """Show it with its right upper corner here; `names` is what each field is called."""
        self._names, self._usual = dict(names), tuple(usual)
        self._fill(shown)
        self.finder.clear()
        self.resize(sizes().of(280), sizes().of(380))
        self.move(corner - QPoint(self.width(), 0))
        self.show()
        self.fields.setFocus()
        self.fields.setCurrentRow(0)

    def names(self) -> tuple[str, ...]:
        """Return the ticked fields in their order."""
        items = (self.fields.item(place) for place in range(self.fields.count()))
        return tuple(item.data(NAME) for item in items if item.checkState() is Qt.CheckState.Checked)

    def tick(self, name: str, on: bool) -> None:
        """Tick a field or take its tick away."""
        for place in range(self.fields.count()):
            item = self.fields.item(place)
            if item.data(NAME) == name:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def reset(self) -> None:
        """Go back to the usual columns."""
        self._fill(self._usual)
        self.chosen.emit(())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the field at hand with Alt and an arrow key."""
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if way is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.shift(way)
        else:
            super().keyPressEvent(event)

    def shift(self, way: int) -> None:
        """Move the field at hand one place up (-1) or down (1)."""
        place = self.fields.currentRow()
        if 0 <= place + way < self.fields.count():
            self._quiet = True
            item = self.fields.takeItem(place)
            self.fields.insertItem(place + way, item)
            self.fields.setCurrentRow(place + way)
            self._quiet = False
            self._tell()

    def _fill(self, shown: Sequence[str]) -> None:
        self._quiet = True
        self.fields.clear()
        rest = sorted(
            (name for name in self._names if name not in shown), key=lambda one: self._names[one].casefold()
        )
        for name in (*(one for one in shown if one in self._names), *rest):
            item = QListWidgetItem(self._names[name], self.fields)
            item.setData(NAME, name)
            item.setCheckState(Qt.CheckState.Checked if name in shown else Qt.CheckState.Unchecked)
        self._quiet = False

    def _narrow(self, typed: str) -> None:
        for place in range(self.fields.count()):
            item = self.fields.item(place)
            item.setHidden(typed.casefold() not in item.text().casefold())

    def _tell(self) -> None:
        if not self._quiet and self.names():
            self.chosen.emit(self.names())
