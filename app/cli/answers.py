"""Answers as JSON: the shapes of the command line's contract, to which keys may be added and none removed."""

from __future__ import annotations

from typing import Any

import msgspec

from app.domain.fields import Field, FieldType
from app.domain.kinds import ALL, fields_of
from app.domain.records import Record
from app.services.views import (
    Conflict,
    Exported,
    FileOutcome,
    HistoryEntry,
    Hit,
    PutResult,
    RecordView,
    RosterLine,
    Status,
    View,
)

TEXT_TYPES = frozenset({FieldType.TEXT, FieldType.LONG, FieldType.TEXTS})
NUMBER_TYPES = frozenset({FieldType.INTEGER, FieldType.PERCENT})


def as_dict(view: View) -> dict[str, Any]:
    """Return a view as plain values, under its own names."""
    value: dict[str, Any] = msgspec.to_builtins(view, enc_hook=str)
    return value


def record_answer(record: RecordView) -> dict[str, Any]:
    """Return one record as `list` and `show` print it."""
    return as_dict(record)


def history_answer(entries: tuple[HistoryEntry, ...]) -> list[dict[str, Any]]:
    """Return the revisions of a record, in the order given."""
    return [as_dict(entry) for entry in entries]


def put_answer(result: PutResult) -> dict[str, Any]:
    """Return what became of a batch; warnings only where there are any."""
    answer = as_dict(result)
    return answer if result.warnings else {name: one for name, one in answer.items() if name != "warnings"}


def hit_answer(hit: Hit) -> dict[str, Any]:
    """Return one search result; its snippet marks the found words as `[word]`."""
    return {**as_dict(hit), "snippet": marked(hit.snippet)}


def marked(snippet: str) -> str:
    """Return a snippet whose found words stand in square brackets."""
    return snippet.replace("\x02", "[").replace("\x03", "]")


def exported_answer(exported: Exported) -> dict[str, Any]:
    """Return what `export` wrote."""
    return as_dict(exported)


def outcome_answer(outcome: FileOutcome) -> dict[str, Any]:
    """Return what became of one bundle file; a gap says the first and last missing changeset."""
    gaps = [{"stream": gap.stream, "from": gap.first, "to": gap.last} for gap in outcome.gaps]
    return {**as_dict(outcome), "gaps": gaps}


def roster_answer(line: RosterLine) -> dict[str, Any]:
    """Return one line of the roster."""
    return as_dict(line)


def conflict_answer(conflict: Conflict) -> dict[str, Any]:
    """Return one disagreement with all its candidates, the shown one first."""
    return as_dict(conflict)


def status_answer(status: Status) -> dict[str, Any]:
    """Return the status with the identity at its top level."""
    whole = as_dict(status)
    identity = whole.pop("identity")
    gaps = [{"stream": gap.stream, "from": gap.first, "to": gap.last} for gap in status.gaps]
    return {**identity, **whole, "gaps": gaps}


def kinds_answer() -> list[dict[str, Any]]:
    """Return every kind and field: the machine-readable form of the declarations."""
    return [kind_answer(kind) for kind in ALL]


def kind_answer(kind: type[Record]) -> dict[str, Any]:
    """Return one kind with its fields in the order of its form, its states and its steps."""
    return {
        "kind": kind.kind,
        "label": kind.label,
        "plural": kind.plural,
        "french": list(kind.french),
        "prefix": kind.prefix,
        "fields": [field_answer(field) for field in fields_of(kind.kind).values()],
        "columns": list(kind.columns),
        "states": list(kind.workflow.states) if kind.workflow else [],
        "closed": sorted(kind.workflow.closed) if kind.workflow else [],
        "transitions": [
            {
                "from": step.source,
                "to": step.target,
                "level": str(step.level),
                "needs": [*step.needs, *flow.gates_of(step), *(["state_reason"] if step.reason else [])],
            }
            for flow in ([kind.workflow] if kind.workflow else [])
            for step in flow.transitions
        ],
    }


def field_answer(field: Field) -> dict[str, Any]:
    """Return one field; `max` counts characters of a text, and is null where a type has no such limit."""
    numeric = field.type in NUMBER_TYPES
    return {
        "name": field.name,
        "type": str(field.type),
        "label": field.label,
        "french": field.french,
        "audience": field.audience.name.lower(),
        "role": str(field.role) or None,
        "required": field.required,
        "max": field.max if field.type in TEXT_TYPES else None,
        "min_value": field.min_value if numeric else None,
        "max_value": (100 if field.type is FieldType.PERCENT else field.max_value) if numeric else None,
        "choices": [code for code, _ in field.choices] if field.choices else None,
        "choice_labels": dict(field.choices) if field.choices else None,
        "choice_french": {code: french for code, _, french in field.choices.items} if field.choices else None,
        "ref": field.ref,
        "searched": field.searched > 0,
        "sensitive": field.sensitive,
        "section": field.section,
        "hint": field.hint or None,
        "level": str(field.level),
        "columns": [field_answer(column) for column in field.columns] or None,
    }
