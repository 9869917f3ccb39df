"""Chips: several words or several records in one field, each with its ×, and a line to add one."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QWidget

from app.desktop.editors.field_widget import FieldWidget, quietly
from app.desktop.editors.flow import FlowLayout
from app.desktop.editors.lookups import Found, Lookup
from app.desktop.editors.references import RecordLine
from app.desktop.editors.texts import Line
from app.desktop.style import TINY, sizes
from app.desktop.words import tr
from app.domain.fields import Field
from app.domain.identifiers import is_id

LINE_WIDTH = 170


class ChipButton(QPushButton):
    """One chip; a click, Delete or Backspace takes it away."""

    removed = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pill")
        self.clicked.connect(self.removed)
        self.say(words)

    def say(self, words: str) -> None:
        """Show words, cut where they would not fit a line."""
        shown = words if len(words) <= 60 else words[:59] + "…"
        self.setText(f"{shown.replace('&', '&&')}  ×")
        self.setToolTip(tr("Remove {name}", name=words))
        self.setAccessibleName(tr("Remove {name}", name=words))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Take the chip away on Delete and Backspace."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class _ChipsWidget(FieldWidget):
    """What both kinds of chips share: the values, their chips, and the line at the end."""

    twelfths = 6
    least = 240

    def build(self, box: QBoxLayout) -> None:
        """Make the flow with the line."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.values: list[str] = []
        self.chips: list[ChipButton] = []
        self.flow = FlowLayout(gap=TINY)
        self.line = self.make_line()
        self.line.setMinimumWidth(sizes().of(LINE_WIDTH))
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.named(self.line)
        self.flow.addWidget(self.line)
        box.addLayout(self.flow)

    def make_line(self) -> Line:
        """Return the line that adds a value."""
        raise NotImplementedError

    def words(self, value: str) -> str:
        """Return what the chip of a value says."""
        return value

    def set_raw(self, raw: Any) -> None:
        """Show values."""
        if isinstance(raw, str):
            raw = re.split("[;\n]", raw)
        self.values = [str(one) for one in raw or ()]
        self.show_chips()

    def hold(self) -> None:
        """Take the line away that adds values; the chips stay to be read."""
        self.line.hide()
        for chip in self.chips:
            chip.setEnabled(False)

    def add(self, value: str) -> None:
        """Add a value that is not there yet."""
        if value not in self.values:
            self.values.append(value)
            self.show_chips()
            self.changed.emit()

    def show_chips(self) -> None:
        """Make one chip for each value, before the line."""
        for chip in self.chips:
            self.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.flow.removeWidget(self.line)
        self.chips = [self._chip(value) for value in self.values]
        self.flow.addWidget(self.line)
        self.updateGeometry()

    def _chip(self, value: str) -> ChipButton:
        chip = ChipButton(self.words(value), self)
        chip.removed.connect(lambda: self._remove(value))
        self.flow.addWidget(chip)
        return chip

    def _remove(self, value: str) -> None:
        self.values.remove(value)
        self.show_chips()
        self.line.setFocus()
        self.changed.emit()


class TextsWidget(_ChipsWidget):
    """Several short texts; Enter, a comma or a semicolon ends one."""

    def make_line(self) -> Line:
        """Return a plain line."""
        line = Line()
        line.setPlaceholderText(tr("Add, then Enter"))
        line.textEdited.connect(self._on_text)
        line.editingFinished.connect(self._take_all)
        return line

    def value(self) -> Any:
        """Return the texts, what stands in the line included."""
        pending = self.line.text().strip()
        values = [*self.values, *([pending] if pending and pending not in self.values else [])]
        return values or None

    def set_raw(self, raw: Any) -> None:
        """Show texts."""
        quietly(self.line, self.line.clear)
        super().set_raw(raw)

    def _on_text(self, text: str) -> None:
        *whole, rest = re.split("[,;،؛]", text)
        if whole:
            quietly(self.line, lambda: self.line.setText(rest.lstrip()))
            for part in whole:
                if part.strip():
                    self.add(part.strip())
        self.changed.emit()

    def _take_all(self) -> None:
        text = self.line.text().strip()
        if text:
            quietly(self.line, self.line.clear)
            self.add(text)


class RefsWidget(_ChipsWidget):
    """Several records."""

    twelfths = 12

    def __init__(
        self, field: Field, lookup: Lookup, *, bare: bool = False, parent: QWidget | None = None
    ) -> None:
        self.lookup = lookup
        super().__init__(field, bare=bare, parent=parent)

    def make_line(self) -> Line:
        """Return a line that proposes records."""
        line = RecordLine(self.field, self.lookup)
        line.chosen.connect(self._on_chosen)
        line.textEdited.connect(lambda _: self.changed.emit())
        return line

    def words(self, value: str) -> str:
        """Return the title of a record."""
        return self.lookup.titles.get(value, "…") if is_id(value) else value

    def value(self) -> Any:
        """Return the ids, and what stands in the line where it names no record yet."""
        pending = self.line.text().strip()
        return [*self.values, *([pending] if pending else [])] or None

    def set_raw(self, raw: Any) -> None:
        """Show records by their ids."""
        quietly(self.line, self.line.clear)
        super().set_raw(raw)
        self.lookup.learn([value for value in self.values if is_id(value)], self.show_chips, self)

    def _on_chosen(self, one: Found) -> None:
        quietly(self.line, self.line.clear)
        self.add(one.id)
