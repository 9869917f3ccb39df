"""Exchange page: out and in, then who has what, what waits, conflicts, roster and journal."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QFrame, QSizePolicy, QSpacerItem, QTabBar, QVBoxLayout, QWidget

from app.desktop.context import Context, Tone
from app.desktop.exchange.alerts import Alerts
from app.desktop.exchange.confirming import RootCard
from app.desktop.exchange.conflicts import Conflicts
from app.desktop.exchange.journal import Journal
from app.desktop.exchange.out import Out
from app.desktop.exchange.peers import Peers
from app.desktop.exchange.plan import PlanCard
from app.desktop.exchange.roster import Roster
from app.desktop.exchange.waiting import Waiting
from app.desktop.exchange.watching import WatchLine
from app.desktop.exchange.wordings import day_words, file_name
from app.desktop.first_start.joining import BUNDLES
from app.desktop.pages import Page
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, card, column, label, row, scrolled, with_icon
from app.desktop.words import tr
from app.services import conflicts, receipts, rosters, safety, settling, undoing
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.receipts import Exchanged
from app.services.settling import ForkView
from app.services.status import journal
from app.services.views import Conflict, FileOutcome, RosterLine

TABS = ("Peers", "Waiting", "Conflicts", "Roster", "Journal")
PEERS, WAITING, CONFLICTS, ROSTER, JOURNAL = range(len(TABS))
LEAST = 260
"""Pixels at 100 % that each tab has at least, however little room the cards above leave: the page scrolls."""


class Answer(NamedTuple):
    """What the page shows, asked for together."""

    exchanged: Exchanged
    conflicts: tuple[Conflict, ...]
    roster: tuple[RosterLine, ...]
    journal: tuple[dict[str, Any], ...]
    forks: tuple[ForkView, ...]
    undoable: str


class ExchangePage(Page):
    """Carries changes out and in, and shows what needs a person."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Exchange"))
        theme = context.theme
        self.out = Out(context)
        self.plan = PlanCard(context)
        self.plan.opened.connect(lambda: self._uncover(False))
        self.plan.closed.connect(lambda: self._uncover(True))
        self.plan.taken.connect(self._taken)
        self.alerts = Alerts(context)
        self.root = RootCard(context)
        self.take = button(tr("Take in bundles…"), self.choose, shortcut="Ctrl+Shift+I")
        with_icon(self.take, "in", theme)
        self.backup = button(tr("Back up"), self.back_up)
        self.backup_to = button(tr("Back up to…"), self.back_up_to)
        self.backup_words = label("", "muted")
        self.peers = Peers(context)
        self.peers.chosen.connect(self.out.choose)
        self.waiting = Waiting(context)
        self.waiting.enrolling.connect(self._enrol)
        self.conflicts = Conflicts(context)
        self.roster = Roster(context)
        self.roster.admission.opened.connect(lambda: self.out.stand_back(True))
        self.roster.admission.closed.connect(lambda: self.out.stand_back(False))
        self.roster.admission.opened.connect(lambda: self._lead_to(self.roster.admission))
        self.roster.ending.opened.connect(lambda: self._lead_to(self.roster.ending))
        self.journal = Journal(context)
        self.inside, self.rest = QWidget(), QWidget()
        self._leads = False
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

    def _uncover(self, uncovered: bool) -> None:
        """Show the plan alone while somebody decides on it, else everything but it."""
        self.rest.setVisible(uncovered)
        policy = QSizePolicy.Policy.Minimum if uncovered else QSizePolicy.Policy.Expanding
        self._below.changeSize(0, 0, QSizePolicy.Policy.Minimum, policy)
        self.plan.updateGeometry()
        if uncovered:
            self.tabs.setFocus()

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

    def back_up_to(self) -> None:
        """Write a verified backup into a folder that a person chooses, best on another medium."""
        folder = self.context.files.folder(self, tr("Where the backup goes"))
        if folder is not None:
            self.backup_to.setEnabled(False)
            self.ask(
                lambda desk: safety.backup(desk, folder),
                self._backed_up_to,
                failed=self._not_backed_up,
                topic="backup",
            )

    def _backed_up_to(self, path: Path) -> None:
        self.backup_to.setEnabled(True)
        said = tr("Backed up and checked: {name} in {folder}.", name=path.name, folder=path.parent.name)
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(Changes(exchange=True))

    def _backed_up(self, path: Path) -> None:
        self.backup.setEnabled(True)
        said = tr("Backed up and checked: {name}. Copy it to another disk now and then.", name=path.name)
        self.context.message(said, Tone.GOOD)
        self.context.broadcast(Changes(exchange=True))

    def _not_backed_up(self, error: Exception) -> None:
        self.backup.setEnabled(True)
        self.backup_to.setEnabled(True)
        self.context.report(error)

    def _lead_to(self, part: QWidget) -> None:
        """Scroll so that a part stands at the top, once it has found its place."""

        def scroll() -> None:
            top = part.mapTo(self.inside, QPoint(0, 0)).y()
            self.area.verticalScrollBar().setValue(top - sizes().of(GAP))

        QTimer.singleShot(0, self, scroll)

    def _taken(self, outcomes: tuple[FileOutcome, ...]) -> None:
        """Lead to what the files that were taken in left to a person."""
        if any(one.outcome in ("held", "refused") or one.gaps for one in outcomes):
            self.tabs.setCurrentIndex(WAITING)
        elif any(one.conflicts for one in outcomes):
            self.tabs.setCurrentIndex(CONFLICTS)
        else:
            return
        self._leads = True  # as soon as the cards are there

    def _enrol(self) -> None:
        self.tabs.setCurrentIndex(ROSTER)
        self.roster.choose()

    def _show(self, answer: Answer) -> None:
        stand, now = answer.exchanged.stand, self.context.clock()
        self.alerts.show_status(stand)
        self.out.show_status(stand)
        last = stand.backup
        said = day_words(last.verified_at, now) if last else tr("none yet")
        where = "" if last is None or last.elsewhere else " " + tr("(on this laptop only)")
        self.backup_words.setText(tr("Last backup: {when}", when=said) + where)
        self.peers.show_exchanged(answer.exchanged)
        self.waiting.show_matters(stand, answer.forks)
        self.conflicts.show_conflicts(answer.conflicts)
        self.root.show_identity(stand.identity)
        self.roster.show_lines(answer.roster, stand.identity)
        self.roster.show_alarms(stand.roster_alarms)
        self.journal.show_entries(answer.journal, file_name(answer.undoable))
        counts = {WAITING: self.waiting.count, CONFLICTS: len(answer.conflicts)}
        for place, name in enumerate(TABS):
            count = counts.get(place, 0)
            self.tabs.setTabText(place, f"{tr(name)} ({count})" if count else tr(name))
        if self._leads:
            self._leads = False
            self._lead_to(self.tabs)

    def _in_card(self) -> QFrame:
        words = label(
            tr("Choose files, or drop them on the window. You see the plan first."), "muted", wrap=True
        )
        return card(
            column(label(tr("In"), "head"), words, row(None, self.take), WatchLine(self.context), None)
        )

    def _lay_out(self) -> None:
        body = QVBoxLayout(self.inside)
        body.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, WIDE)))
        body.setSpacing(sizes().of(GAP))
        body.addLayout(row(label(self.title, "title"), None, self.backup_words, self.backup, self.backup_to))
        ways = row(self.out, self._in_card(), space=GAP)
        ways.setStretch(0, 3)
        ways.setStretch(1, 2)
        rest = column(self.alerts, self.root, ways, self.tabs, space=GAP)
        for part in self.parts:
            part.setMinimumHeight(sizes().of(LEAST))
            rest.addWidget(part, 1)
        self.rest.setLayout(rest)
        body.addWidget(self.plan)
        body.addWidget(self.rest, 1)
        self._below = QSpacerItem(0, 0)
        body.addSpacerItem(self._below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        self.area = scrolled(self.inside)
        whole.addWidget(self.area)


def _everything(desk: Desk) -> Answer:
    lines = rosters.roster(desk) if desk.book is not None else ()
    forks = settling.forks(desk) if desk.book is not None else ()
    last = undoing.last_import(desk)
    return Answer(
        receipts.exchanged(desk),
        conflicts.conflicts(desk),
        lines,
        journal(desk),
        forks,
        last.file if last else "",
    )
