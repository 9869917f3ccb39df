"""Links: what points to a record, doubles counted for the one that stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.doubles import APART, DOUBLED, doubles_of, kept_of
from app.domain.kinds import KINDS
from app.services.desks import Desk
from app.services.showing import view_of
from app.services.views import Hit, View
from app.storage.reader import Reader

MOST = 200
"""Most records that are shown as pointing to one; all of them are counted."""


class Pointing(View, frozen=True, kw_only=True):
    """One record that points to another: the field it does so in, by its label, and which record it is.

    `through` is the id of the double that it names, empty where it names the record itself.
    """

    kind: str
    label: str
    id: str
    serial: str
    title: str
    state: str | None = None
    field: str = ""
    through: str = ""


class PointingCount(View, frozen=True, kw_only=True):
    """How many records of a kind point to one in one field, by its label."""

    kind: str
    field: str
    label: str
    count: int


def pointing_to(desk: Desk, record: str, *, limit: int = MOST) -> tuple[Pointing, ...]:
    """Return the newest records that point to a record or to its doubles: by kind, then field, then newest first."""
    with desk.logbook.reading() as reader:
        found = reader.pointers_to(group_of(reader, record), limit, without=(APART,))
    made = [
        Pointing(
            kind=one.kind, label=field_label(one.kind, one.field), id=one.id, serial=one.serial,
            title=one.title or one.serial, state=one.state, field=one.field,
            through="" if one.target == record else one.target,
        )
        for one in found
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: _place(one.kind, one.field)))


def pointing_counts(desk: Desk, record: str) -> tuple[PointingCount, ...]:
    """Return how many records point to a record or to its doubles, by kind and field."""
    with desk.logbook.reading() as reader:
        counts = reader.pointer_counts(group_of(reader, record), without=(APART,))
    return tuple(
        PointingCount(kind=kind, field=field, label=field_label(kind, field), count=counts[kind, field])
        for kind, field in sorted(counts, key=lambda pair: _place(*pair))
    )


def stays(desk: Desk, ids: Iterable[str]) -> dict[str, str]:
    """Return, for each of these ids, the record that stays: itself, unless it is a double."""
    with desk.logbook.reading() as reader:
        kept = kept_map(reader)
    return {one: kept.get(one, one) for one in ids}


def kept_map(reader: Reader, kinds: Iterable[str] = DOUBLED) -> dict[str, str]:
    """Return every double of some kinds with the record that stays."""
    return {double: kept for kind in kinds for double, kept in kept_of(reader.merge_pointers(kind)).items()}


def leading(reader: Reader, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return search hits with each double's place taken by the record that stays, no record twice."""
    kept = kept_map(reader, {hit.kind for hit in hits}.intersection(DOUBLED))
    wanted = {kept[hit.id] for hit in hits if hit.id in kept}
    states = reader.records(wanted) if wanted else {}
    found: dict[str, Hit] = {}
    for hit in hits:
        stays = states.get(kept.get(hit.id, ""))
        if stays is None:
            found.setdefault(hit.id, hit)
            continue
        view = view_of(stays)
        snippet = " · ".join(part for part in (hit.title, hit.snippet) if part)
        led = Hit(id=view.id, kind=view.kind, serial=view.serial, title=view.title, snippet=snippet)
        found.setdefault(led.id, led)
    return tuple(found.values())


def group_of(reader: Reader, record: str) -> tuple[str, ...]:
    """Return a record and its doubles."""
    return (record, *doubles_of(kept_map(reader)).get(record, ()))


def field_label(kind: str, field: str) -> str:
    """Return what people call a field of a kind; one inside a list is called by its list."""
    declared = KINDS[kind].__fields__.get(field.partition(".")[0]) if kind in KINDS else None
    return declared.label if declared else field


def _place(kind: str, field: str) -> tuple[int, int]:
    kinds = list(KINDS)
    if kind not in KINDS:
        return len(kinds), 0
    names = list(KINDS[kind].__fields__)
    name = field.partition(".")[0]
    return kinds.index(kind), names.index(name) if name in names else len(names)
