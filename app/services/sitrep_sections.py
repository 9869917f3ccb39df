"""The sections of a sitrep: typed records put into the rows and words of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import msgspec

from app.domain.fields import Field
from app.domain.follow_ups import FollowUp
from app.domain.kinds import fields_of
from app.domain.meetings import Meeting
from app.domain.moments import dtg
from app.domain.notes import Note
from app.domain.projects import Project
from app.domain.qips import Qip
from app.domain.support_requests import SupportRequest
from app.domain.writing import state_text
from app.reports.content import (
    FollowUpRow,
    MeetingRow,
    NoteRow,
    PlannedRow,
    ProjectRow,
    QipRow,
    Signature,
    SitrepContent,
    SupportRow,
)
from app.reports.document import Narrative, Picture
from app.reports.words import Words, counted, words_for
from app.services.desks import Desk
from app.services.reports.positions import map_of
from app.services.sitrep_content import FINISHED, Gathered, Period
from app.services.sitrep_figures import charts

if TYPE_CHECKING:
    from app.services.sitreps import Ask

R = TypeVar("R", ProjectRow, QipRow, SupportRow)
PARA_9 = ("mandate", "security_tasks", "coordinated_within")
JOINT_OPERATIONS = "Joint Operations Centre (JOC)"
"""Where Force HQ reports to (domain: Force HQ, then JOC, then UN Headquarters); the officer may write another."""


def content_of(
    desk: Desk,
    ask: Ask,
    period: Period,
    found: Gathered,
    *,
    serial: str,
    issued_at: datetime | None,
    photos: tuple[Picture, ...] = (),
) -> SitrepContent:
    """Return the whole report; `issued_at` None marks a draft, dated by its period so that it is repeatable."""
    today = period.end.date()
    words, text = words_for(ask.lang), ask.narrative
    rows = tuple(_with_short_serial([_qip(identifier, qip, found, today) for identifier, qip in found.qips]))
    named, what = _naming(desk, found, words)
    return SitrepContent(
        mission=desk.identity.mission_name or desk.identity.unit_name,
        unit=_unit_name(desk, ask.unit),
        serial=serial or words.draft,
        period_start=period.start,
        period_end=period.end,
        as_of=issued_at or period.end,
        sender=_unit_name(desk, ask.unit),
        to=ask.sent_to or _superior(desk),
        kind=ask.type,
        marking=found.marking,
        release=words.releasable if ask.releasable else "",
        language=ask.lang,
        paper=ask.paper,
        corrects=ask.corrects or "",
        prepared=_prepared(desk, ask, issued_at),
        approved=Signature(name="" if ask.releasable else ask.approved_by),
        flash=tuple(_flash(note) for note in found.notes if note.flash and note.reported_at is None),
        key_points=(*_lines(text.get("key_points")), *_late_points(rows, words)),
        liaison_summary=_summary(found.meetings, words),
        meetings=tuple(
            _meeting(meeting, found, words, releasable=ask.releasable) for meeting in found.meetings
        ),
        liaison=Narrative(facts=text.get("liaison_words", "")),
        support=tuple(_with_short_serial([_support(request, found, words) for request in found.requests])),
        support_narrative=Narrative(facts=text.get("request_words", "")),
        projects=tuple(_with_short_serial([_project(project, words) for project in found.projects])),
        projects_narrative=Narrative(facts=text.get("support_words", "")),
        qips=rows,
        qips_narrative=Narrative(facts=text.get("qip_words", "")),
        charts=charts(found.qips, named, what, today, found.settings, words),
        follow_ups=tuple(
            _follow_up(promise, found, today, releasable=ask.releasable) for promise in found.follow_ups
        ),
        notes=tuple(_note(note, releasable=ask.releasable) for note in found.notes),
        civil_situation=_civil(ask),
        area=map_of(found.placed, words, releasable=ask.releasable, disclaimer=_disclaimer(found, ask)),
        gender_and_protection=Narrative(facts=text.get("gender_words", "")),
        decisions=_lines(text.get("decisions")),
        planned=_planned(found, period, words),
        next_period=Narrative(facts=text.get("next_period", "")),
        distribution=tuple(ask.distribution),
        photos=photos,
    )


def _disclaimer(found: Gathered, ask: Ask) -> str:
    """The mission's own words under a map are English; other languages have the usual ones."""
    return found.settings.map_disclaimer if ask.lang == "en" else ""


