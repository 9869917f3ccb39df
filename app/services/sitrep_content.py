"""What goes into a sitrep: the records of a period and a unit, gathered from the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from app.domain.follow_ups import FollowUp
from app.domain.kinds import title_of
from app.domain.meetings import Meeting
from app.domain.moments import moment_text
from app.domain.notes import Note
from app.domain.projects import CommunityWork, Project
from app.domain.qips import Qip
from app.domain.records import Record
from app.domain.support_requests import WORKFLOW as REQUESTS
from app.domain.support_requests import SupportRequest
from app.domain.visits import Visit
from app.domain.vocabularies import MARKINGS
from app.services import settings
from app.services.desks import Desk
from app.services.reports.positions import Sign
from app.services.reports.release import OPEN_TO_PARTNERS, names_of
from app.services.settings import Settings
from app.services.structures import typed_record
from app.storage.reader import Reader
from app.storage.rows import RecordState

T = TypeVar("T", bound=Record)
Where = tuple[tuple[str, str, Any], ...]
PICTURED = frozenset({"meeting", "project", "qip", "note", "support_request"})
"""The kinds whose photos stand in the annex."""
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


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Whose records a report tells of: a unit path and those below it, without what was left out by hand."""

    unit: str | None
    left_out: frozenset[str] = frozenset()
    releasable: bool = False

    @property
    def where(self) -> Where:
        """The conditions that every record of the report meets."""
        under: Where = (("unit", "under", self.unit),) if self.unit else ()
        return (*under, *OPEN_TO_PARTNERS) if self.releasable else under


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """The records of a report as typed structures, and what their references are called.

    `offered` lists every record that could be told of, `heads` the revisions of all that were read for it.
    """

    meetings: tuple[Meeting, ...]
    planned: tuple[Meeting, ...]
    requests: tuple[SupportRequest, ...]
    notes: tuple[Note, ...]
    projects: tuple[Project, ...]
    qips: tuple[tuple[str, Qip], ...]
    visits: dict[str, Visit]
    follow_ups: tuple[FollowUp, ...]
    names: dict[str, str]
    people: dict[str, str]
    units: dict[str, str]
    marking: str
    placed: tuple[tuple[Sign, str, dict[str, Any]], ...]
    files: tuple[tuple[str, dict[str, Any]], ...]
    heads: dict[str, tuple[str, ...]]
    offered: tuple[Offered, ...]
    settings: Settings


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A record that a report can tell of: what an officer ticks."""

    id: str
    kind: str
    serial: str
    title: str


def gather(desk: Desk, period: Period, scope: Scope) -> Gathered:
    """Read everything a report of this period and scope is made from."""
    with desk.logbook.reading() as reader:
        read, laid_down = _Reading(reader, scope), settings.read(desk, reader)
        held = read.of_days("meeting", _between("started_at", period.start, period.end))
        planned = read.of_days("meeting", _between("started_at", period.end, period.next_end))
        requests = read.requests(period)
        notes = read.notes(period)
        projects = [one for one in read.some("project") if _project_counts(one, period)]
        qips = [one for one in read.some("qip") if _qip_counts(one, period)]
        promises = read.some("follow_up", (("state", "=", "open"),))
        visits = _latest_visits(_states(reader, "visit", ()))
        told = [*held, *requests, *notes, *projects, *qips, *promises]
        names = _names(reader, [*told, *planned])
        places = _places(reader)
        people = names_of(_people(reader, told)) if scope.releasable else {}
    stays = [one for one in told if one.id not in scope.left_out]
    kept = {one.id for one in stays}
    shown = [*stays, *(one for one in planned if one.id not in scope.left_out)]
    return Gathered(
        meetings=_typed(Meeting, (one for one in held if one.id in kept)),
        planned=_typed(Meeting, (one for one in planned if one.id not in scope.left_out)),
        requests=_typed(SupportRequest, (one for one in requests if one.id in kept)),
        notes=_typed(Note, (one for one in notes if one.id in kept)),
        projects=_typed(Project, (one for one in projects if one.id in kept)),
        qips=tuple((one.id, typed) for one in qips if one.id in kept for typed in _typed(Qip, (one,))),
        visits={project: visit for project, (_, visit) in visits.items()},
        follow_ups=_typed(FollowUp, (one for one in promises if one.id in kept)),
        names=names,
        people=people,
        units={one.id: one.unit for one in stays},
        marking=_highest(shown),
        placed=tuple(
            (_sign(one.kind), _short(one), placed) for one in stays if (placed := _placed(one, places)).get("point")
        ),
        files=_files(one for one in stays if one.kind in PICTURED and _new_files(one, period)),
        heads=_heads(shown, [state for project, (state, _) in visits.items() if project in kept]),
        offered=tuple(_offer(one) for one in told),
        settings=laid_down,
    )


class _Reading:
    """Reads the records of one scope within one snapshot."""

    def __init__(self, reader: Reader, scope: Scope) -> None:
        self._reader = reader
        self._within = scope.where
        self._scope = scope

    def some(self, kind: str, where: Where = ()) -> list[RecordState]:
        """Return the records of a kind that meet the conditions."""
        return _states(self._reader, kind, (*self._within, *where))

    def of_days(self, kind: str, where: Where) -> list[RecordState]:
        """Return the records of some days; the days find them fast, so the unit is looked at afterwards."""
        open_to = OPEN_TO_PARTNERS if self._scope.releasable else ()
        unit = self._scope.unit
        found = _states(self._reader, kind, (*open_to, *where))
        return [one for one in found if not unit or one.unit == unit or one.unit.startswith(f"{unit}/")]

    def requests(self, period: Period) -> list[RecordState]:
        """Return requests that are open, and those that came in or were reported in the period; emergencies first."""
        still = tuple(state for state in REQUESTS.states if state not in REQUESTS.closed)
        came = _between("received_at", period.start, period.end)
        reported = _between("reported_at", period.start, period.end)
        begun = ("received_at", "<=", moment_text(period.end))
        found = {
            one.id: one
            for where in ((("state", "in", still), begun), came, reported)
            for one in self.some("support_request", where)
        }
        return sorted(found.values(), key=lambda one: (not _runs(one), str(one.values.get("serial") or "")))

    def notes(self, period: Period) -> list[RecordState]:
        """Return the notes of the period, and urgent ones that still wait to be reported."""
        waiting = (
            ("flash", "=", True), ("reported_at", "empty", None), ("observed_at", "<=", moment_text(period.end)),
        )  # fmt: skip
        of_period = _between("observed_at", period.start, period.end)
        found = {one.id: one for where in (waiting, of_period) for one in self.some("note", where)}
        return sorted(found.values(), key=lambda one: str(one.values.get("observed_at") or ""))


def _runs(state: RecordState) -> bool:
    """Return whether an emergency waits to be reported."""
    values = state.values
    return bool(values.get("emergency")) and values.get("reported_at") is None


def _places(reader: Reader) -> dict[str, dict[str, Any]]:
    """Return the points of the places in the register by their folded names; a name that two share says nothing."""
    points: dict[str, dict[str, Any]] = {}
    shared: set[str] = set()
    for state in _states(reader, "place", (("point", "filled", None),)):
        name = str(state.values.get("name") or "").strip().casefold()
        shared |= {name} & points.keys()
        points[name] = state.values["point"]
    return {name: point for name, point in points.items() if name and name not in shared}


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


def _new_files(state: RecordState, period: Period) -> bool:
    """Return whether a record was worked on in the period, so that its photos are news."""
    return moment_text(period.start) <= state.updated_at <= moment_text(period.end) or state.kind == "meeting"


def _heads(*many: Iterable[RecordState]) -> dict[str, tuple[str, ...]]:
    return {state.id: state.heads for states in many for state in states}


def _between(name: str, start: datetime, end: datetime) -> Where:
    return ((name, ">=", moment_text(start)), (name, "<=", moment_text(end)))


def _states(reader: Reader, kind: str, where: Where) -> list[RecordState]:
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


def _latest_visits(states: Iterable[RecordState]) -> dict[str, tuple[RecordState, Visit]]:
    """Return the newest visit to each project, with the record it is."""
    latest: dict[str, tuple[RecordState, Visit]] = {}
    for state in states:
        for visit in _typed(Visit, (state,)):
            known = latest.get(visit.project or "")
            if (
                visit.project
                and visit.date
                and (known is None or visit.date >= (known[1].date or visit.date))
            ):
                latest[visit.project] = (state, visit)
    return latest


def _people(reader: Reader, states: Iterable[RecordState]) -> list[dict[str, Any]]:
    """Return everybody whose name may stand in a text: all in the register, and who took part."""
    listed = [state.values for state in _states(reader, "person", ())]
    return listed + [row for state in states for row in state.values.get("participants") or ()]


def _names(reader: Reader, states: Iterable[RecordState]) -> dict[str, str]:
    """Return what references are called; of a protected source only the function is ever shown."""
    wanted: set[str] = set()
    for state in states:
        wanted.update(state.values.get("organisations") or ())
        wanted.update(
            value for name in ("counterpart", "forum", "requester") if (value := state.values.get(name))
        )
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
