"""The liaison matrix: who of ours meets each organisation, how often, when last and next, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec

from app.domain.identifiers import format_moment
from app.domain.moments import days_after
from app.domain.scopes import Level
from app.services.desks import Desk
from app.services.links import kept_map
from app.services.views import RecordView, View
from app.storage.liaison_reads import Contact

LEVELS = (Level.FORCE.value, Level.SECTOR.value, Level.UNIT.value)
_FIELDS = (
    "name", "acronym", "tier", "type", "focal_point", "deputy", "contact_every", "cooperation", "serial", "created_at",
)  # fmt: skip


class LiaisonRow(View, frozen=True, kw_only=True):
    """One organisation of the matrix; days are those of the places of the meetings.

    `by_level` is the last contact by the level of ours that had it. `due` is when the next contact must be at the
    latest, None where no frequency is set; who was never met is counted from the day of its record. `overdue` counts
    the days since then, 0 where it is not overdue.
    """

    id: str
    serial: str
    title: str
    acronym: str = ""
    tier: str = ""
    type: str = ""
    owner: str = ""
    deputy: str = ""
    every: int | None = None
    cooperation: int | None = None
    last: date | None = None
    next: date | None = None
    due: date | None = None
    overdue: int = 0
    by_level: dict[str, date] = msgspec.field(default_factory=dict)


def matrix(desk: Desk, *, today: date | None = None, everyone: bool = False) -> tuple[LiaisonRow, ...]:
    """Return the organisations with an owner, a frequency or a contact (or `everyone`), the most overdue first.

    Meetings with a double, or with a person of the organisation, count.
    """
    now = desk.clock()
    day = today or now.date()
    with desk.logbook.reading() as reader:
        kept = kept_map(reader, ("organisation", "person"))
        persons = reader.field_values("person", ("organisation",))
        found = reader.field_values("organisation", _FIELDS)
        contacts = reader.contacts(format_moment(now)[:19] + "Z")
    belongs = {one: kept.get(one, one) for one in found} | {
        one: kept.get(organisation, organisation) for one, (organisation,) in persons.items() if organisation
    }
    belongs |= {one: belongs[stays] for one, stays in kept.items() if stays in belongs and one in persons}
    met = _by_partner(desk, contacts, belongs)
    rows = (
        _row(identifier, dict(zip(_FIELDS, values, strict=True)), met.get(identifier, _Met()), day)
        for identifier, values in found.items()
        if identifier not in kept
    )
    wanted = (row for row in rows if everyone or row.owner or row.deputy or row.every or row.last or row.next)
    return tuple(sorted(wanted, key=_order))


def row_of(view: RecordView, last: date | None, coming: date | None, today: date) -> LiaisonRow:
    """Return the line of one organisation whose contacts are known; without the levels that had them."""
    met = _Met(next=coming)
    if last is not None:
        met.last[""] = last
    values = {name: view.fields.get(name) for name in _FIELDS} | {"created_at": view.created_at}
    return msgspec.structs.replace(_row(view.id, values, met, today), by_level={})


class _Met(msgspec.Struct):
    """The contacts with one organisation so far, gathered."""

    last: dict[str, date] = msgspec.field(default_factory=dict)
    next: date | None = None

    def take(self, contact: Contact, level: str) -> None:
        if contact.last is not None:
            day = _day(contact.last)
            self.last[level] = max(day, self.last.get(level, day))
        if contact.next is not None:
            day = _day(contact.next)
            self.next = min(day, self.next or day)


def _by_partner(desk: Desk, contacts: Iterable[Contact], belongs: Mapping[str, str]) -> dict[str, _Met]:
    met: dict[str, _Met] = {}
    for contact in contacts:
        partner = belongs.get(contact.target)
        if partner is not None:
            level = desk.standing.level_of(contact.node) or Level.UNIT.value
            met.setdefault(partner, _Met()).take(contact, level)
    return met


def _row(identifier: str, values: Mapping[str, object], met: _Met, today: date) -> LiaisonRow:
    every = values["contact_every"]
    last = max(met.last.values(), default=None)
    since = last or _day(str(values["created_at"]))
    due = days_after(since, every) if isinstance(every, int) else None
    return LiaisonRow(
        id=identifier, serial=_text(values["serial"]), title=_text(values["name"]),
        acronym=_text(values["acronym"]), tier=_text(values["tier"]), type=_text(values["type"]),
        owner=_text(values["focal_point"]), deputy=_text(values["deputy"]),
        every=every if isinstance(every, int) else None,
        cooperation=values["cooperation"] if isinstance(values["cooperation"], int) else None,
        last=last, next=met.next, due=due, overdue=max((today - due).days, 0) if due else 0, by_level=met.last,
    )  # fmt: skip


def _order(row: LiaisonRow) -> tuple[bool, int, date, str]:
    return not row.overdue, -row.overdue, row.due or date.max, row.title.casefold()


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
