"""Save batches: entries on their way into the store, each checked against what the ones before it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec

from app.domain.decisions import DECIDED_ON, decided_day, version_text
from app.domain.faults import Fault, RecordRefusedError
from app.domain.identifiers import is_id
from app.domain.kinds import KINDS, kind_named
from app.domain.levels import LEVEL_LABELS
from app.domain.policy.authorization import UNKNOWN_NODE, refusal
from app.domain.policy.release import CONFIRMATIONS
from app.domain.record_identity import new_salt, record_id
from app.domain.revisions import MAX_SAVES, WITHDRAWN, MalformedRevisionError, compose
from app.domain.scopes import Level, Reach, Scope, is_unit_path, may_write
from app.services.acceptance import UnresolvedError, accept, refuse_itself
from app.services.belonging import begins
from app.services.desks import Desk
from app.services.ledger import Placed, apply_revisions, judged_on, state_after
from app.services.limits import FIELD, KEPT, REPLACES, SETTINGS, rejudge, replacing, speaks_of_limits
from app.services.nearness import nearness, refusal_fault
from app.services.numbering import Numbers
from app.services.rights import Judged, RecordRights
from app.services.settings import Settings
from app.services.settings import read as read_settings
from app.services.step_faults import Circumstances
from app.services.structures import fits
from app.services.versions import version_in_force
from app.storage.bulk import batches
from app.storage.rows import RecordState, StoredRevision
from app.storage.writer import Writer

CLOSING = frozenset({"continued_in", WITHDRAWN})
KEPT_TO_CLOSE = 10
"""How many of the revisions that a record may have are left for saying where it goes on, or that it is withdrawn."""
MOST_PARENTS = 500
"""How many revisions a save stands on at most; they take some 17 of the 256 KiB of its line."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants saved: the kind, the fields in the strings of people or on the wire, and for whom."""

    kind: str
    fields: dict[str, Any]
    id: str | None = None
    reach: str | None = None
    unit: str | None = None
    withdrawn: str | None = None


