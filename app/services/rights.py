"""Rights: which of the fields a revision sets count, by the rules of `domain.policy`, and why the others do not.

What a node may not set is kept, relayed, shown, and sets nothing (bundle format, section 3). The answer depends on the
revision, its ancestors, the rosters and the limit that Force HQ gave to sectors alone, so that it is the same wherever
it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import msgspec

from app.domain.ancestry import Ancestry
from app.domain.decisions import DECIDED_ON
from app.domain.kinds import KINDS, SCHEMA
from app.domain.levels import RANKS
from app.domain.merge import digest_of, merge
from app.domain.policy import authorization
from app.domain.policy.authorization import (
    NOT_YOURS,
    STATE,
    UNKNOWN_NODE,
    Actor,
    Origin,
    Relation,
    free_fields,
)
from app.domain.policy.deciding import NEW, UNPROVEN, Before, Side, decision_refusal, step_refusal
from app.domain.policy.holding import UNTRUE, not_held
from app.domain.revisions import WITHDRAWN
from app.domain.scopes import Level
from app.services.belonging import belonging
from app.services.standing import Standing
from app.services.structures import readable, typed_record
from app.storage.rows import DISREGARDED, StoredRevision

FOREIGN_TO_IT, NO_LONGER = "foreign", "disregarded"
"""Why all of a revision is not applied: it is none of its record's own, or its node does not count any more."""


class Judged(msgspec.Struct, frozen=True):
    """What a revision sets that counts, and by field the code of why the rest does not."""

    allowed: dict[str, Any]
    refused: Mapping[str, str] = {}


def judge(revision: StoredRevision, standing: Standing, before: Before, origin: Origin) -> Judged:
    """Judge a revision by the node that said it; the usual one sets what its writer may set to any value."""
    actor = standing.actor_of(revision.node)
    if actor is None:
        return Judged({}, dict.fromkeys(revision.fields, UNKNOWN_NODE))
    near = authorization.relation(actor, origin)
    free = free_fields(revision.kind, actor.level, near, born=not revision.parents)
    if revision.fields.keys() <= free:
        return Judged(dict(revision.fields))
    refused = {
        name: code
        for name, value in revision.fields.items()
        if name not in free and (code := _refusal(revision, name, value, actor, near, before))
    }
    declared = KINDS.get(revision.kind)
    if declared is not None and declared.workflow is not None:
        refused |= _steps_refused(revision, refused, actor, before, standing)
        allowed = {name: value for name, value in revision.fields.items() if name not in refused}
        held = not_held(before.values, allowed, partial(typed_record, revision.kind))
        refused |= dict.fromkeys(held, UNTRUE)
    return Judged({name: value for name, value in revision.fields.items() if name not in refused}, refused)


def is_free(revision: StoredRevision, actor: Actor, near: Relation) -> bool:
    """Return whether somebody may set all that a revision sets, to any value and whatever was before."""
    free = free_fields(revision.kind, actor.level, near, born=not revision.parents)
    return revision.fields.keys() <= free


def _refusal(
    revision: StoredRevision, name: str, value: Any, actor: Actor, near: Relation, before: Before
) -> str:
    declared = KINDS.get(revision.kind)
    if revision.schema > SCHEMA and (declared is None or name not in (*declared.__fields__, WITHDRAWN)):
        known = near is Relation.OWNER if declared is None else authorization.edits(declared, near)
        return "" if known else NOT_YOURS  # what only a newer version knows is its editors' to say
    if declared is not None and declared.workflow is not None and name == DECIDED_ON:
        return "" if authorization.steps(declared, near) else NOT_YOURS
    return authorization.refusal(
        revision.kind, name, value, actor, near, before.values, born=not revision.parents
    )


def _steps_refused(
    revision: StoredRevision,
    refused: Mapping[str, str],
    actor: Actor,
    before: Before,
    standing: Standing,
) -> dict[str, str]:
    """Judge a step and a decision by what stands after the revision: all that was before, and what it may set."""
    said = {name: value for name, value in revision.fields.items() if name not in refused}
    found: dict[str, str] = {}
    if DECIDED_ON not in said and STATE not in said:
        return found
    raw = {**before.values, **said}
    record = typed_record(revision.kind, raw)
    if DECIDED_ON in said:
        text, limits = said[DECIDED_ON], standing.limits_of(revision.id)
        found[DECIDED_ON] = (
            decision_refusal(record, text, actor.level, before, limits, raw)
            if isinstance(text, str)
            else UNPROVEN
        )
    if STATE in said:
        proven = found.get(DECIDED_ON) == ""
        found[STATE] = step_refusal(
            record, raw, actor.level, before, standing.limits_of(revision.id), proven=proven
        )
        if found[STATE] and DECIDED_ON in found:
            found[DECIDED_ON] = found[DECIDED_ON] or found[STATE]
    return {name: code for name, code in found.items() if code}


