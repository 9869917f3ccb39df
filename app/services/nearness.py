"""Nearness: how this logbook stands to a record, and so what it may set there, known before a person types.

Saving, forms and the steps that are offered ask the same rule (`policy.authorization`). Where the rosters do not name
this logbook it may set nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.decisions import DECIDED_ON
from app.domain.faults import Fault
from app.domain.fields import Field, FieldType
from app.domain.kinds import KINDS, kind_named
from app.domain.levels import LEVEL_LABELS, RANKS
from app.domain.policy.authorization import (
    LEVEL,
    NOT_YOURS,
    UNKNOWN_NODE,
    Actor,
    Relation,
    least_level,
    refusal,
    relation,
)
from app.domain.records import Record
from app.domain.scopes import Level
from app.services.standing import Standing
from app.services.structures import understood
from app.services.views import View
from app.storage.rows import RecordState


class Nearness(View, frozen=True, kw_only=True):
    """How near a logbook stands to a record: as whom it writes (None: without rights), and whose the record is.

    `owner` is what the post is called that began it, `owner_level` its level.
    """

    actor: Actor | None = None
    near: Relation = Relation.NONE
    owner: str = ""
    owner_level: str = Level.FORCE


def nearness(standing: Standing, state: RecordState | None, unit: str = "") -> Nearness:
    """Return how this logbook stands to a record, or to a new one that it begins for a unit, else for itself."""
    author = state.node if state else standing.node
    actor = standing.actor_of(standing.node)
    origin = standing.origin_of(author, state.unit if state else unit or standing.unit)
    entry = standing.book.entry_of(author) if standing.book else None
    return Nearness(
        actor=actor,
        near=relation(actor, origin) if actor else Relation.NONE,
        owner=entry.unit_name if entry else author,
        owner_level=entry.level if entry else Level.FORCE,
    )


def read_only(kind: str, place: Nearness, before: Mapping[str, Any], *, born: bool) -> dict[str, Fault]:
    """Return why this logbook may not change a field, for every field of a form that it may not; steps are apart."""
    if kind not in KINDS:
        return {}
    found = {}
    for name, field in KINDS[kind].__fields__.items():
        if not field.form or field.type is FieldType.STATE or name == DECIDED_ON:
            continue
        if (fault := _fault(kind, field, place, before, born=born)) is not None:
            found[name] = fault
    return found


def refusal_fault(
    kind: type[Record], name: str, code: str, before: Mapping[str, Any], place: Nearness
) -> Fault:
    """Return the fault of what the policy refuses, with who may do it."""
    if code == LEVEL:
        least = kind.__fields__[name].level if name in kind.__fields__ else kind.written_by
        needed = max(least, least_level(kind, before), key=RANKS.__getitem__)
        return Fault(name, code, {"who": LEVEL_LABELS[needed]})
    return Fault(name, code, {"who": place.owner} if code == NOT_YOURS else {})


def _fault(
    kind: str, field: Field, place: Nearness, before: Mapping[str, Any], *, born: bool
) -> Fault | None:
    name, actor = field.name, place.actor
    if actor is None:
        return Fault(name, UNKNOWN_NODE)
    codes = [
        refusal(kind, name, value, actor, place.near, before, born=born) for value in _tried(field, before)
    ]
    if codes and all(codes):
        return refusal_fault(kind_named(kind), name, codes[0], before, place)
    if not codes:
        return Fault(name, "only_raised")
    if name in before and not understood(kind, {name: before[name]}):
        return Fault(name, "newer_field")
    return None


def _tried(field: Field, before: Mapping[str, Any]) -> Iterator[Any]:
    """Yield values by which the rule may answer differently: the other choices of one that only rises."""
    if not field.rising:
        yield None
        return
    yield from (code for code, _ in field.choices or () if code != before.get(field.name))
