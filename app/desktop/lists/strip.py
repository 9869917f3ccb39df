"""Strip: one short question above a list, answered in one line, in place of a dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from app.desktop import style
from app.desktop.style import SMALL, TINY, sizes
from app.desktop.widgets import button, cleared, label
from app.desktop.words import tr

Answer = tuple[str, Callable[[str], object]]
"""The words of a button and what is done with what was typed."""


class Strip(QFrame):
    """Asks for one line of text; hidden until something is asked, Escape lets it be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.role(self, "sunken")
        self.line = QLineEdit(self)
        self.line.setAccessibleName(tr("Answer"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*(sizes().of(one) for one in (SMALL, TINY, SMALL, TINY)))
        self._row.setSpacing(sizes().of(SMALL))
        self._first: Callable[[], None] | None = None
        self._back: QWidget | None = None
        self.line.returnPressed.connect(self._on_return)
        self.hide()

    def ask(
        self,
        words: str,
        answers: Sequence[Answer],
        *,
        text: str = "",
        hint: str = "",
        back: QWidget | None = None,
    ) -> None:
        """Ask; Enter takes the first answer. Nothing is done with an empty line. `back` gets the focus after."""
        self._row.removeWidget(self.line)
        self.line.setParent(self)
        cleared(self._row)
        self.line.setText(text)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(words)
        self._row.addWidget(label(words, "strong"))
        self._row.addWidget(self.line, 1)
        self._first, self._back = None, back
        for place, (name, then) in enumerate(answers):
            take = self._taking(then)
            self._first = self._first or take
            self._row.addWidget(button(name, take, "" if place else "primary"))
        self._row.addWidget(button(tr("Leave it"), self.close_question, "quiet"))
        self.show()
        self.line.show()
        self.line.setFocus()
        self.line.selectAll()

    def close_question(self) -> None:
        """Take the question away."""
        self.hide()
        if self._back is not None:
            self._back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let it be on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_question()
        else:
            super().keyPressEvent(event)

    def _taking(self, then: Callable[[str], object]) -> Callable[[], None]:
        def take() -> None:
            typed = self.line.text().strip()
            if typed:
                self.close_question()
                then(typed)

        return take

    def _on_return(self) -> None:
        if self._first is not None:
            self._first()
