"""Exchange page: out and in, then who has what, what waits, conflicts, roster and journal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFrame, QTabBar, QVBoxLayout, QWidget

from app.desktop.context import Context, Tone
from app.desktop.exchange.confirming import RootCard
from app.desktop.exchange.conflicts import Conflicts
from app.desktop.exchange.facts import Facts
from app.desktop.exchange.journal import Journal
from app.desktop.exchange.out import Out
from app.desktop.exchange.plan import PlanCard
from app.desktop.exchange.roster import Roster
from app.desktop.exchange.waiting import Waiting
from app.desktop.exchange.watching import WatchLine
from app.desktop.exchange.wordings import day_words, file_name, peer_words
from app.desktop.first_start.joining import BUNDLES
from app.desktop.pages import Page
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, card, column, label, row, scrolled, with_icon
from app.desktop.words import tr
from app.services import conflicts, rosters, safety, settling, undoing
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.settling import ForkView
from app.services.status import journal, status
from app.services.views import Conflict, RosterLine, Status

TABS = ("Peers", "Waiting", "Conflicts", "Roster", "Journal")
Answer = tuple[
    Status,
    tuple[Conflict, ...],
    tuple[RosterLine, ...],
    tuple[dict[str, Any], ...],
    tuple[ForkView, ...],
    str,
]


class ExchangePage(Page):
    """Carries changes out and in, and shows what needs a person."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Exchange"))
        theme = context.theme
        self.out = Out(context)
        self.plan = PlanCard(context)
        self.plan.opened.connect(lambda: self.out.stand_back(True))
        self.plan.closed.connect(lambda: self.out.stand_back(False))
        self.root = RootCard(context)
        self.take = button(tr("Take in bundles…"), self.choose, shortcut="Ctrl+Shift+I")
        with_icon(self.take, "in", theme)
        self.backup = button(tr("Back up"), self.back_up)
        self.backup_words = label("", "muted")
        self.peers = Facts(
            tr("Peers"), ("Unit", "Name", "Last in", "Last out", "What they have"), 4, theme
        )  # fmt: skip
        self.waiting = Waiting(context)
        self.conflicts = Conflicts(context)
        self.roster = Roster(context)
        self.journal = Journal(context)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Exchange in detail"))
        self.parts = (self.peers, self.waiting, self.conflicts, self.roster, self.journal)
        for name in TABS:
            self.tabs.addTab(tr(name))
        self.tabs.currentChanged.connect(self.show_tab)
        self._lay_out()
        self.show_tab(0)

    def concerns(self, changes: Changes) -> bool:
        """Any change can be one that is not sent yet."""
        return True

    def reload(self) -> None:
        """Ask for status, conflicts, roster and journal together."""
        self.ask(_everything, self._show)

    def show_tab(self, number: int) -> None:
        """Show one of the tables."""
        for place, part in enumerate(self.parts):
            part.setVisible(place == number)

    def choose(self) -> None:
        """Ask for bundle files and show their plan."""
        if files := self.context.files.open_files(self, tr("Take in bundles"), tr(BUNDLES)):
            self.take_in(files)

    def take_in(self, files: list[Path]) -> None:
        """Show the plan of these files."""
        self.plan.plan(files)

    def back_up(self) -> None:
        """Write a verified backup into the logbook's own folder."""
        self.backup.setEnabled(False)
        self.ask(safety.backup, self._backed_up, failed=self._not_backed_up, topic="backup")

    def _backed_up(self, path: Path) -> None:
        self.backup.setEnabled(True)
        said = tr("Backed up and checked: {name}. Copy it to another disk now and then.", name=path.name)
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(Changes(exchange=True))

    def _not_backed_up(self, error: Exception) -> None:
        self.backup.setEnabled(True)
        self.context.report(error)

    def _show(self, answer: Answer) -> None:
        stand, clashes, lines, entries, forks, undoable = answer
        now = self.context.clock()
        self.out.show_status(stand)
        last = stand.backup
        said = day_words(last.verified_at, now) if last else tr("none yet")
        self.backup_words.setText(tr("Last backup: {when}", when=said))
        self.peers.show_rows([
            ((one.unit, one.unit_name, day_words(one.last_in, now), day_words(one.last_out, now), peer_words(one)),
             "wait" if one.lacks else "good")
            for one in stand.peers
        ])  # fmt: skip
        self.waiting.show_matters(stand, forks, lines)
        self.conflicts.show_conflicts(clashes)
        who = stand.identity
        self.root.show_identity(who)
        self.roster.show_lines(lines, who)
        self.journal.show_entries(entries, file_name(undoable))
        counts = {"Waiting": self.waiting.count, "Conflicts": len(clashes)}
        for place, name in enumerate(TABS):
            count = counts.get(name, 0)
            self.tabs.setTabText(place, f"{tr(name)} ({count})" if count else tr(name))

    def _in_card(self) -> QFrame:
        words = label(
            tr("Choose files, or drop them on the window. You see the plan first."), "muted", wrap=True
        )
        return card(
            column(label(tr("In"), "head"), words, row(None, self.take), WatchLine(self.context), None)
        )

    def _lay_out(self) -> None:
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, WIDE)))
        body.setSpacing(sizes().of(GAP))
        body.addLayout(row(label(self.title, "title"), None, self.backup_words, self.backup))
        body.addWidget(self.root)
        ways = row(self.out, self._in_card(), space=GAP)
        ways.setStretch(0, 3)
        ways.setStretch(1, 2)
        body.addLayout(ways)
        body.addWidget(self.plan)
        body.addWidget(self.tabs)
        for part in self.parts:
            part.setMinimumHeight(sizes().of(160))
            body.addWidget(part, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        whole.addWidget(scrolled(inside))


def _everything(desk: Desk) -> Answer:
    lines = rosters.roster(desk) if desk.book is not None else ()
    forks = settling.forks(desk) if desk.book is not None else ()
    last = undoing.last_import(desk)
    undoable = last.file if last else ""
    return status(desk), conflicts.conflicts(desk), lines, journal(desk), forks, undoable
