"""Directives: the guidance in force here, a unit's word that it has read one, and who has not given it yet."""

from __future__ import annotations

from datetime import date

from app.domain.directives import Directive
from app.domain.moments import moment_text
from app.domain.scopes import Level, is_above
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import UnknownRecordError
from app.services.officers import Officers
from app.services.saving import Entry, save
from app.services.showing import signed, view_of
from app.services.structures import typed_record
from app.services.views import RecordView, View
from app.storage.reader import Reader
from app.storage.rows import RecordState

DIRECTIVE, ACKNOWLEDGEMENT = "directive", "acknowledgement"
_NEWEST = ("valid_from", True)


class Answer(View, frozen=True, kw_only=True):
    """One unit that a directive is for: when it was acknowledged and by whom; empty where it was not."""

    unit: str
    unit_name: str
    at: str = ""
    officer: str = ""


class Read(View, frozen=True, kw_only=True):
    """One directive in force and the answers of the units it is for, in the order of their paths."""

    directive: RecordView
    answers: tuple[Answer, ...]

    @property
    def missing(self) -> tuple[Answer, ...]:
        """The units that have not acknowledged it."""
        return tuple(answer for answer in self.answers if not answer.at)


def in_force(desk: Desk, today: date) -> tuple[RecordView, ...]:
    """Return the directives that hold here on a day, newest first: of Force HQ, and of headquarters above this unit."""
    with desk.logbook.reading() as reader:
        return tuple(view_of(state) for state in _in_force(desk, reader, today))


def unread(desk: Desk, today: date) -> tuple[RecordView, ...]:
    """Return the directives in force that others issued and this unit has not acknowledged, newest first."""
    with desk.logbook.reading() as reader:
        found = _in_force(desk, reader, today)
        given = _acknowledged(reader, desk.standing.unit)
    others = (state for state in found if _issuer(desk, state) != desk.standing.unit)
    return tuple(view_of(state) for state in others if state.id not in given)


def acknowledge(desk: Desk, directive: RecordView | str) -> tuple[RecordView, Changes]:
    """Say that this unit has read a directive; said twice, the first record is given back.

    Raises `UnknownRecordError` where there is no such directive.
    """
    identifier = directive if isinstance(directive, str) else directive.id
    with desk.logbook.reading() as reader:
        state = reader.record(identifier)
        if state is None or state.kind != DIRECTIVE:
            raise UnknownRecordError(name=identifier)
        earlier = _acknowledged(reader, desk.standing.unit).get(identifier)
    if earlier is not None:
        return view_of(earlier), Changes()
    fields = {
        "directive": identifier,
        "by_unit": desk.standing.unit or desk.identity.unit_name,
        "acknowledged_at": moment_text(desk.clock()),
        "officer": desk.identity.officer,
    }
    return save(desk, Entry(kind=ACKNOWLEDGEMENT, fields=fields))


def standing(desk: Desk, today: date) -> tuple[Read, ...]:
    """Return every directive in force with who has acknowledged it and who has not, by the units of the roster."""
    with desk.logbook.reading() as reader:
        found = _in_force(desk, reader, today)
        said = reader.states(reader.keys(ACKNOWLEDGEMENT))
        officers = Officers(reader, desk.standing)
        views = {one.id: view_of(one, officers) for one in said}
    given: dict[tuple[str, str], RecordView] = {}
    for one in sorted(said, key=lambda one: (str(one.values.get("acknowledged_at")), one.id), reverse=True):
        if one.values.get("by_unit") == _issuer(desk, one):  # a unit speaks for itself alone
            given[str(one.values.get("directive")), str(one.values.get("by_unit"))] = views[one.id]
    return tuple(
        Read(
            directive=view_of(state),
            answers=tuple(
                _answer(unit, name, given.get((state.id, unit)))
                for unit, name in _units_below(desk, _issuer(desk, state)).items()
            ),
        )
        for state in found
    )


def _in_force(desk: Desk, reader: Reader, today: date) -> list[RecordState]:
    found = []
    for state in reader.states(reader.keys(DIRECTIVE, (), _NEWEST)):
        directive = typed_record(DIRECTIVE, state.values)
        if not isinstance(directive, Directive) or not directive.title or not directive.in_force(today):
            continue
        if directive.mission_wide or _holds_here(desk, _issuer(desk, state)):
            found.append(state)
    return found


def _holds_here(desk: Desk, issuer: str) -> bool:
    """A sector speaks to its own branch, whatever scope its words were sent to; headquarters above see it too."""
    own = desk.standing.unit
    return own == issuer or is_above(issuer, own) or is_above(own, issuer)


def _issuer(desk: Desk, state: RecordState) -> str:
    """Return the unit of the node that began a record."""
    entry = desk.book.entry_of(state.node) if desk.book else None
    return entry.unit if entry else (desk.standing.unit if state.node == desk.standing.node else "")


def _acknowledged(reader: Reader, unit: str) -> dict[str, RecordState]:
    where = (("by_unit", "=", unit),)
    return {
        str(one.values.get("directive")): one for one in reader.states(reader.keys(ACKNOWLEDGEMENT, where))
    }


def _units_below(desk: Desk, issuer: str) -> dict[str, str]:
    """Return the active units that a directive of one is for, and their names, by path."""
    entries = desk.book.entries if desk.book else ()
    named = {
        one.unit: one.unit_name
        for one in entries
        if one.is_active and (is_above(issuer, one.unit) or (not issuer and one.level != Level.FORCE))
    }
    return dict(sorted(named.items()))


def _answer(unit: str, name: str, said: RecordView | None) -> Answer:
    if said is None:
        return Answer(unit=unit, unit_name=name)
    values = said.fields
    return Answer(
        unit=unit,
        unit_name=name,
        at=str(values.get("acknowledged_at") or ""),
        officer=signed(said, "officer", str(values.get("officer") or "")),
    )
