"""Reading for a sitrep: the records of a scope within one snapshot, and what their references are called."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from app.domain.audiences import Audience
from app.domain.moments import moment_text
from app.domain.policy.release import told_point
from app.domain.records import Record
from app.domain.support_workflow import WORKFLOW as REQUESTS
from app.domain.visits import Visit
from app.reports.words import Words
from app.services.reports.release import CLOSED, OPEN_TO_PARTNERS, is_for, left_out, state_for
from app.services.sitrep_material import Period, Scope, Where
from app.services.structures import typed_record
from app.storage.reader import Reader
from app.storage.rows import RecordState

T = TypeVar("T", bound=Record)


class Reading:
    """Reads the records of one scope within one snapshot."""

    def __init__(self, reader: Reader, scope: Scope) -> None:
        self._reader = reader
        self._within = scope.where
        self._scope = scope

    def some(self, kind: str, where: Where = ()) -> list[RecordState]:
        """Return the records of a kind that meet the conditions."""
        return states_of(self._reader, kind, (*self._within, *where))

    def of_days(self, kind: str, where: Where) -> list[RecordState]:
        """Return the records of some days; the days find them fast, so the unit is looked at afterwards."""
        open_to = OPEN_TO_PARTNERS if self._scope.releasable else ()
        unit = self._scope.unit
        found = states_of(self._reader, kind, (*open_to, *where))
        return [one for one in found if not unit or one.unit == unit or one.unit.startswith(f"{unit}/")]

    def requests(self, period: Period) -> list[RecordState]:
        """Return requests that are open, and those that came in or were reported in the period; emergencies first."""
        still = tuple(state for state in REQUESTS.states if state not in REQUESTS.closed)
        came = between("received_at", period.start, period.end)
        reported = between("reported_at", period.start, period.end)
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
        of_period = between("observed_at", period.start, period.end)
        found = {one.id: one for where in (waiting, of_period) for one in self.some("note", where)}
        return sorted(found.values(), key=lambda one: str(one.values.get("observed_at") or ""))


def _runs(state: RecordState) -> bool:
    """Return whether an emergency waits to be reported."""
    values = state.values
    return bool(values.get("emergency")) and values.get("reported_at") is None


def places_in(reader: Reader, audience: Audience) -> dict[str, dict[str, Any]]:
    """Return the points of the places in the register by their folded names; a name that two share says nothing.

    They are as exact as the audience may know them.
    """
    points: dict[str, dict[str, Any]] = {}
    shared: set[str] = set()
    for state in states_of(reader, "place", (("point", "filled", None),)):
        name = str(state.values.get("name") or "").strip().casefold()
        point = told_point(state.values, audience) if is_for(state, audience) else None
        shared |= {name} & points.keys()
        if point is not None:
            points[name] = point
    return {name: point for name, point in points.items() if name and name not in shared}


def between(name: str, start: datetime, end: datetime) -> Where:
    """Return the conditions that a moment lies in a stretch, its ends included."""
    return ((name, ">=", moment_text(start)), (name, "<=", moment_text(end)))


def states_of(reader: Reader, kind: str, where: Where) -> list[RecordState]:
    """Return the records of a kind that meet the conditions, meetings by their start, others by serial."""
    order = ("started_at", False) if kind == "meeting" else ("serial", False)
    rows = reader.rows(reader.keys(kind, where, order))
    states = reader.records(row.id for row in rows)
    return [states[row.id] for row in rows]


def typed(cls: type[T], states: Iterable[RecordState]) -> tuple[T, ...]:
    """Return records as structures of a kind; others are left out."""
    records = (typed_record(state.kind, state.values) for state in states)
    return tuple(record for record in records if isinstance(record, cls))


def latest_visits(states: Iterable[RecordState], until: date) -> dict[str, tuple[RecordState, Visit]]:
    """Return the newest visit to each project until a day, with the record it is."""
    latest: dict[str, tuple[RecordState, Visit]] = {}
    for state in states:
        for visit in typed(Visit, (state,)):
            known = latest.get(visit.project or "")
            if (
                visit.project
                and visit.date
                and visit.date <= until
                and (known is None or visit.date >= (known[1].date or visit.date))
            ):
                latest[visit.project] = (state, visit)
    return latest


def people_in(reader: Reader, states: Iterable[RecordState]) -> list[dict[str, Any]]:
    """Return everybody whose name may stand in a text: all in the register, and who took part."""
    listed = [state.values for state in states_of(reader, "person", ())]
    return listed + [row for state in states for row in state.values.get("participants") or ()]


def names_in(
    reader: Reader, states: Iterable[RecordState], audience: Audience, words: Words
) -> dict[str, str]:
    """Return what references are called; of a protected source only the function is ever shown.

    Of records that may not be shown to the audience none is named.
    """
    wanted: set[str] = set()
    for state in states:
        wanted.update(state.values.get("organisations") or ())
        wanted.update(
            value for name in ("counterpart", "forum", "requester") if (value := state.values.get(name))
        )
        for row in state.values.get("participants") or ():
            wanted.update(value for name in ("person", "organisation") if (value := row.get(name)))
    return {one: _name(state, audience, words) for one, state in reader.records(wanted).items()}


def _name(state: RecordState, audience: Audience, words: Words) -> str:
    if not is_for(state, audience):
        return left_out(CLOSED, words.left_out)
    protected = state.values.get("protected_source")
    values = state_for(state, audience, words.left_out).values
    if state.kind == "person" and protected:
        return str(values.get("function") or "a protected source")
    return str(values.get("acronym") or values.get("name") or values.get("serial") or "")
