"""Column types: how the wire values of fields lie in the database.

A moment is stored with its time in UTC first (`2026-11-21T14:00:00Z+02:00`), so that text order is time
order; JSON is compact text. The writers below are the bulk path of the same conversions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import JSON, BigInteger, Boolean, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.domain.fields import JSON_TYPES, Field, FieldType

BigKey = BigInteger().with_variant(Integer, "sqlite")
"""A row number: SQLite only counts up by itself in a column called INTEGER."""
_LARGEST = 2**63 - 1


class MomentText(TypeDecorator[str]):
    """A wire moment, stored so that text order is time order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Turn a wire moment into its stored text."""
        return None if value is None else stored_moment(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Turn a stored text back into the wire moment."""
        return None if value is None else wire_moment(value)


def stored_moment(wire: str) -> str:
    """Return `2026-11-21T14:00:00Z+02:00` of `2026-11-21T16:00:00+02:00`; raise ValueError for another form."""
    moment = datetime.fromisoformat(wire)
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset")
    try:
        utc = moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a moment beyond the calendar") from error
    stored = utc.isoformat()[:19] + "Z" + ("" if wire.endswith("Z") else wire[-6:])
    if wire_moment(stored) != wire:
        raise ValueError("a moment in another form")
    return stored


def wire_moment(stored: str) -> str:
    """Return the wire form of a stored moment."""
    if len(stored) == 20:
        return stored
    offset = datetime.fromisoformat(f"2000-01-01T00:00:00{stored[20:]}").tzinfo
    return datetime.fromisoformat(stored[:20]).astimezone(offset).isoformat()


def column_type(field: Field) -> TypeEngine[Any]:
    """Return the column type of a declared field."""
    if field.type in JSON_TYPES:
        return JSON(none_as_null=True)
    if field.type is FieldType.MOMENT:
        return MomentText()
    if field.type in (FieldType.INTEGER, FieldType.PERCENT):
        return BigInteger()
    return Boolean() if field.type is FieldType.BOOLEAN else Text()


def column_writer(field: Field) -> Callable[[Any], Any]:
    """Return what turns a wire value into the column's value; it raises ValueError for a value that does not fit."""
    if field.type in JSON_TYPES:
        return to_json
    if field.type is FieldType.MOMENT:
        return _moment
    if field.type in (FieldType.INTEGER, FieldType.PERCENT):
        return _integer
    return _boolean if field.type is FieldType.BOOLEAN else _text


_encoder = msgspec.json.Encoder()


def to_json(value: Any) -> str:
    """Write compact JSON text."""
    return _encoder.encode(value).decode()


from_json = msgspec.json.Decoder().decode
"""Read JSON text."""


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("not a text")
    return value


def _moment(value: Any) -> str:
    return stored_moment(_text(value))


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST:
        raise ValueError("not an integer")
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value
