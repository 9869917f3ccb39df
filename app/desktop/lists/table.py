"""Table: the model behind a list; it knows the number of rows at once and fetches what is looked at."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from app.desktop.lists.blocks import SIZE, Blocks
from app.desktop.lists.cells import FIGURES, Column, cell_text, lateness
from app.desktop.style import Theme
from app.domain.fields import FieldType
from app.services.attention import USUAL_LIMIT
from app.services.views import RecordView, Window

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
PENDING = "…"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TABULAR = FIGURES | {FieldType.DATE, FieldType.MOMENT}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RecordTable(QAbstractTableModel):
    """The records of a list, by their keys; `fetch(first row, keys)` is asked for a block, see `arrived`."""

    order_wanted = Signal(str, bool)

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Callable[[int, Sequence[int]], None],
        *,
        today: date,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.today = today
        self.theme = theme
        self.limit = USUAL_LIMIT
        self._titles: dict[str, str] = {}
        self._blocks: Blocks[RecordView] = Blocks(fetch)
        self._figures = QFont()
        self._figures.setFeature(QFont.Tag("tnum"), 1)
        self._late = QFont()
        self._late.setBold(True)

    @property
    def complete(self) -> bool:
        """Whether the keys of all rows are here."""
        return self._blocks.complete

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same records."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.endResetModel()

    def begin(self, window: Window, titles: dict[str, str]) -> None:
        """Show the beginning of another list; its keys come by `finish`."""
        self.beginResetModel()
        self._titles = dict(titles)
        self._blocks.begin(window.count, window.keys, window.rows)
        self.endResetModel()

    def finish(self, keys: array[int]) -> None:
        """Take the keys of all rows; where the list has changed since it began, it is shown anew."""
        if keys[: len(self._blocks.keys)] == self._blocks.keys and len(keys) == len(self._blocks):
            self._blocks.finish(keys)
        else:
            self.show_keys(keys)

    def show_keys(self, keys: array[int]) -> None:
        """Show another list of records."""
        self.beginResetModel()
        self._blocks.reset(keys)
        self.endResetModel()

    def arrived(self, first: int, rows: list[RecordView], titles: dict[str, str]) -> None:
        """Take a block that was fetched, with the titles of what its records refer to."""
        self._titles |= titles
        if self._blocks.arrived(first, rows) and rows:
            self.dataChanged.emit(
                self.index(first, 0), self.index(first + len(rows) - 1, len(self.columns) - 1)
            )

    def fetch_failed(self) -> None:
        """Note that a block could not be fetched."""
        self._blocks.failed()

    def record(self, row: int) -> RecordView | None:
        """Return the record of a row where it has been fetched, and ask for it where not."""
        return self._blocks.row(row) if 0 <= row < len(self._blocks) else None

    def here(self, row: int) -> RecordView | None:
        """Return the record of a row without asking for it."""
        return self._blocks.here(row)

    def place_of(self, key: int) -> int | None:
        """Return the row of a key, or None where the list does not hold it."""
        try:
            return self._blocks.keys.index(key)
        except ValueError:
            return None

    def key(self, row: int) -> int | None:
        """Return the key of a row, or None where it is not here yet."""
        return self._blocks.keys[row] if 0 <= row < len(self._blocks.keys) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many records the list has."""
        return 0 if parent.isValid() else len(self._blocks)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return how many columns the kind has."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a cell, how it is aligned, and its colour where that means something."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[index.column()].figures else _LEFT
        if role == Qt.ItemDataRole.FontRole:
            return self._font(index.row(), index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(index.row(), index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._whole(index.row(), index.column())
        return None

    def cell(self, row: int, column: int) -> tuple[str, QFont | None, QColor | None, Qt.AlignmentFlag]:
        """Return all that is painted in a cell: its words, font, colour and alignment."""
        way = _RIGHT if self.columns[column].figures else _LEFT
        return self._text(row, column), self._font(row, column), self._colour(row, column), way

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the label of a column."""
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].label
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].figures else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the answer comes as new keys."""
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            self.order_wanted.emit(self.columns[column].name, order == Qt.SortOrder.DescendingOrder)

    def _text(self, row: int, column: int) -> str:
        record = self._blocks.row(row)
        if record is None:
            return PENDING if column == 0 else ""
        return cell_text(record, self.columns[column].field, self._titles, self.today, self.limit)

    def _whole(self, row: int, column: int) -> str:
        """Return the words of a cell in full: the whole serial, where the cell itself shows a short one."""
        record = self._blocks.here(row)
        if record is not None and self.columns[column].name == "serial":
            return record.serial
        return self._text(row, column)

    def _late_cell(self, row: int, column: int) -> bool:
        record = self._blocks.here(row)
        if record is None or record.kind not in ("follow_up", "qip"):
            return False
        return self.columns[column].name in ("due", "first_disbursed") and bool(
            lateness(record, self.today, self.limit)
        )

    def _font(self, row: int, column: int) -> QFont | None:
        if self.columns[column].figures or self.columns[column].field.type in (
            FieldType.DATE,
            FieldType.MOMENT,
        ):
            return self._late if self._late_cell(row, column) else self._figures
        return None

    def _colour(self, row: int, column: int) -> QColor | None:
        return self.theme.tone("bad") if self._late_cell(row, column) else None


def block_of(row: int) -> int:
    """Return the first row of the block that a row is fetched with."""
    return row // SIZE * SIZE
