"""Sheet columns: the table in which a person confirms or corrects what each column of a sheet becomes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

from app.desktop.editors.choices import QuietCombo
from app.desktop.style import sizes
from app.desktop.words import tr
from app.services.sheets_in import target_label, targets
from app.services.sheets_views import ColumnView

HEADINGS = ("Column", "Becomes", "Known by", "Filled", "Examples")
BY = {
    "tag": "HXL tag", "header": "its name", "words": "words of its name", "content": "what stands in it",
    "none": "not known", "map": "the map",
}  # fmt: skip


class ColumnTable(QTableWidget):
    """One row for each filled column, with the choice of what it becomes."""

    corrected = Signal()
    """A person chose another target."""

    def __init__(self) -> None:
        super().__init__(0, len(HEADINGS))
        self.setAccessibleName(tr("Columns of the sheet"))
        self.setHorizontalHeaderLabels([tr(heading) for heading in HEADINGS])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(sizes().of(36))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, sizes().of(240))
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        self._choices: dict[str, QComboBox] = {}

    @property
    def chosen(self) -> dict[str, str]:
        """The target of each column that is shown, by its name."""
        return {name: str(box.currentData()) for name, box in self._choices.items()}

    def choose(self, column: str, target: str) -> None:
        """Choose a target for a column, as a person does."""
        box = self._choices[column]
        box.setCurrentIndex(box.findData(target))

    def show_columns(self, kind: str, columns: Sequence[ColumnView]) -> None:
        """Show the columns that hold anything."""
        self._choices = {}
        filled = [column for column in columns if column.filled]
        self.setRowCount(len(filled))
        for place, column in enumerate(filled):
            for across, words in (
                (0, column.name), (2, tr(BY[column.by])), (3, str(column.filled)), (4, " / ".join(column.examples)),
            ):  # fmt: skip
                cell = QTableWidgetItem(words)
                cell.setToolTip(words)
                self.setItem(place, across, cell)
            self._choices[column.name] = self._choice(kind, column)
            self.setCellWidget(place, 1, self._choices[column.name])

    def _choice(self, kind: str, column: ColumnView) -> QComboBox:
        box = QuietCombo()
        box.setAccessibleName(tr("What {column} becomes", column=column.name))
        box.setMaxVisibleItems(20)
        offered = targets(kind)
        for target in offered if column.target in offered else (column.target, *offered):
            box.addItem(target_label(kind, target), target)
        box.setCurrentIndex(box.findData(column.target))
        box.currentIndexChanged.connect(lambda _: self.corrected.emit())
        return box
