"""Beneficiary grid: people by sex and age, with totals; in part, or the total alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.desktop.editors.field_widget import FieldWidget, quietly
from app.desktop.editors.texts import Line
from app.desktop.style import SMALL, TINY, role, sizes, tabular
from app.desktop.words import tr
from app.domain.beneficiaries import AGES, SEXES
from app.domain.vocabularies import AGE, SEX

CELL_WIDTH = 64
_SIGNS = str.maketrans("", "", " ,\u00a0\u202f")


def count_of(text: str) -> int | str | None:
    """Return a typed number of people, what was typed where it is none, None where it is blank."""
    figures = text.translate(_SIGNS)
    return (int(figures) if figures.isdigit() and figures.isascii() else text.strip()) if figures else None


class BeneficiariesWidget(FieldWidget):
    """A total, and the grid behind a button; the grid is made when it is first wanted."""

    twelfths = 12
    least = 300

    def build(self, box: QBoxLayout) -> None:
        """Make the total and the button that opens the grid."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.cells: dict[tuple[str, str], Line] = {}
        self._sums: dict[str, QLabel] = {}
        self._grid: QWidget | None = None
        self.total = Line()
        self.total.setFixedWidth(sizes().of(110))
        self.total.setFont(tabular(self.total.font()))
        self.total.setPlaceholderText(tr("Total"))
        self.named(self.total, tr("total"))
        self.opener = QPushButton(tr("By sex and age"))
        self.opener.setCheckable(True)
        self.opener.setProperty("role", "answer")
        self.opener.toggled.connect(self._open)
        self.summary = QLabel()
        self.summary.setProperty("role", "small")
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        for widget in (self.total, self.opener, self.summary):
            row.addWidget(widget)
        row.addStretch(1)
        box.addLayout(row)
        self._body = QHBoxLayout()
        box.addLayout(self._body)
        self.total.textChanged.connect(lambda _: self._on_cell())

    def value(self) -> Any:
        """Return the filled cells and the total as typed, None where nothing is."""
        cells: dict[str, dict[str, Any]] = {}
        for (sex, age), line in self.cells.items():
            count = count_of(line.text())
            if count is not None:
                cells.setdefault(sex, {})[age] = count
        total = count_of(self.total.text())
        return {"cells": cells, "total": total} if cells or total is not None else None

    def set_raw(self, raw: Any) -> None:
        """Show cells and a total."""
        raw = raw or {}
        cells = raw.get("cells") or {}
        total = raw.get("total")
        quietly(self.total, lambda: self.total.setText("" if total is None else str(total)))
        if cells:
            self.opener.setChecked(True)
        for (sex, age), line in self.cells.items():
            count = (cells.get(sex) or {}).get(age)
            quietly(line, lambda to=line, n=count: to.setText("" if n is None else str(n)))  # type: ignore[misc]
        self._add_up()

    def counted(self) -> int:
        """Return the sum of all cells that hold a number."""
        return sum(n for line in self.cells.values() if isinstance(n := count_of(line.text()), int))

    def _open(self, wanted: bool) -> None:
        if wanted and self._grid is None:
            self._grid = self._made()
            self._body.addWidget(self._grid)
            self._body.addStretch(1)
        if self._grid is not None:
            self._grid.setVisible(wanted)

    def _made(self) -> QWidget:
        widget = QWidget()
        widget.setProperty("role", "clear")
        grid = QGridLayout(widget)
        grid.setContentsMargins(0, TINY, 0, 0)
        grid.setSpacing(TINY)
        for column, (age, label) in enumerate(AGE, 1):
            grid.addWidget(_head(tr(label)), 0, column)
            grid.addWidget(self._sum(age), len(SEXES) + 1, column)
        grid.addWidget(_head(tr("Sum")), 0, len(AGES) + 1)
        for row, (sex, label) in enumerate(SEX, 1):
            grid.addWidget(role(QLabel(tr(label)), "muted"), row, 0)
            for column, (age, age_label) in enumerate(AGE, 1):
                grid.addWidget(self._cell(sex, age, f"{tr(label)}, {tr(age_label)}"), row, column)
            grid.addWidget(self._sum(f"sex {sex}"), row, len(AGES) + 1)
        grid.addWidget(role(QLabel(tr("Sum")), "muted"), len(SEXES) + 1, 0)
        grid.addWidget(self._sum("all"), len(SEXES) + 1, len(AGES) + 1)
        return widget

    def _cell(self, sex: str, age: str, name: str) -> Line:
        line = self.cells[sex, age] = Line()
        line.setMinimumWidth(sizes().of(CELL_WIDTH))
        line.setMaximumWidth(sizes().of(CELL_WIDTH * 2))
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.named(line, name)
        line.textChanged.connect(lambda _: self._on_cell())
        return line

    def _sum(self, key: str) -> QLabel:
        label = self._sums[key] = QLabel()
        label.setProperty("role", "strong" if key == "all" else "muted")
        label.setFont(tabular(label.font()))
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setMinimumWidth(sizes().of(CELL_WIDTH - SMALL))
        return label

    def _on_cell(self) -> None:
        self._add_up()
        self.changed.emit()

    def _add_up(self) -> None:
        sums = dict.fromkeys(self._sums, 0)
        for (sex, age), line in self.cells.items():
            count = count_of(line.text())
            if isinstance(count, int):
                for key in (age, f"sex {sex}", "all"):
                    sums[key] += count
        for key, label in self._sums.items():
            label.setText(f"{sums[key]:,}" if sums[key] else "")
        self.summary.setText(self._words())

    def _words(self) -> str:
        counted, total = self.counted(), count_of(self.total.text())
        if not counted:
            return ""
        if isinstance(total, int) and counted < total:
            return tr("Partial: {counted} of {total} told apart", counted=f"{counted:,}", total=f"{total:,}")
        return tr("{counted} people counted", counted=f"{counted:,}")


def _head(words: str) -> QLabel:
    made = QLabel(words)
    made.setProperty("role", "small")
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setIndent(SMALL)
    return made
