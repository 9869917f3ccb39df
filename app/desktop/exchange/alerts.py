"""Alerts: what is wrong with this logbook itself: an old copy put back, restored from a backup, a twin somewhere."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context
from app.desktop.exchange.asking import ask_for_missing
from app.desktop.exchange.wordings import ALERTS
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.today.overview import is_above
from app.desktop.widgets import button, cleared, label, row
from app.desktop.words import tr
from app.services.standing import RESTORED
from app.services.views import Peer, Status


class Alerts(QWidget):
    """One card for each alert, above everything else of the page."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(sizes().of(GAP))
        self.hide()

    def show_status(self, stand: Status) -> None:
        """Show the alerts of this logbook, or nothing."""
        cleared(self._lines)
        for code in stand.alerts:
            self._lines.addWidget(self._card(code, stand))
        self.setVisible(bool(stand.alerts))

    def _card(self, code: str, stand: Status) -> QFrame:
        title, words = (tr(text) for text in ALERTS[code])
        made = QFrame()
        style.role(made, "alarm" if code == "behind-anchor" else "notice")
        made.setAccessibleName(title)
        lines = QVBoxLayout(made)
        lines.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, GAP)))
        lines.setSpacing(sizes().of(SMALL))
        lines.addWidget(label(title, "head"))
        lines.addWidget(label(words, wrap=True))
        if code == RESTORED and (peer := _whom(stand)) is not None:
            ask = partial(ask_for_missing, self.context, self, peer.node, peer.unit_name)
            lines.addLayout(row(button(tr("Ask {name} for it…", name=peer.unit_name), ask), None))
        return made


def _whom(stand: Status) -> Peer | None:
    """Return whom to ask first: the headquarters above, else who was heard last."""
    own = stand.identity.unit or ""
    active = [peer for peer in stand.peers if peer.status == "active"]
    above = [peer for peer in active if is_above(peer.unit, own)]
    return max(
        above or active, key=lambda peer: (len(peer.unit) if above else 0, peer.last_in or ""), default=None
    )
