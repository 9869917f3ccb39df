"""Rows: the table of a field that holds lines, such as participants; it is made with its first line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QWidget,
)

from app.desktop.editors.field_widget import FieldWidget
from app.desktop.editors.lookups import Found, Lookup, ids_in
from app.desktop.editors.naming import PERSON, TAKEN_OVER, NamingWidget, names_persons
from app.desktop.editors.row_cells import CellDelegate, Maker
from app.desktop.editors.row_model import RowModel
from app.desktop.style import TINY, sizes
from app.desktop.widgets import button
from app.desktop.words import tr
from app.domain.fields import ROWS_LIMIT, Field, FieldType

CELL_MARGINS = 44
LEAST_COLUMN = 92
MOST_SHOWN = 10
ROW_HEIGHT = 32
WIDTHS = {
    FieldType.INTEGER: 80, FieldType.PERCENT: 90, FieldType.BOOLEAN: 104, FieldType.DATE: 124,
    FieldType.MONEY: 180,
}  # fmt: skip
ALL_PERCENT = 100


class RowsWidget(FieldWidget):
    """Lines under columns: add, remove, move; percents show their sum."""

    twelfths = 12
    least = 420

    def __init__(self, field: Field, make: Maker, lookup: Lookup, *, parent: QWidget | None = None) -> None:
        self._make, self._lookup = make, lookup
        self.table: QTableView | None = None
        super().__init__(field, parent=parent)

    def build(self, box: QBoxLayout) -> None:
        """Make the buttons; the table comes above them."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.model = RowModel(self.field, self._lookup.title, self)
        self._place = QHBoxLayout()
        box.addLayout(self._place)
        self.adder = button(tr("+ Add {what}", what=tr(line_words(self.field))), self.add_line)
        self.filler = button(
            tr("Add what is missing of all {count}", count=len(_vocabulary(self.field))), self.add_all
        )
        self.remover = button(tr("Remove"), self.remove_line, "quiet")
        self.up = button("↑", lambda: self.move_line(-1), "quiet", name=tr("Move the line up"))
        self.down = button("↓", lambda: self.move_line(1), "quiet", name=tr("Move the line down"))
        row = QHBoxLayout()
        row.setSpacing(TINY)
        for made in (self.adder, self.filler, self.remover, self.up, self.down):
            row.addWidget(made)
        row.addStretch(1)
        box.addLayout(row)
        self.setFocusProxy(self.adder)
        self.model.dataChanged.connect(self._on_data)
        self._show_state()

    def value(self) -> Any:
        """Return the lines as raw values, None without any; prepared lines count once one of them is answered."""
        lines = self.model.lines()
        prepared = {self.field.columns[0].name} if _vocabulary(self.field) else set()
        return lines if any(line.keys() - prepared for line in lines) else None

    def set_raw(self, raw: Any) -> None:
        """Show lines; where each word of a vocabulary is to be answered, one is prepared for each."""
        lines = [line for line in raw or () if isinstance(line, dict)]
        if not lines:
            lines = [{self.field.columns[0].name: code} for code in _vocabulary(self.field)]
        if lines:
            self._table()
        self.model.set_lines(lines)
        self._show_state()
        self._lookup.learn(ids_in(self.field, lines), self.model.titles_came, self)

    def hold(self) -> None:
        """Take the buttons away, and let the table be read and not written in."""
        for made in (self.adder, self.filler, self.remover, self.up, self.down):
            made.hide()
        if self.table is not None:
            self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
            self.setFocusProxy(self.table)

    def add_line(self) -> None:
        """Add an empty line and edit its first cell."""
        if self.model.rowCount() >= ROWS_LIMIT:
            self.show_note(tr("{count} lines are the most.", count=ROWS_LIMIT))
            return
        table = self._table()
        index = self.model.index(self.model.add(), 0)
        self._show_state()
        table.setFocus()
        table.setCurrentIndex(index)
        table.edit(index)

    def add_all(self) -> None:
        """Add one line for each word of the first column's vocabulary that has none yet."""
        self._table()
        column = self.field.columns[0].name
        there = {line.get(column) for line in self.model.lines()}
        for code in _vocabulary(self.field):
            if code not in there:
                self.model.add({column: code})
        self._changed()

    def remove_line(self) -> None:
        """Take the current line out."""
        if self.table is not None and self.table.currentIndex().isValid():
            self.model.remove(self.table.currentIndex().row())
            self._changed()

    def move_line(self, by: int) -> None:
        """Move the current line."""
        if self.table is not None and self.table.currentIndex().isValid():
            at = self.table.currentIndex()
            self.table.setCurrentIndex(self.model.index(self.model.move(at.row(), by), at.column()))
            self._changed()

    def _on_data(self, *changed: Any) -> None:
        roles = changed[2] if len(changed) > 2 else []
        if not roles:
            self._changed()

    def _changed(self) -> None:
        self._show_state()
        self.changed.emit()

    def _table(self) -> QTableView:
        if self.table is None:
            self.table = self._made()
            self._place.addWidget(self.table)
        return self.table

    def _made(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setItemDelegate(CellDelegate(self._cell, table))
        triggers = QAbstractItemView.EditTrigger
        table.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        table.clicked.connect(table.edit)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(sizes().of(ROW_HEIGHT))
        table.setAccessibleName(tr(self.field.label))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setMinimumSectionSize(sizes().of(LEAST_COLUMN))
        for place, column in enumerate(self.field.columns):
            width = self._width(column)
            mode = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(place, mode)
            if width:
                header.resizeSection(place, width)
        table.horizontalScrollBar().rangeChanged.connect(lambda *_: self._fit(table))
        self._keys(table)
        return table

    def _cell(self, column: Field) -> FieldWidget:
        """Return the widget of one cell; a name that may be a person's proposes persons."""
        naming = names_persons(self.field)
        if naming is None or column.name != naming[0].name:
            return self._make(column)
        made = NamingWidget(column, naming[1], self._lookup)
        made.linked.connect(self._on_linked)
        return made

    def _on_linked(self, one: Found | None) -> None:
        """Put the chosen person into the line, with what is known of it where the line says nothing."""
        if self.table is None or not self.table.currentIndex().isValid():
            return
        line = self.table.currentIndex().row()
        if one is None:
            self.model.fill(line, {PERSON: None})
            return
        self.model.fill(line, {PERSON: one.id})
        self._lookup.facts(one.id, lambda fields: self._take_over(line, one.id, fields), self)

    def _take_over(self, line: int, person: str, fields: Mapping[str, Any]) -> None:
        there = self.model.line(line)
        if there.get(PERSON) == person:
            known = {name: fields[name] for name in TAKEN_OVER if fields.get(name) and not there.get(name)}
            self.model.fill(line, known)
            self._lookup.learn(ids_in(self.field, self.model.lines()), self.model.titles_came, self)

    def _width(self, column: Field) -> int:
        """Return the width of a column in pixels, 0 where it takes a share of what is left."""
        if column.type is FieldType.CHOICE:
            longest = max(
                (self.fontMetrics().horizontalAdvance(words) for _, words in column.choices or ()), default=0
            )
            return min(longest + sizes().of(CELL_MARGINS), sizes().of(200))
        return sizes().of(WIDTHS.get(column.type, 0))

    def _keys(self, table: QTableView) -> None:
        for keys, then in _KEYS.items():
            shortcut = QShortcut(QKeySequence(keys), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda do=then: do(self))

    def _fit(self, table: QTableView) -> None:
        """Make the table as tall as its lines, up to ten, and the bar below them where it is needed."""
        rows = min(self.model.rowCount(), MOST_SHOWN) * sizes().of(ROW_HEIGHT)
        bar = table.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0
        table.setFixedHeight(
            table.horizontalHeader().sizeHint().height() + rows + below + 2 * table.frameWidth() + 2
        )

    def _show_state(self) -> None:
        """Fit the table to its lines, and show only the buttons that can do something."""
        count = self.model.rowCount()
        if self.table is not None:
            self.table.setVisible(count > 0)
            self._fit(self.table)
        self.filler.setVisible(count < len(_vocabulary(self.field)))
        for made in (self.remover, self.up, self.down):
            made.setVisible(count > 0)
        percent = next((column for column in self.field.columns if column.type is FieldType.PERCENT), None)
        if percent is not None and not self.bare:
            total = self.model.total(percent.name)
            self.show_note(
                tr("Sum: {total} % of 100 %", total=total) if count and total != ALL_PERCENT else None
            )


_KEYS: dict[str, Callable[[RowsWidget], None]] = {
    "Ctrl+Delete": lambda rows: rows.remove_line(),
    "Alt+Up": lambda rows: rows.move_line(-1),
    "Alt+Down": lambda rows: rows.move_line(1),
}


def line_words(field: Field) -> str:
    """Return what one line is called: the name of its class in plain words, `BudgetLine` as "budget line"."""
    name = field.row.__name__ if field.row is not None else "line"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _vocabulary(field: Field) -> tuple[str, ...]:
    """Return the words of a first column that is answered word by word, as the selection criteria are."""
    first, *others = field.columns
    if first.type is FieldType.CHOICE and any(column.type is FieldType.INTEGER for column in others):
        return tuple(code for code, _ in first.choices or ())
    return ()
