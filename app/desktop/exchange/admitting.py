"""Admitting: what a request to join says, its words and code to be compared, and where its unit is placed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.exchange.wordings import level_words
from app.desktop.first_start.fingerprints import FingerprintWords
from app.desktop.first_start.forms import Labelled
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, cleared, column, label, row
from app.desktop.words import tr
from app.services import rosters
from app.services.bundle_files import SUFFIX
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.rosters import RequestView
from app.services.targets import check_file
from app.services.views import Exported, RosterLine

BESIDE = "beside"
"""Chosen in the place of a node where a second laptop at a post that has one is meant."""


class AdmitCard(QFrame):
    """The card of one request; `opened` and `closed` so that the page has one primary button at a time."""

    opened = Signal()
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        style.role(self, "card")
        self.setAccessibleName(tr("Request to join"))
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, GAP)))
        self._lines.setSpacing(sizes().of(SMALL))
        self.hide()

    def show_request(self, file: Path, request: RequestView, replaceable: Sequence[RosterLine]) -> None:
        """Show the words of a request, to be compared by voice; `replaceable` are laptops it may take over from."""
        cleared(self._lines)
        self.unit = Labelled(tr("Unit path in the chain of command"), QLineEdit(self._suggested(request)))
        self.name = Labelled(tr("Name of the unit"), QLineEdit(request.unit_name))
        self.replaces = _replacing(request, replaceable)
        said = tr(
            "{name} ({level}), {officer}. Call them, or let them show their screen: admit only if the six words or "
            "the code are the same there.",
            name=request.unit_name, level=level_words(request.level), officer=request.officer,
        )  # fmt: skip
        hint = tr(
            "For a new laptop, the successor of a lost one, or a unit that moves here: the old one is retired."
        )
        self.same = button(
            tr("The words are the same: admit…"), lambda: self._admit(file, request), "primary"
        )
        fields = column(
            row(self.unit, self.name, space=GAP),
            row(label(tr("Takes the place of")), self.replaces, None),
            label(hint, "muted", wrap=True),
            None,
        )
        words = row(FingerprintWords(request.fingerprint), fields, space=WIDE)
        words.setStretch(1, 1)
        self._lines.addWidget(label(tr("Request to join"), "head"))
        self._lines.addWidget(label(said, wrap=True))
        self._lines.addLayout(words)
        self._lines.addLayout(row(None, button(tr("Put away"), self.put_away), self.same))
        self.show()
        self.opened.emit()

    def put_away(self) -> None:
        """Close the card; nobody is admitted."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _suggested(self, request: RequestView) -> str:
        own = self.context.desk.identity.unit if self.context.desk else ""
        letters = "".join(one if one.isalnum() else "-" for one in request.unit_name.lower())
        name = "-".join(part for part in letters.split("-") if part and part != "sector")
        return f"{own}/{name or 'unit'}" if name.isascii() else f"{own}/unit"

    def _admit(self, file: Path, request: RequestView) -> None:
        unit, name, chosen = self.unit.text, self.name.text, self.replaces.currentData()
        suggested = f"welcome-{unit.rpartition('/')[2]}.liaison.age"
        out = self.context.files.save_file(
            self, tr("Where the welcome goes"), suggested, tr("Bundles (*.liaison.age)")
        )
        if out is None:
            return

        def admit(desk: Desk) -> Exported:
            check_file(out, SUFFIX)  # before anybody is admitted
            return rosters.admit(
                desk,
                request=file,
                unit=unit,
                unit_name=name,
                fingerprint=request.fingerprint,
                out=out,
                beside=chosen == BESIDE,
                replaces=None if chosen == BESIDE else chosen,
            )

        self.context.ask(admit, done=self._admitted, owner=self)

    def _admitted(self, done: Exported) -> None:
        self.put_away()
        said = tr("Admitted. Carry {name} back to them; they take it in to join.", name=done.path.name)
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(Changes(exchange=True))


def _replacing(request: RequestView, replaceable: Sequence[RosterLine]) -> QComboBox:
    """Offer the laptops that may end by this; one of the same unit is the likely one and chosen at once."""
    made = QComboBox()
    made.setAccessibleName(tr("Takes the place of"))
    made.addItem(tr("nobody"), None)
    for line in replaceable:
        made.addItem(f"{line.unit_name} ({line.unit})", line.node)
        if line.unit_name.casefold() == request.unit_name.casefold():
            made.setCurrentIndex(made.count() - 1)
    made.addItem(tr("nobody: a second laptop of that unit"), BESIDE)
    return made
