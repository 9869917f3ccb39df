"""Roster: who speaks for whom, and how a headquarters admits a request after the words were compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.exchange.ending import EndCard
from app.desktop.exchange.facts import Facts, Row
from app.desktop.exchange.wordings import level_words
from app.desktop.first_start.fingerprints import FingerprintWords
from app.desktop.first_start.forms import Labelled
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, cleared, column, label, row
from app.desktop.words import tr
from app.domain.scopes import Level
from app.services import rosters
from app.services.changes import Changes
from app.services.rosters import RequestView
from app.services.views import Exported, Identity, RosterLine

REQUESTS = "Requests to join (*.request);;All files (*)"
TONES = {"active": "good", "retired": "wait", "revoked": "bad"}


class Roster(QWidget):
    """The table of nodes, and the card of a request that is being admitted."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.table = Facts(
            tr("Roster"), ("Unit", "Name", "Level", "Fingerprint", "Status"), 3, context.theme
        )  # fmt: skip
        self.admit = button(tr("Admit a request…"), self.choose)
        self.retire = button(tr("Retire…"), lambda: self._end(self.ending.retire))
        self.revoke = button(tr("Revoke…"), lambda: self._end(self.ending.revoke))
        self.ending = EndCard(context)
        self._rows: list[RosterLine] = []
        self._own: Identity | None = None
        self.table.itemSelectionChanged.connect(self._allow)
        self.hint: QLabel = label("", "muted")
        self.request = QFrame()
        style.role(self.request, "card")
        self._request_lines = QVBoxLayout(self.request)
        self._request_lines.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, GAP)))
        self._request_lines.setSpacing(sizes().of(SMALL))
        self.request.hide()
        whole = column(
            row(self.hint, None, self.retire, self.revoke, self.admit), self.request, self.ending, self.table
        )
        whole.setStretch(0, 0)
        self.setLayout(whole)

    def show_lines(self, lines: Sequence[RosterLine], own: Identity) -> None:
        """Show who is in the roster; Force HQ admits anybody, a sector the units below it."""
        self._own, self._rows = own, list(lines)
        for one in (self.admit, self.retire, self.revoke):
            one.setVisible(own.mission is not None and own.level != Level.UNIT)
        words = tr("Your words: {words}", words=own.fingerprint)
        self.hint.setText(words)
        self.table.show_rows([_row(line) for line in lines])
        self._allow()

    @property
    def chosen(self) -> RosterLine | None:
        """The laptop that is chosen in the table."""
        place = self.table.currentRow() if self.table.selectedItems() else -1
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _allow(self) -> None:
        """Only another laptop that is still active can end."""
        line = self.chosen
        other = line is not None and line.status == "active" and not line.is_self
        can = other and line is not None and self._answers_for(line)
        if other and not can:
            hint = tr("Only the headquarters that admitted them can end them")
        else:
            hint = "" if can else tr("Choose the active laptop of another unit in the table first")
        for one in (self.retire, self.revoke):
            one.setEnabled(can)
            one.setToolTip(hint)

    def _answers_for(self, line: RosterLine) -> bool:
        """Return whether this logbook may end a laptop: the mission's root any, another headquarters its own."""
        own = self._own
        return own is not None and own.node in (own.root, line.issuer)

    def _end(self, ask: Callable[[RosterLine], None]) -> None:
        if (line := self.chosen) is not None:
            self.request.hide()
            ask(line)

    def choose(self) -> None:
        """Ask for a request file and show what it says."""
        files = self.context.files.open_files(self, tr("Admit a request"), tr(REQUESTS))
        if files:
            file = files[0]
            self.context.ask(
                lambda _: rosters.read_request_file(file),
                done=lambda request: self.show_request(file, request),
                owner=self,
            )

    def show_request(self, file: Path, request: RequestView) -> None:
        """Show the words of a request, to be compared by voice before it is admitted."""
        cleared(self._request_lines)
        self.unit = Labelled(tr("Unit path in the chain of command"), QLineEdit(self._suggested(request)))
        self.name = Labelled(tr("Name of the unit"), QLineEdit(request.unit_name))
        self.replaces = QComboBox()
        self.replaces.setAccessibleName(tr("Takes the place of"))
        self.replaces.addItem(tr("nobody"), None)
        for line in self._rows:
            if line.status == "active" and not line.is_self and self._answers_for(line):
                self.replaces.addItem(f"{line.unit_name} ({line.unit})", line.node)
        said = tr(
            "{name} ({level}), {officer}. Call them, and admit only if they read out the same words.",
            name=request.unit_name, level=level_words(request.level),
            officer=request.officer,
        )  # fmt: skip
        away = button(tr("Put away"), self.request.hide)
        self.same = button(
            tr("The words are the same: admit…"), lambda: self._admit(file, request), "primary"
        )
        self._request_lines.addWidget(label(tr("Request to join"), "head"))
        self._request_lines.addWidget(label(said, wrap=True))
        self._request_lines.addWidget(FingerprintWords(request.fingerprint))
        self._request_lines.addLayout(row(self.unit, self.name, space=GAP))
        self._request_lines.addLayout(row(label(tr("Takes the place of")), self.replaces, None))
        self._request_lines.addLayout(row(None, away, self.same))
        self.request.show()

    def _suggested(self, request: RequestView) -> str:
        own = self.context.desk.identity.unit if self.context.desk else ""
        letters = "".join(one if one.isalnum() else "-" for one in request.unit_name.lower())
        name = "-".join(part for part in letters.split("-") if part and part != "sector")
        return f"{own}/{name or 'unit'}" if name.isascii() else f"{own}/unit"

    def _admit(self, file: Path, request: RequestView) -> None:
        unit, name, replaced = self.unit.text, self.name.text, self.replaces.currentData()
        suggested = f"welcome-{unit.rpartition('/')[2]}.liaison.age"
        out = self.context.files.save_file(
            self, tr("Where the welcome goes"), suggested, tr("Bundles (*.liaison.age)")
        )
        if out is None:
            return
        self.context.ask(
            lambda desk: rosters.admit(
                desk,
                request=file,
                unit=unit,
                unit_name=name,
                fingerprint=request.fingerprint,
                out=out,
                replaces=replaced,
            ),
            done=self._admitted,
            owner=self,
        )

    def _admitted(self, done: Exported) -> None:
        self.request.hide()
        said = tr("Admitted. Carry {name} back to them; they take it in to join.", name=done.path.name)
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(Changes(exchange=True))


def _row(line: RosterLine) -> Row:
    level = level_words(line.level)
    name = tr("{name} (this logbook)", name=line.unit_name) if line.is_self else line.unit_name
    return (line.unit, name, level, line.fingerprint, tr(line.status)), TONES.get(line.status, "")
