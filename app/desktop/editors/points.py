"""Points: one line that takes latitude and longitude or MGRS, and both notations below it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QBoxLayout, QSizePolicy

from app.desktop.editors.field_widget import FieldWidget, quietly
from app.desktop.editors.texts import Line
from app.desktop.words import tr
from app.domain.faults import FaultyValueError
from app.domain.points import degrees_text, mgrs_text, read_point

METRES_IN_KILOMETRE = 1000


class PointWidget(FieldWidget):
    """A position; what was stored is given back as it was unless something else is typed."""

    twelfths = 5
    least = 240

    def build(self, box: QBoxLayout) -> None:
        """Make the line."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._kept: tuple[str, Any] = ("", None)
        self.line = Line()
        self.line.setPlaceholderText(tr("6.20667, 31.56 or 36N VL 5130 8610"))
        self.named(self.line)
        box.addWidget(self.line)
        self.line.textChanged.connect(self._on_text)

    def value(self) -> Any:
        """Return what is typed, or the stored point where nothing else was."""
        text = self.line.text().strip()
        shown, stored = self._kept
        return (stored if text == shown else text) or None

    def set_raw(self, raw: Any) -> None:
        """Show a point by its degrees, or what was typed for one."""
        text = degrees_text(raw) if isinstance(raw, dict) else str(raw or "")
        self._kept = (text, raw)
        quietly(self.line, lambda: self.line.setText(text))
        self._show_both()

    def _on_text(self) -> None:
        self._show_both()
        self.changed.emit()

    def _show_both(self) -> None:
        value = self.value()
        try:
            self.show_note(both_notations(read_point(value)) if value else None)
        except FaultyValueError:
            self.show_note(None)


def both_notations(point: dict[str, int]) -> str:
    """Return a point in both notations and how finely it is known."""
    words = [degrees_text(point)]
    try:
        words.append(mgrs_text(point))
    except (ValueError, RuntimeError):
        words.append(tr("outside the MGRS grid"))
    return " · ".join([*words, tr("to {distance}", distance=_distance(point.get("precision", 1)))])


def _distance(metres: int) -> str:
    return f"{metres // METRES_IN_KILOMETRE} km" if metres >= METRES_IN_KILOMETRE else f"{metres} m"
