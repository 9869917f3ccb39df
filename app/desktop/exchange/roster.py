"""Roster: who speaks for whom, with the words and the code of each, and how a headquarters admits and lets go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.exchange.admitting import AdmitCard
from app.desktop.exchange.ending import EndCard
from app.desktop.exchange.facts import Facts, Row
from app.desktop.exchange.wordings import day_words, level_words
from app.desktop.first_start.fingerprints import FingerprintWords
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, cleared, column, label, row
from app.desktop.words import tr
from app.domain.scopes import Level
from app.services import rosters
from app.services.desks import write_own_request
from app.services.views import Identity, RosterLine

REQUESTS = "Requests to join (*.request);;All files (*)"
TONES = {"active": "good", "retired": "wait", "revoked": "bad", "dropped": "bad"}
ENDS = ("active", "dropped")
"""Which laptops can be retired or revoked."""
COLUMNS = ("Name", "Status", "Unit")
STATUS = 1


class Roster(QWidget):
    """The table of laptops, the words of the chosen one beside it, and the cards for admitting and ending."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.table = Facts(tr("Roster"), COLUMNS, 0, context.theme, toned=STATUS)
        self.admit = button(tr("Admit a request…"), self.choose)
        self.retire = button(tr("Retire…"), lambda: self._end(self.ending.retire))
        self.revoke = button(tr("Revoke…"), lambda: self._end(self.ending.revoke))
        self.request = button(tr("Write the request again…"), self.write_request)
        self.ending = EndCard(context)
        self.admission = AdmitCard(context)
        self.words = _Words(context)
        self._rows: list[RosterLine] = []
        self._own: Identity | None = None
        self.admission.opened.connect(
            self.words.hide
        )  # two sets of words on one screen would be compared wrongly
        self.admission.closed.connect(self.words.show)
        self.table.itemSelectionChanged.connect(self._allow)
        self.hint = label("", "muted")
        self.alarms = label("", "fault", wrap=True)
        self.alarms.setAccessibleName(tr("What is wrong with the roster"))
        self.alarms.hide()
        beside = row(self.table, self.words, space=GAP)
        beside.setStretch(0, 1)
        whole = column(
            row(self.hint, None, self.request, self.retire, self.revoke, self.admit),
            self.alarms,
            self.admission,
            self.ending,
            beside,
        )
        whole.setStretch(4, 1)
        self.setLayout(whole)

    def show_alarms(self, sentences: Sequence[str]) -> None:
        """Show what is wrong with the rosters, or nothing."""
        self.alarms.setText("\n".join(sentences))
        self.alarms.setVisible(bool(sentences))

    def show_lines(self, lines: Sequence[RosterLine], own: Identity) -> None:
        """Show who is in the roster; Force HQ admits anybody, a sector the units below it."""
        chosen = self.chosen
        self._own, self._rows = own, list(lines)
        for one in (self.admit, self.retire, self.revoke):
            one.setVisible(own.mission is not None and own.level != Level.UNIT)
        self.request.setVisible(own.mission is None)
        self.hint.setText(
            tr("Choose a line to see the words of that laptop.") if own.mission is not None
            else tr("Not admitted yet: hand over the request, read out your words, and take in the welcome.")
        )  # fmt: skip
        now = self.context.clock()
        self.table.show_rows([_row(line, now) for line in lines])
        for place, line in enumerate(lines):
            if chosen is not None and line.node == chosen.node:
                self.table.selectRow(place)
        self._allow()

    @property
    def chosen(self) -> RosterLine | None:
        """The laptop that is chosen in the table."""
        place = self.table.currentRow() if self.table.selectedItems() else -1
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _allow(self) -> None:
        """Show the words of the chosen laptop, else our own; only another laptop that has not ended can end."""
        line = self.chosen
        self.words.show_line(line, self._own)
        other = line is not None and line.status in ENDS and not line.is_self
        can = other and line is not None and self._answers_for(line)
        if other and not can:
            hint = tr("Only the headquarters that admitted them can end them")
        else:
            hint = (
                "" if can else tr("Choose the laptop of another unit that has not ended in the table first")
            )
        for one in (self.retire, self.revoke):
            one.setEnabled(can)
            one.setToolTip(hint)

    def _answers_for(self, line: RosterLine) -> bool:
        """Return whether this logbook may end a laptop: the mission's root any, another headquarters its own."""
        own = self._own
        return own is not None and own.node in (own.root, line.issuer)

    def _end(self, ask: Callable[[RosterLine], None]) -> None:
        if (line := self.chosen) is not None:
            self.admission.put_away()
            ask(line)

    def write_request(self) -> None:
        """Write the request of a logbook that is not admitted yet once more."""
        desk = self.context.desk
        name = desk.identity.unit_name.lower().replace(" ", "-").replace("/", "-") if desk else ""
        out = self.context.files.save_file(
            self, tr("Where the request goes"), f"{name}.request", tr("Requests (*.request)")
        )
        if out is not None:
            self.context.ask(
                lambda desk: write_own_request(desk, out),
                done=lambda file: self.context.message(
                    tr("Wrote {file}. Hand it over and read out your words.", file=file.name), Tone.GOOD
                ),
                owner=self,
            )

    def choose(self) -> None:
        """Ask for a request file and show what it says."""
        files = self.context.files.open_files(self, tr("Admit a request"), tr(REQUESTS))
        if files:
            file = files[0]
            self.ending.hide()
            replaceable = [
                line for line in self._rows
                if line.status == "active" and not line.is_self and self._answers_for(line)
            ]  # fmt: skip
            self.context.ask(
                lambda _: rosters.read_request_file(file),
                done=lambda request: self.admission.show_request(file, request, replaceable),
                owner=self,
            )


