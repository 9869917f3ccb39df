"""Overview: what the Today page and the counts of the left column say, asked of the logbook in one go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import msgspec

from app.desktop.lists.cells import lateness, qip_days_left
from app.desktop.markings import highest, highest_of
from app.desktop.words import many, near_day, tr
from app.domain.kinds import kind_named
from app.domain.moments import moment_text, parse_moment
from app.services import attention, records
from app.services.attention import QIP_RUNNING, QipLimit, qip_limit
from app.services.clocks import Clock, running
from app.services.desks import Desk
from app.services.directives import unread
from app.services.reports.schedule import deadlines
from app.services.views import RecordView, Status

Condition = tuple[str, str, object]
BY_DAY = ("due", False)
AHEAD = 7
"""Days that count as due soon."""
MOST = 8
"""Lines of a card; the list behind it has the rest."""
MOST_QIPS = 200


class Line(msgspec.Struct, frozen=True):
    """One line of a card: what, a word about it, a pill with its tone, and the record it leads to."""

    title: str
    detail: str = ""
    pill: str = ""
    tone: str = "info"
    kind: str = ""
    id: str = ""
    page: str = ""


class QipLine(msgspec.Struct, frozen=True):
    """One running QIP: how much is built and how much of its time is gone, in percent."""

    title: str
    id: str
    built: int | None
    gone: int | None
    days_left: int | None
    late: str
    marking: str = ""
    warning_days: int = 0

    @property
    def tone(self) -> str:
        """Late is red, near the limit amber, else green."""
        if self.days_left is None:
            return "info"
        return "bad" if self.days_left < 0 else "wait" if self.days_left <= self.warning_days else "good"


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that Today shows, with how many there are beyond the lines; `status` comes a moment later."""

    day: date
    late: tuple[Line, ...]
    late_count: int
    due: tuple[Line, ...]
    promises: tuple[Line, ...]
    promises_count: int
    qips: tuple[QipLine, ...]
    meetings_today: int
    clocks: tuple[Clock, ...] = ()
    renew: tuple[Line, ...] = ()
    renew_count: int = 0
    unread: int = 0
    overdue: int = 0
    requests: int = 0
    marking: str = ""
    status: Status | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The counts of the left column."""
        stand = self.status
        return {
            "liaison": self.meetings_today,
            "support": self.requests,
            "reports": self.unread + self.overdue,
            "projects": sum(1 for one in self.qips if one.tone in ("bad", "wait")),
            "follow_ups": self.late_count - sum(1 for one in self.qips if one.late),
            "exchange": stand.unsent + len(stand.held) + stand.conflicts if stand else 0,
        }


def overview(desk: Desk, now: datetime) -> Overview:
    """Ask the logbook for everything that Today needs but its exchange; `now` is local time."""
    today = now.date()
    is_open: Condition = ("state", "=", "open")
    past = records.keys(desk, "follow_up", where=(is_open, ("due", "<", today.isoformat())), order=BY_DAY)
    owed = records.keys(desk, "follow_up", where=(is_open, ("owed_by", "=", "us")), order=BY_DAY)
    until = (today + timedelta(days=AHEAD)).isoformat()
    span = (("due", ">=", today.isoformat()), ("due", "<=", until), is_open)
    lists = [records.rows(desk, keys[:MOST]) for keys in (past, owed)]
    lists.append(records.page(desk, "follow_up", where=span, order=BY_DAY, limit=MOST))
    names = records.titles(desk, _counterparts(one for found in lists for one in found))
    late, promises, due = (
        tuple(_promise(one, names, today, whose=found is not lists[1]) for one in found) for found in lists
    )
    qips = _qips(desk, today, qip_limit(desk))
    clocks = running(desk, now)
    renew, renew_count, unread = _renew(desk, today)
    meetings = _meetings(desk, now)
    late_qips = tuple(_late_qip(one) for one in qips if one.late)
    return Overview(
        day=today,
        late=(*late_qips, *late),
        late_count=len(past) + len(late_qips),
        due=(*(_meeting(one, today) for one in meetings), *due),
        promises=promises,
        promises_count=len(owed),
        qips=qips,
        meetings_today=sum(1 for one in meetings if _day_of(one) == today),
        clocks=clocks,
        renew=renew,
        renew_count=renew_count,
        unread=unread,
        overdue=sum(one.overdue for one in deadlines(desk, now)),
        requests=records.count(desk, "support_request", where=(_open_of("support_request"),)),
        marking=highest(
            (
                highest_of(one.record for one in clocks),
                highest_of((*meetings, *(one for found in lists for one in found))),
                *(one.marking for one in qips),
            )
        ),
    )


def _meetings(desk: Desk, now: datetime) -> tuple[RecordView, ...]:
    """Return the meetings of today and tomorrow, by this laptop's day."""
    first = datetime.combine(now.date(), time(), now.tzinfo)
    span = (
        ("started_at", ">=", moment_text(first)),
        ("started_at", "<", moment_text(first + timedelta(days=2))),
    )
    return records.page(desk, "meeting", where=span, order=("started_at", False), limit=MOST)


def _open_of(kind: str) -> Condition:
    workflow = kind_named(kind).workflow
    return "state", "in", [one for one in workflow.states if one not in workflow.closed] if workflow else []


