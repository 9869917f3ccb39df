"""What goes into a sitrep: the records of a period and a unit, gathered from the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from app.domain.follow_ups import FollowUp
from app.domain.meetings import Meeting
from app.domain.moments import moment_text
from app.domain.projects import CommunityWork, Project
from app.domain.qips import Qip
from app.domain.records import Record
from app.domain.visits import Visit
from app.domain.vocabularies import MARKINGS
from app.services.acceptance import typed_record
from app.services.desks import Desk
from app.storage.reader import Reader
from app.storage.rows import RecordState

T = TypeVar("T", bound=Record)
FINISHED = frozenset(
    {
        "completed",
        "handed_over",
        "final_report",
        "final_tranche",
        "evaluated",
        "closed",
        "rejected",
        "cancelled",
    }
)
"""States in which nothing is being built any more."""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """First and last moment of a report, aware, in UTC."""

    start: datetime
    end: datetime

    @property
    def next_end(self) -> datetime:
        """The end of a following period of the same length."""
        return self.end + (self.end - self.start) + timedelta(minutes=1)

    def holds(self, day: date | None) -> bool:
        """Return whether a day lies in the period."""
        return day is not None and self.start.date() <= day <= self.end.date()


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """The records of a report as typed structures, and what their references are called."""

    meetings: tuple[Meeting, ...]
    planned: tuple[Meeting, ...]
    projects: tuple[Project, ...]
    qips: tuple[tuple[str, Qip], ...]
    visits: dict[str, Visit]
    follow_ups: tuple[FollowUp, ...]
    names: dict[str, str]
    marking: str


def gather(desk: Desk, period: Period, unit: str | None) -> Gathered:
    """Read everything a report of this period and unit (and the units below it) is made from."""
    within: tuple[tuple[str, str, Any], ...] = (("unit", "under", unit),) if unit else ()
    with desk.logbook.reading() as reader:
        held = _states(reader, "meeting", (*within, *_between(period.start, period.end)))
        planned = _states(reader, "meeting", (*within, *_between(period.end, period.next_end)))
        projects = [one for one in _states(reader, "project", within) if _project_counts(one, period)]
        qips = [one for one in _states(reader, "qip", within) if _qip_counts(one, period)]
        promises = _states(reader, "follow_up", (*within, ("state", "=", "open")))
        visits = _latest_visits(_states(reader, "visit", ()))
        names = _names(reader, [*held, *planned, *promises])
    shown = [*held, *projects, *qips, *promises]
    return Gathered(
        meetings=_typed(Meeting, held),
        planned=_typed(Meeting, planned),
        projects=_typed(Project, projects),
        qips=tuple((one.id, typed) for one, typed in zip(qips, _typed(Qip, qips), strict=True)),
        visits=visits,
        follow_ups=_typed(FollowUp, promises),
        names=names,
        marking=_highest(shown),
    )


def _between(start: datetime, end: datetime) -> tuple[tuple[str, str, Any], ...]:
    return (("started_at", ">=", moment_text(start)), ("started_at", "<=", moment_text(end)))


def _states(reader: Reader, kind: str, where: tuple[tuple[str, str, Any], ...]) -> list[RecordState]:
    order = ("started_at", False) if kind == "meeting" else ("serial", False)
    rows = reader.rows(reader.keys(kind, where, order))
    states = reader.records(row.id for row in rows)
    return [states[row.id] for row in rows]


def _typed(cls: type[T], states: Iterable[RecordState]) -> tuple[T, ...]:
    records = (typed_record(state.kind, state.values) for state in states)
    return tuple(record for record in records if isinstance(record, cls))


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


def _latest_visits(states: Iterable[RecordState]) -> dict[str, Visit]:
    latest: dict[str, Visit] = {}
    for visit in _typed(Visit, states):
        if visit.project is None or visit.date is None:
            continue
        known = latest.get(visit.project)
        if known is None or known.date is None or visit.date >= known.date:
            latest[visit.project] = visit
    return latest


def _names(reader: Reader, states: Iterable[RecordState]) -> dict[str, str]:
    """Return what references are called; of a protected source only the function is ever shown."""
    wanted: set[str] = set()
    for state in states:
        wanted.update(state.values.get("organisations") or ())
        wanted.update(value for name in ("counterpart", "forum") if (value := state.values.get(name)))
        for row in state.values.get("participants") or ():
            wanted.update(value for name in ("person", "organisation") if (value := row.get(name)))
    return {identifier: _name(state) for identifier, state in reader.records(wanted).items()}


def _name(state: RecordState) -> str:
    values = state.values
    if state.kind == "person" and values.get("protected_source"):
        return str(values.get("function") or "a protected source")
    return str(values.get("acronym") or values.get("name") or values.get("serial") or "")


def _highest(states: Iterable[RecordState]) -> str:
    found = {state.values.get("marking") for state in states} & set(MARKINGS)
    return str(max(found, key=lambda marking: MARKINGS.index(str(marking)), default=MARKINGS[0]))
