"""Conflicts: where people disagree on a field, both sides kept, and how it is settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from app.domain.faults import Fault, RecordRefusedError
from app.domain.fields import Field
from app.domain.kinds import KINDS, knows
from app.domain.revisions import WITHDRAWN
from app.domain.writing import value_text
from app.services.barring import may_settle, settler
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import NotInConflictError
from app.services.finding import found_state
from app.services.officers import Officers
from app.services.saving import Entry, save, withdraw
from app.services.showing import view_of
from app.services.views import Candidate, Conflict
from app.storage.rows import RecordState, StoredRevision

UNSET = msgspec.UNSET


def conflicts(desk: Desk) -> tuple[Conflict, ...]:
    """Return every field that is in conflict, by serial; the first candidate is the value shown meanwhile."""
    with desk.logbook.reading() as reader:
        states = reader.in_conflict()
        revisions = reader.revisions_of({state.id for state in states})
        officers = Officers(reader, desk.standing)
        found = [
            _conflict(desk, officers, state, name, revisions[state.id])
            for state in states
            for name in sorted(state.conflicts)
        ]
    return tuple(sorted(found, key=lambda conflict: (conflict.serial, conflict.field)))


def resolve(
    desk: Desk, record_id: str, field: str, *, take: str | None = None, value: Any = UNSET
) -> Changes:
    """Settle a conflict by taking the value of one revision, or by a third value; a new revision on top of all sides.

    Raises `NotInConflictError` where the field is not in conflict or `take` is none of its sides, and
    `RecordRefusedError` where only a newer version knows the field.
    """
    with desk.logbook.reading() as reader:
        state = found_state(reader, record_id)
        sides = state.conflicts.get(field, ())
        revisions = {revision.id: revision for revision in reader.revisions_of({state.id})[state.id]}
    if not sides or (take is not None and take not in sides) or (take is None and value is UNSET):
        raise NotInConflictError(field=field)
    if not knows(state.kind, (field,)):
        raise RecordRefusedError((Fault(field, "newer_field"),))
    chosen = revisions[take].fields[field] if take is not None else value
    if field == WITHDRAWN:
        return withdraw(desk, state.id, chosen["reason"] if chosen else "")
    entry = Entry(kind=state.kind, id=state.id, fields={field: chosen})
    return save(desk, entry, settles=field, taken=take is not None)[1]


def _conflict(
    desk: Desk, officers: Officers, state: RecordState, name: str, held: Sequence[StoredRevision]
) -> Conflict:
    revisions = {one.id: one for one in reversed(held)}
    kind = KINDS.get(state.kind)
    field = kind.__fields__.get(name) if kind else None
    view = view_of(state)
    candidates = tuple(
        msgspec.structs.replace(
            _candidate(desk, officers, field, name, revisions[side]),
            may_take=(field is not None or name == WITHDRAWN)
            and may_settle(desk, state, name, revisions[side].fields[name], held),
        )
        for side in state.conflicts[name]
    )
    mine = any(one.may_take for one in candidates)
    return Conflict(
        record=state.id,
        kind=state.kind,
        serial=view.serial,
        title=view.title,
        field=name,
        label=field.label if field else name.capitalize(),
        candidates=candidates,
        may_settle=mine,
        settled_by="" if mine else settler(desk, state, name),
    )


def settling_words(conflict: Conflict) -> str:
    """Say who settles a conflict that this logbook may not settle, and who wrote its values; nothing where it may."""
    if conflict.may_settle:
        return ""
    writers = dict.fromkeys(one.unit_name or one.unit or one.by for one in conflict.candidates)
    wrote = " and ".join(name for name in writers if name)
    return f"Settled by {conflict.settled_by}" + (f": {wrote} wrote these values." if wrote else ".")


def _candidate(
    desk: Desk, officers: Officers, field: Field | None, name: str, revision: StoredRevision
) -> Candidate:
    value = revision.fields[name]
    entry = desk.book.entry_of(revision.node) if desk.book else None
    if name == WITHDRAWN:
        text = f"withdrawn: {value['reason']}" if value else "not withdrawn"
    else:
        text = value_text(field, value) if field else str(value)
    return Candidate(
        revision=revision.id,
        value=value,
        text=text,
        at=revision.at,
        by=officers.shown(revision.node, revision.officer_name),
        by_known=officers.knows(revision.node, revision.officer_name),
        node=revision.node,
        unit=entry.unit if entry else "",
        unit_name=entry.unit_name if entry else "",
    )
