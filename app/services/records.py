"""Records: what there is, as lists, single records, histories and search results; saving is in `saving`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from app.domain.ancestry import parents_first
from app.domain.identifiers import parse_moment
from app.domain.kinds import kind_named
from app.domain.policy.doubting import begun, is_doubtful
from app.services.custody import custody
from app.services.desks import Desk
from app.services.finding import found_state
from app.services.links import leading
from app.services.newest import NEWEST_FIRST, newest_first
from app.services.officers import Officers, claimed
from app.services.progress import WORKS, progress, visits_of
from app.services.rights import RecordRights
from app.services.saving import Entry as Entry
from app.services.saving import put as put
from app.services.saving import save as save
from app.services.saving import withdraw as withdraw
from app.services.showing import view_of
from app.services.views import HistoryEntry, Hit, RecordView, Window
from app.storage.reader import Reader
from app.storage.rows import Draft

Condition = tuple[str, str, Any]
"""A field or pseudo-field (unit, reach, state, serial, updated_at, conflict_count), an operator, a value."""
Order = tuple[str, bool]
"""A field to sort by and whether descending."""
BY_SERIAL: Order = ("serial", False)


def show(desk: Desk, name: str) -> RecordView:
    """Return one record by its id or serial (with or without @).

    Raises `UnknownRecordError`, and `ClashingSerialError` where two laptops gave the same serial.
    """
    with desk.logbook.reading() as reader:
        state = found_state(reader, name)
        return view_of(state, Officers(reader, desk.standing))


def history(desk: Desk, record_id: str) -> tuple[HistoryEntry, ...]:
    """Return every revision of a record, what it stands on before it, with who saved it and whether it counts."""
    book = desk.book
    with desk.logbook.reading() as reader:
        identifier = found_state(reader, record_id).id
        occurrences = reader.revisions_of([identifier])[identifier]
        stored = parents_first(occurrences)
        officers = Officers(reader, desk.standing)
        brought = custody(reader, book, officers, occurrences)
        rights = RecordRights(occurrences, desk.standing)
        known = {one.id for one in occurrences if officers.knows(one.node, one.officer_name)}
    entries = []
    moments = {one.id: parse_moment(one.at) for one in stored}
    heads: dict[str, str] = {}
    for revision in stored:
        by = claimed(revision.officer_name, revision.id in known)
        unseen = {name for head, name in heads.items() if head not in revision.parents}
        heads = {head: name for head, name in heads.items() if head not in revision.parents}
        heads[revision.id] = by
        entry = book.entry_of(revision.node) if book else None
        refused = rights.refused(revision)
        own = desk.identity.unit if revision.node == desk.identity.node else None
        entries.append(
            HistoryEntry(
                revision=revision.id,
                at=revision.at,
                by=by,
                node=revision.node,
                unit=entry.unit if entry else own,
                fields=revision.fields,
                status=revision.status,
                sealed=revision.changeset is not None,
                by_known=revision.id in known,
                ignored=tuple(refused),
                reasons=refused,
                doubtful=is_doubtful(
                    moments[revision.id],
                    received=min(
                        (parse_moment(one.at) for one in brought.get(revision.id, ())), default=None
                    ),
                    stands_on=[moments[parent] for parent in revision.parents if parent in moments],
                    mission=begun(desk.identity.mission or ""),
                ),
                brought_by=brought.get(revision.id, ()),
                beside=tuple(sorted(unseen)),
            )
        )
    return tuple(entries)


def page(
    desk: Desk,
    kind: str,
    *,
    where: Sequence[Condition] = (),
    order: Order = BY_SERIAL,
    limit: int | None = None,
) -> tuple[RecordView, ...]:
    """Return the first `limit` records of a kind that meet every condition (all where None)."""
    kind_named(kind)
    with desk.logbook.reading() as reader:
        return _views(desk, reader, _keys(desk, reader, kind, where, order, limit))


def window(
    desk: Desk, kind: str, *, where: Sequence[Condition] = (), order: Order = BY_SERIAL, size: int = 64
) -> Window:
    """Return the beginning of a list and its length, from one snapshot: what a list shows before `keys` are there."""
    kind_named(kind)
    with desk.logbook.reading() as reader:
        first = _keys(desk, reader, kind, where, order, size)
        full = len(first) == size
        length = reader.count(kind, tuple(where)) if full else len(first)
        return Window(keys=tuple(first), rows=_views(desk, reader, first), count=length)


def keys(desk: Desk, kind: str, *, where: Sequence[Condition] = (), order: Order = BY_SERIAL) -> array[int]:
    """Return the row keys of a kind in order, so that a long list can jump anywhere; `rows` turns them into views."""
    kind_named(kind)
    with desk.logbook.reading() as reader:
        return _keys(desk, reader, kind, where, order)


def _keys(
    desk: Desk,
    reader: Reader,
    kind: str,
    where: Sequence[Condition],
    order: Order,
    limit: int | None = None,
) -> array[int]:
    """Return the first row keys of a list; sorted by the last save, what is dated ahead comes after the others."""
    if order == NEWEST_FIRST:
        return newest_first(reader, kind, where, desk.clock(), limit)
    return reader.keys(kind, tuple(where), order, limit)


def rows(desk: Desk, wanted: Sequence[int]) -> tuple[RecordView, ...]:
    """Return the records of row keys, in their order; keys that are gone are left out."""
    with desk.logbook.reading() as reader:
        return _views(desk, reader, wanted)


def count(desk: Desk, kind: str, *, where: Sequence[Condition] = ()) -> int:
    """Return how many records of a kind meet every condition."""
    kind_named(kind)
    with desk.logbook.reading() as reader:
        return reader.count(kind, tuple(where))


def search(desk: Desk, text: str, *, kind: str | None = None, limit: int = 50) -> tuple[Hit, ...]:
    """Return what holds all the words, best first; the last word may be a beginning; nothing typed is syntax.

    A double leads to the record that stays, with its own name before the words found.
    """
    if kind is not None:
        kind_named(kind)
    with desk.logbook.reading() as reader:
        hits = tuple(
            Hit(id=hit.id, kind=hit.kind, serial=hit.serial, title=hit.title, snippet=hit.snippet)
            for hit in reader.search(text, kind, limit)
        )
        return leading(reader, hits)


def referring(desk: Desk, record_id: str) -> tuple[RecordView, ...]:
    """Return the records that point to one, oldest serial first."""
    with desk.logbook.reading() as reader:
        found = reader.records({referrer.id for referrer in reader.referring(record_id)})
        officers = Officers(reader, desk.standing)
        return tuple(sorted((view_of(one, officers) for one in found.values()), key=lambda view: view.serial))


def titles(desk: Desk, ids: Iterable[str]) -> dict[str, str]:
    """Return what records are called, by id; unknown ids are left out."""
    with desk.logbook.reading() as reader:
        found = reader.records(set(ids))
    return {identifier: view_of(state).title for identifier, state in found.items()}


def keep_draft(desk: Desk, *, key: str, kind: str, record: str | None, data: dict[str, Any]) -> None:
    """Keep what a form holds, so that a crash or a lock loses nothing."""
    with desk.logbook.writing() as writer:
        writer.put_draft(Draft(key=key, kind=kind, record=record, data=data, at=desk.now()))


def drafts(desk: Desk) -> tuple[Draft, ...]:
    """Return the drafts that are kept, newest first."""
    with desk.logbook.reading() as reader:
        return tuple(reader.drafts())


def drop_draft(desk: Desk, key: str) -> None:
    """Forget a draft, after its form was saved or given up."""
    with desk.logbook.writing() as writer:
        writer.remove_draft(key)


def _views(desk: Desk, reader: Reader, wanted: Sequence[int]) -> tuple[RecordView, ...]:
    states = reader.states(wanted)
    officers = Officers(reader, desk.standing)
    views = tuple(view_of(state, officers) for state in states)
    works = {state.id: state for state in states if state.kind in WORKS}
    if not works:
        return views
    visits = visits_of(reader, works, desk.clock())
    built = {
        identifier: progress(state, visits.get(identifier, ())).physical
        for identifier, state in works.items()
    }
    return tuple(msgspec.structs.replace(view, built=built.get(view.id)) for view in views)