class RecordRights:
    """The rights of every revision of one record, by all of its stored occurrences, worked out once, parents first.

    What is foreign to the record (`belonging`) sets nothing. What this version cannot read of a newer one counts as
    said, and as nothing. `savers` are the nodes that said a revision and of whose word something counts, by revision.
    """

    def __init__(self, occurrences: Sequence[StoredRevision], standing: Standing) -> None:
        self._standing = standing
        self.belonging = belonging(occurrences, standing.level_of)
        self.by_id = {
            identifier: [_readable(one) for one in same] for identifier, same in self.belonging.own.items()
        }
        self._counted: Mapping[str, list[StoredRevision]] = {
            key: [one for one in same if one.status != DISREGARDED] for key, same in self.by_id.items()
        }
        self.disregarded = frozenset(key for key, same in self._counted.items() if not same)
        root, scope = self.belonging.root, self.belonging.scope
        self._origin = standing.origin_of(root.node if root else "", scope[0] if scope else standing.unit)
        self._allowed: dict[str, frozenset[str]] = {}
        self._said: dict[str, list[tuple[Actor, frozenset[str]]]] = {}
        self._refused: dict[str, Mapping[str, str]] = {}
        self.savers: dict[str, set[str]] = {}
        self.frozen_apart: Mapping[str, tuple[str, ...]] = {}
        self._weigh()
        self._freeze()

    def may_set(self, revision: StoredRevision, field: str) -> bool:
        """Return whether any node that said this revision, and counts, may set the field to the value it gives."""
        return field in self._allowed.get(revision.id, ())

    def refused(self, revision: StoredRevision) -> dict[str, str]:
        """Return, by field, the code of why what a revision sets does not count."""
        if revision.id in self.belonging.foreign:
            return dict.fromkeys(sorted(revision.fields), FOREIGN_TO_IT)
        codes = self._refused.get(revision.id, {})
        return {
            name: codes.get(name, NO_LONGER)
            for name in sorted(revision.fields)
            if not self.may_set(revision, name)
        }

    def rank(self, revision: StoredRevision, field: str) -> tuple[Any, ...]:
        """Return how a revision stands among others that set a field apart: what is shown meanwhile.

        The more careful marking; then the higher level; then what ends a record; then the owner's own post.
        """
        said = [actor for actor, names in self._said.get(revision.id, ()) if field in names]
        level = max((RANKS[Level(actor.level)] for actor in said), default=-1)
        own = any(actor.unit == self._origin.author for actor in said)
        declared = KINDS.get(revision.kind)
        workflow = declared.workflow if declared is not None and field == STATE else None
        value = revision.fields.get(field)
        ends = workflow is not None and value in workflow.closed
        return (_height(revision.kind, field, value), level, ends, own)

    def values_at(self, *identifiers: str) -> Mapping[str, Any]:
        """Return the values at some revisions: of their ancestors and themselves, whatever came beside them."""
        known = {one for identifier in identifiers for one in (identifier, *self._ancestors(identifier))}
        found = [self.by_id[one][0] for one in known if one in self.by_id]
        return merge(found, self.may_set, self.disregarded, self.rank).values

    def _weigh(self) -> None:
        """Work out every revision; along a straight history its values grow with it, others merge their ancestors."""
        ordered = self._in_order()
        straight = all(later.parents == (earlier.id,) for earlier, later in pairwise(ordered))
        straight = straight and not (ordered and ordered[0].parents)
        ancestry: Ancestry[StoredRevision] = Ancestry(self.rank)
        values: dict[str, Any] = {}
        setter: list[StoredRevision] = []
        for revision in ordered:
            before = NEW
            if revision.parents and self._needs_a_look(revision):
                known, disputed, leading = (
                    (values, frozenset[str](), setter)
                    if straight
                    else ancestry.before(revision.parents, STATE)
                )
                before = Before(self._sides(leading), known, disputed, revision.parents)
            self._allowed[revision.id] = allowed = self._judged(revision, before)
            if straight:
                values.update((name, value) for name, value in revision.fields.items() if name in allowed)
                setter = [revision] if STATE in allowed else setter
            else:
                ancestry.add(revision, () if revision.id in self.disregarded else allowed)

    def _sides(self, leading: Sequence[StoredRevision]) -> tuple[Side, ...]:
        """Return the states that stand at some setters, each with the level of who set it."""
        names = {rank: level for level, rank in RANKS.items()}
        found = {Side(one.fields[STATE], names[max(0, self.rank(one, STATE)[1])]) for one in leading}
        return tuple(sorted(found, key=lambda side: (str(side.state), side.level)))

    def _needs_a_look(self, revision: StoredRevision) -> bool:
        for one in self._counted[revision.id]:
            actor = self._standing.actor_of(one.node)
            if actor and not is_free(one, actor, authorization.relation(actor, self._origin)):
                return True
        return False

    def _judged(self, revision: StoredRevision, before: Before) -> frozenset[str]:
        """Return the fields that any node may set that said this revision; one that is disregarded sets none."""
        allowed: frozenset[str] = frozenset()
        for one in self._counted[revision.id]:
            judged = judge(one, self._standing, before, self._origin)
            names = frozenset(judged.allowed)
            actor = self._standing.actor_of(one.node)
            if actor is not None:
                self._said.setdefault(revision.id, []).append((actor, names))
            if judged.allowed:
                self.savers.setdefault(revision.id, set()).add(one.node)
            if judged.refused:
                self._refused[revision.id] = judged.refused
            allowed |= names
        return allowed

    def _freeze(self) -> None:
        """Let nothing change a record once it is frozen, not from a side branch either.

        Of several revisions that froze it apart from each other that of the author's own post stands, then that of the
        highest level; all that it does not stand on sets nothing. Where two stand alike, one post said two things for
        good: nobody can tell which came first, so both are named in `frozen_apart`, by the field, the shown one first.
        """
        root = self.belonging.root
        kind = KINDS.get(root.kind) if root is not None else None
        if kind is None or not kind.frozen_by:
            return
        name = kind.frozen_by
        freezing = [
            same[0]
            for key, same in self.by_id.items()
            if name in self._allowed[key] and same[0].fields.get(name) is not None and self._is_whole(key)
        ]
        if not freezing:
            return
        ranks = {one.id: self.rank(one, name)[::-1] for one in freezing}
        stands = max(freezing, key=lambda one: (*ranks[one.id], digest_of(one.id)))
        keep = {stands.id, *self._ancestors(stands.id)}
        alike = sorted(one.id for one in freezing if one.id not in keep and ranks[one.id] == ranks[stands.id])
        if alike:
            self.frozen_apart = {name: (stands.id, *alike)}
        for key in self._allowed.keys() - keep:
            self._allowed[key] = frozenset()
            self._refused[key] = dict.fromkeys(self.by_id[key][0].fields, authorization.FROZEN)

    def _in_order(self) -> list[StoredRevision]:
        """Return the revisions, parents first; ancestors that are not held are passed over."""
        children: dict[str, list[str]] = {}
        missing: dict[str, int] = {}
        for identifier, (first, *_) in self.by_id.items():
            held = {parent for parent in first.parents if parent in self.by_id}
            missing[identifier] = len(held)
            for parent in held:
                children.setdefault(parent, []).append(identifier)
        ready = [identifier for identifier, count in missing.items() if not count]
        ordered = []
        while ready:
            identifier = ready.pop()
            ordered.append(self.by_id[identifier][0])
            for child in children.get(identifier, ()):
                missing[child] -= 1
                if not missing[child]:
                    ready.append(child)
        return ordered

    def _is_whole(self, identifier: str) -> bool:
        """Tell whether all ancestors of a revision are held, so that it does not wait."""
        chain = (identifier, *self._ancestors(identifier))
        return all(parent in self.by_id for one in chain for parent in self.by_id[one][0].parents)

    def _ancestors(self, identifier: str) -> set[str]:
        found: set[str] = set()
        ahead = list(self.by_id[identifier][0].parents) if identifier in self.by_id else []
        while ahead:
            one = ahead.pop()
            if one in self.by_id and one not in found:
                found.add(one)
                ahead.extend(self.by_id[one][0].parents)
        return found


def _height(kind: str, name: str, value: Any) -> int:
    """Return how high a choice stands that may only rise; 0 for every other field."""
    declared = KINDS.get(kind)
    field = declared.__fields__.get(name) if declared is not None else None
    if field is None or not field.rising:
        return 0
    codes = [code for code, _ in field.choices or ()]
    return 1 + codes.index(value) if value in codes else 0


def _readable(revision: StoredRevision) -> StoredRevision:
    if not revision.unknown:
        return revision
    return msgspec.structs.replace(revision, fields=readable(revision.kind, revision.fields))
