"""The ledger: new revisions turned into the state of their records, the same on every logbook that holds them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from app.domain.ancestry import uncontinued
from app.domain.kinds import KINDS
from app.domain.merge import Merged, merge
from app.domain.policy.authorization import STATE
from app.domain.policy.deciding import NEW, Before, Side
from app.domain.policy.emptying import is_emptied
from app.domain.revisions import WITHDRAWN
from app.domain.scopes import Level
from app.services.belonging import begins
from app.services.rights import Judged, RecordRights, judge
from app.services.standing import Standing
from app.services.structures import readable
from app.storage.rows import DISREGARDED, EFFECT, FOREIGN, WAITING, RecordState, StoredRevision
from app.storage.writer import Writer


class Placed(msgspec.Struct, frozen=True):
    """A revision on its way into the store, with the scope it was said to; `sealed` once a changeset holds it."""

    revision: StoredRevision
    unit: str
    reach: str
    sealed: bool


class Applied(msgspec.Struct):
    """What a batch of revisions did: how many records it added and changed per kind, which it withdrew, ids touched,
    new conflicts, which it emptied (`policy.emptying`).

    `ignored` holds the records of which it said something that its writer may not say: that is kept and sets nothing.
    """

    added: dict[str, int]
    changed: dict[str, int]
    ids: set[str]
    kinds: set[str]
    begun: set[str] = msgspec.field(default_factory=set)
    conflicts: int = 0
    withdrawn: dict[str, set[str]] = {}
    emptied: dict[str, set[str]] = {}
    ignored: dict[str, set[str]] = {}


def apply_revisions(writer: Writer, placed: Sequence[Placed], standing: Standing) -> Applied:
    """Store revisions that are new to this logbook and bring their records up to date.

    A revision on top of exactly the current heads is applied without reading history; any other record is merged
    from all its revisions.
    """
    before = writer.records({item.revision.record for item in placed})
    states = dict(before)
    apart = writer.with_revisions_apart(item.revision.record for item in placed)
    tangled: dict[str, Placed] = {}
    ignored: dict[str, set[str]] = {}
    for item in placed:
        record = item.revision.record
        if record in tangled:
            continue
        after = None if record in apart else advance(states.get(record), item, standing, ignored)
        if after is None:
            tangled[record] = item
        else:
            states[record] = after
    writer.put_revisions([item.revision for item in placed])
    fresh = {item.revision.id for item in placed if item.revision.record in tangled}
    states.update(_merged(writer, tangled, before, standing, fresh, ignored))
    touched = {item.revision.record for item in placed}
    writer.put_states([states[record] for record in touched if record in states])
    return msgspec.structs.replace(_summary(before, states, touched), ignored=ignored)


def remerge(writer: Writer, records: Iterable[str], standing: Standing) -> Applied:
    """Work out records again from all their revisions, after a roster changed who counts."""
    before = writer.records(set(records))
    again = {
        record: Placed(_nobody(state), state.unit, state.reach, state.sealed)
        for record, state in before.items()
    }
    states = _merged(writer, again, before, standing)
    changed = {record: state for record, state in states.items() if state != before[record]}
    writer.put_states(list(changed.values()))
    return _summary(before, states, set(changed))


def advance(
    state: RecordState | None, item: Placed, standing: Standing, ignored: dict[str, set[str]] | None = None
) -> RecordState | None:
    """Return the state after a revision on top of all heads, or None where history has to be read.

    Into `ignored` go, by kind, the records of which the revision says something that its writer may not.
    """
    judged = judged_on(state, item, standing)
    if judged is None:
        return None
    _note_ignored(item.revision, judged.allowed, ignored)
    return state_after(state, item, judged.allowed)


def state_after(state: RecordState | None, item: Placed, allowed: dict[str, Any]) -> RecordState | None:
    """Return the state after a revision of which some fields count (`judged_on`), or None as `advance` does."""
    revision = item.revision
    if state is None:
        return _first(item, allowed)
    values = {**state.values, **allowed}
    values.pop(WITHDRAWN, None)
    return msgspec.structs.replace(
        state,
        values=values,
        heads=(revision.id,),
        conflicts={name: sides for name, sides in state.conflicts.items() if name not in allowed},
        withdrawn=_withdrawn(allowed[WITHDRAWN]) if WITHDRAWN in allowed else state.withdrawn,
        updated_at=revision.at if allowed else state.updated_at,
        updated_by=revision.officer_name if allowed else state.updated_by,
        updated_node=revision.node if allowed else state.updated_node,
    )


def judged_on(state: RecordState | None, item: Placed, standing: Standing) -> Judged | None:
    """Return what counts of a revision on top of all heads of its record, or None where history has to be read."""
    revision = item.revision
    if revision.status != EFFECT or revision.parents != (state.heads if state else ()):
        return None
    if not _is_at_home(state, item):
        return None
    if revision.unknown:
        revision = msgspec.structs.replace(revision, fields=readable(revision.kind, revision.fields))
    if state is None:
        return judge(revision, standing, NEW, standing.origin_of(revision.node, item.unit))
    if STATE in revision.fields and (STATE in state.conflicts or _is_closed(state)):
        return None  # who set the state, or its sides, only history tells
    side = Side(state.values.get(STATE), Level.UNIT)
    before = Before((side,), state.values, frozenset(state.conflicts), revision.parents)
    return judge(revision, standing, before, standing.origin_of(state.node, state.unit))


def _is_at_home(state: RecordState | None, item: Placed) -> bool:
    """Tell whether a revision is the record's own without doubt; others are looked at with the whole history."""
    if state is None:
        return begins(item.revision)
    said_alike = (item.unit, item.reach) == (state.unit, state.reach) and state.sealed
    return item.revision.kind == state.kind and (said_alike or not item.sealed)