def _renew(desk: Desk, today: date) -> tuple[tuple[Line, ...], int, int]:
    """Return what our unit has to read and to renew, how much of it there is, and how many directives are unread."""
    directives = unread(desk, today)
    expired, count = attention.expired_assessments(desk, today, MOST)
    lines = [
        Line(one.title, tr("directive · {by}", by=one.fields.get("issued_by") or one.unit or ""),
             tr("acknowledge"), "wait", one.kind, one.id)
        for one in directives
    ]  # fmt: skip
    for one in expired:
        day = near_day(date.fromisoformat(one.fields["valid_until"]), today)
        lines.append(
            Line(
                one.title,
                tr("assessment · valid until {day}", day=day),
                tr("expired"),
                "wait",
                one.kind,
                one.id,
            )
        )
    return tuple(lines), len(directives) + count, len(directives)


def _qips(desk: Desk, today: date, limit: QipLimit) -> tuple[QipLine, ...]:
    running = records.page(desk, "qip", where=(("state", "in", list(QIP_RUNNING)),), limit=MOST_QIPS)
    lines = [_qip(one, today, limit) for one in running]
    return tuple(sorted(lines, key=lambda one: 10_000 if one.days_left is None else one.days_left))


def _qip(record: RecordView, today: date, limit: QipLimit) -> QipLine:
    left = qip_days_left(record, today, limit)
    used = None if left is None else 100 * (limit.days - left) // limit.days
    gone = None if used is None else min(100, max(0, used))
    place = record.fields.get("place")
    title = f"{record.title}, {place}" if place and place not in record.title else record.title
    return QipLine(
        title=title, id=record.id, built=record.built, gone=gone, days_left=left,
        late=lateness(record, today, limit), marking=str(record.fields.get("marking") or ""),
        warning_days=limit.warning_days,
    )  # fmt: skip


def _promise(record: RecordView, names: dict[str, str], today: date, *, whose: bool) -> Line:
    """Return the line of a promise; it says `whose` it is where its card does not."""
    ours = record.fields.get("owed_by") == "us"
    who = names.get(record.fields.get("counterpart", ""), "")
    words = tr("we owe") if ours else tr("they owe") if record.fields.get("owed_by") else tr("promise")
    due = record.fields.get("due")
    day = date.fromisoformat(due) if due else None
    detail = " · ".join(
        part for part in (words if whose else "", who, record.fields.get("owner", "")) if part
    )
    late = lateness(record, today)
    pill = late or (near_day(day, today) if day else "")
    soon = day is not None and (day - today).days <= 1
    tone = "bad" if late else "wait" if soon else "info"
    return Line(record.title, detail, pill, tone, record.kind, record.id)


def _late_qip(one: QipLine) -> Line:
    built = tr("{percent} % built", percent=one.built) if one.built is not None else tr("nothing built yet")
    return Line(one.title, f"QIP · {built}", one.late, "bad", "qip", one.id)


def _meeting(record: RecordView, today: date) -> Line:
    start = parse_moment(record.fields["started_at"])
    place = record.fields.get("place", "")
    detail = " · ".join(part for part in (tr("meeting"), f"{start:%H:%M}", place) if part)
    day = _day_of(record)
    return Line(
        record.title, detail, near_day(day, today), "wait" if day == today else "info", "meeting", record.id
    )


def _day_of(record: RecordView) -> date:
    return parse_moment(record.fields["started_at"]).date()


def _counterparts(found: Iterable[RecordView]) -> set[str]:
    return {one.fields["counterpart"] for one in found if one.fields.get("counterpart")}


def sync_words(stand: Status, today: date) -> tuple[str, str, str]:
    """Return the sync pill in long and short words, and its tone."""
    unsent = (
        many(stand.unsent, "change not sent", "changes not sent") if stand.unsent else tr("Everything sent")
    )
    who = stand.identity
    if who.mission is None:
        return tr("{unsent} · not admitted yet", unsent=unsent), tr("Not admitted"), "wait"
    superiors = (peer for peer in stand.peers if is_above(peer.unit, who.unit or ""))
    above = max(
        superiors, key=lambda peer: len(peer.unit), default=None
    )  # the nearest is the one we report to
    if above is None:
        heard = max((peer.last_in for peer in stand.peers if peer.last_in), default=None)
        if heard is None:
            return unsent, unsent, "info"
        day = near_day(datetime.fromisoformat(heard).date(), today)
        return tr("{unsent} · last bundle received {day}", unsent=unsent, day=day), unsent, "info"
    if above.last_out is None:
        return (
            tr("{unsent} · nothing sent to {name} yet", unsent=unsent, name=above.unit_name),
            unsent,
            "wait",
        )
    day = near_day(datetime.fromisoformat(above.last_out).date(), today)
    behind = tr("{name}: last sent {day}", name=above.unit_name, day=day)
    if not above.lacks:
        behind = tr("{name} has everything", name=above.unit_name)
    return f"{unsent} · {behind}", unsent, "wait" if stand.unsent else "good"


def is_above(unit: str, own: str) -> bool:
    """Return whether a unit path lies above another."""
    return own.startswith(unit + "/")
