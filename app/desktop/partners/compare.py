"""Compare: two records side by side, which of them stays, and what it takes over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.desktop.lists.cells import shown
from app.desktop.lists.filters import toggle
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import Cut, button, card, cleared, column, label, pill, row, scrolled
from app.desktop.words import many, tr
from app.domain.kinds import fields_of
from app.services.doubles import MergedDouble, Suggestion
from app.services.doubles_merging import names_field, takeable
from app.services.views import RecordView

LONGEST, BRIEF = 300, 32
VALUES = (1, 3)
"""The columns of the two records; beside each there is room for a tick."""
_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class Compare(QWidget):
    """The pair at hand. What is ticked is taken over when they are merged."""

    merge_wanted = Signal(str, str, tuple, bool)
    """The double, the one that stays, the fields to take, and whether to take the double's names."""
    apart_wanted = Signal(str, str)
    back_wanted = Signal(str)
    opened = Signal(str, str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.titles: dict[str, str] = {}
        """What the records refer to is called."""
        self.records: tuple[RecordView, ...] = ()
        self.kept = 0
        self.ticks: dict[str, QPushButton] = {}
        self.names = toggle("")
        self.radios: list[QPushButton] = []
        self.merge = button(tr("Merge"), self._merge, "primary")
        self.apart = button(tr("Not the same"), self._apart)
        self.back = button(tr("Take the merge back"), self._back)
        self._reason = ("", 0, True)
        self._counts = (0, 0)
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 0, sizes().of(SMALL), 0)
        self._body.setSpacing(sizes().of(GAP))
        foot = row(self.merge, self.apart, self.back, None)
        self.setLayout(column(scrolled(inside), row(self.names, None), foot))
        self.show_nothing()

    def show_nothing(self, *, merged: bool = False) -> None:
        """Show that there is nothing to compare."""
        self.records = ()
        self._begin()
        words = (
            tr("Nothing is merged.")
            if merged
            else tr("No two records look like one. New ones are compared while their names are typed.")
        )
        self._body.addWidget(label(words, "muted", wrap=True))
        self._body.addStretch(1)

    def show_pair(self, found: Suggestion, reason: str) -> None:
        """Show a suggestion; the first is proposed to stay."""
        self.records, self.kept = (found.keep, found.double), 0
        self._counts, self._reason = found.counts, (reason, found.score, found.same)
        self.names.setChecked(False)
        self._fill()

    def show_merged(self, found: MergedDouble) -> None:
        """Show what was merged, to take it back."""
        self.records, self.kept = (found.kept, found.double), 0
        self._begin()
        words = tr("“{double}” counts as “{kept}”.", double=found.double.title, kept=found.kept.title)
        self._body.addWidget(label(words, "head", wrap=True))
        grid = self._grid()
        self._heads(grid, choose=False)
        self._lines(grid, tick=False)
        self._body.addWidget(card(column(grid)))
        self._body.addStretch(1)
        self.back.show()

    def _begin(self) -> None:
        for one in (self.merge, self.apart, self.back, self.names):
            one.hide()
        cleared(self._body)
        self.ticks, self.radios = {}, []

    def _fill(self) -> None:
        """Lay the pair out, the one that stays at the left where it was."""
        self._begin()
        reason, score, same = self._reason
        words = pill(
            tr("likely the same") if same else tr("related"), "good" if same and score >= 90 else "wait"
        )
        self._body.addLayout(row(words, label(reason, "head", wrap=True)))
        if not same:
            hint = tr("Merge only if you know that they are one. Otherwise say “Not the same”.")
            self._body.addWidget(label(hint, "muted", wrap=True))
        grid = self._grid()
        self._heads(grid, choose=True)
        self._lines(grid, tick=True)
        self._body.addWidget(card(column(grid)))
        self._body.addStretch(1)
        double, kept = self.records[1 - self.kept], self.records[self.kept]
        self.names.setText(tr("Keep “{name}” as another name", name=_brief(double.title)))
        self.names.setVisible(bool(names_field(kept.kind)))
        self.merge.setText(tr("Merge into {serial}", serial=kept.serial or _brief(kept.title)))
        self.merge.show()
        self.apart.show()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes().of(WIDE))
        grid.setVerticalSpacing(sizes().of(SMALL))
        for place in VALUES:
            grid.setColumnStretch(place, 3)
        grid.setColumnStretch(0, 2)
        return grid

    def _heads(self, grid: QGridLayout, *, choose: bool) -> None:
        group = QButtonGroup(self)
        for place, record in enumerate(self.records):
            title = label(record.title, "large", wrap=True)
            opener = button(
                record.serial or tr("Open"), partial(self.opened.emit, record.kind, record.id), "link"
            )
            parts: list[Any] = [title, row(opener, None), Cut(self._said(place), "small")]
            if choose:
                radio = button(tr("This one stays"), role="answer")
                radio.setCheckable(True)
                radio.setAccessibleName(tr("{title} stays", title=record.title))
                radio.setChecked(place == self.kept)
                radio.toggled.connect(lambda on, place=place: self._keep(place) if on else None)
                group.addButton(radio)
                self.radios.append(radio)
                parts.append(row(radio, None))
            grid.addLayout(column(*parts, None, space=2), 0, VALUES[place], 1, 2)

    def _said(self, place: int) -> str:
        record = self.records[place]
        count = many(self._counts[place], "link", "links")
        return " · ".join(
            part for part in (record.unit or "", count if self.radios or self._counts[place] else "") if part
        )

    def _lines(self, grid: QGridLayout, *, tick: bool) -> None:
        """Add a line for each field that either record states."""
        kept, double = self.records[self.kept], self.records[1 - self.kept]
        offered = {one.field for one in takeable(kept.kind, kept.fields, double.fields)}
        line = 1
        for name, field in fields_of(kept.kind).items():
            values = [record.fields.get(name) for record in self.records]
            if not field.merged or all(value in (None, []) for value in values):
                continue
            named = label(tr(field.label), "small", wrap=True)
            named.setAlignment(_TOP)
            grid.addWidget(named, line, 0)
            for place, value in enumerate(values):
                text = shown(field, value, self.titles, self._today())[:LONGEST] if value is not None else "–"
                said = label(text, "" if value is not None else "muted", wrap=True)
                said.setAlignment(_TOP)
                is_offered = tick and place != self.kept and name in offered
                grid.addWidget(said, line, VALUES[place], 1, 1 if is_offered else 2)
                if is_offered:
                    box = toggle(tr("take"))
                    box.setAccessibleName(tr("Take {field}: {value}", field=tr(field.label), value=text))
                    self.ticks[name] = box
                    grid.addWidget(box, line, VALUES[place] + 1, _TOP)
            line += 1

    def _keep(self, place: int) -> None:
        if place != self.kept:
            self.kept = place
            self._fill()
            self.radios[place].setFocus()

    def _merge(self) -> None:
        take = tuple(name for name, box in self.ticks.items() if box.isChecked())
        kept, double = self.records[self.kept], self.records[1 - self.kept]
        self.merge_wanted.emit(
            double.id, kept.id, take, bool(names_field(kept.kind)) and self.names.isChecked()
        )

    def _apart(self) -> None:
        self.apart_wanted.emit(self.records[0].id, self.records[1].id)

    def _back(self) -> None:
        self.back_wanted.emit(self.records[1].id)


def _brief(text: str) -> str:
    return text if len(text) <= BRIEF else f"{text[: BRIEF - 1].rstrip()}…"
