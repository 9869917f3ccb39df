"""Reading links: what points to a record, and which records are doubles of which."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import ColumnElement, func, select

from app.storage.kind_tables import KIND_TABLES
from app.storage.sessions import Session
from app.storage.tables import link, record


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

    def merge_pointers(self, kind: str) -> dict[str, str]:
        """Return double to target for every record of a kind that points to one held here, which is not withdrawn."""
        table = KIND_TABLES[kind].table
        target = record.alias("target")
        query = (
            select(record.c.id, table.c.merged_into)
            .join(table, table.c.pk == record.c.pk)
            .join(target, target.c.id == table.c.merged_into)
            .where(table.c.merged_into.is_not(None), target.c.kind == kind, target.c.withdrawn.is_(None))
        )
        return {row[0]: row[1] for row in self._all(query)}


def _to(targets: Iterable[str], without: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for links of shown records to these targets."""
    return (
        link.c.target.in_(sorted(set(targets))),
        link.c.field.not_in(tuple(without)),
        record.c.withdrawn.is_(None),
    )
