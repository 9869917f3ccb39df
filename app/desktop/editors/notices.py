"""Notices: a line above the form with what to do about it, and one below a field with another value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.desktop import style
from app.desktop.context import Tone
from app.desktop.style import GAP, SMALL, TINY, sizes
from app.desktop.widgets import button, cleared, label
from app.desktop.words import tr

Action = tuple[str, Callable[[], None]]


class Notice(QFrame):
    """One sentence and its buttons; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        style.role(self, "banner")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(sizes().of(GAP), sizes().of(TINY), sizes().of(SMALL), sizes().of(TINY))
        self._row.setSpacing(sizes().of(SMALL))
        self.text = ""
        self.buttons: list[QPushButton] = []
        self.hide()

    def say(self, text: str, tone: Tone, actions: Sequence[Action] = ()) -> None:
        """Show a sentence; each action closes the notice and does its work."""
        cleared(self._row)
        self.text = text
        self._row.addWidget(label(text, wrap=True), 1)
        self.buttons = [button(words, partial(self._act, then)) for words, then in actions]
        for made in self.buttons:
            self._row.addWidget(made)
        style.tone(self, tone.value)
        self.setAccessibleName(text)
        self.show()

    def close_it(self) -> None:
        """Take the notice away."""
        self.text = ""
        self.hide()

    def _act(self, then: Callable[[], None]) -> None:
        self.close_it()
        then()


def other_value(words: str, whose: str, take: Callable[[], None] | None) -> QWidget:
    """Return the line below a field in conflict: the other value, whose it is, and the button of who may take it."""
    line = QFrame()
    style.role(line, "banner")
    style.tone(line, Tone.WAIT.value)
    box = QHBoxLayout(line)
    box.setContentsMargins(sizes().of(SMALL), sizes().of(TINY), sizes().of(TINY), sizes().of(TINY))
    box.addWidget(label(f"{words}  ·  {whose}", "small", wrap=True), 1)
    if take is not None:
        box.addWidget(button(tr("Take this"), take, name=tr("Take {value}", value=words)))
    return line
