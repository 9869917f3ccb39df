"""Out: one button that writes what somebody lacks, after it is said what goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLabel, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context
from app.desktop.exchange.wordings import PATTERN, bundle_name, exported_words, outgoing_words
from app.desktop.style import GAP, sizes
from app.desktop.today.overview import is_above
from app.desktop.widgets import button, card, column, label, row, waiting_bar, with_icon
from app.desktop.words import many, tr
from app.services import exchange
from app.services.changes import Changes
from app.services.views import Exported, Outgoing, Peer, Status

LACKS, SINCE, ALL, REQUEST = range(4)
CHOICES = (
    "what they lack", "again, from a day on", "everything, from the start", "only what I ask for",
)  # fmt: skip
"""What a bundle carries; the place of a choice is its number above."""
SIZES = (
    ("any size", None),
    ("at most 2 MB", 2_000_000),
    ("at most 5 MB", 5_000_000),
    ("at most 20 MB", 20_000_000),
)
"""Sizes into which a bundle is split, in bytes; each part can be taken in alone."""
WEEK = timedelta(days=7)


class Out(QWidget):
    """Chooses for whom and what, says what would go, asks where, and says what was written."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.foreseen: Outgoing | None = None
        self._names: dict[str, Peer] = {}
        self._asked = 0
        self.peers = _combo(tr("For whom"))
        self.peers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.peers.setMinimumWidth(sizes().of(200))
        self.words: QLabel = label("", "muted", wrap=True)
        self.result: QLabel = label("", wrap=True)
        self.result.hide()
        self.progress = waiting_bar(tr("Writing the bundle"))
        self.go = button(tr("Write the bundle…"), self.write, "primary", shortcut="Ctrl+Shift+O")
        self.sizes = _combo(tr("Largest size of one file"))
        for words, limit in SIZES:
            self.sizes.addItem(tr(words), limit)
        self.choice = _combo(tr("What is sent"))
        self.choice.addItems([tr(words) for words in CHOICES])
        self.day = _day(context.clock())
        self.photos = QCheckBox(tr("with photos in full"))
        self.photos.setChecked(True)
        self.photos.setToolTip(tr("Without them small pictures go; who wants one in full asks for it"))
        self.goes: QLabel = label("", wrap=True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)  # several choices that change together are worked out once
        self._rest.timeout.connect(self.foresee)
        for changed in (
            self.peers.currentIndexChanged, self.sizes.currentIndexChanged, self.choice.currentIndexChanged,
            self.day.dateChanged, self.photos.toggled,
        ):  # fmt: skip
            changed.connect(self._changed)
        self.stand_back(False)
        self._lay_out()
        self._changed()

    def show_status(self, stand: Status) -> None:
        """Offer the peers that are active, the nearest headquarters above first."""
        own, chosen = stand.identity.unit or "", self.peers.currentData()
        active = (peer for peer in stand.peers if peer.status == "active")
        ordered = sorted(active, key=lambda peer: (_distance(peer.unit, own), peer.unit))
        self.peers.clear()
        for peer in ordered:
            self.peers.addItem(f"{peer.unit_name or peer.unit} ({peer.unit})", peer.node)
        self._names = {peer.node: peer for peer in ordered}
        self.choose(str(chosen or ""))
        self.go.setEnabled(bool(ordered))
        self.peers.setVisible(bool(ordered))
        self.words.setText(_unsent_words(stand, bool(ordered)))
        self._changed()

    def choose(self, node: str) -> None:
        """Choose for whom the next bundle is; a node that is not offered changes nothing."""
        if (place := self.peers.findData(node)) >= 0:
            self.peers.setCurrentIndex(place)

    def stand_back(self, back: bool) -> None:
        """Leave the place of the one primary button to a plan that is shown, or take it again."""
        theme = self.context.theme
        style.role(self.go, "" if back else "primary")
        with_icon(self.go, "out", theme, theme.text if back else theme.on_accent)

    def foresee(self) -> None:
        """Ask what would go with what is chosen; an answer overtaken by another choice is dropped."""
        node = str(self.peers.currentData() or "")
        if self.context.desk is None or node not in self._names:
            return
        self._asked += 1
        number, options = self._asked, self._options()

        def done(found: Outgoing) -> None:
            if number == self._asked:
                self.foreseen = found
                self.goes.setText(outgoing_words(found, request="request" in options))

        self.context.ask(
            lambda desk: exchange.foresee(desk, to=[node], **options),
            done=done,
            failed=lambda _: self.goes.setText(""),  # whoever writes is told why it cannot be done
            owner=self,
        )

    def write(self) -> None:
        """Ask where the bundle goes and write it."""
        node = str(self.peers.currentData() or "")
        desk = self.context.desk
        if desk is None or node not in self._names:
            return
        name = bundle_name(
            desk.identity.unit_name, self._names[node].unit_name, self.context.clock().date()
        )  # fmt: skip
        out = self.context.files.save_file(self, tr("Write the bundle"), name, tr(PATTERN))
        if out is not None:
            self._start(node, out)

    def _options(self) -> dict[str, Any]:
        choice = self.choice.currentIndex()
        options: dict[str, Any] = {"max_size": self.sizes.currentData(), "photos": self.photos.isChecked()}
        if choice == SINCE:
            day = self.day.date()
            zone = self.context.clock().tzinfo
            options["since"] = datetime(day.year(), day.month(), day.day(), tzinfo=zone)
        if choice in (ALL, REQUEST):
            options["since_start" if choice == ALL else "request"] = True
        return options

    def _changed(self) -> None:
        self.day.setVisible(self.choice.currentIndex() == SINCE)
        self.photos.setEnabled(self.choice.currentIndex() != REQUEST)
        self.goes.setText("")
        self.foreseen = None
        self._rest.start()

    def _start(self, node: str, out: Path) -> None:
        options = self._options()
        self.go.setEnabled(False)
        self.result.hide()
        self.progress.setRange(0, 0)
        self.progress.show()
        self.context.ask_long(
            lambda desk, ticket: exchange.export(desk, to=[node], out=out, progress=ticket.report, **options),
            done=self._written,
            failed=self._refused,
            owner=self,
            progress=self._step,
        )

    def _step(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _written(self, done: Exported) -> None:
        self.progress.hide()
        self.go.setEnabled(True)
        self.result.setText(exported_words(done))
        self.result.show()
        self.choice.setCurrentIndex(LACKS)
        self.context.broadcast(Changes(exchange=True))

    def _refused(self, error: Exception) -> None:
        self.progress.hide()
        self.go.setEnabled(True)
        self.context.report(error)

    def _lay_out(self) -> None:
        inside = card(
            column(
                row(label(tr("Out"), "head"), None), self.words,
                row(label(tr("For")), self.peers, None, self.go),
                row(label(tr("Send")), self.choice, self.day, None),
                row(self.photos, GAP, label(tr("in files of")), self.sizes, None), self.goes, self.progress,
                self.result, None,
            )
        )  # fmt: skip
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inside)


def _distance(unit: str, own: str) -> tuple[bool, int]:
    """Put the headquarters that is reported to first, those further up next, then everybody else."""
    above = is_above(unit, own)
    return not above, -len(unit) if above else 0


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    return made


def _day(now: datetime) -> QDateEdit:
    first = (now - WEEK).date()
    made = QDateEdit(QDate(first.year, first.month, first.day))
    made.setDisplayFormat("d MMM yyyy")
    made.setCalendarPopup(True)
    made.setAccessibleName(tr("From which day on"))
    return made


def _unsent_words(stand: Status, anybody: bool) -> str:
    if stand.identity.mission is None:
        return tr("This logbook is not admitted yet. What you write is kept and sent afterwards.")
    if not anybody:
        return tr("Nobody else is in the roster yet. Admit a request under Roster.")
    if not stand.unsent:
        return tr("Nothing new was written here since the last bundle. Who has what stands under Peers.")
    return tr("{what} waiting to be sent.", what=many(stand.unsent, "change is", "changes are"))
