"""Attention: what somebody must look at: report clocks, unread directives, expired assessments, the limit of a QIP."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.notes import Note
from app.domain.qips import CLOCK_START_DEFAULT, LIMIT_DAYS_DEFAULT, WARNING_PERCENT_DEFAULT
from app.domain.support_requests import SupportRequest
from app.services import records, settings
from app.services.acceptance import typed_record
from app.services.desks import Desk
from app.services.views import RecordView, View

QIP_RUNNING = ("mou_signed", "first_tranche", "in_progress", "suspended")
"""The states in which a QIP can have a running clock."""
MOST_CLOCKS = 50
MOST_DIRECTIVES = 200
_CLOCKED = (
    ("support_request", (("emergency", "=", True), ("state", "in", ["executing", "done"]))),
    ("note", (("flash", "=", True), ("reported_at", "empty", None))),
)


class QipLimit(View, frozen=True, kw_only=True):
    """How many days a QIP may take, after what share of them to warn, and what starts its clock."""

    days: int = LIMIT_DAYS_DEFAULT
    warning_percent: int = WARNING_PERCENT_DEFAULT
    clock: str = CLOCK_START_DEFAULT

    @property
    def warning_days(self) -> int:
        """From how many days left on a QIP is near its limit."""
        return self.days * (100 - self.warning_percent) // 100


USUAL_LIMIT = QipLimit()
"""The limit where the mission has laid down nothing."""


class Clock(View, frozen=True, kw_only=True):
    """A record that waits to be reported to Mission HQ, and how long it has."""

    record: RecordView
    waited: timedelta


def qip_limit(desk: Desk) -> QipLimit:
    """Return the limit by the mission's settings, else the defaults."""
    found = settings.current(desk)
    return QipLimit(
        days=found.qip_limit_days, warning_percent=found.qip_warning_percent, clock=found.clock_start
    )


def running_clocks(desk: Desk, now: datetime) -> tuple[Clock, ...]:
    """Return emergencies and flash notes that are not reported yet, the longest wait first."""
    found = []
    for kind, where in _CLOCKED:
        for view in records.page(desk, kind, where=where, limit=MOST_CLOCKS):
            record = typed_record(kind, {**view.fields, "state": view.state} if view.state else view.fields)
            waited = record.clock(now) if isinstance(record, SupportRequest | Note) else None
            if waited is not None:
                found.append(Clock(record=view, waited=waited))
    return tuple(sorted(found, key=lambda one: (one.record.kind == "note", -one.waited)))


def unread_directives(desk: Desk, today: date) -> tuple[RecordView, ...]:
    """Return the directives in force that others issued and our unit has not acknowledged, newest first."""
    own = {name for name in (desk.identity.unit, desk.identity.unit_name) if name}
    said = records.page(desk, "acknowledgement", where=(("by_unit", "in", sorted(own)),))
    read = {one.fields.get("directive") for one in said}
    order = ("valid_from", True)
    return tuple(
        one
        for one in records.page(desk, "directive", order=order, limit=MOST_DIRECTIVES)
        if one.unit != desk.identity.unit and one.id not in read and in_force(one, today)
    )


def in_force(directive: RecordView, today: date) -> bool:
    """Return whether a directive holds on a day."""
    start, end = directive.fields.get("valid_from"), directive.fields.get("valid_to")
    day = today.isoformat()
    return (start is None or start <= day) and (end is None or day <= end)


def expired_assessments(desk: Desk, today: date, limit: int) -> tuple[tuple[RecordView, ...], int]:
    """Return the assessments past their date, the latest expiry first, and how many there are."""
    where = (("valid_until", "<", today.isoformat()),)
    found = records.page(desk, "assessment", where=where, order=("valid_until", True), limit=limit)
    return found, records.count(desk, "assessment", where=where)
