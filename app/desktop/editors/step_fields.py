"""Step fields: the state of a form, with the reason and the evidence of the step that is being taken."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.desktop.editors.form import Form
from app.desktop.editors.states import StateWidget
from app.desktop.words import tr

STATE, REASON, EVIDENCE = "state", "state_reason", "state_evidence"
PAUSE_MS = 400


class StepFields(QObject):
    """Keeps the three together: a chosen step asks for its own reason; taken back, the old one returns."""

    def __init__(self, form: Form, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self._taken: str | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._refresh)
        form.edited.connect(self._on_edited)
        self.show_lines()

    @property
    def state(self) -> StateWidget:
        """The widget of the state."""
        widget = self._form.field(STATE)
        assert isinstance(widget, StateWidget)  # noqa: S101 - the maker gives this type no other widget
        return widget

    def show_lines(self) -> None:
        """Show reason and evidence only where there is a step or they hold something."""
        step = self.state.chosen
        self._taken = step.target if step else None
        for name in (REASON, EVIDENCE):
            widget = self._form.field(name)
            widget.setVisible(step is not None or widget.value() is not None)
        needed = step is not None and step.reason
        self._form.field(REASON).show_note(tr("This step needs a reason.") if needed else None)

    def _on_edited(self, name: str) -> None:
        if name == STATE:
            self._on_step()
        elif name not in (REASON, EVIDENCE):
            self._pause.start()

    def _on_step(self) -> None:
        step = self.state.chosen
        if (step.target if step else None) == self._taken:
            return
        for name in (REASON, EVIDENCE):
            if step is not None:
                self._clear(name)
            else:
                self._form.values.forget(name)
                self._form.show_values([name])
        self.show_lines()
        if step is not None:
            self._form.field(REASON).setFocus()

    def _clear(self, name: str) -> None:
        nothing: Any = None
        self._form.put(name, nothing)

    def _refresh(self) -> None:
        """Work the steps out again, now that other fields are filled in."""
        if self.state.chosen is None:
            self.state.refresh()
