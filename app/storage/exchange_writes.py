"""Writing what an exchange decides: which changesets count, and where records of a newcomer belong."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from app.storage.bulk import batches
from app.storage.rows import DISREGARDED, EFFECT, WAITING
from app.storage.sessions import Session
from app.storage.tables import record, revision


class ExchangeWrites(Session):
    """What can be done across records and streams."""

    def set_changeset_status(self, pk: int, status: str) -> set[str]:
        """Let the revisions of a changeset count (`effect`) or not (`disregarded`).

        Returns the records it changed.
        """
        other = EFFECT if status == DISREGARDED else DISREGARDED
        where = revision.c.changeset == pk, revision.c.status == other
        records = {row.record for row in self._all(select(revision.c.record).where(*where))}
        if records:
            self._connection.execute(update(revision).where(*where).values(status=status))
        return records

    def set_waiting(self, identifiers: Iterable[str], *, waiting: bool) -> None:
        """Let revisions wait for a parent, or take effect; those that are disregarded stay so."""
        change = update(revision).where(revision.c.status != DISREGARDED)
        for batch in batches(identifiers):
            status = WAITING if waiting else EFFECT
            self._connection.execute(change.where(revision.c.id.in_(batch)).values(status=status))

    def place_unplaced(self, unit: str) -> None:
        """Give the records of a logbook that has just been admitted its unit."""
        self._connection.execute(update(record).where(record.c.unit == "").values(unit=unit))
