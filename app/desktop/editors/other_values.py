"""Other values: what somebody else wrote into a field, shown below it with a button to take it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desktop.editors.form import Form
from app.desktop.editors.notices import other_value


class OtherValues:
    """The lines below the fields of one form."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.lines: list[QWidget] = []

    def add(self, name: str, words: str, whose: str, take: Callable[[], None] | None) -> None:
        """Show another value for a field, with its section open; without `take` it can only be read."""
        title = self._form.section_of(name)
        if title:
            self._form.cards[title].open()
        elif name not in self._form.widgets:
            return  # a field that no form shows, such as the withdrawal
        line = other_value(words, whose, take)
        self.lines.append(line)
        self._form.field(name).add_below(line)

    def clear(self) -> None:
        """Take every line away."""
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = []
