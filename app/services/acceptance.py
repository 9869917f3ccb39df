"""Acceptance: whether what a person wants to save may be saved, and the wire values it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from app.domain.decisions import DECIDED_ON
from app.domain.faults import Fault, RecordRefusedError
from app.domain.fields import Field, FieldType
from app.domain.identifiers import is_id
from app.domain.kinds import fields_of, kind_named
from app.domain.levels import may_act_as
from app.domain.policy.authorization import LEVEL, free_fields, refusal
from app.domain.qips import Qip
from app.domain.reading import read_fields
from app.domain.records import Record
from app.domain.workflows import STEP_WORDS
from app.services.invariants import invariant_faults
from app.services.nearness import refusal_fault
from app.services.settings import Settings
from app.services.step_faults import Circumstances, step_faults, version_decided
from app.services.structures import typed_record as typed_record
from app.services.structures import understood

ANY = "*"
"""A reference to records of any kind, or to one whose kind is not known here."""

Look = Callable[[str], Mapping[str, Any]]
"""Reads the wire values of a record by its id; empty where it is not here."""
Finder = Callable[[str], tuple[str, str] | None]
"""Finds a record by id or serial: its id and kind, or None; raises `UnresolvedError` where it cannot tell which."""


def nothing_known(identifier: str) -> Mapping[str, Any]:
    """Read no other record."""
    return {}


def accept(
    kind: str,
    typed: Mapping[str, Any],
    *,
    current: Mapping[str, Any] | None,
    around: Circumstances,
    find: Finder,
    look: Look = nothing_known,
    settles: str | None = None,
    taken: bool = False,
) -> dict[str, Any]:
    """Return the wire values that change; raises `RecordRefusedError` with every fault at once.

    `current` holds the wire values of the record as it stands, or None for a new one; `around` who writes, and where.
    `look` reads the values of another record, from which some of this one's follow.
    `settles` names a field in conflict: its value is written even where it is the one shown already; values
    that are `taken` from other revisions are on the wire already.
    """
    fields = fields_of(kind)
    before = dict(current or {})
    asked = dict(typed)
    anew = not taken and asked.pop(DECIDED_ON, None)
    wire, faults = (asked, []) if taken else _read(fields, asked, before, find)
    if current is None:
        wire = _with_defaults(kind, fields, wire, around.level)
    changed = {name: value for name, value in wire.items() if before.get(name) != value or name == settles}
    if not taken:
        changed |= kind_named(kind).follows(before, changed, look)
    free = current is None or (taken and settles == "state")
    if not free and "state" in changed:
        changed |= _left_to_the_step(kind, fields, before, wire, changed, around.settings)
    changed |= _limited(kind, before, changed, around)
    version, misplaced = version_decided(kind, before, changed, anew, around, free=free)
    changed |= version
    after = {name: value for name, value in {**before, **changed}.items() if value is not None}
    faults += misplaced + _ungiven(fields, after, {fault.field for fault in faults})
    if not taken:
        faults += [
            Fault(name, "newer_field")
            for name in changed
            if name in before and not understood(kind, {name: before[name]})
        ]
    if not faults:
        faults += _rules(kind, fields, before, changed, after, around, free=free)
    if faults:
        raise RecordRefusedError(tuple(faults))
    return changed


def refuse_itself(kind: str, identifier: str | None, changed: Mapping[str, Any]) -> None:
    """Raise `RecordRefusedError` where a record would name itself, as its own parent or continuation."""
    fields = fields_of(kind)
    named = [
        name
        for name, value in changed.items()
        if identifier is not None
        and (
            (fields[name].type is FieldType.REF and value == identifier)
            or (fields[name].type is FieldType.REFS and identifier in (value or ()))
        )
    ]
    if named:
        raise RecordRefusedError(tuple(Fault(name, "itself") for name in named))


def _left_to_the_step(
    kind: str,
    fields: Mapping[str, Field],
    before: Mapping[str, Any],
    wire: Mapping[str, Any],
    changed: Mapping[str, Any],
    settings: Settings,
) -> dict[str, Any]:
    """Return what a step sets where nobody wrote it: reason and evidence are those of this step or none.

    Who decides on a record without tranches decides on the usual ones of the mission.
    """
    left = {name: None for name in STEP_WORDS if name in fields and name not in wire and name in before}
    workflow = kind_named(kind).workflow
    decides = workflow is not None and changed["state"] in workflow.decision
    if decides and "tranches" in fields and not {**before, **changed}.get("tranches"):
        return {**left, "tranches": settings.starting_values(kind)["tranches"]}
    return left


def _limited(
    kind: str, before: Mapping[str, Any], changed: Mapping[str, Any], around: Circumstances
) -> dict[str, Any]:
    """Return the limits of the mission where a record comes to rest on a decision without limits of its own."""
    workflow, after = kind_named(kind).workflow, {**before, **changed}
    if (
        workflow is None
        or before.get("state") in workflow.resting
        or after.get("state") not in workflow.resting
    ):
        return {}
    limits = around.settings.limiting_values(kind)
    fields = fields_of(kind)
    return {
        name: value
        for name, value in limits.items()
        if after.get(name) is None and may_act_as(around.level, fields[name].level)
    }


def _read(
    fields: Mapping[str, Field], typed: Mapping[str, Any], before: Mapping[str, Any], find: Finder
) -> tuple[dict[str, Any], list[Fault]]:
    """Read what differs from the values that are there; those came from the wire and are not read twice."""
    kept = {name: raw for name, raw in typed.items() if name in before and before[name] == raw}
    resolved, faults = _resolve(fields, {n: raw for n, raw in typed.items() if n not in kept}, before, find)
    wire, misread = read_fields(fields, resolved)
    return {**kept, **wire}, faults + misread


def _with_defaults(
    kind: str, fields: Mapping[str, Field], wire: dict[str, Any], level: str
) -> dict[str, Any]:
    defaults = {
        name: field.default
        for name, field in fields.items()
        if field.default is not None and may_act_as(level, field.level)
    }
    workflow = kind_named(kind).workflow
    if workflow is not None:
        defaults["state"] = workflow.initial
    given = {name: value for name, value in wire.items() if value is not None}
    return {**defaults, **given}


def _ungiven(fields: Mapping[str, Field], after: Mapping[str, Any], faulty: set[str]) -> list[Fault]:
    return [
        Fault(name, "required")
        for name, field in fields.items()
        if field.required and name not in after and name not in faulty and field.unless not in after
    ]


def _rules(
    kind: str,
    fields: Mapping[str, Field],
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
    after: Mapping[str, Any],
    around: Circumstances,
    *,
    free: bool,
) -> list[Fault]:
    record = typed_record(kind, after)
    faults = list(record.faults())
    faults += _not_allowed(type(record), before, changed, around, born=not before)
    faults += _above_ceiling(record, changed, around.settings)
    workflow = type(record).workflow
    if workflow is not None and "state" in changed:
        faults += step_faults(workflow, record, before, changed, around, free=free)
    if not any(fault.field == "state" and fault.code != "gate_missing" for fault in faults):
        faults += invariant_faults(record, before, changed)
    return _said_once(faults)


def _said_once(faults: list[Fault]) -> list[Fault]:
    """Put what a step needs itself and what must hold where it leads into one sentence."""
    missing = [fault for fault in faults if fault.code == "gate_missing"]
    if len(missing) < 2:
        return faults
    words = "; ".join(str(fault.params["missing"]) for fault in missing)
    return [
        *(fault for fault in faults if fault not in missing),
        Fault("state", "gate_missing", {"missing": words}),
    ]


def _not_allowed(
    kind: type[Record],
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
    around: Circumstances,
    *,
    born: bool,
) -> list[Fault]:
    """Fault what somebody may not set in this record; steps and decisions have sentences of their own."""
    free = free_fields(kind.kind, around.actor.level, around.place.near, born=born)
    found = []
    for name, value in changed.items():
        if name in free:
            continue
        code = refusal(kind.kind, name, value, around.actor, around.place.near, before, born=born)
        if code and not (name == DECIDED_ON and code == LEVEL):
            found.append(refusal_fault(kind, name, code, before, around.place))
    return found


def _above_ceiling(record: Record, changed: Mapping[str, Any], settings: Settings) -> list[Fault]:
    """A QIP without a ceiling of its own has the mission's."""
    ceiling = settings.qip_ceiling
    if (
        not isinstance(record, Qip)
        or record.ceiling
        or not ceiling
        or not record.cost
        or "cost" not in changed
    ):
        return []
    above = record.cost.currency == ceiling.currency and record.cost.amount > ceiling.amount
    return [Fault("cost", "above_ceiling")] if above else []


def _resolve(
    fields: Mapping[str, Field], typed: Mapping[str, Any], before: Mapping[str, Any], find: Finder
) -> tuple[dict[str, Any], list[Fault]]:
    """Replace `@serial` by the id it names and fault references to records that are not there.

    A reference that the field holds already stays: its record may be on the laptop of another.
    """
    resolved, faults = dict(typed), []
    for name, value in typed.items():
        field = fields.get(name)
        if field is None or value is None:
            continue
        try:
            resolved[name] = _resolved(field, value, _also(find, set(_references(before.get(name)))))
        except UnresolvedError as error:
            faults.append(Fault(name, error.code, {"value": str(error.value)[:60]}))
            del resolved[name]
    return resolved, faults


def _references(value: Any) -> Iterator[str]:
    """Yield the ids in a wire value that is a reference, a list of them, or rows with some."""
    if isinstance(value, str) and is_id(value):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _references(item)


def _also(find: Finder, held: set[str]) -> Finder:
    """Return a finder that takes ids which the field holds already as they are."""
    return lambda name: (name, ANY) if name in held else find(name)


class UnresolvedError(LookupError):
    """A name names no one record: the code of the fault, and the name."""

    def __init__(self, code: str, value: object) -> None:
        super().__init__(code)
        self.code, self.value = code, value


def _resolved(field: Field, value: Any, find: Finder) -> Any:
    if field.type is FieldType.REF:
        return _one(field, value, find)
    if field.type is FieldType.REFS:
        parts = value.split(";") if isinstance(value, str) else value
        return [_one(field, part, find) for part in parts] if isinstance(parts, list | tuple) else parts
    if field.type is FieldType.ROWS and isinstance(value, list | tuple):
        refs = [column for column in field.columns if column.type is FieldType.REF]
        return [_row(refs, row, find) for row in value]
    return value


def _row(refs: Iterable[Field], row: Any, find: Finder) -> Any:
    if not isinstance(row, dict):
        return row
    return {**row, **{ref.name: _one(ref, row[ref.name], find) for ref in refs if row.get(ref.name)}}


def _one(field: Field, value: Any, find: Finder) -> Any:
    if not isinstance(value, str) or not value.strip():
        return value
    found = find(value.strip().removeprefix("@"))
    if found is None:
        raise UnresolvedError("unknown_record", value)
    identifier, kind = found
    if ANY not in (field.ref, kind) and kind not in (field.ref or "").split("|"):
        raise UnresolvedError("wrong_kind", value)
    return identifier
