"""Partner page: one organisation or person with its meetings, promises, requests, projects, people and mood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.desktop.context import Context, Tone
from app.desktop.markings import highest_of
from app.desktop.pages import Page
from app.desktop.partners.matrix import due_tone, due_words
from app.desktop.partners.promises import rate_words
from app.desktop.partners.trend import Trend
from app.desktop.style import BROAD, GAP, SMALL, WIDE, sizes
from app.desktop.today.cards import Card
from app.desktop.today.overview import Line
from app.desktop.widgets import button, card, cleared, column, label, pill, row, scrolled
from app.desktop.words import many, near_day, tr
from app.domain.follow_ups import WORKFLOW
from app.domain.vocabularies import ORGANISATION_TYPE, TIER
from app.domain.writing import state_text
from app.services import doubles_merging
from app.services.changes import Changes
from app.services.partners import Partner, partner
from app.services.views import RecordView

SHOWN = 8
NARROW = 860
"""Below this width in pixels at 100 % the cards stand in one column."""


class PartnerPage(Page):
    """Everything that is known of one partner, its doubles counted. `closed` when a person goes back."""

    closed = Signal()

    def __init__(self, context: Context, record_id: str) -> None:
        kinds = ("organisation", "person", "meeting", "follow_up", "support_request", "project", "qip")
        super().__init__(context, title=tr("Partner"), kinds=kinds)
        self.record_id = record_id
        self.found: Partner | None = None
        self.head = label("", "title", wrap=True)
        self.facts = label("", "muted", wrap=True)
        self.pills = row(space=SMALL)
        self.edit = button(tr("Open the record"), self._edit, "primary")
        self.meeting = button(tr("New meeting"), self._new_meeting)
        self.promise = button(tr("New follow-up"), self._new_promise)
        self.back = button(tr("Back"), self.closed.emit, "quiet")
        self.doubles = QVBoxLayout()
        self.trend = Trend(context.theme)
        self.trend_said = label("", "small", wrap=True)
        self.meetings = Card(context, tr("Meetings"), tr("No meeting names this partner yet."))
        self.promises = Card(context, tr("Promises"), tr("Nothing was promised, on either side."))
        self.requests = Card(context, tr("Requests for support"), tr("No request came from this partner."))
        self.works = Card(context, tr("Projects and QIPs"), tr("No project names this partner."))
        self.people = Card(context, tr("People"), tr("Nobody of this organisation is written down."))
        self._grid = QGridLayout()
        self._grid.setSpacing(sizes().of(GAP))
        self._wide: bool | None = None
        self._lay_out()

    @property
    def marking(self) -> str:
        """The highest marking of the records on the page."""
        if self.found is None:
            return ""
        one = self.found
        return highest_of((one.record, *one.meetings, *one.promises, *one.requests, *one.works, *one.people))

    def reload(self) -> None:
        """Ask for everything again."""
        self.ask(lambda desk: partner(desk, self.record_id), self._show)

    def take_back(self, double: str) -> None:
        """Let a double stand for itself again."""

        def done(changes: Changes) -> None:
            self.context.message(tr("Taken back. Both are there again, each with what names it."), Tone.GOOD)
            self.context.broadcast(changes)

        self.context.ask(lambda desk: doubles_merging.unmerge(desk, double), done=done, owner=self)

    def _show(self, found: Partner) -> None:
        self.found = found
        today = self.context.clock().date()
        is_organisation = found.record.kind == "organisation"
        self.retitle(found.record.title)
        self.head.setText(found.record.title)
        self.facts.setText(_facts(found))
        self._show_pills(found, today)
        self._show_doubles(found.doubles)
        self.trend.show_partner(found.steps, found.moods)
        self.trend.setVisible(bool(found.steps or found.moods))
        self.trend_said.setText(
            self.trend.accessibleName() or tr("Neither its standing nor a mood is noted yet.")
        )
        for shown, views, said, count in (
            (self.meetings, found.meetings, _meeting_line, "meetings"),
            (self.promises, found.promises, _promise_line, "promises"),
            (self.requests, found.requests, _stage_line, "requests"),
            (self.works, found.works, _stage_line, "works"),
            (self.people, found.people, _person_line, "people"),
        ):
            lines = [said(view, today) for view in views[:SHOWN]]
            shown.show_lines(lines, _shown_of(len(lines), found.counts[count]))
        for only in (self.promises, self.requests, self.works, self.people):
            only.setVisible(is_organisation)
        self.promise.setVisible(is_organisation)
        self.marked.emit()

    def _show_pills(self, found: Partner, today: date) -> None:
        cleared(self.pills)
        contact = found.contact
        if contact.last is not None:
            self.pills.addWidget(pill(tr("last met {day}", day=near_day(contact.last, today)), "info"))
        if contact.next is not None:
            self.pills.addWidget(pill(tr("next {day}", day=near_day(contact.next, today)), "info"))
        if contact.due is not None:
            words = tr("contact {due}", due=due_words(contact))
            self.pills.addWidget(pill(words, due_tone(contact) or "good"))
        if found.ledger is not None:
            for tally, words in ((found.ledger.ours, tr("we keep")), (found.ledger.theirs, tr("they keep"))):
                if tally.rate is not None:
                    self.pills.addWidget(pill(f"{words} {rate_words(tally)}", "info"))
        self.pills.addStretch(1)

    def _show_doubles(self, doubles: Sequence[RecordView]) -> None:
        cleared(self.doubles)
        for one in doubles:
            words = tr("“{name}” ({serial}) is merged into this one.", name=one.title, serial=one.serial)
            back = button(
                tr("Take back"),
                partial(self.take_back, one.id),
                "link",
                name=tr("Take back {name}", name=one.title),
            )
            self.doubles.addLayout(row(label(words, "small"), back, None))

    def _edit(self) -> None:
        if self.found is not None:
            self.context.open_record(self.found.record.kind, self.found.record.id)

    def _new_meeting(self) -> None:
        if self.found is None:
            return
        record = self.found.record
        if record.kind == "organisation":
            self.context.new_record("meeting", {"organisations": [record.id]})
        else:
            named = {"name": record.title, "person": record.id, "side": "theirs"}
            self.context.new_record("meeting", {"participants": [named]})

    def _new_promise(self) -> None:
        if self.found is not None:
            self.context.new_record("follow_up", {"counterpart": self.found.record.id})

    def _lay_out(self) -> None:
        inside = QWidget()
        body = QVBoxLayout(inside)
        side = sizes().of(WIDE)
        body.setContentsMargins(side, sizes().of(GAP), side, sizes().of(BROAD))
        body.setSpacing(sizes().of(GAP))
        body.addLayout(row(self.back, None, self.promise, self.meeting, self.edit))
        body.addLayout(column(self.head, self.facts, self.pills))
        body.addLayout(self.doubles)
        self.over_time = card(
            column(label(tr("Relationship over time"), "head"), self.trend, self.trend_said), margin=GAP
        )
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
        cards = (self.meetings, self.promises, self.over_time, self.people, self.requests, self.works)
        for one in cards:
            self._grid.removeWidget(one)
        for place, one in enumerate(cards):
            self._grid.addWidget(one, place // 2 if wide else place, place % 2 if wide else 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if wide else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keyboard begin at the way back."""
        super().showEvent(event)
        self.back.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards below each other where the window is narrow."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= sizes().of(NARROW))


