"""Several records at once: tags put on or taken off, records withdrawn and taken back, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import UnknownRecordError
from app.services.saving import Entry, put_in
from app.storage.rows import RecordState

TAGS = "tags"


def tag(
    desk: Desk, ids: Sequence[str], *, add: Iterable[str] = (), remove: Iterable[str] = ()
) -> tuple[Changes, dict[str, tuple[str, ...]]]:
    """Put tags on records and take others off; returns what changed and the tags that those had before, for `retag`.

    Raises `UnknownRecordError` and `RecordRefusedError`; then nothing is changed.
    """
    new, gone = list(dict.fromkeys(add)), set(remove)
    had: dict[str, tuple[str, ...]] = {}

    def tagged(state: RecordState) -> Entry | None:
        before = list(state.values.get(TAGS) or ())
        after = [one for one in before if one not in gone]
        after += [one for one in new if one not in after]
        if after == before:
            return None
        had[state.id] = tuple(before)
        return Entry(kind=state.kind, id=state.id, fields={TAGS: after or None})

    return _each(desk, ids, tagged), had


def retag(desk: Desk, tags: Mapping[str, Sequence[str]]) -> Changes:
    """Give records exactly these tags, by id, as when a step is taken back. All or none."""

    def tagged(state: RecordState) -> Entry:
        return Entry(kind=state.kind, id=state.id, fields={TAGS: list(tags[state.id]) or None})

    return _each(desk, tuple(tags), tagged)


def withdraw_all(desk: Desk, ids: Sequence[str], reason: str) -> Changes:
    """Hide records with one reason; an empty reason takes earlier withdrawals back. All or none."""

    def hidden(state: RecordState) -> Entry:
        return Entry(kind=state.kind, fields={}, id=state.id, withdrawn=reason)

    return _each(desk, ids, hidden)


def _each(desk: Desk, ids: Sequence[str], entry_of: Callable[[RecordState], Entry | None]) -> Changes:
    kinds, changed = set[str](), set[str]()
    with desk.logbook.writing() as writer:
        states = writer.records(ids)
        for identifier in ids:
            state = states.get(identifier)
            if state is None:
                raise UnknownRecordError(name=identifier)
            entry = entry_of(state)
            if entry is not None:
                put_in(desk, writer, entry)
                kinds.add(state.kind)
                changed.add(state.id)
    return Changes(frozenset(kinds), frozenset(changed))
