"""Naming: the name of a participant, typed once: it finds a person of the register, makes one, or stays a name."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.desktop.editors.field_widget import FieldWidget, quietly
from app.desktop.editors.lookups import Found, Lookup
from app.desktop.editors.references import RecordLine
from app.domain.fields import Field, FieldType

NAME, PERSON = "name", "person"
TAKEN_OVER = ("function", "organisation")
"""What a line takes over from the person it names, where it says nothing of its own."""


class NamingWidget(FieldWidget):
    """A line that takes any name and proposes persons; `linked` brings the chosen one, None when it is typed over."""

    linked = Signal(object)

    def __init__(
        self, field: Field, person: Field, lookup: Lookup, *, bare: bool = True, parent: QWidget | None = None
    ) -> None:
        self._person, self._lookup = person, lookup
        super().__init__(field, bare=bare, parent=parent)

    def build(self, box: QBoxLayout) -> None:
        """Make the line."""
        self.line = RecordLine(self._person, self._lookup)
        self.named(self.line)
        box.addWidget(self.line)
        self.line.textEdited.connect(self._on_text)
        self.line.chosen.connect(self._on_chosen)

    def value(self) -> Any:
        """Return the name as typed, None where it is blank."""
        return self.line.text().strip() or None

    def set_raw(self, raw: Any) -> None:
        """Show a name."""
        quietly(self.line, lambda: self.line.setText(str(raw or "")))

    def _on_text(self) -> None:
        self.linked.emit(None)
        self.changed.emit()

    def _on_chosen(self, one: Found) -> None:
        self.set_raw(one.title)
        self.changed.emit()
        self.linked.emit(one)


def names_persons(field: Field) -> tuple[Field, Field] | None:
    """Return the columns of a name and of the person it belongs to, where lines have both."""
    columns = {column.name: column for column in field.columns}
    name, person = columns.get(NAME), columns.get(PERSON)
    if name is None or person is None or (name.type, person.type) != (FieldType.TEXT, FieldType.REF):
        return None
    return name, person
