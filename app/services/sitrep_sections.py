"""The sections of a sitrep: typed records put into the rows and words of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import msgspec

from app.domain.fields import Field
from app.domain.follow_ups import FollowUp
from app.domain.kinds import fields_of
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.qips import LIMIT_DAYS_DEFAULT, WARNING_PERCENT_DEFAULT, Qip
from app.domain.writing import state_text
from app.reports.content import (
    FollowUpRow,
    MeetingRow,
    Narrative,
    PlannedRow,
    ProjectRow,
    QipRow,
    Signature,
    SitrepContent,
)
from app.services.desks import Desk
from app.services.sitrep_content import FINISHED, Gathered, Period

if TYPE_CHECKING:
    from app.services.sitreps import Ask

R = TypeVar("R", ProjectRow, QipRow)
JOINT_OPERATIONS = "Joint Operations Centre (JOC)"
"""Where Force HQ reports to (domain: Force HQ, then JOC, then UN Headquarters); the officer may write another."""


def content_of(
    desk: Desk, ask: Ask, period: Period, found: Gathered, *, serial: str, issued_at: datetime | None
) -> SitrepContent:
    """Return the whole report; `issued_at` None marks a draft, dated by its period so that it is repeatable."""
    today = period.end.date()
    words = ask.narrative
    qips = tuple(_qip(identifier, qip, found, today) for identifier, qip in found.qips)
    qips = tuple(_with_short_serial(qips))
    return SitrepContent(
        mission=desk.identity.mission_name or desk.identity.unit_name,
        unit=_unit_name(desk, ask.unit),
        serial=serial,
        period_start=period.start,
        period_end=period.end,
        as_of=issued_at or period.end,
        sender=_unit_name(desk, ask.unit),
        to=ask.sent_to or _superior(desk),
        kind=ask.type,
        marking=found.marking,
        language=ask.lang,
        corrects=ask.corrects or "",
        prepared=Signature(name=desk.identity.officer, appointment=desk.identity.unit_name, moment=issued_at),
        approved=Signature(name=ask.approved_by),
        key_points=(*_lines(words.get("key_points")), *_late_points(qips)),
        liaison_summary=_summary(found.meetings),
        meetings=tuple(_meeting(meeting, found) for meeting in found.meetings),
        liaison=Narrative(facts=words.get("liaison_words", "")),
        projects=tuple(_with_short_serial([_project(project) for project in found.projects])),
        projects_narrative=Narrative(facts=words.get("support_words", "")),
        qips=qips,
        follow_ups=tuple(_follow_up(promise, found, today) for promise in found.follow_ups),
        civil_situation=Narrative(
            facts=words.get("civil_facts", ""),
            comment=words.get("civil_comment", ""),
            assessment=words.get("civil_assessment", ""),
        ),
        gender_and_protection=Narrative(facts=words.get("gender_words", "")),
        decisions=_lines(words.get("decisions")),
        planned=_planned(found, period),
        next_period=Narrative(facts=words.get("next_period", "")),
    )


def _unit_name(desk: Desk, unit: str | None) -> str:
    if unit is None or unit == desk.standing.unit or desk.book is None:
        return desk.identity.unit_name
    return next((entry.unit_name for entry in desk.book.active_at(unit)), unit)


def _superior(desk: Desk) -> str:
    above = desk.book.superiors_of(desk.standing.unit) if desk.book else ()
    return ", ".join(dict.fromkeys(entry.unit_name for entry in above)) or JOINT_OPERATIONS


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _summary(meetings: tuple[Meeting, ...]) -> str:
    if not meetings:
        return ""
    hosted = sum(meeting.part == "hosted" for meeting in meetings)
    partners = {partner for meeting in meetings for partner in meeting.organisations or ()}
    held = f"{len(meetings)} meeting{'s' if len(meetings) > 1 else ''}"
    parts = [f"{hosted} hosted"] if hosted else []
    if attended := sum(meeting.part == "attended" for meeting in meetings):
        parts.insert(0, f"{attended} attended")
    shares = f" ({', '.join(parts)})" if parts else ""
    with_whom = f" with {len(partners)} organisation{'s' if len(partners) > 1 else ''}" if partners else ""
    return f"{held}{shares}{with_whom}."


def _meeting(meeting: Meeting, found: Gathered) -> MeetingRow:
    fields = fields_of("meeting")
    form = _label(fields["form"], meeting.form) or "Meeting"
    part = f" ({meeting.part})" if meeting.part else ""
    name = meeting.title or meeting.objective
    heading = f"{name}\n{form}{part}" if name else f"{form}{part}"
    assert meeting.started_at is not None  # noqa: S101 - the period was asked for by it
    return MeetingRow(
        start=meeting.started_at,
        form=heading,
        counterparts=_counterparts(meeting, found),
        place=meeting.place or "",
        outcome=meeting.outcome or meeting.facts or "",
        comment=meeting.comment or "",
    )


def _counterparts(meeting: Meeting, found: Gathered) -> str:
    names = [found.names.get(partner, "") for partner in meeting.organisations or ()]
    for one in meeting.participants or ():
        if one.side == "ours":
            continue
        known = found.names.get(one.person or "")
        names.append(known or one.name or one.function or found.names.get(one.organisation or "", ""))
    return "; ".join(dict.fromkeys(name for name in names if name)) or (meeting.host or "")


def _project(project: Project) -> ProjectRow:
    people = project.beneficiaries.people if project.beneficiaries else None
    return ProjectRow(
        serial=project.serial or "",
        title=project.title or "",
        place=project.place or project.admin1 or "",
        state=state_text(project.state),
        unit=project.executing_unit or "",
        percent_done=project.percent_done,
        beneficiaries=f"{people:,}" if people else (project.beneficiaries_note or ""),
    )


def _qip(identifier: str, qip: Qip, found: Gathered, today: date) -> QipRow:
    visit = found.visits.get(identifier)
    left = qip.days_left(today)
    return QipRow(
        serial=qip.serial or "",
        title=qip.title or "",
        place=qip.place or qip.admin1 or "",
        state=state_text(qip.state),
        percent_physical=_first(visit.percent_physical if visit else None, qip.percent_done),
        percent_spent=_first(visit.percent_spent if visit else None, qip.percent_spent),
        days_to_limit=left,
        limit=qip.limit(),
        near_limit=left is not None and left <= LIMIT_DAYS_DEFAULT * (100 - WARNING_PERCENT_DEFAULT) // 100,
        done=qip.state in FINISHED,
        cost_cents=qip.cost.amount if qip.cost else None,
        currency=qip.cost.currency if qip.cost else "USD",
    )


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _late_points(qips: tuple[QipRow, ...]) -> tuple[str, ...]:
    late = [qip for qip in qips if qip.days_late]
    return tuple(
        f"QIP {qip.serial} {qip.title}, {qip.place}: {qip.days_late} days past its limit." for qip in late[:3]
    )


def _follow_up(promise: FollowUp, found: Gathered, today: date) -> FollowUpRow:
    overdue = (today - promise.due).days if promise.due and promise.overdue(today) else 0
    return FollowUpRow(
        what=promise.what or "",
        ours=promise.owed_by != "them",
        owner=promise.owner or "",
        counterpart=found.names.get(promise.counterpart or "", ""),
        due=promise.due,
        days_overdue=overdue,
    )


def _planned(found: Gathered, period: Period) -> tuple[PlannedRow, ...]:
    rows = [
        PlannedRow(
            when=meeting.started_at,
            what=meeting.title or meeting.objective or "Meeting",
            place=meeting.place or "",
            who=_counterparts(meeting, found),
        )
        for meeting in found.planned
    ]
    for meeting in found.meetings:
        following = meeting.next_meeting_at
        if following is not None and period.end < following <= period.next_end:
            title = f"Next: {meeting.title or 'meeting'}"
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