def _prepared(desk: Desk, ask: Ask, issued_at: datetime | None) -> Signature:
    """Partners are told which headquarters wrote, not who."""
    unit = desk.identity.unit_name
    if ask.releasable:
        return Signature(name=unit, moment=issued_at)
    return Signature(name=desk.identity.officer, appointment=unit, moment=issued_at)


def _civil(ask: Ask) -> Narrative:
    text = ask.narrative
    if ask.releasable:
        return Narrative(facts=text.get("civil_facts", ""))
    return Narrative(
        facts=text.get("civil_facts", ""),
        comment=text.get("civil_comment", ""),
        assessment=text.get("civil_assessment", ""),
    )


def _flash(note: Note) -> str:
    place = note.place or note.admin1 or ""
    observed = dtg(note.observed_at) if note.observed_at else ""
    where = ", ".join(part for part in (note.serial or "", place, observed) if part)
    return f"{note.topic or ''} ({where})"


def _naming(desk: Desk, found: Gathered, words: Words) -> tuple[Callable[[Qip], str], str]:
    """Say by what money is summed: by sector where the report covers several, else by sort of project."""
    sectors = {identifier: "/".join(unit.split("/")[:2]) for identifier, unit in found.units.items()}
    of_qips = {qip.serial: sectors.get(identifier, "") for identifier, qip in found.qips}
    if len(set(of_qips.values())) > 1:
        return lambda qip: _unit_name(desk, of_qips[qip.serial]), words.by_sector
    category = fields_of("qip")["category"]
    return lambda qip: words.said(_label(category, qip.category)), words.by_category


def _unit_name(desk: Desk, unit: str | None) -> str:
    if unit is None or unit == desk.standing.unit or desk.book is None:
        return desk.identity.unit_name
    return next((entry.unit_name for entry in desk.book.active_at(unit)), unit)


def _note(note: Note, *, releasable: bool) -> NoteRow:
    assert note.observed_at is not None  # noqa: S101 - the period was asked for by it
    said = Narrative(
        facts=note.facts or "",
        comment="" if releasable else note.comment or "",
        assessment="" if releasable else note.assessment or "",
    )
    return NoteRow(
        observed=note.observed_at, topic=note.topic or "", place=note.place or note.admin1 or "", text=said
    )


def _support(request: SupportRequest, found: Gathered, words: Words) -> SupportRow:
    waits = bool(request.emergency) and request.reported_at is None and request.state in ("executing", "done")
    state = words.said(state_text(request.state))
    return SupportRow(
        serial=request.serial or "",
        requester=found.names.get(request.requester or "", "") or request.requester_name or "",
        what="\n".join(part for part in (request.title, request.place) if part),
        state=f"{state}, {words.unreported}" if waits else state,
        screening=_screening(request, words),
        emergency=waits,
    )


def _screening(request: SupportRequest, words: Words) -> str:
    """Say how the three questions of paragraph 10 were answered, and any no of paragraph 9."""
    if request.emergency:
        return words.exempt
    fields = fields_of("support_request")
    lines = [words.said(fields[name].label) for name in PARA_9 if getattr(request, name) == "no"]
    signs = {"yes": "✓", "no": "✗", None: "–"}
    lines = [f"✗ {line}" for line in lines]
    lines.append("  ".join(f"{word} {signs[getattr(request, name)]}" for name, word in words.para_10.items()))
    return "\n".join(lines)


def _superior(desk: Desk) -> str:
    above = desk.book.superiors_of(desk.standing.unit) if desk.book else ()
    return ", ".join(dict.fromkeys(entry.unit_name for entry in above)) or JOINT_OPERATIONS


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _summary(meetings: tuple[Meeting, ...], words: Words) -> str:
    if not meetings:
        return ""
    hosted = sum(meeting.part == "hosted" for meeting in meetings)
    attended = sum(meeting.part == "attended" for meeting in meetings)
    partners = len({partner for meeting in meetings for partner in meeting.organisations or ()})
    parts = [counted(attended, words.attended, words.attended)] if attended else []
    parts += [counted(hosted, words.hosted, words.hosted)] if hosted else []
    shares = f" ({', '.join(parts)})" if parts else ""
    with_whom = f" {counted(partners, words.with_one, words.with_many)}" if partners else ""
    return f"{counted(len(meetings), words.meeting, words.meetings)}{shares}{with_whom}."


