"""The rows of a sitrep: each typed record put into the words and figures of its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from app.domain.follow_ups import FollowUp
from app.domain.kinds import fields_of
from app.domain.meetings import Meeting
from app.domain.notes import Note
from app.domain.policy.screening import BY_NAME, asked
from app.domain.policy.victims import without_names
from app.domain.projects import Project
from app.domain.qips import Qip
from app.domain.support_requests import SupportRequest
from app.reports.content import (
    FollowUpRow,
    MeetingRow,
    NoteRow,
    PlannedRow,
    ProjectRow,
    QipRow,
    SupportRow,
)
from app.reports.document import Narrative
from app.reports.words import Words
from app.services.sitrep_material import FINISHED, Gathered, Period

R = TypeVar("R", ProjectRow, QipRow, SupportRow)
PARA_9 = BY_NAME["para_9"].fields


def note_row(note: Note, words: Words) -> NoteRow:
    """Return a note with its facts, and comment and assessment as far as its readers may know them."""
    assert note.observed_at is not None  # noqa: S101 - the period was asked for by it
    topic, facts, comment, assessment = (
        without_names(text or "", f"[{words.victim}]")
        for text in (note.topic, note.facts, note.comment, note.assessment)
    )
    said = Narrative(facts=facts, comment=comment, assessment=assessment)
    return NoteRow(observed=note.observed_at, topic=topic, place=note.place or note.admin1 or "", text=said)


def support_row(request: SupportRequest, found: Gathered, words: Words, *, screened: bool) -> SupportRow:
    """Return a request with its state, and how it was screened where its readers may know that.

    An emergency that waits for its report says so.
    """
    waits = bool(request.emergency) and request.reported_at is None and request.state in ("executing", "done")
    state = _state("support_request", request.state, words)
    return SupportRow(
        serial=request.serial or "",
        requester=found.names.get(request.requester or "", "") or request.requester_name or "",
        what="\n".join(part for part in (request.title, request.place) if part),
        state=f"{state}, {words.unreported}" if waits else state,
        screening=_screening(request, words) if screened else "",
        emergency=waits,
    )


def _screening(request: SupportRequest, words: Words) -> str:
    """Say how the three questions of paragraph 10 were answered, and any no of paragraph 9."""
    if request.emergency:
        return words.exempt
    fields = fields_of("support_request")
    lines = [words.label(fields[name]) for name in PARA_9 if getattr(request, name) == "no"]
    signs = {"yes": "✓", "no": "✗", None: "–"}
    lines = [f"✗ {line}" for line in lines]
    if request.brought_in:
        lines.append(words.not_screened)
    if "para_10" in {rule.name for rule in asked(request)}:
        told = (f"{word}\u00a0{signs[getattr(request, name)]}" for name, word in words.para_10.items())
        lines.append("  ".join(told))
    return "\n".join(lines)


def meeting_row(meeting: Meeting, found: Gathered, words: Words) -> MeetingRow:
    """Return a meeting with its form, counterparts and outcome."""
    fields = fields_of("meeting")
    form = words.choice(fields["form"], meeting.form) if meeting.form else words.said("Meeting")
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


def project_row(project: Project, words: Words) -> ProjectRow:
    """Return a community-support project."""
    people = project.beneficiaries.people if project.beneficiaries else None
    return ProjectRow(
        serial=project.serial or "",
        title=project.title or "",
        place=project.place or project.admin1 or "",
        state=_state("project", project.state, words),
        unit=project.executing_unit or "",
        percent_done=project.percent_done,
        beneficiaries=f"{people:,}".replace(",", words.thousands)
        if people
        else (project.beneficiaries_note or ""),
    )


def qip_row(identifier: str, qip: Qip, found: Gathered, today: date, words: Words) -> QipRow:
    """Return a QIP with its progress by the newest visit and its days to the limit."""
    visit = found.visits.get(identifier)
    left = found.settings.days_left(qip, today)
    return QipRow(
        serial=qip.serial or "",
        title=qip.title or "",
        place=qip.place or qip.admin1 or "",
        state=_state("qip", qip.state, words),
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


def follow_up_row(promise: FollowUp, found: Gathered, today: date) -> FollowUpRow:
    """Return a promise and how long it is overdue."""
    overdue = (today - promise.due).days if promise.due and promise.overdue(today) else 0
    return FollowUpRow(
        what=promise.what or "",
        ours=promise.owed_by != "them",
        owner=promise.owner or "",
        counterpart=found.names.get(promise.counterpart or "", ""),
        due=promise.due,
        days_overdue=overdue,
    )


def planned_rows(found: Gathered, period: Period, words: Words) -> tuple[PlannedRow, ...]:
    """Return the meetings of the next period: those entered, and those agreed as the next ones."""
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


def with_short_serials(rows: Sequence[R]) -> Iterator[R]:
    """Yield the rows with the running number alone where one unit gave them all, else with the unit's code."""
    for row, serial in zip(rows, short_serials([row.serial for row in rows]), strict=True):
        yield msgspec.structs.replace(row, serial=serial)


def short_serials(serials: Sequence[str]) -> list[str]:
    """Return serials of one kind as the running number alone, or behind the unit's code where there are several."""
    parts = [_parts(serial) for serial in serials]
    one_unit = len({code for code, _ in parts}) == 1
    return [number if one_unit else f"{code} {number}" for code, number in parts]


def _parts(serial: str) -> tuple[str, str]:
    """Return unit code and running number of a serial; kind and year stand in the heading and the period."""
    code, _, number = serial.rpartition("-")
    return "-".join(code.split("-")[:-2]), number


def _state(kind: str, state: str | None, words: Words) -> str:
    return words.choice(fields_of(kind)["state"], state) if state else ""
