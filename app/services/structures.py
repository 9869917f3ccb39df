"""Structures: wire values as the typed records of their kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from app.domain.fields import Field, FieldType
from app.domain.kinds import KINDS, kind_named, knows
from app.domain.records import File, Record


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


def readable(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return wire values with nothing in place of those that a newer app wrote and this one's fields cannot hold."""
    if kind not in KINDS or fits(kind, values):
        return dict(values)
    return {name: value if fits(kind, {name: value}) else None for name, value in values.items()}


def understood(kind: str, values: Mapping[str, Any]) -> bool:
    """Return whether this app knows a kind, its fields, and what they hold: types, choices and columns of rows."""
    if not (knows(kind, values) and fits(kind, values)):
        return False
    fields = kind_named(kind).__fields__
    return all(_words_known(fields[name], value) for name, value in values.items() if name in fields)


def _words_known(field: Field, value: Any) -> bool:
    if value is None:
        return True
    if field.type is FieldType.CHOICE:
        return value in dict(field.choices or ())
    if field.type is FieldType.CHOICES:
        return dict(field.choices or ()).keys() >= set(value)
    if field.type is FieldType.FILES:
        return all(set(File.__struct_fields__) >= file.keys() for file in value)
    if field.type is FieldType.ROWS:
        columns = {column.name: column for column in field.columns}
        return all(
            name in columns and _words_known(columns[name], held)
            for row in value
            for name, held in row.items()
        )
    return True
