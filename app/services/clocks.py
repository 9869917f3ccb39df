"""Clocks: what waits to be reported to Mission HQ: emergencies that were executed at once, and flash notes."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.notes import Note
from app.domain.support_requests import SupportRequest
from app.services.desks import Desk
from app.services.newest import newest_first
from app.services.showing import view_of
from app.services.structures import typed_record
from app.services.views import RecordView, View
from app.storage.reader import Reader
from app.storage.rows import RecordState

MOST_CLOCKS = 200
_CLOCKED = (
    ("support_request", (("state", "in", ["executing", "done"]), ("reported_at", "empty", None))),
    ("note", (("flash", "=", True), ("reported_at", "empty", None))),
)


class Clock(View, frozen=True, kw_only=True):
    """A record that waits to be reported to Mission HQ, and how long it has."""

    record: RecordView
    waited: timedelta


def running(desk: Desk, now: datetime) -> tuple[Clock, ...]:
    """Return every running clock: emergencies before flash notes, and of each the longest wait first."""
    with desk.logbook.reading() as reader:
        found = [
            Clock(record=view_of(state), waited=waited)
            for state in _candidates(reader, now)
            if (waited := clock_of(state, now)) is not None
        ]
    return tuple(sorted(found, key=lambda one: (one.record.kind == "note", -one.waited)))


def clock_of(state: RecordState, now: datetime) -> timedelta | None:
    """Return how long a record has waited to be reported, or None where no clock runs."""
    record = typed_record(state.kind, state.values)
    return record.clock(now) if isinstance(record, SupportRequest | Note) else None


def _candidates(reader: Reader, now: datetime) -> list[RecordState]:
    return [
        state
        for kind, where in _CLOCKED
        for state in reader.states(newest_first(reader, kind, where, now, MOST_CLOCKS))
    ]
