"""Desk work: what an editor asks of the open logbook; every function blocks and runs on the database lane."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from app.desktop.editors.follow_lines import entry_of
from app.desktop.editors.lookups import ids_in
from app.domain.faults import Fault
from app.domain.fields import FieldType
from app.domain.kinds import KINDS, fields_of
from app.domain.moments import moment_text
from app.domain.raw_values import raw_fields
from app.services import conflicts, continuing, decisions, directives, links, records, settings
from app.services.barring import Bar, barred_steps
from app.services.cautions import cautions_of
from app.services.changes import Changes
from app.services.decisions import Decision
from app.services.desks import Desk
from app.services.following import FOLLOWS, save_with
from app.services.links import Pointing, PointingCount
from app.services.naming_sources import NAMED as NAMES_SOURCE
from app.services.naming_victims import NAMED as NAMES_VICTIM
from app.services.nearness import nearness, read_only
from app.services.settings import Settings
from app.services.views import Conflict, HistoryEntry, Identity, RecordView

NAMING = (NAMES_SOURCE, NAMES_VICTIM)
"""Cautions that are said at once when what they are about was typed."""


class KeptDraft(msgspec.Struct, frozen=True):
    """What a form held when it was last kept: raw values by field, the reach, and when (wire moment)."""

    key: str
    at: str
    typed: dict[str, Any]
    reach: str | None = None


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an editor shows: the record (None for a new one), its past, what points here, and drafts.

    `begins` holds the wire values that this mission begins a new record of the kind with. `read_only` says by field why
    this logbook may not change it, `barred` by state why it may not take a step there.
    """

    identity: Identity
    view: RecordView | None = None
    history: tuple[HistoryEntry, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    referring: tuple[RecordView, ...] = ()
    pointing: tuple[Pointing, ...] = ()
    counts: tuple[PointingCount, ...] = ()
    titles: dict[str, str] = {}
    draft: KeptDraft | None = None
    decision: Decision | None = None
    settings: Settings = Settings()
    begins: dict[str, Any] = {}
    read_only: dict[str, Fault] = {}
    barred: Mapping[str, Bar] = {}


class Stored(msgspec.Struct, frozen=True):
    """What a save did: the record as it stands now, what changed, and the raw values that would undo it.

    `warned` are the sentences about what was typed that somebody should look at.
    """

    view: RecordView
    changes: Changes
    undo: dict[str, Any]
    warned: tuple[str, ...] = ()


def load(desk: Desk, kind: str, record_id: str | None, prefill: Mapping[str, Any]) -> Loaded:
    """Return a record with all that its editor shows; without an id what a new one begins with."""
    in_force = settings.current(desk)
    closed, barred = _rights(desk, kind, record_id)
    if record_id is None:
        titles = records.titles(desk, _ids(kind, prefill))
        known = fields_of(kind)
        begins = {name: wire for name, wire in in_force.starting_values(kind).items() if name in known}
        return Loaded(
            identity=desk.identity, titles=titles, draft=_draft(desk, kind, None),
            settings=in_force, begins=begins, read_only=closed, barred=barred,
        )  # fmt: skip
    view = records.show(desk, record_id)
    past = records.history(desk, view.id)
    named = _ids(kind, view.fields) | {one for entry in past for one in _ids(kind, entry.fields)}
    return Loaded(
        identity=desk.identity,
        view=view,
        history=past,
        conflicts=_conflicts(desk, view),
        referring=records.referring(desk, view.id) if KINDS[kind].shows_referring else (),
        pointing=links.pointing_to(desk, view.id),
        counts=links.pointing_counts(desk, view.id),
        titles=records.titles(desk, named),
        draft=_draft(desk, kind, view.id),
        decision=decisions.decision_of(desk, view),
        settings=in_force,
        read_only=closed,
        barred=barred,
    )


def _rights(desk: Desk, kind: str, record_id: str | None) -> tuple[dict[str, Fault], Mapping[str, Bar]]:
    """Return why this logbook may not change fields of a record or of a new one, and may not take its steps."""
    with desk.logbook.reading() as reader:
        state = reader.record(record_id) if record_id else None
        values = state.values if state else {}
        closed = read_only(kind, nearness(desk.standing, state), values, born=state is None)
        return closed, barred_steps(desk, reader, kind, state)


def store(
    desk: Desk, *, kind: str, record_id: str | None, typed: Mapping[str, Any], seen: tuple[str, ...],
    reach: str | None, draft: str,
) -> Stored:  # fmt: skip
    """Save what was typed, what follows from it too; raises `RecordRefusedError` with every fault.

    The draft is dropped once it is saved.
    """
    before = records.show(desk, record_id).fields if record_id else {}
    typed = dict(typed)
    lines = typed.pop(FOLLOWS, ())
    entry = records.Entry(kind=kind, fields=typed, id=record_id, reach=reach)
    if lines:
        made = [
            entry_of(line, officer=desk.identity.officer, now=moment_text(desk.clock().astimezone()))
            for line in lines
        ]
        followers = [records.Entry(kind=kind_, fields=fields_) for kind_, fields_ in made]
        view, changes = save_with(desk, entry, followers, source="source", seen=seen or None)
    else:
        view, changes = records.save(desk, entry, seen=seen or None)
    records.drop_draft(desk, draft)
    fields = fields_of(kind)
    undo = dict.fromkeys(typed) | raw_fields(fields, {n: before[n] for n in typed if n in before})
    warned = tuple(
        one.message for one in cautions_of(desk, view) if one.code in NAMING and one.field in typed
    )
    return Stored(view, changes, undo, warned)


def for_the_branch(desk: Desk, record_id: str) -> Stored:
    """Continue a sent record as a new one that the whole branch may see."""
    view, changes = continuing.continue_record(desk, record_id, reach="branch")
    return Stored(view, changes, {})


def settle(desk: Desk, record_id: str, field: str, revision: str) -> Changes:
    """End a conflict with the value of one revision."""
    return conflicts.resolve(desk, record_id, field, take=revision)


def keep(
    desk: Desk, *, key: str, kind: str, record_id: str | None, typed: Mapping[str, Any], reach: str | None
) -> str:
    """Keep a draft and return when."""
    data = {"typed": dict(typed), "reach": reach}
    records.keep_draft(desk, key=key, kind=kind, record=record_id, data=data)
    return desk.now()


def drop(desk: Desk, key: str) -> None:
    """Forget a draft."""
    records.drop_draft(desk, key)


def _conflicts(desk: Desk, view: RecordView) -> tuple[Conflict, ...]:
    if not view.conflicts:
        return ()
    return tuple(one for one in conflicts.conflicts(desk) if one.record == view.id)


def _draft(desk: Desk, kind: str, record_id: str | None) -> KeptDraft | None:
    for draft in records.drafts(desk):
        if draft.kind == kind and draft.record == record_id and isinstance(draft.data.get("typed"), dict):
            known = (*fields_of(kind), FOLLOWS)
            typed = {name: raw for name, raw in draft.data["typed"].items() if name in known}
            return KeptDraft(draft.key, draft.at, typed, draft.data.get("reach"))
    return None


def _ids(kind: str, wire: Mapping[str, Any]) -> set[str]:
    fields = fields_of(kind)
    naming = (FieldType.REF, FieldType.REFS, FieldType.ROWS)
    return {one for name, value in wire.items() if name in fields and fields[name].type in naming
            for one in ids_in(fields[name], value)}  # fmt: skip


def acknowledge(desk: Desk, directive: str) -> Changes:
    """Record that our unit has read a directive."""
    return directives.acknowledge(desk, directive)[1]


def decide_again(desk: Desk, view: RecordView) -> Changes:
    """Take the decision on a record anew, on the version that is shown."""
    return decisions.confirm(desk, view)[1]
