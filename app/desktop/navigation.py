"""Navigation: the left column with the pages, each with the count that matters; icons only where narrow."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.desktop import style
from app.desktop.icons import icon
from app.desktop.style import GAP, SMALL, TINY, Theme, sizes
from app.desktop.widgets import Cut, label
from app.desktop.words import tr


class Place(msgspec.Struct, frozen=True):
    """One page of the left column: its key, name, icon, and what its count means."""

    key: str
    name: str
    counts: str = ""


PLACES = (
    Place("today", "Today"),
    Place("liaison", "Liaison", "meetings today"),
    Place("partners", "Partners"),
    Place("support", "Support", "requests that are open"),
    Place("projects", "Projects", "late or near their limit"),
    Place("follow_ups", "Follow-ups", "late"),
    Place("reports", "Reports", "reports overdue or directives to acknowledge"),
    Place("exchange", "Exchange", "changes not sent or waiting for you"),
    Place("settings", "Settings"),
)
HELP = Place("help", "Help")
"""The manual; F1 opens it."""


class _Entry(QPushButton):
    """One page; its count stands at the right of its name."""

    def __init__(self, place: Place, key: str) -> None:
        super().__init__()
        self.place = place
        style.role(self, "nav")
        self.setCheckable(True)
        # A shortcut of its own: setting the text of a button takes the button's shortcut away.
        self.short = QShortcut(QKeySequence(key), self, self.click)
        self.count = label("", "muted")
        self.count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, sizes().of(SMALL), 0)
        layout.addStretch(1)
        layout.addWidget(self.count)

    def tell(self, count: int, *, folded: bool) -> None:
        name = tr(self.place.name)
        said = f"{name}, {count} {tr(self.place.counts)}" if count and self.place.counts else name
        self.setAccessibleName(said)
        self.setToolTip(said if folded or count else "")
        self.setText("" if folded else f" {name}")
        if self.place is HELP and not folded:
            self.count.setText("F1")
            return
        self.count.setText(f"{count:,}".replace(",", " ") if count and not folded else "")


class Navigation(QFrame):
    """The left column; `chosen` names the page a person wants."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        style.role(self, "side")
        self.theme = theme
        self._counts: dict[str, int] = {}
        self._folded = False
        self.head: QLabel = label(tr("Liaison Logbook"), "head")
        self.unit = Cut("", "strong")
        self.mission = Cut("", "muted")
        self.officer = Cut("", "muted")
        self.entries = {place.key: _Entry(place, f"Ctrl+{number}") for number, place in enumerate(PLACES, 1)}
        self.entries[HELP.key] = _Entry(HELP, "F1")
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        space = sizes().of(GAP)
        layout.setContentsMargins(sizes().of(SMALL), space, sizes().of(SMALL), space)
        layout.setSpacing(sizes().of(TINY))
        layout.addWidget(self.head)
        layout.addWidget(self.unit)
        layout.addWidget(self.mission)
        layout.addSpacing(sizes().of(SMALL))
        for entry in self.entries.values():
            self._group.addButton(entry)
            if entry.place is HELP:
                layout.addStretch(1)
            layout.addWidget(entry)
            entry.clicked.connect(lambda _=False, key=entry.place.key: self.chosen.emit(key))
        layout.addWidget(self.officer)
        self.dress(theme)
        self.fold(False)

    def dress(self, theme: Theme) -> None:
        """Draw the icons in the colours of a theme."""
        self.theme = theme
        for entry in self.entries.values():
            colour = theme.accent if entry.isChecked() else theme.muted
            entry.setIcon(icon(entry.place.key, colour, sizes().icon))
            entry.setIconSize(QSize(sizes().icon, sizes().icon))

    def tell(self, *, unit: str, mission: str, officer: str) -> None:
        """Say whose logbook this is."""
        self.unit.say(unit)
        self.mission.say(mission)
        self.officer.say(officer)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show the counts of the pages."""
        self._counts = dict(counts)
        for key, entry in self.entries.items():
            entry.tell(self._counts.get(key, 0), folded=self._folded)

    def mark(self, key: str) -> None:
        """Mark the page that is shown."""
        if key in self.entries:
            self.entries[key].setChecked(True)
        self.dress(self.theme)

    def fold(self, folded: bool) -> None:
        """Show icons only, or icons and names."""
        self._folded = folded
        self.setFixedWidth(sizes().of(52) if folded else sizes().column)
        for text in (self.head, self.unit, self.mission, self.officer):
            text.setVisible(not folded)
        self.show_counts(self._counts)
