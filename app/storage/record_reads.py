"""Reading records: by id, by serial, as rows of a list, and what points to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select

from app.domain.kinds import KINDS
from app.storage.folding import query_tokens, snippet
from app.storage.kind_tables import KIND_TABLES
from app.storage.rows import RecordRow, RecordScope, RecordState, Referrer, SearchHit
from app.storage.sessions import AnyRow, AnySelect, Session, among
from app.storage.tables import link, record
from app.storage.texts import searched_text

_ROW = select(
    record.c.pk, record.c.id, record.c.kind, record.c.serial, record.c.title, record.c.unit, record.c.reach,
    record.c.sealed, record.c.state, record.c.conflict_count, record.c.withdrawn, record.c.created_at,
    record.c.updated_at, record.c.updated_by, record.c.node,
)  # fmt: skip
_ROWS = among(_ROW, record.c.pk)
_RECORDS = among(select(record), record.c.id)
_OF_KIND = among(select(record.c.id).order_by(record.c.pk), record.c.kind)
_SCOPES = among(select(record.c.id, record.c.unit, record.c.reach, record.c.sealed), record.c.id)
_OF_SERIAL = (
    select(record.c.id, record.c.kind)
    .where(record.c.serial == bindparam("of"), record.c.serial != "")
    .order_by(record.c.pk)
)
_EVERY_FIELD = frozenset(name for kind in KINDS.values() for name in kind.__fields__)


class RecordReads(Session):
    """What can be asked about records."""

    def record(self, identifier: str) -> RecordState | None:
        """Return a record by id, or None."""
        return self.records((identifier,)).get(identifier)

    def identifiers(self) -> list[str]:
        """Return the ids of every record that has a state, oldest first."""
        return list(self._connection.scalars(select(record.c.id).order_by(record.c.pk)))

    def identifiers_of(self, kinds: Iterable[str]) -> list[str]:
        """Return the ids of every record of some kinds, those withdrawn too."""
        return [row.id for row in self._among(_OF_KIND, kinds)]

    def records(self, identifiers: Iterable[str]) -> dict[str, RecordState]:
        """Return the records of many ids, by id; unknown ids are left out."""
        rows = list(self._among(_RECORDS, identifiers))
        values = self._values({row.pk: row.kind for row in rows})
        return {row.id: state_of(row, values.get(row.pk, {})) for row in rows}

    def by_serial(self, serial: str) -> RecordState | None:
        """Return the record of a serial number, the oldest one where two laptops gave the same, or None."""
        row = self._first(_OF_SERIAL, of=serial)
        return None if row is None else self.record(row.id)

    def all_of_serial(self, serial: str) -> list[tuple[str, str]]:
        """Return id and kind of every record of a serial number; several where two laptops gave the same."""
        return [(row.id, row.kind) for row in self._all(_OF_SERIAL, of=serial)]

    def scopes_of(self, identifiers: Iterable[str]) -> dict[str, RecordScope]:
        """Return who records are for; ids without a state are left out."""
        return {
            row.id: RecordScope(row.unit, row.reach, row.sealed) for row in self._among(_SCOPES, identifiers)
        }

    def rows(self, pks: Sequence[int], fields: Iterable[str] | None = None) -> list[RecordRow]:
        """Return rows of a list in the order of their keys, with the fields asked for (default: the kind's columns)."""
        heads = {row.pk: row for row in self._among(_ROWS, pks)}
        wanted = None if fields is None else frozenset(fields)
        values = self._values(
            {pk: row.kind for pk, row in heads.items()}, wanted, columns_only=fields is None
        )
        return [_list_row(heads[pk], values.get(pk, {})) for pk in pks if pk in heads]

    def referring(self, identifier: str) -> tuple[Referrer, ...]:
        """Return the records that point to a record, or that hold an attached file of this digest."""
        query = (
            select(record.c.id, record.c.kind, record.c.serial, record.c.title, link.c.field)
            .join(link, link.c.source == record.c.pk)
            .where(link.c.target == identifier)
            .order_by(record.c.kind, record.c.serial, record.c.pk, link.c.field)
        )
        return tuple(Referrer(row.id, row.kind, row.serial, row.title, row.field) for row in self._all(query))

    def search(self, text: str, kind: str | None = None, limit: int = 50) -> tuple[SearchHit, ...]:
        """Return the records that hold every typed word, best first: in the title, in names, anywhere; newest first.

        Whatever is typed is taken literally; the last word also matches as a beginning.
        """
        tokens = query_tokens(text)
        if not tokens or limit < 1:
            return ()
        pks = self._backend.search.find(self._connection, tokens, kind, limit)
        hits = []
        for row in self.rows(pks, _EVERY_FIELD):
            texts = searched_text(KIND_TABLES.get(row.kind), row.values)
            piece = snippet("\n".join(part for part in texts if part != row.title), tokens)
            hits.append(SearchHit(row.id, row.kind, row.serial, row.title, piece))
        return tuple(hits)

    def counts(self) -> dict[str, int]:
        """Return how many records of each kind are held, those withdrawn not counted."""
        query = (
            select(record.c.kind, func.count()).where(record.c.withdrawn.is_(None)).group_by(record.c.kind)
        )
        return {row[0]: row[1] for row in self._all(query.order_by(record.c.kind))}

    def _values(
        self, kinds: dict[int, str], fields: frozenset[str] | None = None, *, columns_only: bool = False
    ) -> dict[int, dict[str, Any]]:
        """Return the wire values of records by key; those of unknown kinds have none here."""
        by_kind: dict[str, list[int]] = {}
        for pk, name in kinds.items():
            if name in KIND_TABLES:
                by_kind.setdefault(name, []).append(pk)
        found: dict[int, dict[str, Any]] = {}
        for name, pks in by_kind.items():
            names, query = _values_of(name, frozenset(KINDS[name].columns) if columns_only else fields)
            for row in self._among(query, pks):
                pairs = zip(names, row[1:], strict=True)
                found[row[0]] = {field: value for field, value in pairs if value is not None}
        return found


@cache
def _values_of(kind: str, fields: frozenset[str] | None) -> tuple[list[str], AnySelect]:
    """Return the names of those columns of a kind that are among the fields, and the query for them by key."""
    table = KIND_TABLES[kind].table
    columns = [one for one in table.c if one.name != "pk" and (fields is None or one.name in fields)]
    names = [str(one.name) for one in columns]  # plain text: a column has a class of its own for names
    return names, among(select(table.c.pk, *columns), table.c.pk)


def state_of(row: AnyRow, values: dict[str, Any]) -> RecordState:
    """Return the state of a row of all records and the values of its kind's row."""
    return RecordState(
        id=row.id,
        kind=row.kind,
        unit=row.unit,
        reach=row.reach,
        values=values | (row.extra or {}),
        heads=tuple(row.heads),
        created_at=row.created_at,
        created_by=row.created_by,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        updated_node=row.updated_node,
        node=row.node,
        sealed=row.sealed,
        conflicts={field: tuple(ids) for field, ids in (row.conflicts or {}).items()},
        withdrawn=row.withdrawn,
    )


def _list_row(row: AnyRow, values: dict[str, Any]) -> RecordRow:
    return RecordRow(
        pk=row.pk,
        id=row.id,
        kind=row.kind,
        serial=row.serial,
        title=row.title,
        unit=row.unit,
        reach=row.reach,
        sealed=row.sealed,
        state=row.state,
        conflicts=row.conflict_count,
        withdrawn=row.withdrawn,
        created_at=row.created_at,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        node=row.node,
        values=values,
    )
