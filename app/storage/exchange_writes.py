"""Writing what an exchange decides: which changesets count or go again, where records of a newcomer belong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, delete, select, update

from app.storage.bulk import batches
from app.storage.kind_tables import KIND_TABLES
from app.storage.rows import DISREGARDED, EFFECT
from app.storage.sessions import Session, among
from app.storage.tables import changeset, link, record, revision

_RECORDS_OF = select(revision.c.record).where(
    revision.c.changeset == bindparam("of"), revision.c.status == bindparam("other")
)
_PLACE = update(record).where(record.c.unit == "").values(unit=bindparam("place"))


class ExchangeWrites(Session):
    """What can be done across records and streams."""

    def set_changeset_status(self, pk: int, status: str) -> set[str]:
        """Let the revisions of a changeset count (`effect`) or not (`disregarded`).

        Returns the records it changed.
        """
        other = EFFECT if status == DISREGARDED else DISREGARDED
        records = {row.record for row in self._all(_RECORDS_OF, of=pk, other=other)}
        if records:
            where = revision.c.changeset == pk, revision.c.status == other
            self._connection.execute(update(revision).where(*where).values(status=status))
        return records

    def set_standing(self, identifiers: Iterable[str], status: str) -> None:
        """Let revisions wait, take effect, or be foreign to their record; those that are disregarded stay so."""
        change = update(revision).where(revision.c.status != DISREGARDED)
        for batch in batches(identifiers):
            self._connection.execute(change.where(revision.c.id.in_(batch)).values(status=status))

    def remove_changesets(self, pks: Sequence[int]) -> None:
        """Take changesets out again, with their revisions."""
        for batch in batches(pks):
            self._connection.execute(delete(revision).where(revision.c.changeset.in_(batch)))
            self._connection.execute(delete(changeset).where(changeset.c.pk.in_(batch)))

    def remove_records(self, identifiers: Iterable[str]) -> None:
        """Take records out of every list, as if they had never come; their revisions are not touched."""
        query = among(select(record.c.pk, record.c.kind), record.c.id)
        kinds = {row.pk: row.kind for row in self._among(query, identifiers)}
        self._backend.search.remove(self._connection, kinds)
        tables = [KIND_TABLES[kind].table for kind in set(kinds.values()) & KIND_TABLES.keys()]
        for batch in batches(kinds):
            self._connection.execute(delete(link).where(link.c.source.in_(batch)))
            for table in tables:
                self._connection.execute(delete(table).where(table.c.pk.in_(batch)))
            self._connection.execute(delete(record).where(record.c.pk.in_(batch)))

    def place_unplaced(self, unit: str) -> None:
        """Give the records of a logbook that has just been admitted its unit."""
        self._connection.execute(_PLACE, {"place": unit})