def _facts(found: Partner) -> str:
    """Return what stands below the name: acronym, other names, type, owner, employer."""
    fields = found.record.fields
    owner = fields.get("focal_point")
    deputy = fields.get("deputy")
    parts = [
        found.record.serial, fields.get("acronym"), fields.get("function"),
        found.organisation.title if found.organisation else None,
        tr(dict(ORGANISATION_TYPE).get(fields.get("type", ""), "")),
        tr(dict(TIER).get(fields.get("tier", ""), "")),
        tr("also {names}", names=", ".join(fields["aliases"])) if fields.get("aliases") else None,
        tr("owner {name}", name=owner) if owner else None,
        tr("deputy {name}", name=deputy) if deputy else None,
    ]  # fmt: skip
    return " · ".join(part for part in parts if part)


def _shown_of(shown: int, count: int) -> str:
    if not count:
        return ""
    return str(count) if shown == count else tr("{shown} of {count}", shown=shown, count=count)


def _meeting_line(view: RecordView, today: date) -> Line:
    began = view.fields.get("started_at")
    day = (
        near_day(datetime.fromisoformat(began).date(), today)
        if began
        else str(view.fields.get("date_note", ""))
    )
    detail = " · ".join(part for part in (view.fields.get("place"), view.fields.get("outcome")) if part)
    return Line(view.title, detail or view.serial, day, "info", kind=view.kind, id=view.id)


def _promise_line(view: RecordView, today: date) -> Line:
    due, closed = view.fields.get("due"), view.state in WORKFLOW.closed
    who = {"us": tr("we owe"), "them": tr("they owe")}.get(
        view.fields.get("owed_by", ""), tr("nobody said who owes")
    )
    detail = " · ".join(part for part in (who, view.fields.get("owner")) if part)
    if closed:
        return Line(view.title, detail, state_text(view.state or ""), "good", kind=view.kind, id=view.id)
    if due is None:
        return Line(view.title, detail, tr("open"), "info", kind=view.kind, id=view.id)
    left = (date.fromisoformat(due) - today).days
    words = many(-left, "day late", "days late") if left < 0 else near_day(date.fromisoformat(due), today)
    tone = "bad" if left < 0 else "wait" if left <= 7 else "info"
    return Line(view.title, detail, words, tone, kind=view.kind, id=view.id)


def _stage_line(view: RecordView, _: date) -> Line:
    detail = " · ".join(part for part in (view.serial, view.fields.get("place")) if part)
    state = state_text(view.state) if view.state else ""
    return Line(view.title, detail, state, "info", kind=view.kind, id=view.id)


def _person_line(view: RecordView, _: date) -> Line:
    detail = " · ".join(part for part in (view.fields.get("function"), view.fields.get("phone")) if part)
    return Line(view.title, detail or view.serial, "", "info", kind=view.kind, id=view.id)
