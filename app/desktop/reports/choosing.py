"""Choosing: the records that a sitrep could tell of, ticked unless an officer leaves them out."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.desktop.style import SMALL, sizes
from app.desktop.widgets import button, label, row
from app.desktop.words import tr
from app.domain.kinds import kind_named
from app.services.sitrep_material import Offered

ID = Qt.ItemDataRole.UserRole


class Choosing(QWidget):
    """A list with ticks; `changed` when one is set, `counted` says how many are ticked of how many."""

    changed = Signal()
    counted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Records of the report"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemChanged.connect(self._ticked)
        self._left_out: set[str] = set()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        hint = label(
            tr("What is not ticked is left out of the report; the record stays as it is."), "muted", wrap=True
        )
        whole.addWidget(hint)
        whole.addWidget(self.list, 1)
        whole.addLayout(row(button(tr("All"), lambda: self._tick_all(True)),
                            button(tr("None"), lambda: self._tick_all(False)), None))  # fmt: skip

    def offer(self, records: Iterable[Offered]) -> None:
        """Show what the report could tell of; ticks stay as they were."""
        offered = tuple(records)
        if [one.id for one in offered] != [self.list.item(n).data(ID) for n in range(self.list.count())]:
            with QSignalBlocker(self.list):
                self.list.clear()
                for one in offered:
                    item = QListWidgetItem(f"{tr(kind_named(one.kind).label)}  {one.serial}  {one.title}")
                    item.setData(ID, one.id)
                    item.setFlags(
                        Qt.ItemFlag.ItemIsUserCheckable
                        | Qt.ItemFlag.ItemIsEnabled
                        | Qt.ItemFlag.ItemIsSelectable
                    )
                    item.setCheckState(_state(one.id not in self._left_out))
                    item.setToolTip(one.title)
                    self.list.addItem(item)
        self._count()

    def left_out(self) -> tuple[str, ...]:
        """Return the ids of the records that are not ticked."""
        return tuple(sorted(self._left_out))

    def _ticked(self, item: QListWidgetItem) -> None:
        identifier = str(item.data(ID))
        if item.checkState() == Qt.CheckState.Checked:
            self._left_out.discard(identifier)
        else:
            self._left_out.add(identifier)
        self._count()
        self.changed.emit()

    def _tick_all(self, ticked: bool) -> None:
        with QSignalBlocker(self.list):
            for number in range(self.list.count()):
                item = self.list.item(number)
                item.setCheckState(_state(ticked))
                (self._left_out.discard if ticked else self._left_out.add)(str(item.data(ID)))
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        whole = self.list.count()
        ticked = sum(self.list.item(number).checkState() == Qt.CheckState.Checked for number in range(whole))
        self.counted.emit(tr("Records ({ticked} of {whole})", ticked=ticked, whole=whole))


def _state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
