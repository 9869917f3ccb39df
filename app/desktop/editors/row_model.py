"""Row model: the lines of a table inside a record, each cell a raw value that is read only to be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.desktop.words import tr
from app.domain.faults import FaultyValueError
from app.domain.fields import Field, FieldType
from app.domain.raw_values import is_blank
from app.domain.reading import read_value
from app.domain.writing import value_text

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
RIGHT = (FieldType.INTEGER, FieldType.PERCENT, FieldType.MONEY)


class RowModel(QAbstractTableModel):
    """Lines of raw values under the columns of a field; `title` gives the words for a reference."""

    def __init__(self, field: Field, title: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._title = title
        self._lines: list[dict[str, Any]] = []

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines that hold anything, without blank cells."""
        kept = [{name: raw for name, raw in line.items() if not is_blank(raw)} for line in self._lines]
        return [line for line in kept if line]

    def set_lines(self, lines: list[dict[str, Any]]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = [dict(line) for line in lines]
        self.endResetModel()

    def add(self, line: dict[str, Any] | None = None) -> int:
        """Add a line at the end and return its place."""
        at = len(self._lines)
        self.beginInsertRows(QModelIndex(), at, at)
        self._lines.append(dict(line or {}))
        self.endInsertRows()
        return at

    def remove(self, row: int) -> None:
        """Take a line out."""
        if 0 <= row < len(self._lines):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._lines[row]
            self.endRemoveRows()

    def move(self, row: int, by: int) -> int:
        """Move a line up (-1) or down (1) and return its new place."""
        to = row + by
        if not (0 <= row < len(self._lines) and 0 <= to < len(self._lines)):
            return row
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to + 1 if by > 0 else to)
        self._lines.insert(to, self._lines.pop(row))
        self.endMoveRows()
        return to

    def line(self, row: int) -> dict[str, Any]:
        """Return the raw values of one line; nothing where there is no such line."""
        return dict(self._lines[row]) if 0 <= row < len(self._lines) else {}

    def fill(self, row: int, values: dict[str, Any]) -> None:
        """Set several cells of a line, as if they had been typed."""
        for place, column in enumerate(self.field.columns):
            if column.name in values and 0 <= row < len(self._lines):
                self.setData(self.index(row, place), values[column.name])

    def total(self, column: str) -> int:
        """Return the sum of the whole numbers in a column."""
        found = (_read(self._column(column), line.get(column)) for line in self._lines)
        return sum(number for number in found if isinstance(number, int))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.field.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the label of a column."""
        if orientation is Qt.Orientation.Horizontal:
            column = self.field.columns[section]
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                return tr(column.label)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _side(column)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell, its raw value to edit, or what is wrong with it as its tip."""
        column = self.field.columns[index.column()]
        raw = self._lines[index.row()].get(column.name)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(column, raw)
        if role == Qt.ItemDataRole.EditRole:
            return raw
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(column.label)}: {self._words(column, raw)}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a raw value."""
        name = self.field.columns[index.column()].name
        if role != Qt.ItemDataRole.EditRole or self._lines[index.row()].get(name) == value:
            return False
        self._lines[index.row()][name] = value
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that every cell can be edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def titles_came(self) -> None:
        """Show the titles that are known by now."""
        if self._lines and self.field.columns:
            last = self.index(len(self._lines) - 1, len(self.field.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DisplayRole])

    def _column(self, name: str) -> Field:
        return next(column for column in self.field.columns if column.name == name)

    def _words(self, column: Field, raw: Any) -> str:
        if is_blank(raw):
            return ""
        wire = _read(column, raw)
        if column.type is FieldType.REF and isinstance(wire, str):
            return self._title(wire)
        return value_text(column, wire) if wire is not None else _typed(raw)


def _read(column: Field, raw: Any) -> Any:
    try:
        return read_value(column, raw)
    except FaultyValueError:
        return None


def _typed(raw: Any) -> str:
    return f"{raw.get('amount', '')} {raw.get('currency', '')}".strip() if isinstance(raw, dict) else str(raw)


def _side(column: Field) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.type in RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
