"""Rotation: the hand-over pack for the next officer in the post."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from app.domain.moments import dtg, in_zone, moment_text, parse_moment
from app.domain.qips import WORKFLOW as QIPS
from app.domain.qips import Qip
from app.domain.support_workflow import WORKFLOW as REQUESTS
from app.reports.document import Block, Cell, Section, Told
from app.services.reports.ledgers import open_promises, qip_table
from app.services.reports.partners import by_last_contact
from app.services.reports.sources import Sources, Where
from app.services.reports.telling import grid, section
from app.services.structures import typed_record

AHEAD = 30
"""Days that the pack looks ahead."""


def pack(sources: Sources, where: Where) -> tuple[Section, ...]:
    """Return what the successor must know: promises, live work, partners, the next days, lessons, directives."""
    return (
        section(sources, "Open promises", open_promises(sources)),
        section(sources, "Live support requests", requests(sources, where)),
        section(sources, "Live Quick Impact Projects", _qips(sources, where)),
        section(sources, "Live community support", _projects(sources, where)),
        section(sources, "Partners by last contact", by_last_contact(sources)),
        section(sources, "The next 30 days", ahead(sources, where)),
        section(sources, "Lessons", lessons(sources)),
        section(sources, "Directives in force", directives(sources)),
    )


def requests(sources: Sources, where: Where) -> tuple[Block, ...]:
    """Return the support requests that are not closed, emergencies first."""
    still = tuple(state for state in REQUESTS.states if state not in REQUESTS.closed)
    found = sources.some("support_request", (*where, ("state", "in", still)))
    rows: list[tuple[Cell, ...]] = []
    for view in sorted(found, key=lambda one: not one.fields.get("emergency")):
        waits = view.fields.get("emergency") and not view.fields.get("reported_at")
        state: Cell = sources.text(view, "state")
        if waits:
            state = (Told(sources.text(view, "state"), "late"), Told(sources.words.unreported, "late"))
        rows.append(
            (
                view.serial,
                view.title,
                sources.text(view, "requester"),
                state,
                sources.text(view, "needed_from"),
            )
        )
    heads = (("Serial", 22.0), ("Title", 34.0), ("Requester", 18.0), ("State", 12.0), ("Needed from", 15.0))
    return grid(sources, heads, rows)


def ahead(sources: Sources, where: Where) -> tuple[Block, ...]:
    """Return what falls into the next days: meetings, what was agreed, dates promised, visits, forums by their day."""
    start, end = sources.as_of, sources.as_of + timedelta(days=AHEAD)
    lines: list[tuple[str, tuple[Cell, ...]]] = []

    def add(moment: datetime, what: str, title: str, place: str) -> None:
        lines.append(
            (
                moment_text(in_zone(moment, sources.as_of.tzinfo)),
                (dtg(moment), sources.words.said(what), title, place),
            )
        )

    for name, what in (("started_at", "Meeting"), ("next_meeting_at", "Next meeting")):
        between = ((name, ">=", moment_text(start)), (name, "<=", moment_text(end)))
        for view in sources.some("meeting", (*where, *between)):
            add(parse_moment(view.fields[name]), what, view.title, sources.text(view, "place"))
    for kind, name, what in (("follow_up", "due", "Due"), ("visit", "next_visit", "Next visit")):
        days = ((name, ">=", start.date().isoformat()), (name, "<=", end.date().isoformat()))
        for view in sources.some(kind, days):
            if (view.state or "open") == "open":
                day = datetime.combine(datetime.fromisoformat(view.fields[name]), time(0), start.tzinfo)
                title = sources.text(view, "project") if kind == "visit" else view.title
                lines.append(
                    (moment_text(day), (day.date().isoformat(), sources.words.said(what), title, ""))
                )
    rows = [row for _, row in sorted(lines, key=lambda one: one[0])]
    heads = (("When", 18.0), ("What", 16.0), ("Title", 44.0), ("Where", 22.0))
    forums = [
        (sources.text(one, "name"), sources.text(one, "weekday"), sources.text(one, "time"), sources.text(one, "place"),
         sources.text(one, "representative"))
        for one in sources.some("forum")
    ]  # fmt: skip
    rhythm = (("Forum", 34.0), ("Day", 14.0), ("Time", 12.0), ("Where", 20.0), ("Our representative", 20.0))
    return (*grid(sources, heads, rows), *grid(sources, rhythm, forums, title="Battle rhythm"))


def lessons(sources: Sources) -> tuple[Block, ...]:
    """Return the lessons: what happened, why, and what to do differently."""
    rows = [
        ((Told(one.title, "bold"), Told(sources.text(one, "theme"), "muted")),
         tuple(Told(sources.text(one, name)) for name in ("what_happened", "why")), sources.text(one, "recommendation"))
        for one in sources.some("lesson")
    ]  # fmt: skip
    return grid(sources, (("Lesson", 26.0), ("What happened", 40.0), ("Recommendation", 34.0)), rows)


def directives(sources: Sources) -> tuple[Block, ...]:
    """Return the directives that hold on the day of the report."""
    day = sources.today.isoformat()
    rows = [
        ((Told(one.title, "bold"), Told(sources.text(one, "text"))), sources.text(one, "issued_by"),
         sources.text(one, "valid_from"), sources.text(one, "valid_to") or "–")
        for one in sources.some("directive")
        if str(one.fields.get("valid_from") or "") <= day <= str(one.fields.get("valid_to") or "9999")
    ]  # fmt: skip
    heads = (("Directive", 52.0), ("Issued by", 20.0), ("Valid from", 14.0), ("Valid to", 14.0))
    return grid(sources, heads, rows)


def _qips(sources: Sources, where: Where) -> tuple[Block, ...]:
    still = tuple(state for state in QIPS.states if state not in QIPS.closed)
    found = sources.some("qip", (*where, ("state", "in", still)))
    pairs = [(view, qip) for view in found if isinstance(qip := typed_record("qip", view.fields), Qip)]
    return qip_table(sources, pairs)


def _projects(sources: Sources, where: Where) -> tuple[Block, ...]:
    live = ("idea", "coordinated", "approved", "under_way", "suspended")
    found = sources.some("project", (*where, ("state", "in", live)))
    rows = [
        (one.serial, (Told(one.title), Told(sources.text(one, "place"), "muted")), sources.text(one, "executing_unit"),
         sources.text(one, "state"), sources.text(one, "percent_done") or "–")
        for one in found
    ]  # fmt: skip
    heads = (("Serial", 20.0), ("Title", 40.0), ("Unit doing it", 18.0), ("State", 13.0), ("% done", 9.0))
    return grid(sources, heads, rows, ends=(4,))
