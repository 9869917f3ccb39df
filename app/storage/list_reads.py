"""Lists of records: filtered, sorted, paged by key, or as bare keys for random access in a long list."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import chain
from operator import eq, ge, gt, le, lt
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
)

from app.domain.doubles import DOUBLED, POINTER, kept_of
from app.domain.fields import JSON_TYPES, FieldType
from app.storage.columns import MomentText, stored_moment, to_json
from app.storage.errors import UnknownFieldError
from app.storage.kind_tables import KIND_TABLES
from app.storage.link_reads import LinkReads
from app.storage.record_reads import RecordReads, state_of
from app.storage.rows import Page, RecordState
from app.storage.sessions import AnyRow, AnySelect, among
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
    "created_by",
    "updated_at",
    "updated_by",
    "node",
)
_BY_KEY = among(select(record), record.c.pk)
_KEYS_OF = among(select(record.c.pk), record.c.id)
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": eq,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


class _Sorting(msgspec.Struct, frozen=True):
    """What rows are sorted by: a key that may be null (least of all), then the row number."""

    key: ColumnElement[Any]
    pk: ColumnElement[Any]
    descending: bool

    def apply(self, query: AnySelect) -> AnySelect:
        """Sort alike in both databases; where nothing can be null the plain order finds its index."""
        if not getattr(self.key, "nullable", True):
            both = (self.key, self.pk)
            return (
                query.order_by(*(part.desc() for part in both)) if self.descending else query.order_by(*both)
            )
        if self.descending:
            return query.order_by(self.key.desc().nulls_last(), self.pk.desc())
        return query.order_by(self.key.asc().nulls_first(), self.pk.asc())

    def beyond(self, after: tuple[Any, int] | None) -> list[ColumnElement[bool]]:
        """Return the conditions for what follows a row, in turn; each can be looked up in an index."""
        if after is None:
            return [true()]
        value, pk = after
        here, there = tuple_(self.key, self.pk), tuple_(literal(value), literal(pk))
        if self.descending:
            if value is None:
                return [and_(self.key.is_(None), self.pk < pk)]
            return [here < there, self.key.is_(None)]
        if value is None:
            return [and_(self.key.is_(None), self.pk > pk), self.key.is_not(None)]
        return [here > there]


class ListReads(RecordReads, LinkReads):
    """What a list asks for. Withdrawn records are left out unless `where` speaks of `withdrawn`.

    So are doubles from the list of their kind, unless it speaks of `merged_into`.
    """

    def page(
        self,
        kind: str | None,
        where: Where = (),
        order: Order = BY_TITLE,
        after: tuple[Any, int] | None = None,
        limit: int = 100,
    ) -> Page:
        """Return the rows that follow a key; `kind` None lists all kinds. Raises `UnknownFieldError`."""
        sorting = _sorting(kind, order)
        query = sorting.apply(self._filtered(kind, where, select(sorting.pk, sorting.key), order))
        found: list[AnyRow] = []
        for condition in sorting.beyond(after):
            if len(found) <= limit:
                found += self._all(query.where(condition).limit(limit + 1 - len(found)))
        shown = found[:limit]
        last = (shown[-1][1], shown[-1][0]) if len(found) > limit else None
        return Page(tuple(self.rows([row[0] for row in shown])), last)

    def keys(
        self, kind: str | None, where: Where = (), order: Order = BY_TITLE, limit: int | None = None
    ) -> array[int]:
        """Return the keys of the rows of a list in order (the first `limit`), 8 bytes each, for `states` to fetch."""
        sorting = _sorting(kind, order)
        query = sorting.apply(self._filtered(kind, where, select(sorting.pk), order)).limit(limit)
        # Straight from the driver: a row object for each of 100,000 keys takes longer than the query.
        with self._connection.execute(query) as found:
            return array("q", chain.from_iterable(found.cursor.fetchall()))

    def states(self, pks: Sequence[int]) -> list[RecordState]:
        """Return the records of keys in their order, each once asked; keys that are gone are left out."""
        found = {row.pk: row for row in self._among(_BY_KEY, pks)}
        values = self._values({pk: row.kind for pk, row in found.items()})
        return [state_of(found[pk], values.get(pk, {})) for pk in pks if pk in found]

    def count(self, kind: str | None, where: Where = ()) -> int:
        """Return how many records a list has."""
        query = self._filtered(kind, where, select(func.count()))
        return int(self._connection.execute(query).scalar_one())

    def _filtered(
        self, kind: str | None, where: Where, query: AnySelect, order: Order | None = None
    ) -> AnySelect:
        filtered = _filtered(kind, where, query, order)
        if kind not in DOUBLED or any(name == POINTER for name, _, _ in where):
            return filtered
        doubles = kept_of(self.merge_pointers(kind))
        if not doubles:
            return filtered
        pks = [row.pk for row in self._among(_KEYS_OF, doubles)]
        hidden: ColumnElement[Any] = bindparam("doubles", pks, expanding=True, literal_execute=True)
        table = record if record in filtered.get_final_froms() else KIND_TABLES[kind].table
        return filtered.where(table.c.pk.not_in(hidden))


def _filtered(kind: str | None, where: Where, query: AnySelect, order: Order | None = None) -> AnySelect:
    """Add the conditions; the table of the kind, where it is needed, stands for the kind as well."""
    sorted_by = {order[0]} if order else set()
    fields = {name for name, _, _ in where} | (sorted_by - {"title"})
    declared = {field for field in fields if kind is not None and _is_declared(kind, field)}
    shown = record.c.withdrawn.is_(None)
    if kind is not None and declared:
        table = KIND_TABLES[kind].table
        query = query.select_from(table)
        if declared == fields and "title" not in sorted_by:
            # The few hidden rows are looked up once; a join would look every shown row up.
            hidden = select(record.c.pk).where(record.c.kind == kind, record.c.withdrawn.is_not(None))
            shown = table.c.pk.not_in(hidden)
        else:
            # The kind again, so that its index is walked and not that of all records.
            query = query.join(record, table.c.pk == record.c.pk).where(record.c.kind == kind)
    else:
        query = query.select_from(record)
        if kind is not None:
            query = query.where(record.c.kind == kind)
    if "withdrawn" not in fields:
        query = query.where(shown)
    return query.where(*(_condition(kind, *condition) for condition in where))


def _is_declared(kind: str, field: str) -> bool:
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


def _sorting(kind: str | None, order: Order) -> _Sorting:
    field, descending = order
    if field == "title":
        return _Sorting(record.c.title_key, record.c.pk, descending)
    column = _column(kind, field)
    declared = _type_of(kind, field)
    if declared is None:
        return _Sorting(column, record.c.pk, descending)
    pk = KIND_TABLES[kind or ""].table.c.pk
    if declared is FieldType.MONEY:
        return _Sorting(cast(column["amount"].as_string(), BigInteger), pk, descending)
    if declared in JSON_TYPES or declared is FieldType.MOMENT:
        return _Sorting(
            cast(column, Text) if declared in JSON_TYPES else type_coerce(column, Text), pk, descending
        )
    if declared in (FieldType.TEXT, FieldType.LONG, FieldType.CHOICE, FieldType.REF):
        return _Sorting(func.lower(column), pk, descending)
    return _Sorting(column, pk, descending)


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
        column = type_coerce(column, Text)
        # From a moment on, and before it: the offset behind changes nothing, and an index is found.
        if operator not in (">=", "<"):
            column = func.substr(column, 1, 20)
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
