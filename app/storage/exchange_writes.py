"""Writing what an exchange decides: which changesets count, and where records of a newcomer belong."""

from __future__ import annotations

from sqlalchemy import select, update

from app.storage.rows import DISREGARDED, EFFECT
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

    def place_unplaced(self, unit: str) -> None:
        """Give the records of a logbook that has just been admitted its unit."""
        self._connection.execute(update(record).where(record.c.unit == "").values(unit=unit))
