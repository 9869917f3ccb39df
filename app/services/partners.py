"""Partners: everything that is known of one organisation or person, doubles counted, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec

from app.domain.doubles import doubles_of
from app.services import matrix, promises
from app.services.desks import Desk
from app.services.errors import NotAPartnerError, UnknownRecordError
from app.services.links import kept_map
from app.services.matrix import LiaisonRow
from app.services.newest import newest_first
from app.services.promises import LedgerRow
from app.services.records import history
from app.services.showing import view_of
from app.services.views import RecordView, View
from app.storage.link_reads import Pointer
from app.storage.reader import Reader

PARTNERS = ("organisation", "person")
EVERY = 100_000
MOST = 40
"""Most records of one sort on the page; the newest are shown and all are counted."""
_WORKS = (("qip", "implementing_partner"), ("qip", "community_partner"), ("project", "community_partner"))


class Step(View, frozen=True, kw_only=True):
    """Where the relationship stood from a day on: 1 coexistence to 5 cooperation, None where it was taken back."""

    day: date
    value: int | None
    by: str


class Mood(View, frozen=True, kw_only=True):
    """The atmosphere of one meeting, 1 hostile to 5 friendly."""

    day: date
    value: int
    meeting: str


class Partner(View, frozen=True, kw_only=True):
    """One partner: the record, its doubles, and what names either. Lists are newest first, open promises first.

    `counts` says how many meetings, promises, requests, works and people there are in all. `contact` and `ledger`
    are its lines of the matrix and, for an organisation, of the promise ledger.
    """

    record: RecordView
    doubles: tuple[RecordView, ...]
    meetings: tuple[RecordView, ...]
    promises: tuple[RecordView, ...]
    requests: tuple[RecordView, ...]
    works: tuple[RecordView, ...]
    people: tuple[RecordView, ...]
    organisation: RecordView | None
    counts: dict[str, int]
    steps: tuple[Step, ...]
    moods: tuple[Mood, ...]
    contact: LiaisonRow
    ledger: LedgerRow | None


def partner(desk: Desk, record: str) -> Partner:
    """Return what is known of an organisation or person; a double gives the page of the one that stays.

    Raises `UnknownRecordError`, `NotAPartnerError`.
    """
    now = desk.clock()
    with desk.logbook.reading() as reader:
        kept = kept_map(reader, PARTNERS)
        stays = kept.get(record, record)
        state = reader.record(stays)
        if state is None:
            raise UnknownRecordError(name=record)
        if state.kind not in PARTNERS:
            raise NotAPartnerError
        group = (stays, *doubles_of(kept).get(stays, ()))
        head = view_of(state)
        pointers = reader.pointers_to(group, EVERY)
        employed = _ids(pointers, "person", "organisation") if state.kind == "organisation" else ()
        through = reader.pointers_to(employed, EVERY) if employed else ()
        met = _met(reader, _ids((*pointers, *through), "meeting"))
        owed = _some(reader, _ids(pointers, "follow_up", "counterpart"))
        requests = _some(reader, reversed(_ids(pointers, "support_request", "requester")[:MOST]))
        people = _some(reader, (one for one in employed if one not in kept))
        doubles = _some(reader, group[1:])
        works = _works(reader, (head, *doubles), now) if state.kind == "organisation" else ()
        employer = reader.record(_employer(head, kept))
        meetings = _some(reader, [one.id for one in met[:MOST]])
        tally = promises.row_of(reader, group, now.date()) if state.kind == "organisation" else None
    last, coming = _last_and_next(met, now)
    return Partner(
        record=head, doubles=doubles, meetings=meetings, promises=_by_due(owed)[:MOST], requests=requests,
        works=works[:MOST], people=people[:MOST], organisation=view_of(employer) if employer else None,
        counts={
            "meetings": len(met), "promises": len(owed), "works": len(works), "people": len(people),
            "requests": len(_ids(pointers, "support_request", "requester")),
        },
        steps=_steps(desk, head), moods=_moods(met),
        contact=matrix.row_of(head, last, coming, now.date()), ledger=tally,
    )  # fmt: skip


class _Meeting(msgspec.Struct, frozen=True):
    """When one meeting was, when it is held again, and its atmosphere."""

    id: str
    at: datetime | None
    again: datetime | None
    mood: int | None


def _met(reader: Reader, ids: Iterable[str]) -> tuple[_Meeting, ...]:
    """Return the times of meetings, newest first; those without a day come last."""
    found = reader.field_values("meeting", ("started_at", "next_meeting_at", "atmosphere"), ids)
    made = [
        _Meeting(one, _moment(began), _moment(again), mood) for one, (began, again, mood) in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.at is None, -one.at.timestamp() if one.at else 0, one.id)))


def _last_and_next(met: Iterable[_Meeting], now: datetime) -> tuple[date | None, date | None]:
    past = [one.at for one in met if one.at is not None and one.at <= now]
    ahead = [at for one in met for at in (one.at, one.again) if at is not None and at > now]
    return max(past).date() if past else None, min(ahead).date() if ahead else None


def _moment(wire: object) -> datetime | None:
    return datetime.fromisoformat(wire) if isinstance(wire, str) else None


def _employer(head: RecordView, kept: Mapping[str, str]) -> str:
    named = str(head.fields.get("organisation") or "")
    return kept.get(named, named)


def _ids(pointers: Iterable[Pointer], kind: str, field: str = "") -> tuple[str, ...]:
    found = (one.id for one in pointers if one.kind == kind and field in ("", one.field))
    return tuple(dict.fromkeys(found))


def _some(reader: Reader, ids: Iterable[str]) -> tuple[RecordView, ...]:
    wanted = tuple(ids)
    states = reader.records(wanted)
    return tuple(view_of(states[one]) for one in wanted if one in states)


def _by_due(views: tuple[RecordView, ...]) -> tuple[RecordView, ...]:
    closed = promises.WORKFLOW.closed
    return tuple(sorted(views, key=lambda view: (view.state in closed, view.fields.get("due") or "9999")))


def _works(reader: Reader, named: Iterable[RecordView], now: datetime) -> tuple[RecordView, ...]:
    """Return the projects and QIPs whose partner is written with one of the names; they name it in words."""
    names: dict[str, None] = {}
    for view in named:
        given = (view.title, view.fields.get("acronym"), *(view.fields.get("aliases") or ()))
        names.update(dict.fromkeys(name for name in given if name))
    found: dict[str, RecordView] = {}
    for kind, field in _WORKS:
        keys = newest_first(reader, kind, ((field, "in", list(names)),), now)
        found.update((state.id, view_of(state)) for state in reader.states(keys))
    return tuple(found.values())


def _steps(desk: Desk, head: RecordView) -> tuple[Step, ...]:
    """Return how the relationship was seen over time, by the history of the record, oldest first."""
    return tuple(
        Step(day=date.fromisoformat(entry.at[:10]), value=entry.fields["cooperation"], by=entry.by)
        for entry in (history(desk, head.id) if head.kind == "organisation" else ())
        if "cooperation" in entry.fields and "cooperation" not in entry.ignored
    )


def _moods(met: Iterable[_Meeting]) -> tuple[Mood, ...]:
    """Return the atmosphere of meetings, oldest first."""
    found = [Mood(day=one.at.date(), value=one.mood, meeting=one.id) for one in met if one.at and one.mood]
    return tuple(reversed(found))