class SaveBatch:
    """Entries on their way into the store: later ones see what earlier ones changed."""

    def __init__(self, desk: Desk, writer: Writer, *, confirms: bool = False) -> None:
        self._desk = desk
        self._confirms = confirms
        self._writer = writer
        self._placed: list[Placed] = []
        self._states: dict[str, RecordState] = {}
        self._found: dict[str, tuple[str, str] | None] = {}

    def add(
        self,
        entry: Entry,
        *,
        seen: tuple[str, ...] | None = None,
        settles: str | None = None,
        taken: bool = False,
    ) -> str:
        """Check one entry and queue its revision; returns the record's id."""
        if entry.kind not in KINDS:
            raise RecordRefusedError((Fault("kind", "unknown_kind"),))
        state, seen = self._in_steps(self._state(entry), seen)
        around = self._around(entry, state, seen)
        changed = self._accepted(entry, state, settles, around, taken=taken)
        if entry.kind == SETTINGS and FIELD in changed:
            self.flush()
            changed |= replacing(self._writer, self._desk.standing)
        if entry.withdrawn is not None:
            self._check_withdrawal(entry.kind, state, around)
            changed[WITHDRAWN] = {"reason": entry.withdrawn} if entry.withdrawn.strip() else None
        unit, reach = self._scope(entry, state, {**(state.values if state else {}), **changed})
        if state is None:
            return self._create(entry, changed, unit, reach)
        if (unit, reach) != (state.unit, state.reach):
            state = self._rescope(state, unit, reach)
        if changed:
            self._check_room(state.id, changed)
            self._queue(state.id, state.kind, changed, self._parents(state, seen), unit, reach, state)
        return state.id

    def _parents(self, state: RecordState, seen: tuple[str, ...] | None) -> tuple[str, ...]:
        """Return what a save stands on: the heads that were seen, as far as they are still there.

        A record that has left the laptop meanwhile, or in this very save, has a new first revision.
        """
        if not seen or seen == state.heads:
            return state.heads
        held = {revision.id for revision in self._writer.history(state.id)}
        return tuple(sorted(held.intersection(seen))) or state.heads

    def _in_steps(
        self, state: RecordState | None, seen: tuple[str, ...] | None
    ) -> tuple[RecordState | None, tuple[str, ...] | None]:
        """Join what a save would stand on, where it is so much that no line could name it.

        What joins sets nothing; a save stands on all of it then, in as many steps as it takes.
        """
        if state is None or len(parents := self._parents(state, seen)) <= MOST_PARENTS:
            return state, seen
        while len(parents) > MOST_PARENTS:
            groups = map(tuple, batches(parents, MOST_PARENTS))
            joins = [self._revision(state.id, state.kind, {}, group) for group in groups]
            self._placed += [Placed(one, state.unit, state.reach, sealed=False) for one in joins]
            parents = tuple(sorted(one.id for one in joins))
        self.flush()
        return self._writer.record(state.id), parents

    def flush(self) -> None:
        """Write everything queued so far."""
        if self._placed:
            applied = apply_revisions(self._writer, self._placed, self._desk.standing)
            if speaks_of_limits(applied.kinds):
                rejudge(self._writer, self._desk.standing)
                self._desk.refresh(self._writer)
        self._placed, self._states = [], {}

    def _state(self, entry: Entry) -> RecordState | None:
        if entry.id is None:
            return None
        if not is_id(entry.id):
            raise RecordRefusedError((Fault("id", "not_a_reference"),))
        state = self._states.get(entry.id) or self._writer.record(entry.id)
        if state is None:
            raise RecordRefusedError((Fault("id", "no_such_record"),))
        if state.kind != entry.kind:
            raise RecordRefusedError((Fault("kind", "other_kind", {"kind": state.kind}),))
        return state

    @cached_property
    def _mission(self) -> Settings:
        return read_settings(self._desk, self._writer)

    @cached_property
    def _numbers(self) -> Numbers:
        return Numbers(self._writer, self._desk.standing, self._desk.identity.unit_name)

    def _check_room(self, record: str, changed: Iterable[str]) -> None:
        """Raise where nobody would take one more revision of a record; a few are kept to close it with."""
        most = MAX_SAVES if CLOSING.issuperset(changed) else MAX_SAVES - KEPT_TO_CLOSE
        if self._writer.saves_of((record,), self._desk.identity.node).get(record, 0) >= most:
            raise RecordRefusedError((Fault("kind", "too_many_saves", {"most": most}),))

    def _check_withdrawal(self, kind: str, state: RecordState | None, around: Circumstances) -> None:
        before = state.values if state else {}
        code = refusal(kind, WITHDRAWN, None, around.actor, around.place.near, before, born=state is None)
        if code:
            raise RecordRefusedError(
                (refusal_fault(kind_named(kind), WITHDRAWN, code, before, around.place),)
            )

    def _around(self, entry: Entry, state: RecordState | None, seen: tuple[str, ...] | None) -> Circumstances:
        standing = self._desk.standing
        place = nearness(standing, state, entry.unit or "")
        if place.actor is None:
            raise RecordRefusedError((Fault("kind", UNKNOWN_NODE),))
        heads = self._parents(state, seen) if state else ()
        return Circumstances(
            actor=place.actor,
            place=place,
            settings=self._mission,
            today=self._desk.clock().date(),
            heads=heads,
            version=version_in_force(state) if state else None,
            disputed=frozenset(state.conflicts) if state else frozenset(),
            seen_values=self._seen_values(state, heads) if state and heads != state.heads else None,
        )

    def _seen_values(self, state: RecordState, heads: tuple[str, ...]) -> Mapping[str, Any]:
        """Return what stood at the newest revisions that were seen, where others have saved since."""
        self.flush()
        occurrences = self._writer.revisions_of([state.id])[state.id]
        return RecordRights(occurrences, self._desk.standing).values_at(*heads)

    def _accepted(
        self,
        entry: Entry,
        state: RecordState | None,
        settles: str | None,
        around: Circumstances,
        *,
        taken: bool,
    ) -> dict[str, Any]:
        typed = dict(entry.fields)
        if "serial" in typed and typed["serial"] == (state.values.get("serial") if state else None):
            del typed["serial"]
        if taken:
            typed = {name: value for name, value in typed.items() if name not in (REPLACES, KEPT)}
        for name in ("serial", REPLACES, KEPT):
            if name in typed:
                raise RecordRefusedError((Fault(name, "read_only"),))
        confirmed = typed.get(CONFIRMATIONS)
        if confirmed and not (
            self._confirms or taken or (state and state.values.get(CONFIRMATIONS) == confirmed)
        ):
            raise RecordRefusedError((Fault(CONFIRMATIONS, "read_only"),))
        if entry.withdrawn is not None and not typed:
            return {}
        changed = accept(
            entry.kind, typed, current=state.values if state else None,
            around=around, find=self._find, look=self._look, settles=settles, taken=taken,
        )  # fmt: skip
        refuse_itself(entry.kind, entry.id, changed)
        return changed

    def _find(self, name: str) -> tuple[str, str] | None:
        if name not in self._found:
            state = self._states.get(name) or self._writer.record(name)
            known = [(state.id, state.kind)] if state else self._writer.all_of_serial(name)
            if len(known) > 1:
                raise UnresolvedError("serial_clash", name)
            if not known:
                return None  # it may come later in the same batch
            self._found[name] = known[0]
        return self._found[name]

    def _look(self, identifier: str) -> Mapping[str, Any]:
        state = self._states.get(identifier) or self._writer.record(identifier)
        return state.values if state is not None else {}

    def _scope(self, entry: Entry, state: RecordState | None, values: dict[str, Any]) -> tuple[str, str]:
        own = self._desk.standing.unit
        protected = entry.kind == "person" and bool(values.get("protected_source"))
        fixed = state is not None and state.sealed
        kept = state.reach if state else kind_named(entry.kind).travels.value
        unit = entry.unit or (state.unit if state else own)
        reach = entry.reach or (Reach.LAPTOP.value if protected and not fixed else kept)
        if reach not in list(Reach):
            raise RecordRefusedError((Fault("reach", "not_a_reach"),))
        if entry.unit and not is_unit_path(entry.unit):
            raise RecordRefusedError((Fault("unit", "not_a_unit"),))
        if entry.unit and not (own and may_write(own, Scope(unit, Reach.UP))):
            raise RecordRefusedError((Fault("unit", "scope_not_yours", {"unit": unit}),))
        if fixed and state is not None and (unit, reach) != (state.unit, state.reach):
            raise RecordRefusedError((Fault("reach", "scope_fixed"),))
        if protected and not fixed and reach != Reach.LAPTOP:
            raise RecordRefusedError((Fault("reach", "protected_source"),))
        return unit, reach

    def _create(self, entry: Entry, changed: dict[str, Any], unit: str, reach: str) -> str:
        now = self._desk.clock()
        changed["serial"] = self._numbers.following(kind_named(entry.kind).prefix, now.year)
        salt = new_salt()
        record = record_id(self._desk.identity.node, entry.kind, salt, now)
        self._queue(record, entry.kind, changed, (), unit, reach, None, salt)
        return record

    def _rescope(self, state: RecordState, unit: str, reach: str) -> RecordState:
        """Give an unsent record another scope; what leaves the laptop for the first time leaves its past behind."""
        self.flush()
        moved = msgspec.structs.replace(state, unit=unit, reach=reach)
        if state.reach == Reach.LAPTOP:
            salt = next(one.salt for one in self._writer.history(state.id) if begins(one))
            self._writer.remove_private_history([state.id])
            values = {name: value for name, value in state.values.items() if value is not None}
            if state.withdrawn is not None:
                values[WITHDRAWN] = {"reason": state.withdrawn}
            if isinstance(said := values.get(DECIDED_ON), str):
                day = decided_day(said) or self._desk.clock().date()
                values[DECIDED_ON] = version_text(kind_named(state.kind).binding, (), values, day)
            revision = self._revision(state.id, state.kind, values, (), salt)
            moved = msgspec.structs.replace(
                moved, heads=(revision.id,), conflicts={}, created_at=revision.at,
                created_by=revision.officer_name, updated_at=revision.at, updated_by=revision.officer_name,
                updated_node=revision.node,
            )  # fmt: skip
            self._writer.put_revisions([revision])
        self._writer.put_states([moved])
        self._states[state.id] = moved
        return moved

    def _queue(
        self,
        record: str,
        kind: str,
        changed: dict[str, Any],
        parents: tuple[str, ...],
        unit: str,
        reach: str,
        state: RecordState | None,
        salt: str = "",
    ) -> None:
        placed = Placed(self._revision(record, kind, changed, parents, salt), unit, reach, sealed=False)
        judged = judged_on(state, placed, self._desk.standing)
        self._check_counts(placed, judged)
        become = state_after(state, placed, judged.allowed) if judged is not None else None
        self._placed.append(placed)
        if become is None:
            self.flush()
        else:
            self._states[record] = become

    def _check_counts(self, placed: Placed, judged: Judged | None) -> None:
        """Raise where not all of a revision would count: what nobody would apply is not written here either."""
        standing, revision = self._desk.standing, placed.revision
        if judged is not None:
            refused = judged.refused
        else:
            self.flush()
            held = self._writer.revisions_of([revision.record]).get(revision.record, ())
            refused = RecordRights((*held, revision), standing).refused(revision)
        if refused:
            who = LEVEL_LABELS[Level.FORCE]
            raise RecordRefusedError(tuple(Fault(name, code, {"who": who}) for name, code in refused.items()))

    def _revision(
        self, record: str, kind: str, fields: dict[str, Any], parents: tuple[str, ...], salt: str = ""
    ) -> StoredRevision:
        if not fits(kind, fields):
            raise RecordRefusedError((Fault("kind", "unfit"),))  # nobody else would take it
        try:
            revision = compose(
                kind=kind, record=record, parents=parents, at=self._desk.clock(),
                officer=self._desk.officer_id, officer_name=self._desk.identity.officer, fields=fields, salt=salt,
            )  # fmt: skip
        except MalformedRevisionError as error:
            raise RecordRefusedError((Fault("kind", "too_large"),)) from error
        return StoredRevision.of(revision, node=self._desk.identity.node)
