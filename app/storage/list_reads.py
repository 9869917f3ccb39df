"""Lists of records: filtered, sorted, paged by key, or as bare keys for random access in a long list."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from operator import eq, ge, gt, le, lt
from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, Text, and_, cast, func, or_, select, type_coerce

from app.domain.fields import JSON_TYPES, FieldType
from app.storage.columns import MomentText, stored_moment, to_json
from app.storage.errors import UnknownFieldError
from app.storage.kind_tables import KIND_TABLES
from app.storage.record_reads import RecordReads
from app.storage.rows import Page
from app.storage.sessions import AnySelect
from app.storage.tables import record

Where = tuple[tuple[str, str, Any], ...]
"""Conditions that must all hold: field, operator, wire value.

Operators: `=` `!=` `<` `<=` `>` `>=` `in` (a list), `contains` (part of a text, or one of a list),
`starts`, `under` (a unit path and those below it), `empty`, `filled` (no value).
`!=` also takes records without a value.
"""
Order = tuple[str, bool]
"""The field to sort by, and whether the greatest comes first."""
BY_TITLE: Order = ("title", False)
_OWN = (
    "id",
    "serial",
    "state",
    "unit",
    "reach",
    "sealed",
    "withdrawn",
    "created_at",
    "updated_at",
    "updated_by",
    "node",
)
_LEAST = -(2**62)
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": eq,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


class ListReads(RecordReads):
    """What a list asks for. Withdrawn records are left out unless `where` speaks of `withdrawn`."""

    def page(
        self,
        kind: str | None,
        where: Where = (),
        order: Order = BY_TITLE,
        after: tuple[Any, int] | None = None,
        limit: int = 100,
    ) -> Page:
        """Return the rows that follow a key; `kind` None lists all kinds. Raises `UnknownFieldError`."""
        key, descending = _order_key(kind, order[0]), order[1]
        query = _filtered(kind, where, select(record.c.pk, key.label("key")), order[0])
        if after is not None:
            value, pk = after
            beyond = key < value if descending else key > value
            next_pk = record.c.pk < pk if descending else record.c.pk > pk
            query = query.where(or_(beyond, and_(key == value, next_pk)))
        found = self._all(_sorted(query, key, descending).limit(limit + 1))
        shown = found[:limit]
        last = (shown[-1].key, shown[-1].pk) if len(found) > limit else None
        return Page(tuple(self.rows([row.pk for row in shown])), last)

    def keys(self, kind: str | None, where: Where = (), order: Order = BY_TITLE) -> array[int]:
        """Return the keys of all rows of a list in order, 8 bytes each, for `rows` to fetch what is seen."""
        key = _order_key(kind, order[0])
        query = _filtered(kind, where, select(record.c.pk), order[0])
        found = self._connection.execute(_sorted(query, key, order[1]))
        return array("q", (row[0] for row in found))

    def count(self, kind: str | None, where: Where = ()) -> int:
        """Return how many records a list has."""
        query = _filtered(kind, where, select(func.count()).select_from(record), "id")
        return int(self._connection.execute(query).scalar_one())


def _sorted(query: AnySelect, key: ColumnElement[Any], descending: bool) -> AnySelect:
    return query.order_by(key.desc(), record.c.pk.desc()) if descending else query.order_by(key, record.c.pk)


def _filtered(kind: str | None, where: Where, query: AnySelect, order: str) -> AnySelect:
    fields = {name for name, _, _ in where} | {order}
    if kind is not None:
        query = query.where(record.c.kind == kind)
    if kind in KIND_TABLES and any(_is_declared(kind, field) for field in fields):
        table = KIND_TABLES[kind].table
        query = query.join(table, table.c.pk == record.c.pk)
    if "withdrawn" not in fields:
        query = query.where(record.c.withdrawn.is_(None))
    return query.where(*(_condition(kind, *condition) for condition in where))


def _is_declared(kind: str | None, field: str) -> bool:
    """Tell whether a field lies in the table of its kind rather than in that of all records."""
    return (
        field not in (*_OWN, "conflicts", "kind") and kind in KIND_TABLES and field in KIND_TABLES[kind].names
    )


def _column(kind: str | None, field: str) -> ColumnElement[Any]:
    if kind is not None and _is_declared(kind, field):
        return KIND_TABLES[kind].table.c[field]
    if field in (*_OWN, "kind", "title"):
        return record.c[field]
    if field == "conflicts":
        return record.c.conflict_count
    raise UnknownFieldError(field)


def _order_key(kind: str | None, field: str) -> ColumnElement[Any]:
    """Return what rows are sorted by: never null, so that both databases sort alike and pages can be cut by
    it.
    """
    if field == "title":
        return record.c.title_key
    column = _column(kind, field)
    if (field in _OWN and field not in ("state", "withdrawn", "sealed")) or field == "kind":
        return column
    declared = _type_of(kind, field)
    if declared is FieldType.MONEY:
        return func.coalesce(column["amount"].as_integer(), _LEAST)
    if isinstance(column.type, Boolean):
        return func.coalesce(cast(column, BigInteger), -1)
    if isinstance(column.type, BigInteger) or field == "conflicts":
        return func.coalesce(column, _LEAST)
    if declared in JSON_TYPES:
        return func.coalesce(cast(column, Text), "")
    text = type_coerce(column, Text)
    return func.coalesce(text if isinstance(column.type, MomentText) else func.lower(text), "")


def _type_of(kind: str | None, field: str) -> FieldType | None:
    if kind is None or not _is_declared(kind, field):
        return None
    return next(one.type for one in KIND_TABLES[kind].fields if one.name == field)


def _condition(kind: str | None, field: str, operator: str, value: Any) -> ColumnElement[bool]:
    column = _column(kind, field)
    if operator == "empty":
        return column.is_(None)
    if operator == "filled":
        return column.is_not(None)
    declared = _type_of(kind, field)
    if operator == "contains" and declared in JSON_TYPES:
        return cast(column, Text).contains(to_json(value), autoescape=True)
    if declared in JSON_TYPES:
        column, value = (
            cast(column, Text),
            [to_json(one) for one in value] if operator == "in" else to_json(value),
        )
    elif isinstance(column.type, MomentText):
        column = func.substr(type_coerce(column, Text), 1, 20)
        value = [_utc(one) for one in value] if operator == "in" else _utc(value)
    return _compared(column, operator, value)


def _compared(column: ColumnElement[Any], operator: str, value: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] | None = None
    if operator in _COMPARE:
        found = _COMPARE[operator](column, value)
    elif operator == "!=":
        found = column.is_distinct_from(value)
    elif operator == "in":
        found = column.in_(list(value))
    elif operator == "contains":
        found = column.icontains(value, autoescape=True)
    elif operator == "starts":
        found = column.istartswith(value, autoescape=True)
    elif operator == "under":
        found = or_(column == value, column.startswith(f"{value}/", autoescape=True))
    if found is None:
        raise UnknownFieldError(operator)
    return found


def _utc(wire: str) -> str:
    return stored_moment(wire)[:20]
