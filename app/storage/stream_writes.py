"""Writing revisions and changesets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from app.storage import tables
from app.storage.bulk import batches, insert_rows, run_many
from app.storage.columns import to_json
from app.storage.errors import StateClashError
from app.storage.rows import RefusedChangeset, StoredChangeset, StoredRevision
from app.storage.stream_reads import StreamReads

_COLUMNS = (
    "id", "record", "kind", "parents", "at", "officer", "officer_name", "node", "line", "changeset",
    "position", "status", "unknown",
)  # fmt: skip
_CHANGESET = tuple(str(column.name) for column in tables.changeset.c)  # begins with pk
_RECORDS_IN = select(tables.revision.c.record).where(tables.revision.c.changeset == bindparam("of"))
_SEAL = "UPDATE revision SET changeset = ?, position = ? WHERE pk = ? AND changeset IS NULL"
_SEALED = "UPDATE record SET sealed = ? WHERE id = ?"


class StreamWrites(StreamReads):
    """What can be done to history and exchange."""

    def put_revisions(self, revisions: Iterable[StoredRevision]) -> None:
        """Append revisions; one that is held already in another changeset is kept once more."""
        for batch in batches(revisions, 10_000):
            rows = [_revision_row(one) for one in batch]
            insert_rows(self._connection, tables.revision, _COLUMNS, self._mark, rows)

    def put_changesets(self, changesets: Sequence[StoredChangeset]) -> Sequence[int]:
        """Store changesets, beside others of their number where a stream has forked; returns their keys in order.

        Raises `StateClashError` where one is held already.
        """
        if not changesets:
            return ()
        places = [(one.stream, one.seq, one.digest) for one in changesets]
        held = self.digests_held(place[:2] for place in places)
        known = [place for place in places if place[2] in held.get(place[:2], ())]
        if known or len(set(places)) < len(places):
            raise StateClashError(" ".join(map(str, (known or places)[0][:2])))
        pks = self._backend.allocate(self._connection, tables.changeset, len(changesets))
        rows = [
            (pk, *(getattr(one, name) for name in _CHANGESET[1:]))
            for pk, one in zip(pks, changesets, strict=True)
        ]
        insert_rows(self._connection, tables.changeset, _CHANGESET, self._mark, rows)
        return pks

    def seal(self, changeset: StoredChangeset, pks: Sequence[int]) -> int:
        """Store our own new changeset and put unsealed revisions into it, in this order; returns its key.

        Raises `StateClashError` where its number is taken.
        """
        if self.digests_at(changeset.stream, changeset.seq):
            raise StateClashError(f"{changeset.stream} {changeset.seq}")
        (owner,) = self.put_changesets([changeset])
        self.anchored[changeset.stream] = (changeset.seq, changeset.digest)
        run_many(self._connection, _SEAL, self._mark, [(owner, place, pk) for place, pk in enumerate(pks)])
        records = [row.record for row in self._all(_RECORDS_IN, of=owner)]
        if len(records) != len(pks) or len(pks) != changeset.count:
            raise StateClashError(f"{changeset.stream} {changeset.seq}: not all of it was unsealed")
        run_many(self._connection, _SEALED, self._mark, [(True, record) for record in dict.fromkeys(records)])
        return owner

    def set_status(self, identifiers: Iterable[str], status: str) -> None:
        """Say what revisions do (`effect`, `waiting`, `disregarded`), wherever they occur."""
        rows = [(status, identifier) for identifier in identifiers]
        run_many(self._connection, "UPDATE revision SET status = ? WHERE id = ?", self._mark, rows)

    def set_known(self, records: Iterable[str]) -> None:
        """Take the mark `unknown` off the revisions of records that this version has understood."""
        for batch in batches(records):
            known = update(tables.revision).where(tables.revision.c.record.in_(batch)).values(unknown=False)
            self._connection.execute(known)

    def remove_private_history(self, records: Iterable[str]) -> None:
        """Remove the unsealed revisions of records: what is sealed is one first revision, not how it came about."""
        for batch in batches(records):
            private = tables.revision.c.record.in_(batch), tables.revision.c.changeset.is_(None)
            self._connection.execute(delete(tables.revision).where(*private))

    def put_refused(self, refused: RefusedChangeset) -> None:
        """Keep a changeset aside that contradicts what is held; once is enough."""
        columns = ("stream", "seq", "digest", "body", "signature", "reason", "at")
        row = tuple(getattr(refused, name) for name in columns)
        table = tables.refused_changeset
        insert_rows(self._connection, table, columns, self._mark, [row], " ON CONFLICT DO NOTHING")

    def remove_refused(self, pk: int) -> None:
        """Drop what was kept aside, once it is held after all."""
        self._connection.execute(delete(tables.refused_changeset).where(tables.refused_changeset.c.pk == pk))


def _revision_row(one: StoredRevision) -> tuple[Any, ...]:
    return (
        one.id,
        one.record,
        one.kind,
        to_json(one.parents),
        one.at,
        one.officer,
        one.officer_name,
        one.node,
        one.line,
        one.changeset,
        one.position,
        one.status,
        one.unknown,
    )
