"""Acceptance: whether what a person wants to save may be saved, and the wire values it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from app.domain.faults import Fault, RecordRefusedError
from app.domain.fields import Field, FieldType
from app.domain.identifiers import is_id
from app.domain.kinds import fields_of, kind_named
from app.domain.levels import LEVEL_LABELS, may_act_as
from app.domain.reading import read_fields
from app.domain.records import Record
from app.domain.scopes import Level
from app.domain.workflows import Workflow
from app.domain.writing import state_text
from app.services.wording import GATES

ANY = "*"
"""A reference to records of any kind, or to one whose kind is not known here."""

Finder = Callable[[str], tuple[str, str] | None]
"""Finds a record by id or serial: its id and kind, or None."""


def accept(
    kind: str,
    typed: Mapping[str, Any],
    *,
    current: Mapping[str, Any] | None,
    level: str,
    find: Finder,
    settles: str | None = None,
    taken: bool = False,
) -> dict[str, Any]:
    """Return the wire values that change; raises `RecordRefusedError` with every fault at once.

    `current` holds the wire values of the record as it stands, or None for a new one.
    `settles` names a field in conflict: its value is written even where it is the one shown already; values
    that are `taken` from other revisions are on the wire already.
    """
    fields = fields_of(kind)
    before = dict(current or {})
    wire, faults = (dict(typed), []) if taken else _read(fields, typed, before, find)
    if current is None:
        wire = _with_defaults(kind, fields, wire)
    changed = {name: value for name, value in wire.items() if before.get(name) != value or name == settles}
    after = {name: value for name, value in {**before, **changed}.items() if value is not None}
    faults += _ungiven(fields, after, {fault.field for fault in faults})
    if not faults:
        faults += _rules(
            kind,
            fields,
            before,
            changed,
            after,
            level,
            free=current is None or (taken and settles == "state"),
        )
    if faults:
        raise RecordRefusedError(tuple(faults))
    return changed


def _read(
    fields: Mapping[str, Field], typed: Mapping[str, Any], before: Mapping[str, Any], find: Finder
) -> tuple[dict[str, Any], list[Fault]]:
    """Read what differs from the values that are there; those came from the wire and are not read twice."""
    kept = {name: raw for name, raw in typed.items() if name in before and before[name] == raw}
    resolved, faults = _resolve(fields, {n: raw for n, raw in typed.items() if n not in kept}, before, find)
    wire, misread = read_fields(fields, resolved)
    return {**kept, **wire}, faults + misread


def typed_record(kind: str, values: Mapping[str, Any]) -> Record:
    """Return wire values as the kind's structure; values of a newer app that do not fit are left out."""
    cls = kind_named(kind)
    try:
        return msgspec.convert(values, cls)
    except msgspec.ValidationError:
        return msgspec.convert({k: v for k, v in values.items() if fits(kind, {k: v})}, cls)


def fits(kind: str, values: Mapping[str, Any]) -> bool:
    """Return whether wire values have the types that the kind declares; unknown fields always do."""
    try:
        msgspec.convert(values, kind_named(kind))
    except msgspec.ValidationError:
        return False
    return True


def _with_defaults(kind: str, fields: Mapping[str, Field], wire: dict[str, Any]) -> dict[str, Any]:
    defaults = {name: field.default for name, field in fields.items() if field.default is not None}
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
    level: str,
    *,
    free: bool,
) -> list[Fault]:
    record = typed_record(kind, after)
    faults = list(record.faults())
    faults += [
        Fault(name, "level_too_low", {"who": LEVEL_LABELS[fields[name].level]})
        for name in changed
        if not may_act_as(level, fields[name].level)
    ]
    workflow = type(record).workflow
    if workflow is not None and "state" in changed:
        faults += _step(workflow, record, fields, before.get("state"), changed, level, free=free)
    return faults


def _step(
    workflow: Workflow,
    record: Record,
    fields: Mapping[str, Field],
    source: str | None,
    changed: Mapping[str, Any],
    level: str,
    *,
    free: bool,
) -> list[Fault]:
    target = changed["state"] or ""
    if free or source is None:
        return _entry(workflow, target, level, new=source is None)
    step = workflow.step(source, target)
    if step is None:
        possible = ", ".join(state_text(next_.target) for next_ in workflow.steps_from(source)) or "none"
        params = {"source": state_text(source), "target": state_text(target), "possible": possible}
        return [Fault("state", "no_such_step", params)]
    faults = []
    if not may_act_as(level, step.level):
        faults.append(Fault("state", "level_too_low", {"who": LEVEL_LABELS[step.level]}))
    missing = [fields[name].label for name in step.needs if getattr(record, name) is None]
    missing += [GATES[gate] for gate in step.gates if not record.gate(gate)]
    if missing:
        faults.append(Fault("state", "gate_missing", {"missing": ", ".join(missing)}))
    if step.reason and not changed.get("state_reason"):
        faults.append(Fault("state_reason", "reason_required"))
    return faults


def _entry(workflow: Workflow, target: str, level: str, *, new: bool) -> list[Fault]:
    """A new record starts where its writer could have brought it alone; a conflict ends in what its level may set."""
    if target not in workflow.states:
        return [Fault("state", "not_a_state")]
    may = workflow.may_start if new else workflow.may_enter
    if not may(target, level):
        who = next(LEVEL_LABELS[each] for each in (Level.SECTOR, Level.FORCE) if may(target, each))
        return [Fault("state", "level_too_low", {"who": who})]
    return []


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
        except _UnresolvedError as error:
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


class _UnresolvedError(LookupError):
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
        raise _UnresolvedError("unknown_record", value)
    identifier, kind = found
    if ANY not in (field.ref, kind) and kind not in (field.ref or "").split("|"):
        raise _UnresolvedError("wrong_kind", value)
    return identifier