def _is_closed(state: RecordState) -> bool:
    kind = KINDS.get(state.kind)
    return kind is not None and kind.workflow is not None and state.values.get(STATE) in kind.workflow.closed


def _note_ignored(
    revision: StoredRevision, allowed: Collection[str], ignored: dict[str, set[str]] | None
) -> None:
    if ignored is not None and len(allowed) < len(revision.fields):
        ignored.setdefault(revision.kind, set()).add(revision.record)


def _first(item: Placed, allowed: dict[str, object]) -> RecordState:
    revision = item.revision
    withdrawn = _withdrawn(allowed.pop(WITHDRAWN, None))
    return RecordState(
        id=revision.record,
        kind=revision.kind,
        unit=item.unit,
        reach=item.reach,
        sealed=item.sealed,
        values=allowed,
        heads=(revision.id,),
        withdrawn=withdrawn,
        created_at=revision.at,
        created_by=revision.officer_name,
        updated_at=revision.at,
        updated_by=revision.officer_name,
        updated_node=revision.node,
        node=revision.node,
    )


def _merged(
    writer: Writer,
    items: dict[str, Placed],
    before: dict[str, RecordState],
    standing: Standing,
    fresh: Collection[str] = (),
    ignored: dict[str, set[str]] | None = None,
) -> dict[str, RecordState]:
    """Merge whole records from their stored revisions and mend which of those wait.

    Of the revisions that are `fresh`, what sets nothing is noted in `ignored`.
    """
    found: dict[str, RecordState] = {}
    marks: dict[str, list[str]] = {}
    if not items:
        return found
    for record, occurrences in writer.revisions_of(set(items)).items():
        item, held = items[record], before.get(record)
        rights = RecordRights(occurrences, standing)
        state, waiting = _merge_one(rights, standing, item, held)
        for one in occurrences:
            if one.id in fresh and one.id not in waiting and one.status != DISREGARDED:
                _note_ignored(one, [name for name in one.fields if rights.may_set(one, name)], ignored)
        for identifier, status in _mistaken(occurrences, waiting, rights.belonging.foreign):
            marks.setdefault(status, []).append(identifier)
        if state is not None:
            found[record] = state
    for status, identifiers in marks.items():
        writer.set_standing(identifiers, status)
    return found


