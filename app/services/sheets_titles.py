"""Sheet titles: which records others refer to, so that sheets call them by name and never by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.domain.fields import Field, FieldType
from app.domain.kinds import fields_of
from app.services.views import RecordView


def references_of(kind: str, views: Iterable[RecordView]) -> set[str]:
    """Return the ids of every record that these records refer to."""
    fields = [field for field in fields_of(kind).values() if _refers(field)]
    return {
        identifier
        for view in views
        for field in fields
        for identifier in _ids(field, view.fields.get(field.name))
    }


def _refers(field: Field) -> bool:
    return field.type in (FieldType.REF, FieldType.REFS) or any(_refers(column) for column in field.columns)


def _ids(field: Field, value: Any) -> Iterator[str]:
    if value is None:
        return
    if field.type is FieldType.REF:
        yield value
    elif field.type is FieldType.REFS:
        yield from value
    else:
        for row in value:
            for column in field.columns:
                if _refers(column):
                    yield from _ids(column, row.get(column.name))
