"""Out: one button that writes what somebody lacks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context
from app.desktop.exchange.wordings import bundle_name, exported_words
from app.desktop.style import sizes
from app.desktop.today.overview import is_above
from app.desktop.widgets import button, card, column, label, row, with_icon
from app.desktop.words import many, tr
from app.services import exchange
from app.services.changes import Changes
from app.services.views import Exported, Peer, Status

CHOICES: tuple[tuple[str, dict[str, bool]], ...] = (
    ("what they lack", {}),
    ("what they lack, photos small", {"photos": False}),
    ("everything, from the start", {"since_start": True}),
    ("only what I ask for", {"request": True}),
)
"""What a bundle carries, as options of an export."""
SIZES = (
    ("any size", None),
    ("at most 2 MB", 2_000_000),
    ("at most 5 MB", 5_000_000),
    ("at most 20 MB", 20_000_000),
)
"""Sizes into which a bundle is split, in bytes; each part can be taken in alone."""
PATTERN = "Bundles (*.liaison.age *.liaison)"


class Out(QWidget):
    """Chooses for whom, asks where the file goes, and says in words what was written."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.peers = QComboBox()
        self.peers.setAccessibleName(tr("For whom"))
        self.peers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.peers.setMinimumWidth(sizes().of(200))
        self.words: QLabel = label("", "muted", wrap=True)
        self.result: QLabel = label("", wrap=True)
        self.result.hide()
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("Writing the bundle"))
        self.progress.hide()
        self.go = button(tr("Write the bundle…"), self.write, "primary", shortcut="Ctrl+Shift+O")
        self.sizes = QComboBox()
        self.sizes.setAccessibleName(tr("Largest size of one file"))
        for words, limit in SIZES:
            self.sizes.addItem(tr(words), limit)
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("What is sent"))
        for words, options in CHOICES:
            self.choice.addItem(tr(words), options)
        self.stand_back(False)
        inside = card(
            column(
                row(label(tr("Out"), "head"), None), self.words,
                row(label(tr("For")), self.peers, None, self.go),
                row(label(tr("Send")), self.choice, label(tr("in files of")), self.sizes, None),
                self.progress, self.result, None,
            )
        )  # fmt: skip
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inside)

    def show_status(self, stand: Status) -> None:
        """Offer the peers, the headquarters above first."""
        own, chosen = stand.identity.unit or "", self.peers.currentData()
        ordered = sorted(stand.peers, key=lambda peer: (not is_above(peer.unit, own), peer.unit))
        self.peers.clear()
        for peer in ordered:
            self.peers.addItem(f"{peer.unit_name or peer.unit} ({peer.unit})", peer.node)
        if (place := self.peers.findData(chosen)) >= 0:
            self.peers.setCurrentIndex(place)
        self.go.setEnabled(bool(ordered))
        self.peers.setVisible(bool(ordered))
        self._names: dict[str, Peer] = {peer.node: peer for peer in ordered}
        self.words.setText(_unsent_words(stand, bool(ordered)))

    def stand_back(self, back: bool) -> None:
        """Leave the place of the one primary button to a plan that is shown, or take it again."""
        theme = self.context.theme
        style.role(self.go, "" if back else "primary")
        with_icon(self.go, "out", theme, theme.text if back else theme.on_accent)

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

    def _start(self, node: str, out: Path) -> None:
        options, limit = dict(self.choice.currentData()), self.sizes.currentData()
        self.go.setEnabled(False)
        self.result.hide()
        self.progress.setRange(0, 0)
        self.progress.show()
        self.context.ask_long(
            lambda desk, ticket: exchange.export(
                desk, to=[node], out=out, max_size=limit, progress=ticket.report, **options
            ),
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
        self.choice.setCurrentIndex(0)
        self.context.broadcast(Changes(exchange=True))

    def _refused(self, error: Exception) -> None:
        self.progress.hide()
        self.go.setEnabled(True)
        self.context.report(error)


def _unsent_words(stand: Status, anybody: bool) -> str:
    if stand.identity.mission is None:
        return tr("This logbook is not admitted yet. What you write is kept and sent afterwards.")
    if not anybody:
        return tr("Nobody else is in the roster yet. Admit a request under Roster.")
    if not stand.unsent:
        return tr("Everything is sent.")
    return tr("{what} waiting to be sent.", what=many(stand.unsent, "change is", "changes are"))