class _Words(QFrame):
    """The words and the code of one laptop, and of one that has ended when and why."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._shown = ""
        style.role(self, "card")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, GAP)))
        self._lines.setSpacing(sizes().of(SMALL))
        self.setFixedWidth(sizes().of(300))

    def show_line(self, line: RosterLine | None, own: Identity | None) -> None:
        """Show these words, unless they are shown already."""
        if own is None:
            return
        words = line.fingerprint if line else own.fingerprint
        said = self._said(line)
        if self._shown == f"{words} {said}":
            return
        self._shown = f"{words} {said}"
        cleared(self._lines)
        mine = line is None or line.is_self
        title = tr("Your words") if mine else tr("Words of {name}", name=line.unit_name if line else "")
        self._lines.addWidget(label(title, "head"))
        self._lines.addWidget(FingerprintWords(words, stacked=True))
        if line is not None:
            self._lines.addWidget(label(_place(line), wrap=True))
        self._lines.addWidget(label(said, "muted", wrap=True))
        self._lines.addStretch(1)

    def _said(self, line: RosterLine | None) -> str:
        if line is None or line.is_self:
            return tr("Read them out, or let them photograph the code, where somebody asks who you are.")
        if line.status == "active":
            return tr("Whoever speaks for this unit can read out the same words.")
        if line.status == "dropped":
            return tr(
                "No roster names this laptop any more, so nothing that it wrote counts. Retire it: what it wrote "
                "counts again. Revoke it: nothing of it ever does. Or admit its request again."
            )
        since = day_words(line.since, self.context.clock())
        why = f": {line.why}" if line.why else "."
        return tr("{status} since {since}{why}", status=tr(line.status).capitalize(), since=since, why=why)


def _place(line: RosterLine) -> str:
    """Say at which level a laptop acts and who admitted it."""
    if line.status == "dropped":
        by = tr("in no roster any more")
    elif line.issuer == line.node:
        by = tr("began the mission")
    else:
        by = tr("admitted by {who}", who=line.issuer_name)
    return f"{level_words(line.level)}, {by}"


def _row(line: RosterLine, now: datetime) -> Row:
    name = tr("{name} (this logbook)", name=line.unit_name) if line.is_self else line.unit_name
    status = tr(line.status)
    if line.since:
        status = tr("{status} {since}", status=status, since=day_words(line.since, now))
    if line.shared:
        status = tr("{status}, not alone", status=status)
    return (name, status, line.unit), "bad" if line.shared else TONES.get(line.status, "")
