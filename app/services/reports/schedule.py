"""Schedule: which sitreps this headquarters owes, by when, and whether one is overdue.

Cut-offs are the mission's settings for our level; without them a weekly report is due by our own default, which is no
rule. A cut-off is written as people do: `18:00`, `Sunday 18:00`, or for a monthly report `5 12:00`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from app.domain.moments import parse_moment
from app.domain.vocabularies import SITREP_TYPE, WEEKDAY
from app.services import records, settings
from app.services.desks import Desk
from app.services.newest import latest
from app.services.views import View

DEFAULTS = {"unit": "Sunday 18:00", "sector": "Monday 10:00", "force": "Monday 18:00"}
"""When a weekly report is due where the mission has said nothing."""
SPANS = {"daily": 1, "weekly": 7, "monthly": 31}
"""The types that come again and again; days after which one is due once more at the latest."""
_TIME = re.compile(r"\b([01]?\d|2[0-3])[:.hH]?([0-5]\d)\b")
_DAY = re.compile(r"^\s*(\d{1,2})\b(?![:.hH]?\d)")
_DAYS = tuple(code[:3] for code, _ in WEEKDAY)


class CutOff(View, frozen=True, kw_only=True):
    """A cut-off as read: its time of day, and the weekday (0 Monday) or day of the month it falls on."""

    at: time
    weekday: int | None = None
    day: int | None = None

    def falls_on(self, day: date) -> bool:
        """Return whether the cut-off comes on a day."""
        if self.weekday is not None:
            return day.weekday() == self.weekday
        return self.day is None or day.day == self.day


class Deadline(View, frozen=True, kw_only=True):
    """One type of report that is owed: its last cut-off, its next one, and whether the last was missed.

    `until` is the last day that the report for the last cut-off covers, `coming` that of the next.
    """

    type: str
    last: datetime
    next: datetime
    until: date
    coming: date
    overdue: bool


def read_cut_off(text: str, kind: str) -> CutOff | None:
    """Read a cut-off of a type of report as people write it; None where it says no time."""
    found = _TIME.search(text)
    if found is None:
        return None
    words = re.findall(r"[a-z]+", text.casefold())
    weekday = next((_DAYS.index(word[:3]) for word in words if word[:3] in _DAYS), None)
    numbered = _DAY.search(text)
    at = time(int(found[1]), int(found[2]))
    if kind == "weekly":
        return CutOff(at=at, weekday=6 if weekday is None else weekday)
    if kind == "monthly":
        return CutOff(at=at, day=min(28, max(1, int(numbered[1]))) if numbered else 1)
    return CutOff(at=at)


def deadlines(desk: Desk, now: datetime) -> tuple[Deadline, ...]:
    """Return the reports that this headquarters owes, overdue ones first; `now` is aware, in the laptop's offset."""
    laid_down, level = settings.current(desk), str(desk.standing.level)
    found = []
    for kind, _ in SITREP_TYPE:
        if kind not in SPANS:
            continue
        written = laid_down.cut_off(kind, level) or (DEFAULTS.get(level, "") if kind == "weekly" else "")
        cut_off = read_cut_off(written, kind)
        if cut_off is not None:
            found.append(_deadline(desk, kind, cut_off, now))
    return tuple(sorted(found, key=lambda one: (not one.overdue, one.next)))


def _deadline(desk: Desk, kind: str, cut_off: CutOff, now: datetime) -> Deadline:
    last = _nearest(cut_off, now, -1)
    coming = _nearest(cut_off, now, 1)
    before = _nearest(cut_off, last - timedelta(minutes=1), -1)
    begun = _begun(desk)
    issued = _issued_after(desk, kind, before)
    return Deadline(
        type=kind,
        last=last,
        next=coming,
        until=_covered(last),
        coming=_covered(coming),
        overdue=begun is not None and begun < before and not issued,
    )


def _nearest(cut_off: CutOff, now: datetime, step: int) -> datetime:
    """Return the cut-off at or before a moment (step -1), or the first after it (step 1)."""
    day = now.date()
    while True:
        moment = datetime.combine(day, cut_off.at, now.tzinfo)
        if cut_off.falls_on(day) and (moment <= now if step < 0 else moment > now):
            return moment
        day += timedelta(days=step)


def _covered(moment: datetime) -> date:
    """A report due in the morning covers the day before, one due in the afternoon that day."""
    return moment.date() - timedelta(days=1) if moment.hour < 12 else moment.date()


def _begun(desk: Desk) -> datetime | None:
    """Return when this logbook's work began: its first meeting; a new logbook owes nothing for the time before."""
    first = records.page(desk, "meeting", where=_own(desk), limit=1)
    return parse_moment(first[0].created_at) if first else None


def _issued_after(desk: Desk, kind: str, moment: datetime) -> bool:
    newest = (("issued_at", "<=", latest(desk.clock())), ("type", "=", kind), *_own(desk))
    found = records.page(desk, "sitrep", where=newest, order=("issued_at", True), limit=1)
    return bool(found) and parse_moment(found[0].fields["issued_at"]) > moment


def _own(desk: Desk) -> tuple[tuple[str, str, str], ...]:
    unit = desk.identity.unit
    return (("unit", "=", unit),) if unit else ()
