"""Photo questions: what to do with a picture that could not be stripped of where it was taken."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.editors.flow import FlowLayout
from app.desktop.style import SMALL, TINY, sizes
from app.desktop.widgets import button, column, label
from app.desktop.words import tr
from app.services.photos import Source


class PhotoQuestions(QWidget):
    """One question for each such file, until it is answered; `wanted` names those to attach as they are."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.role(self, "clear")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(sizes().of(SMALL))
        self.hide()

    def ask(self, source: Source, said: str) -> None:
        """Ask about one file, in the sentence that says why."""
        place = QWidget()
        style.role(place, "clear")
        answers = FlowLayout(gap=sizes().of(TINY))
        for words, wanted in ((tr("Attach as it is"), True), (tr("Leave it out"), False)):
            then = partial(self._answer, place, source, wanted)
            answers.addWidget(button(words, then, name=f"{words}: {source.name}"))
        place.setLayout(column(label(said, "fault", wrap=True), answers, space=TINY))
        self._box.addWidget(place)
        self.show()

    def _answer(self, place: QWidget, source: Source, wanted: bool) -> None:
        self._box.removeWidget(place)
        place.hide()
        place.deleteLater()
        self.setVisible(self._box.count() > 0)
        if wanted:
            self.wanted.emit(source)