def _meeting(meeting: Meeting, found: Gathered, words: Words, *, releasable: bool) -> MeetingRow:
    fields = fields_of("meeting")
    form = words.said(_label(fields["form"], meeting.form) or "Meeting")
    part = f" ({words.said(meeting.part)})" if meeting.part else ""
    name = meeting.title or meeting.objective
    heading = f"{name}\n{form}{part}" if name else f"{form}{part}"
    assert meeting.started_at is not None  # noqa: S101 - the period was asked for by it
    return MeetingRow(
        start=meeting.started_at,
        form=heading,
        counterparts=_counterparts(meeting, found),
        place=meeting.place or "",
        outcome=meeting.outcome or meeting.facts or "",
        comment="" if releasable else meeting.comment or "",
    )


def _counterparts(meeting: Meeting, found: Gathered) -> str:
    names = [found.names.get(partner, "") for partner in meeting.organisations or ()]
    for one in meeting.participants or ():
        if one.side == "ours":
            continue
        known = found.names.get(one.person or "")
        names.append(known or one.name or one.function or found.names.get(one.organisation or "", ""))
    return "; ".join(dict.fromkeys(name for name in names if name)) or (meeting.host or "")


def _project(project: Project, words: Words) -> ProjectRow:
    people = project.beneficiaries.people if project.beneficiaries else None
    return ProjectRow(
        serial=project.serial or "",
        title=project.title or "",
        place=project.place or project.admin1 or "",
        state=words.said(state_text(project.state)),
        unit=project.executing_unit or "",
        percent_done=project.percent_done,
        beneficiaries=f"{people:,}".replace(",", words.thousands)
        if people
        else (project.beneficiaries_note or ""),
    )


def _qip(identifier: str, qip: Qip, found: Gathered, today: date) -> QipRow:
    visit = found.visits.get(identifier)
    left = found.settings.days_left(qip, today)
    return QipRow(
        serial=qip.serial or "",
        title=qip.title or "",
        place=qip.place or qip.admin1 or "",
        state=state_text(qip.state),
        percent_physical=_first(visit.percent_physical if visit else None, qip.percent_done),
        percent_spent=_first(visit.percent_spent if visit else None, qip.percent_spent),
        days_to_limit=left,
        limit=qip.limit(found.settings.qip_limit_days, found.settings.clock_start),
        near_limit=found.settings.near_limit(left),
        done=qip.state in FINISHED,
        cost_cents=qip.cost.amount if qip.cost else None,
        currency=qip.cost.currency if qip.cost else "USD",
    )


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _late_points(qips: tuple[QipRow, ...], words: Words) -> tuple[str, ...]:
    late = [qip for qip in qips if qip.days_late]
    return tuple(
        words.late_point.format(serial=qip.serial, title=qip.title, place=qip.place, n=qip.days_late)
        for qip in late[:3]
    )


def _follow_up(promise: FollowUp, found: Gathered, today: date, *, releasable: bool) -> FollowUpRow:
    overdue = (today - promise.due).days if promise.due and promise.overdue(today) else 0
    return FollowUpRow(
        what=promise.what or "",
        ours=promise.owed_by != "them",
        owner="" if releasable else promise.owner or "",
        counterpart=found.names.get(promise.counterpart or "", ""),
        due=promise.due,
        days_overdue=overdue,
    )


def _planned(found: Gathered, period: Period, words: Words) -> tuple[PlannedRow, ...]:
    rows = [
        PlannedRow(
            when=meeting.started_at,
            what=meeting.title or meeting.objective or words.said("Meeting"),
            place=meeting.place or "",
            who=_counterparts(meeting, found),
        )
        for meeting in found.planned
    ]
    for meeting in found.meetings:
        following = meeting.next_meeting_at
        if following is not None and period.end < following <= period.next_end:
            title = words.next_one.format(what=meeting.title or words.said("Meeting"))
            rows.append(
                PlannedRow(
                    when=following, what=title, place=meeting.place or "", who=_counterparts(meeting, found)
                )
            )
    return tuple(rows)


def _with_short_serial(rows: Sequence[R]) -> Iterator[R]:
    """Yield the rows with the running number alone where one unit gave them all, else with the unit's code."""
    codes = {_parts(row.serial)[0] for row in rows}
    for row in rows:
        code, number = _parts(row.serial)
        yield msgspec.structs.replace(row, serial=number if len(codes) == 1 else f"{code} {number}")


def _parts(serial: str) -> tuple[str, str]:
    """Return unit code and running number of a serial; kind and year stand in the heading and the period."""
    code, _, number = serial.rpartition("-")
    return "-".join(code.split("-")[:-2]), number


def _label(field: Field, code: str | None) -> str:
    return field.choice_label(code) if code else ""
