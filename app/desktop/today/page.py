"""Today: the page an officer sees first."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.desktop.context import Context
from app.desktop.exchange.wordings import ALERTS
from app.desktop.keeper import Keeper
from app.desktop.pages import Page
from app.desktop.style import BROAD, GAP, WIDE, sizes
from app.desktop.today.alarms import AlarmBand
from app.desktop.today.cards import Card, QipCard
from app.desktop.today.overview import Line, Overview
from app.desktop.widgets import button, card, column, label, row, scrolled
from app.desktop.words import long_day, many, near_day, tr
from app.domain.moments import dtg
from app.services.views import Status

NARROW = 900
"""Below this width in pixels at 100 % the cards stand in one column."""
MOST_QIPS = 6


class TodayPage(Page):
    """What is late, due, promised and running; what came in and what is not sent."""

    def __init__(self, context: Context, keeper: Keeper) -> None:
        super().__init__(context, title=tr("Today"))
        self.keeper = keeper
        self.day = label("", "title")
        self.group = label("", "muted")
        self.late = Card(context, tr("Late"), tr("Nothing is late."))
        self.due = Card(
            context,
            tr("Due"),
            tr("Nothing today or in the next seven days. Ctrl+N writes down a meeting or a promise."),
        )
        self.came = Card(context, tr("Exchange"), tr("No bundle has come in yet. Exchange takes one in."))
        self.qips = QipCard(context, tr("QIPs under way"), tr("No QIP is under way."))
        self.promises = Card(context, tr("Promises we owe"), tr("We owe nothing that is written down."))
        self.renew = Card(context, tr("To read and renew"), tr("Nothing to read or to renew."))
        self.alarms = AlarmBand(context)
        self.welcome = self._welcome()
        self._grid = QGridLayout()
        self._grid.setSpacing(sizes().of(GAP))
        self._wide: bool | None = None
        self._lay_out()
        keeper.ready.connect(self._show)
        if keeper.overview is not None:
            self._show(keeper.overview)

    @property
    def marking(self) -> str:
        """The highest marking of the records that are named on the page."""
        return self.keeper.overview.marking if self.keeper.overview is not None else ""

    def reload(self) -> None:
        """Ask for everything again."""
        self.keeper.ask()

    def _show(self, found: Overview) -> None:
        now = self.context.clock()
        self.day.setText(long_day(found.day))
        self.group.setText(dtg(now))
        self.alarms.show_clocks(found.clocks, now)
        self.renew.show_lines(found.renew[:MOST_QIPS], _figure(found.renew_count))
        self.renew.setVisible(bool(found.renew))
        self.late.show_lines(found.late[:MOST_QIPS], _figure(found.late_count))
        self.due.show_lines(found.due[:MOST_QIPS], _figure(len(found.due)))
        if found.status is not None:
            self.came.show_lines(_exchange(found.status, now))
            self.welcome.setVisible(not any(found.status.records.values()))
        self.qips.show_qips(found.qips, MOST_QIPS)
        self.promises.show_lines(found.promises[:MOST_QIPS], _figure(found.promises_count))
        self.stale = False
        self.marked.emit()

    def _welcome(self) -> QWidget:
        inside = column(
            label(tr("Begin with what happened today"), "head"),
            label(
                tr("A meeting, a promise, a project: each is one form, and only few fields are needed."),
                wrap=True,
            ),
            row(
                button(tr("New meeting"), lambda: self.context.new_record("meeting")),
                button(tr("New follow-up"), lambda: self.context.new_record("follow_up")),
                button(tr("New QIP"), lambda: self.context.new_record("qip")),
                None,
            ),
        )
        made = card(inside)
        made.hide()
        return made

    def _lay_out(self) -> None:
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(sizes().of(WIDE), sizes().of(GAP), sizes().of(WIDE), sizes().of(BROAD))
        body.setSpacing(sizes().of(GAP))
        body.addLayout(row(self.day, None, self.group))
        body.addWidget(self.alarms)
        body.addWidget(self.welcome)
        body.addLayout(self._grid)
        body.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        self._arrange(wide=True)

    def _arrange(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        cards = (self.late, self.due, self.came, self.qips, self.promises, self.renew)
        for one in cards:
            self._grid.removeWidget(one)
        if wide:
            for place, one in enumerate(cards[:3]):
                self._grid.addWidget(one, 0, place * 2, 1, 2)
            self._grid.addWidget(self.qips, 1, 0, 1, 4)
            self._grid.addWidget(self.promises, 1, 4, 1, 2)
            self._grid.addWidget(self.renew, 2, 0, 1, 6)
        else:
            for place, one in enumerate(cards):
                self._grid.addWidget(one, place, 0, 1, 6)
        for place in range(6):
            self._grid.setColumnStretch(place, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards below each other where the window is narrow."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= sizes().of(NARROW))


def _figure(count: int) -> str:
    return str(count) if count else ""


def _exchange(stand: Status, now: datetime) -> list[Line]:
    """Return what came in and what waits, newest first."""
    lines = []
    if stand.identity.mission is not None and not stand.identity.root_confirmed:
        words = tr("Force HQ is not confirmed")
        lines.append(Line(words, tr("compare its words by voice"), tr("confirm"), "bad", page="exchange"))
    what = tr("Exchange says what to do")
    lines.extend(Line(tr(ALERTS[code][0]), what, tr("look"), "bad", page="exchange") for code in stand.alerts)
    if stand.conflicts:
        words = many(stand.conflicts, "field in conflict", "fields in conflict")
        lines.append(Line(words, tr("choose what holds"), tr("review"), "wait", page="exchange"))
    waits = tr("kept, waits for what is missing")
    lines.extend(Line(held.file, waits, tr("held"), "wait", page="exchange") for held in stand.held[:3])
    heard = sorted(
        (peer for peer in stand.peers if peer.last_in), key=lambda peer: peer.last_in or "", reverse=True
    )
    for peer in heard[:4]:
        moment = datetime.fromisoformat(peer.last_in or "").astimezone(now.tzinfo)
        day = near_day(moment.date(), now.date())
        lines.append(Line(peer.unit_name or peer.unit, tr("bundle applied"), day, "good", page="exchange"))
    if stand.unsent:
        words = many(stand.unsent, "change not sent", "changes not sent")
        lines.append(Line(words, tr("Exchange writes the bundle"), tr("to send"), "info", page="exchange"))
    return lines
