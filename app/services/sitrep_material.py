"""What a sitrep is made of: its period and scope, and the records gathered for it as typed structures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from app.domain.follow_ups import FollowUp
from app.domain.meetings import Meeting
from app.domain.notes import Note
from app.domain.projects import Project
from app.domain.qips import Qip
from app.domain.support_requests import SupportRequest
from app.domain.visits import Visit
from app.services.reports.positions import Sign
from app.services.reports.release import OPEN_TO_PARTNERS
from app.services.settings import Settings

Where = tuple[tuple[str, str, Any], ...]
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
    """Whose records a report tells of: a unit path and those below it, without what was left out by hand.

    A flash report tells of what happened, so what merely goes on (projects, promises, usual requests) stays out of it.
    """

    unit: str | None
    left_out: frozenset[str] = frozenset()
    releasable: bool = False
    flash: bool = False

    @property
    def where(self) -> Where:
        """The conditions that every record of the report meets."""
        under: Where = (("unit", "under", self.unit),) if self.unit else ()
        return (*under, *OPEN_TO_PARTNERS) if self.releasable else under


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A record that a report can tell of: what an officer ticks."""

    id: str
    kind: str
    serial: str
    title: str


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
    people: tuple[dict[str, Any], ...]
    units: dict[str, str]
    marking: str
    placed: tuple[tuple[Sign, str, dict[str, Any]], ...]
    files: tuple[tuple[str, dict[str, Any]], ...]
    heads: dict[str, tuple[str, ...]]
    offered: tuple[Offered, ...]
    settings: Settings
