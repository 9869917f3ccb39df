"""Forms: the fields of a kind in their sections, made from the declaration, with faults beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.editors.fault_words import said
from app.desktop.editors.field_widget import FieldWidget
from app.desktop.editors.form_values import FormValues
from app.desktop.editors.relevance import arranged, blank, irrelevant
from app.desktop.editors.sections import SectionCard, SectionRail
from app.desktop.editors.texts import Line, Prose
from app.desktop.style import GAP, SMALL, Theme, sizes
from app.desktop.widgets import scrolled
from app.domain.fields import Field

PAUSE_MS = 400
RAIL_FROM = 5
MANY_SECTIONS = 8
OPEN_FIRST = 4
FOLDED_WHEN_EMPTY = frozenset({"Handling"})


class Form(QWidget):
    """The sections of one record. Fields that stand elsewhere on the page are handed in with `place`."""

    edited = Signal(str)

    def __init__(
        self, fields: Mapping[str, Field], values: FormValues, make: Callable[[Field], FieldWidget],
        theme: Theme, *, kind: str = "", elsewhere: Iterable[str] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self.values, self._make, self._theme, self._kind = values, make, theme, kind
        self.widgets: dict[str, FieldWidget] = {}
        self.cards: dict[str, SectionCard] = {}
        self._due: set[str] = set()
        self._refused: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._locked: dict[str, str] = {}
        outside = set(elsewhere)
        self._sections = _sections(
            kind, {name: field for name, field in fields.items() if name not in outside}
        )
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._read_due)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._make_next)
        self.rail = SectionRail(list(self._sections))
        self.rail.wanted.connect(self.go_to)
        self._cards = QVBoxLayout()
        self._inside = QWidget()
        self._box = QVBoxLayout(self._inside)
        self.area = scrolled(self._inside)
        self.area.setAccessibleName("")
        self.area.verticalScrollBar().valueChanged.connect(lambda _: self._mark_section())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(sizes().of(SMALL))
        box.addWidget(self.rail)
        self.rail.setVisible(len(self._sections) > RAIL_FROM)
        box.addWidget(self.area, 1)
        self._fill()

    def field(self, name: str) -> FieldWidget:
        """Return the widget of a field, made and shown if need be."""
        if name not in self.widgets:
            self.cards[self.section_of(name)].ensure()
        return self.widgets[name]

    def section_of(self, name: str) -> str:
        """Return the section of a field, or nothing for one that stands elsewhere."""
        return next(
            (title for title, fields in self._sections.items() if name in {f.name for f in fields}), ""
        )

    def shows(self, title: str) -> bool:
        """Return whether a section matters for what is typed so far."""
        return not self.cards[title].isHidden()

    def place(self, widget: FieldWidget) -> FieldWidget:
        """Take a widget into the form wherever it stands."""
        name = widget.field.name
        self.widgets[name] = widget
        widget.set_raw(self.values.raw(name))
        if name in self._refused:
            widget.show_fault(self._refused[name])
        widget.changed.connect(lambda: self._on_changed(name))
        if name in self._hidden:
            widget.hide()
        self._keep_locked(name)
        return widget

    @property
    def locked(self) -> Mapping[str, str]:
        """Why fields may not be changed here, by field."""
        return self._locked

    @property
    def locked_alike(self) -> str:
        """The reason why most of the form may not be changed, to be told once for all; empty where most of it may."""
        reasons = Counter(self._locked.values()).most_common(1)
        return reasons[0][0] if reasons and 2 * reasons[0][1] > len(self.values.fields) else ""

    def lock(self, reasons: Mapping[str, str]) -> None:
        """Let fields be read and not be changed, each with why."""
        self._locked = dict(reasons)
        for name in self.widgets:
            self._keep_locked(name)

    def _keep_locked(self, name: str) -> None:
        if name in self._locked and name in self.widgets:
            self.widgets[name].lock(self._locked[name], shown=self._locked[name] != self.locked_alike)

    def show_values(self, names: Iterable[str] | None = None) -> None:
        """Show the values of some fields again, or of all."""
        for name in self.widgets if names is None else names:
            if name in self.widgets and self.widgets[name].value() != self.values.raw(name):
                self._show_raw(name, self.values.raw(name))
        self._show_relevant()
        self._sum_up()

    def put(self, name: str, raw: Any) -> None:
        """Put a raw value into a field as if it had been typed; one that may not be changed stays as it is."""
        if name in self._locked:
            self.field(name).say_locked()
            return
        self.values.type(name, raw)
        if name in self.widgets:
            self.widgets[name].set_raw(raw)
        self._show_relevant()
        self._note_edit(name)

    def forget_undo(self) -> None:
        """Forget what was typed in every text, because it is saved."""
        for widget in self.widgets.values():
            for line in widget.findChildren(Line):
                line.forget_undo()
            for prose in widget.findChildren(Prose):
                prose.forget_undo()

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Show faults beside their fields, take the others away, and go to the first."""
        for name in set(self._refused) | set(faults):
            if name in self.widgets:
                self.widgets[name].show_fault(faults.get(name))
        self._refused = dict(faults)
        self._show_relevant()
        self.rail.show_faulty({self.section_of(name) for name in faults})
        order = [*(field.name for fields in self._sections.values() for field in fields), *self.widgets]
        first = next((name for name in order if name in faults), None)
        if first is not None:
            self.go_to_field(first)

    def go_to(self, title: str) -> None:
        """Open a section and bring its head to the top."""
        card = self.cards[title]
        card.open()
        self._settle()
        self.area.verticalScrollBar().setValue(card.y())
        self.rail.mark(title)

    def go_to_field(self, name: str) -> None:
        """Bring a field into view and give it the focus."""
        title = self.section_of(name)
        if title:
            self.cards[title].open()
            widget = self.field(name)
            self._settle()
            self.area.ensureWidgetVisible(widget, 0, sizes().of(GAP) * 2)
        if name in self.widgets:
            self.widgets[name].setFocus()

    def append(self, widget: QWidget) -> None:
        """Put a widget below the last section."""
        self._cards.addWidget(widget)

    def make_all(self) -> None:
        """Make the fields of every section that is open."""
        for card in self.cards.values():
            if not card.folded:
                card.ensure()

    def _settle(self) -> None:
        """Give the cards their places before one of them is scrolled to."""
        width = self.area.viewport().width()
        self._box.activate()
        self._inside.resize(width, self._box.heightForWidth(width))

    def _fill(self) -> None:
        self._box.setContentsMargins(0, 0, sizes().of(SMALL), 0)
        self._box.setSpacing(0)
        self._cards.setSpacing(sizes().of(GAP))
        self._box.addLayout(self._cards)
        self._box.addStretch(1)
        for place, (title, fields) in enumerate(self._sections.items()):
            folded = self._begins_folded(place, title, fields)
            card = SectionCard(
                title, fields, lambda field: self.place(self._make(field)), self._theme, folded=folded,
            )  # fmt: skip
            self.cards[title] = card
            card.head.toggled.connect(lambda _: self._sum_up())
            self._cards.addWidget(card)
        self._show_relevant()
        for card in [one for one in self.cards.values() if not one.isHidden()][:2]:
            card.ensure()
        self._sum_up()
        self.rail.mark(next(iter(self._sections)))
        self._later.start()

    def _begins_folded(self, place: int, title: str, fields: list[Field]) -> bool:
        if any(field.required or not blank(self.values.raw(field.name)) for field in fields):
            return False
        return title in FOLDED_WHEN_EMPTY or (len(self._sections) > MANY_SECTIONS and place >= OPEN_FIRST)

    def _make_next(self) -> None:
        """Make the next open section that has no fields yet, then let the window breathe."""
        waiting = (one for one in self.cards.values() if one.grid is None and not one.folded)
        card = next((one for one in waiting if not one.isHidden()), None)
        if card is not None:
            card.ensure()
            self._later.start()

    def _show_raw(self, name: str, raw: Any) -> None:
        self.widgets[name].set_raw(raw)
        self._keep_locked(name)

    def _on_changed(self, name: str) -> None:
        if name in self._locked:  # whatever way a widget took: what a save would refuse is not typed
            self._show_raw(name, self.values.raw(name))
            self.widgets[name].say_locked()
            return
        self.values.type(name, self.widgets[name].value())
        self._show_relevant()
        self._note_edit(name)

    def _note_edit(self, name: str) -> None:
        self._due.add(name)
        self._pause.start()
        self.edited.emit(name)

    def _read_due(self) -> None:
        """Show or take away the faults of the fields that were typed in before the pause."""
        for name in self._due:
            fault = self.values.fault(name)
            self._refused.pop(name, None)
            if name in self.widgets:
                self.widgets[name].show_fault(said(self.values.fields[name], fault) if fault else None)
            if fault is not None:
                self._refused[name] = said(self.values.fields[name], fault)
        self._due.clear()
        self.rail.show_faulty({self.section_of(name) for name in self._refused})

    def _show_relevant(self) -> None:
        """Hide the sections and fields that nothing asks for; a fault brings its own back."""
        sections, names = irrelevant(self._kind, self.values.fields, self.values.raw)
        sections -= {self.section_of(name) for name in self._refused}
        names -= self._refused.keys()
        for title, card in self.cards.items():
            hidden = title in sections
            if card.isHidden() is not hidden:
                card.setVisible(not hidden)
                self.rail.show_section(title, shown=not hidden)
                self._later.start()
        for name in self._hidden ^ names:
            if name in self.widgets:
                self.widgets[name].setVisible(name not in names)
        self._hidden = names

    def _sum_up(self) -> None:
        for card in self.cards.values():
            if card.folded:
                card.sum_up(sum(not blank(self.values.raw(field.name)) for field in card.fields))

    def _mark_section(self) -> None:
        top = self.area.verticalScrollBar().value() + sizes().of(GAP) * 2
        passed = [title for title, card in self.cards.items() if card.y() <= top and not card.isHidden()]
        if passed:
            self.rail.mark(passed[-1])


def _sections(kind: str, fields: Mapping[str, Field]) -> dict[str, list[Field]]:
    sections: dict[str, list[Field]] = {}
    for field in fields.values():
        sections.setdefault(field.section, []).append(field)
    return {title: arranged(kind, title, inside) for title, inside in sections.items()}
