"""States: where a record stands, and the steps it may take next with what is still missing for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.desktop.editors.field_widget import FieldWidget
from app.desktop.style import SMALL, TINY
from app.desktop.widgets import button, cleared, label, pill
from app.desktop.words import tr
from app.domain.fields import Field
from app.domain.records import Record
from app.domain.workflows import Workflow
from app.domain.writing import state_text
from app.services.barring import Bar
from app.services.next_steps import NextStep, next_step
from app.services.settings import Settings

SET_ASIDE = ("suspended", "cancelled", "rejected", "deferred")


DEFAULTS = Settings()
NOTHING_BARRED: Mapping[str, Bar] = {}


def steps_of(
    workflow: Workflow,
    record: Record,
    source: str,
    level: str,
    settings: Settings = DEFAULTS,
    stale: str = "",
    barred: Mapping[str, Bar] = NOTHING_BARRED,
) -> tuple[NextStep, ...]:
    """Return every step from a state, with what is missing in the record, who would have to take it, and why not.

    A step that this mission has no use for is left out: drafts that skip a local committee which sits.
    """
    wanted = (one for one in workflow.steps_from(source) if not (one.mission and settings.local_committee))
    return tuple(
        next_step(step, workflow, record, level, settings, stale, barred.get(step.target)) for step in wanted
    )


class StateWidget(FieldWidget):
    """The state as a pill, the steps below it; a chosen step is saved with the form and can be taken back."""

    twelfths = 12
    least = 300
    labelled = False

    def __init__(
        self, field: Field, steps: Callable[[str], tuple[NextStep, ...]], *,
        initial: str = "", closed: frozenset[str] = frozenset(), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._steps, self._initial, self._closed = steps, initial, closed
        self._stored: str | None = None
        self._chosen: NextStep | None = None
        super().__init__(field, parent=parent)

    def build(self, box: QBoxLayout) -> None:
        """Make the pill and the place of the steps."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.buttons: dict[str, QPushButton] = {}
        self._head = QHBoxLayout()
        self._head.setSpacing(SMALL)
        self._ways = QGridLayout()
        self._ways.setHorizontalSpacing(SMALL)
        self._ways.setVerticalSpacing(TINY)
        self._ways.setColumnStretch(1, 1)
        box.addLayout(self._head)
        box.addLayout(self._ways)

    @property
    def chosen(self) -> NextStep | None:
        """The step that will be taken with the next save."""
        return self._chosen

    def value(self) -> Any:
        """Return the chosen state, else the stored one."""
        return self._chosen.target if self._chosen else self._stored

    def set_raw(self, raw: Any) -> None:
        """Show a stored state, or one chosen in a draft."""
        if self._stored is None or raw is None:
            self._stored = raw
        if raw == self._stored:
            self._chosen = None
        else:
            self._chosen = self._known(str(raw))
        self.refresh()

    def set_value(self, wire: Any) -> None:
        """Show the stored state; a step that was chosen is dropped."""
        self._stored, self._chosen = wire, None
        self.refresh()

    def choose(self, target: str | None) -> None:
        """Choose a step by its state, or none."""
        self._chosen = self._known(target) if target else None
        self.refresh()
        self.changed.emit()

    def refresh(self) -> None:
        """Work the steps out again, after other fields of the form changed."""
        had_focus = any(made.hasFocus() for made in self.buttons.values())
        cleared(self._head)
        cleared(self._ways)
        self.buttons = {}
        self._show_head()
        if self._chosen is None:
            for row, step in enumerate(self._ordered()):
                self._show_way(row, step)
        self.setFocusProxy(next(iter(self.buttons.values()), None))  # type: ignore[arg-type]
        if had_focus:
            self.setFocus()

    def _ordered(self) -> list[NextStep]:
        steps = self._steps(self._stored or self._initial)
        return sorted(steps, key=lambda step: step.target in SET_ASIDE)

    def _known(self, target: str) -> NextStep:
        steps = self._steps(self._stored or self._initial)
        return next((step for step in steps if step.target == target), NextStep(target=target))

    def _show_head(self) -> None:
        state = self._stored or self._initial
        self._head.addWidget(pill(tr(state_text(state)), "good" if state in self._closed else "info"))
        if self._chosen is not None:
            self._head.addWidget(label("→", "muted"))
            self._head.addWidget(pill(tr(state_text(self._chosen.target)), "wait"))
            self._head.addWidget(label(tr("with the next save"), "small"))
            back = button(tr("Take back"), lambda: self.choose(None), "quiet")
            self.buttons["back"] = back
            self._head.addWidget(back)
        self._head.addStretch(1)

    def _show_way(self, row: int, step: NextStep) -> None:
        words = tr(state_text(step.target))
        made = button(
            f"→ {words}", lambda: self.choose(step.target), "step", name=tr("Go to {state}", state=words)
        )
        made.setEnabled(step.possible)
        self._ways.addWidget(made, row, 0)
        self._ways.addWidget(_why(step), row, 1)
        if step.possible:
            self.buttons[step.target] = made


def _why(step: NextStep) -> QLabel:
    parts = [tr("Missing: {what}", what=", ".join(map(tr, step.missing)))] if step.missing else []
    parts += [tr("{who} takes this step", who=tr(step.who))] if step.who else []
    parts += [tr(step.refused)] if step.refused else []
    if not parts and step.reason:
        parts = [tr("needs a reason")]
    return label(" · ".join(parts), "small", wrap=True)


def filled(wire: Mapping[str, Any]) -> dict[str, Any]:
    """Return the wire values that are there."""
    return {name: value for name, value in wire.items() if value is not None}
