"""What goes into a sitrep: the records of a period and a unit, gathered from the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from app.domain.follow_ups import FollowUp
from app.domain.kinds import title_of
from app.domain.meetings import Meeting
from app.domain.moments import moment_text
from app.domain.notes import Note
from app.domain.projects import CommunityWork, Project
from app.domain.qips import Qip
from app.domain.support_requests import SupportRequest
from app.domain.visits import Visit
from app.domain.vocabularies import MARKINGS
from app.reports.words import Words
from app.services import settings
from app.services.desks import Desk
from app.services.newest import is_ahead
from app.services.reports.positions import Sign
from app.services.reports.release import OPEN_TO_PARTNERS, audience_of, is_for, state_for
from app.services.sitrep_material import FINISHED, Gathered, Offered, Period, Scope
from app.services.sitrep_reading import (
    Reading,
    between,
    latest_visits,
    names_in,
    people_in,
    places_in,
    states_of,
    typed,
)
from app.services.structures import typed_record
from app.storage.rows import RecordState

PICTURED = frozenset({"meeting", "project", "qip", "note", "support_request"})
"""The kinds whose photos stand in the annex."""


def gather(desk: Desk, period: Period, scope: Scope, words: Words) -> Gathered:
    """Read everything a report of this period and scope is made from, as its readers may read it."""
    audience, out = audience_of(releasable=scope.releasable), scope.left_out
    now = desk.clock()
    with desk.logbook.reading() as reader:
        read, laid_down = Reading(reader, scope), settings.read(desk, reader)
        held = read.of_days("meeting", between("started_at", period.start, period.end))
        planned = read.of_days("meeting", between("started_at", period.end, period.next_end))
        requests = read.requests(period)
        notes = read.notes(period)
        projects, qips, promises = ([], [], []) if scope.flash else _going_on(read, period)
        if scope.flash:
            requests = [one for one in requests if one.values.get("emergency")]
        open_to = OPEN_TO_PARTNERS if scope.releasable else ()
        visits = latest_visits(states_of(reader, "visit", open_to), period.end.date())
        told = [*held, *requests, *notes, *projects, *qips, *promises]
        names = names_in(reader, [*told, *planned], audience, words)
        places = places_in(reader, audience)
        people = people_in(reader, told) if scope.releasable else []
    offered = tuple(_offer(one) for one in told)
    held, planned, requests, notes, projects, qips, promises = (
        [
            state_for(one, audience, words.left_out)
            for one in some
            if is_for(one, audience) and one.id not in out
        ]
        for some in (held, planned, requests, notes, projects, qips, promises)
    )
    stays = [*held, *requests, *notes, *projects, *qips, *promises]
    kept = {one.id for one in stays}
    shown = [*stays, *planned]
    return Gathered(
        meetings=typed(Meeting, held),
        planned=typed(Meeting, planned),
        requests=typed(SupportRequest, requests),
        notes=typed(Note, notes),
        projects=typed(Project, projects),
        qips=tuple((one.id, qip) for one in qips for qip in typed(Qip, (one,))),
        visits={
            project: visit
            for project, (state, _) in visits.items()
            for visit in typed(Visit, (state_for(state, audience, words.left_out),))
        },
        follow_ups=typed(FollowUp, promises),
        names=names,
        people=tuple(people),
        units={one.id: one.unit for one in stays},
        marking=_highest(shown),
        placed=tuple(
            (_sign(one.kind), _short(one), placed)
            for one in stays
            if (placed := _placed(one, places)).get("point")
        ),
        files=_files(one for one in stays if one.kind in PICTURED and _new_files(one, period, now)),
        heads=_heads(shown, [state for project, (state, _) in visits.items() if project in kept]),
        offered=offered,
        settings=laid_down,
    )


def _going_on(
    read: Reading, period: Period
) -> tuple[list[RecordState], list[RecordState], list[RecordState]]:
    """Return the projects and QIPs that are told of in a period, and the open promises."""
    projects = [one for one in read.some("project") if _project_counts(one, period)]
    qips = [one for one in read.some("qip") if _qip_counts(one, period)]
    return projects, qips, read.some("follow_up", (("state", "=", "open"),))


def _placed(state: RecordState, places: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a record's values with a point: its own, else that of the place it names."""
    if state.values.get("point"):
        return state.values
    known = places.get(str(state.values.get("place") or "").strip().casefold())
    return {**state.values, "point": known} if known else state.values


def _sign(kind: str) -> Sign:
    signs: dict[str, Sign] = {
        "meeting": "meeting", "support_request": "support_request", "qip": "qip", "project": "project",
        "assessment": "assessment",
    }  # fmt: skip
    return signs.get(kind, "note")


def _short(state: RecordState) -> str:
    return str(state.values.get("serial") or "").rpartition("-")[2] + " " + title_of(state.kind, state.values)


def _offer(state: RecordState) -> Offered:
    serial = str(state.values.get("serial") or "")
    return Offered(
        id=state.id, kind=state.kind, serial=serial, title=title_of(state.kind, state.values) or serial
    )


def _files(states: Iterable[RecordState]) -> tuple[tuple[str, dict[str, Any]], ...]:
    return tuple(
        (f"{state.values.get('serial')} {title_of(state.kind, state.values)}", file)
        for state in states
        for file in state.values.get("attachments") or ()
    )


def _new_files(state: RecordState, period: Period, now: datetime) -> bool:
    """Return whether a record was worked on in the period, so that its photos are news; or nobody knows when."""
    if state.kind == "meeting" or is_ahead(state.updated_at, now):
        return True
    return moment_text(period.start) <= state.updated_at <= moment_text(period.end)


def _heads(*many: Iterable[RecordState]) -> dict[str, tuple[str, ...]]:
    return {state.id: state.heads for states in many for state in states}


def _counts(work: CommunityWork, period: Period, *days: date | None) -> bool:
    """Work is reported while it is not finished, and in the period in which something happened to it."""
    if any(period.holds(day) for day in days):
        return True
    begun = work.start is None or work.start <= period.end.date()
    return begun and work.state not in FINISHED


def _project_counts(state: RecordState, period: Period) -> bool:
    project = typed_record("project", state.values)
    return isinstance(project, Project) and _counts(project, period, project.start, project.end)


def _qip_counts(state: RecordState, period: Period) -> bool:
    qip = typed_record("qip", state.values)
    return isinstance(qip, Qip) and _counts(
        qip, period, qip.start, qip.end, qip.handover_date, qip.mou_date, qip.clock_started()
    )


def _highest(states: Iterable[RecordState]) -> str:
    found = {state.values.get("marking") for state in states} & set(MARKINGS)
    return str(max(found, key=lambda marking: MARKINGS.index(str(marking)), default=MARKINGS[0]))