def _merge_one(
    rights: RecordRights, standing: Standing, item: Placed, held: RecordState | None
) -> tuple[RecordState | None, frozenset[str]]:
    by_id = rights.by_id
    merged = merge([same[0] for same in by_id.values()], rights.may_set, rights.disregarded, rights.rank)
    if rights.frozen_apart:
        merged = msgspec.structs.replace(merged, conflicts={**merged.conflicts, **rights.frozen_apart})
    waiting = frozenset(merged.waiting)
    effective = [same[0] for key, same in by_id.items() if key not in waiting]
    root = rights.belonging.root
    if not effective or root is None:
        return None, waiting
    counted = [one for one in effective if any(rights.may_set(one, name) for name in one.fields)]
    last = max(uncontinued(by_id, counted), key=lambda one: (one.at, one.id), default=root)
    copies = [one for one in by_id.get(last.id, ()) if one.node in rights.savers.get(one.id, ())]
    last = max(copies, key=lambda one: (standing.rank_of(one.node), one.node), default=last)
    return _state(merged, last, root, rights.belonging.scope, item, held), waiting


def _state(
    merged: Merged,
    last: StoredRevision,
    first: StoredRevision,
    scope: tuple[str, str] | None,
    item: Placed,
    held: RecordState | None,
) -> RecordState:
    """Return a record as its history has it; `last` is the save that is shown as its last one."""
    values = dict(merged.values)
    placed = held or item
    unit, reach = scope or (placed.unit, placed.reach)
    withdrawn = _withdrawn(values.pop(WITHDRAWN, None))
    return RecordState(
        id=first.record,
        kind=first.kind,
        unit=unit,
        reach=reach,
        sealed=scope is not None,
        values=values,
        heads=merged.heads,
        conflicts=merged.conflicts,
        withdrawn=withdrawn,
        created_at=first.at,
        created_by=first.officer_name,
        updated_at=last.at,
        updated_by=last.officer_name,
        updated_node=last.node,
        node=first.node,
    )


def _mistaken(
    occurrences: Sequence[StoredRevision], waiting: frozenset[str], foreign: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield the ids of revisions that are marked otherwise than they are, and as what they are to be marked."""
    for one in occurrences:
        status = FOREIGN if one.id in foreign else WAITING if one.id in waiting else EFFECT
        if one.status not in (status, DISREGARDED):
            yield one.id, status


def _withdrawn(value: object) -> str | None:
    return str(value.get("reason", "")) if isinstance(value, dict) else None


def _nobody(state: RecordState) -> StoredRevision:
    """Stand in for the arriving revision where a record is only worked out again."""
    return StoredRevision(
        id="", kind=state.kind, record=state.id, parents=(), at="", officer="", officer_name="", fields={},
        line=b"", node=state.node,
    )  # fmt: skip


def _summary(before: dict[str, RecordState], after: dict[str, RecordState], touched: set[str]) -> Applied:
    applied = Applied({}, {}, set(touched), set(), withdrawn={}, emptied={})
    for record in touched:
        state, old = after.get(record), before.get(record)
        if state is None:
            continue
        applied.kinds.add(state.kind)
        if old is None:
            applied.begun.add(record)
        side = applied.changed if old else applied.added
        side[state.kind] = side.get(state.kind, 0) + 1
        if old is not None and old.withdrawn is None and state.withdrawn is not None:
            applied.withdrawn.setdefault(state.kind, set()).add(record)
        elif old is not None and state.withdrawn is None and is_emptied(old.kind, old.values, state.values):
            applied.emptied.setdefault(state.kind, set()).add(record)
        applied.conflicts += len(set(state.conflicts) - set(old.conflicts if old else ()))
    return applied
