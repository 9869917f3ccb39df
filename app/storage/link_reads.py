"""Reading links: what points to a record, and which records are doubles of which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, func, select

from app.storage.kind_tables import KIND_TABLES
from app.storage.sessions import Session, among
from app.storage.tables import link, record, revision

_COUNTS = among(select(link.c.target, func.count()).group_by(link.c.target), link.c.target)
_IDS = among(select(record.c.pk, record.c.id), record.c.pk)


class Pointer(msgspec.Struct, frozen=True, kw_only=True):
    """One record that points to another: which one it is, and the field (`participants.person` inside rows)."""

    id: str
    kind: str
    serial: str
    title: str
    state: str | None
    field: str
    target: str


class LinkReads(Session):
    """What can be asked about links between records; withdrawn records point to nothing here."""

    def pointers_to(
        self, targets: Iterable[str], limit: int, without: Iterable[str] = ()
    ) -> tuple[Pointer, ...]:
        """Return what points to any of these records, the newest in this logbook first, `limit` at most.

        Links in the fields `without` are passed over.
        """
        query = (
            select(
                record.c.id, record.c.kind, record.c.serial, record.c.title, record.c.state,
                link.c.field, link.c.target,
            )
            .join(link, link.c.source == record.c.pk)
            .where(*_to(targets, without))
            .order_by(link.c.source.desc(), link.c.field)
            .limit(limit)
        )  # fmt: skip
        return tuple(Pointer(**row._mapping) for row in self._all(query))

    def pointer_counts(
        self, targets: Iterable[str], without: Iterable[str] = ()
    ) -> dict[tuple[str, str], int]:
        """Return how many records point to any of these, by kind and field."""
        query = (
            select(record.c.kind, link.c.field, func.count(record.c.pk.distinct()))
            .join(link, link.c.source == record.c.pk)
            .where(*_to(targets, without))
            .group_by(record.c.kind, link.c.field)
        )
        return {(row[0], row[1]): int(row[2]) for row in self._all(query)}

    def reference_counts(self, targets: Iterable[str]) -> dict[str, int]:
        """Return how many links lead to each of these records; those without any are left out."""
        return {row[0]: int(row[1]) for row in self._among(_COUNTS, targets)}

    def last_revision(self) -> int:
        """Return the key of the newest stored revision, 0 where there is none."""
        row = self._first(select(func.max(revision.c.pk)))
        return int(row[0] or 0) if row else 0

    def revised_since(self, kind: str, last: int) -> set[str]:
        """Return the records of a kind with a revision stored after that one."""
        query = select(revision.c.record).where(revision.c.pk > last, revision.c.kind == kind).distinct()
        return {row[0] for row in self._all(query)}

    def field_values(
        self, kind: str, fields: Sequence[str], ids: Iterable[str] | None = None
    ) -> dict[str, tuple[Any, ...]]:
        """Return the wire values of some fields by record id, of all shown records of a kind or of some.

        What is no field of the kind is a column that every record has, such as `created_at`.
        """
        table = KIND_TABLES[kind].table
        own = {name: table.c[name] if name in table.c else record.c[name] for name in fields}
        query = (
            select(record.c.id, *own.values())
            .join(table, table.c.pk == record.c.pk)
            .where(record.c.withdrawn.is_(None))
        )
        rows = self._all(query) if ids is None else self._among(among(query, record.c.id), ids)
        return {row[0]: tuple(row[1:]) for row in rows}

    def merge_pointers(self, kind: str) -> dict[str, str]:
        """Return double to target for every record of a kind that points to one held here, which is not withdrawn."""
        table = KIND_TABLES[kind].table
        filled = select(table.c.pk, table.c.merged_into).where(table.c.merged_into.is_not(None))
        pointing = {row[0]: row[1] for row in self._all(filled)}
        if not pointing:
            return {}
        shown = select(record.c.id).where(record.c.kind == kind, record.c.withdrawn.is_(None))
        held = {row[0] for row in self._among(among(shown, record.c.id), pointing.values())}
        ids = self._among(_IDS, pointing)
        return {row[1]: pointing[row[0]] for row in ids if pointing[row[0]] in held}


def _to(targets: Iterable[str], without: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for links of shown records to these targets."""
    return (
        link.c.target.in_(sorted(set(targets))),
        link.c.field.not_in(tuple(without)),
        record.c.withdrawn.is_(None),
    )
