"""Urgency: the red button of a support request, what the emergency prevents, and the report to Mission HQ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from app.desktop.context import Tone
from app.desktop.editors.form import Form
from app.desktop.editors.notices import Notice
from app.desktop.editors.step_fields import StepFields
from app.desktop.words import tr
from app.domain.vocabularies import EMERGENCY_REASON

POSSIBLE_IN = (None, "received", "screened")
EXECUTING = "executing"


class Urgency(QObject):
    """Turns a support request into an emergency with one more click: what it is to prevent; then it is saved."""

    def __init__(
        self, form: Form, steps: StepFields, notice: Notice, now: Callable[[], datetime],
        save: Callable[[], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._form, self._steps, self._notice, self._now, self._save = form, steps, notice, now, save

    @property
    def possible(self) -> bool:
        """Whether the request can still become an emergency."""
        values = self._form.values
        begun = values.loaded.get("state") in POSSIBLE_IN and values.raw("emergency") is not True
        return begun and "emergency" not in self._form.locked

    def ask(self) -> None:
        """Ask what it is to prevent; nothing happens before that is chosen."""
        answers = [(tr(words), partial(self.begin, code)) for code, words in EMERGENCY_REASON]
        self._notice.say(
            tr("Emergency (policy para 21): executed at once, without approval, and reported as soon as possible."),
            Tone.BAD, [*answers, (tr("No emergency"), lambda: None)],
        )  # fmt: skip
        self._notice.buttons[0].setFocus()

    def begin(self, reason: str) -> None:
        """Record the emergency from now on and save it; faults stand at their fields as always."""
        now = self._now().replace(second=0, microsecond=0).isoformat()
        put = self._form.put
        put("emergency", True)
        put("emergency_reason", reason)
        for name in ("received_at", "executed_at"):
            if self._form.values.raw(name) is None:
                put(name, now)
        self._steps.state.choose(EXECUTING)
        self._save()
