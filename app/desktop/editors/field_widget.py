"""Field widgets: what the widgets of all field types share: a label, a value, a note and a fault below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.desktop import style
from app.desktop.style import TINY, sizes
from app.desktop.widgets import Cut
from app.desktop.words import tr
from app.domain.fields import Field
from app.domain.raw_values import raw_of

WHOLE_ROW = 12
LONGEST_LABEL = 700
"""Points of a label that a field makes room for; what is longer still is cut, with the whole as its tip."""
_PLAIN_LENGTH = 22
"""Letters that fit beside any control, so that most labels need no measuring."""


class FieldWidget(QWidget):
    """The widget of one field; `bare` leaves the label and the lines below out, as in the cell of a table.

    `value()` is raw: what was typed, as `read_value` takes it, None where nothing is stated.
    """

    changed = Signal()
    twelfths = 4
    least = 170
    labelled = True

    def __init__(self, field: Field, *, bare: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.bare = bare
        self.setObjectName(f"field-{field.name}")
        self._lines: dict[str, QLabel] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0 if bare else TINY)
        if self.labelled and not bare:
            beside = tr(field.hint) if self.twelfths == WHOLE_ROW else ""
            self._box.addWidget(_label_of(field, beside))
        self._inside, self._tail = QVBoxLayout(), QVBoxLayout()
        for part in (self._inside, self._tail):
            part.setSpacing(TINY)
            self._box.addLayout(part)
        self._box.addStretch(1)
        self._locked = ""
        self.build(self._inside)
        if self.labelled and not bare and self.twelfths != WHOLE_ROW:
            self.least = max(self.least, min(LONGEST_LABEL, _width(tr(field.label))))
        if not bare and field.hint and self.twelfths != WHOLE_ROW:
            self.hint(tr(field.hint))

    def build(self, box: QBoxLayout) -> None:
        """Make the control and add it to the box; the widget of each type does."""
        raise NotImplementedError

    def hint(self, words: str) -> None:
        """Show the field's hint; where the control has room for it, the widget of its type shows it there."""
        self.show_line("hint", "small", words)

    def value(self) -> Any:
        """Return the raw value."""
        raise NotImplementedError

    def set_raw(self, raw: Any) -> None:
        """Show a raw value, also one that cannot be read; emits nothing."""
        raise NotImplementedError

    def set_value(self, wire: Any) -> None:
        """Show a wire value; emits nothing."""
        self.set_raw(raw_of(self.field, wire))

    def named(self, control: QWidget, name: str = "") -> None:
        """Give a control its accessible name, and let the first one take the focus."""
        words = tr(self.field.label) + (f", {name}" if name else "")
        control.setAccessibleName(words)
        if self.field.hint:
            control.setAccessibleDescription(tr(self.field.hint))
        if self.focusProxy() is None:
            self.setFocusProxy(control)

    def title_text(self) -> str:
        """Return what the label says, with the mark of a required field."""
        made = self.findChild(Cut)
        return made.text() if made is not None else ""

    def accessible_names(self) -> list[str]:
        """Return what a screen reader says for each control."""
        return [made.accessibleName() for made in self.findChildren(QWidget) if made.accessibleName()]

    def show_fault(self, text: str | None) -> None:
        """Show what is wrong below the control, or take it away."""
        self.show_line("fault", "fault", text)
        proxy = self.focusProxy()
        if proxy is not None and bool(proxy.property("fault")) != bool(text):
            proxy.setProperty("fault", bool(text))
            proxy.style().unpolish(proxy)
            proxy.style().polish(proxy)

    def fault(self) -> str:
        """Return the fault that is shown, or nothing."""
        return self._shown("fault")

    def show_note(self, text: str | None) -> None:
        """Show a quiet line below the control, such as the date-time group, or take it away."""
        self.show_line("note", "small", text)

    def note(self) -> str:
        """Return the note that is shown, or nothing."""
        return self._shown("note")

    def show_line(self, key: str, role: str, text: str | None) -> None:
        """Show a line of a role below the control, or take it away; lines are made when first needed."""
        line = self._lines.get(key)
        if line is None:
            if not text:
                return
            line = self._lines[key] = _line(role)
            self._tail.addWidget(line)
        line.setText(text or "")
        line.setVisible(bool(text))

    def lock(self, reason: str, *, shown: bool = True) -> None:
        """Let the value be read and not be changed, and say why: as a tip, to screen readers, and below if `shown`."""
        self._locked = reason
        self.setToolTip(reason)
        self.show_line("lock", "small", reason if shown else None)
        self.hold()
        proxy = self.focusProxy()
        if proxy is None or not proxy.isEnabled() or proxy.isHidden():
            self.setFocusProxy(None)  # type: ignore[arg-type]
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            style.role(self, "held")
        said = tr("{field}, read-only", field=tr(self.field.label))
        for one in (proxy, *self.findChildren(QLineEdit)):
            if one is not None:
                one.setAccessibleName(said)
                one.setAccessibleDescription(reason)
        self.setAccessibleName(f"{said}: {words}" if (words := self._held_words()) else said)
        self.setAccessibleDescription(reason)

    def _held_words(self) -> str:
        """Return what the controls that cannot be reached show, for who hears it."""
        lines = [one.text() for one in self.findChildren(QLineEdit)]
        lists = [one.currentText() for one in self.findChildren(QComboBox)]
        chosen = [one.text() for one in self.findChildren(QAbstractButton) if one.isChecked()]
        return " ".join(word for word in (*lines, *lists, *chosen) if word)

    def say_locked(self) -> None:
        """Say again why the value does not change, after something tried to."""
        self.show_note(self._locked or None)

    def hold(self) -> None:
        """Keep the controls from changing the value; texts can still be read through and copied."""
        for control in _controls(self._inside):
            if isinstance(control, QLineEdit | QPlainTextEdit):
                control.setReadOnly(True)
                control.setPlaceholderText("")
                style.role(control, "held")
            else:
                control.setEnabled(False)

    @property
    def locked(self) -> str:
        """Why the value may not be changed here; empty where it may."""
        return self._locked

    def add_below(self, widget: QWidget) -> None:
        """Add a widget below the control, such as the other side of a conflict."""
        self._tail.addWidget(widget)

    def _shown(self, key: str) -> str:
        line = self._lines.get(key)
        return line.text() if line is not None and not line.isHidden() else ""


def _controls(layout: QLayout) -> Iterator[QWidget]:
    """Yield the widgets of a layout and of those inside it."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _controls(inner)


def quietly(widget: QWidget, change: Callable[[], None]) -> None:
    """Change a control without its signals."""
    blocked = widget.blockSignals(True)
    change()
    widget.blockSignals(blocked)


def _width(words: str) -> int:
    if len(words) <= _PLAIN_LENGTH:
        return 0
    return round(QFontMetrics(QApplication.font()).horizontalAdvance(words) / sizes().scale) + TINY


def _label_of(field: Field, hint: str) -> QLabel:
    words = tr(field.label) + (" *" if field.required else "")
    made = Cut(f"{words}  ({hint})" if hint else words, "")
    made.setProperty("role", "muted")
    return made


def _line(role: str) -> QLabel:
    line = QLabel()
    line.setProperty("role", role)
    line.setWordWrap(True)
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return line
