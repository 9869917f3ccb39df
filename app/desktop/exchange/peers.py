"""Peers: for each other logbook in words what it has and lacks, what is missing here, and since when."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.desktop.context import Context
from app.desktop.exchange.asking import ask_for_missing
from app.desktop.exchange.facts import Facts, Row
from app.desktop.exchange.wordings import day_words
from app.desktop.widgets import button, column, label, row
from app.desktop.words import many, tr
from app.services.receipts import Account, Exchanged

COLUMNS = ("Unit", "Has and lacks", "Missing here", "Last from them", "Last to them")
HAS = 1


class Peers(QWidget):
    """The table of peers; `chosen` names the node of a line that a person chose, to write to it."""

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.accounts: tuple[Account, ...] = ()
        self.table = Facts(tr("Peers"), COLUMNS, HAS, context.theme, toned=HAS, wraps=True)
        self.table.itemSelectionChanged.connect(self._choose)
        self.hint: QLabel = label("", "muted", wrap=True)
        self.ask = button(tr("Ask for what is missing…"), self._ask)
        top = row(self.hint, self.ask)
        top.setStretch(0, 1)
        self.setLayout(column(top, self.table))

    def show_exchanged(self, found: Exchanged) -> None:
        """Show how things stand with everybody."""
        now, node = self.context.clock(), self._node
        self.accounts = found.accounts
        self.table.show_rows([_row(one, now) for one in found.accounts])
        for place, one in enumerate(found.accounts):
            if one.peer.node == node:
                self.table.selectRow(place)
        self.hint.setText(_hint(found))
        self._allow()

    @property
    def account(self) -> Account | None:
        """The line that is chosen, or the first with which bundles are exchanged."""
        place = self.table.currentRow() if self.table.selectedItems() else -1
        if 0 <= place < len(self.accounts):
            return self.accounts[place]
        return next((one for one in self.accounts if one.peer.status == "active"), None)

    @property
    def _node(self) -> str:
        place = self.table.currentRow() if self.table.selectedItems() else -1
        return self.accounts[place].peer.node if 0 <= place < len(self.accounts) else ""

    def _choose(self) -> None:
        self._allow()
        if self._node:
            self.chosen.emit(self._node)

    def _allow(self) -> None:
        one = self.account
        can = one is not None and one.peer.status == "active"
        self.ask.setEnabled(can)
        words = tr("Ask {name} for what is missing…", name=one.peer.unit_name) if one and can else ""
        self.ask.setText(words or tr("Ask for what is missing…"))
        self.ask.setAccessibleName(self.ask.text())

    def _ask(self) -> None:
        if (one := self.account) is not None:
            ask_for_missing(self.context, self, one.peer.node, one.peer.unit_name)


def _hint(found: Exchanged) -> str:
    if not found.accounts:
        return tr("There is nobody to exchange with yet.")
    if found.wanted:
        what = many(found.wanted, "photo or file is", "photos and files are")
        return tr(
            "{what} named here and have not come. Ask for them, or wait for the next bundle.", what=what
        )
    return tr("Choose a line to write to that unit, or to ask it for what is missing here.")


def _row(one: Account, now: datetime) -> Row:
    peer = one.peer
    words = (
        peer.unit_name or peer.unit,
        has_words(one, now),
        missing_words(one, now),
        day_words(peer.last_in, now),
        day_words(peer.last_out, now),
    )
    return words, "bad" if peer.status == "revoked" else "wait" if one.lacks or one.wants else "good"


def has_words(one: Account, now: datetime) -> str:
    """Say what a peer has of what is here, what it lacks and since when, and what it asked for."""
    if one.peer.status != "active":
        return tr("{status}: nothing is sent to it any more", status=tr(one.peer.status))
    parts = [_lacks(one, now) if one.lacks else _has(one, now)]
    if one.wants:
        parts.append(tr("asks for {files}", files=many(one.wants, "photo or file", "photos and files")))
    return "; ".join(parts)


def _has(one: Account, now: datetime) -> str:
    if not one.told_at:
        return tr("nothing to send yet; it has not been heard of")
    return tr("has everything, by its word of {day}", day=day_words(one.told_at, now))


def _lacks(one: Account, now: datetime) -> str:
    what = tr("lacks {changes}", changes=many(one.lacks, "change", "changes"))
    if one.lacks == one.unsealed:
        return tr("{what}, not written into a bundle yet", what=what)
    since = day_words(one.lacks_since, now)
    sent = one.peer.last_out or ""
    if sent >= one.lacks_since and sent > one.told_at:
        return tr("{what} since {since}; sent, not confirmed yet", what=what, since=since)
    return tr("{what} since {since}", what=what, since=since)


def missing_words(one: Account, now: datetime) -> str:
    """Say what is missing here and held there, and when it was asked for."""
    if not one.gaps:
        return tr("nothing known")
    said = ", ".join(
        tr("{first} of {who}", first=gap.first, who=gap.unit_name) if gap.first == gap.last
        else tr("{first} to {last} of {who}", first=gap.first, last=gap.last, who=gap.unit_name)
        for gap in one.gaps
    )  # fmt: skip
    asked = one.asked_at and one.asked_at >= min(gap.since for gap in one.gaps)
    when = tr("asked {day}", day=day_words(one.asked_at, now)) if asked else tr("not asked yet")
    return tr("number {numbers}; {when}", numbers=said, when=when)
