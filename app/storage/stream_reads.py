"""Reading revisions, changesets and streams."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import and_, func, select

from app.storage.rows import (
    WAITING,
    ChangesetFile,
    RefusedChangeset,
    RefusedPlace,
    StoredChangeset,
    StoredRevision,
    Unsealed,
)
from app.storage.sessions import AnyRow, Session
from app.storage.tables import changeset, record, refused_changeset, revision

_TOGETHER = 2_000
"""About how many revisions are read at once while changesets are written out."""


_HEADER = 4_096
"""More bytes than the header of a changeset has."""


class _Fields(msgspec.Struct):
    fields: dict[str, Any]


class _Prev(msgspec.Struct):
    prev: str | None = None


_fields = msgspec.json.Decoder(_Fields)
_prev = msgspec.json.Decoder(_Prev)
_REVISIONS = select(
    revision.c.pk, revision.c.id, revision.c.kind, revision.c.record, revision.c.parents, revision.c.at,
    revision.c.officer, revision.c.officer_name, revision.c.line, revision.c.node, revision.c.changeset,
    revision.c.position, revision.c.status, revision.c.unknown,
)  # fmt: skip


class StreamReads(Session):
    """What can be asked about history and exchange."""

    def history(self, identifier: str) -> tuple[StoredRevision, ...]:
        """Return every revision of a record once, oldest first by its author's clock."""
        once: dict[str, StoredRevision] = {}
        for one in self.revisions_of((identifier,)).get(identifier, ()):
            once.setdefault(one.id, one)
        return tuple(once.values())

    def revisions_of(self, records: Iterable[str]) -> dict[str, tuple[StoredRevision, ...]]:
        """Return the revisions of many records by record id, oldest first by their authors' clocks.

        A revision that several changesets hold comes once for each: its nodes may have different rights.
        """
        found: dict[str, list[StoredRevision]] = {}
        for row in self._among(_REVISIONS, revision.c.record, records):
            found.setdefault(row.record, []).append(stored_revision(row))
        return {
            identifier: tuple(sorted(held, key=lambda one: (one.at, one.id, one.pk)))
            for identifier, held in found.items()
        }

    def known_revisions(self, identifiers: Iterable[str]) -> dict[str, str]:
        """Return id to status of those revisions that are held; one that counts anywhere counts."""
        query = select(revision.c.id, revision.c.status)
        found: dict[str, str] = {}
        for row in self._among(query, revision.c.id, identifiers):
            if found.get(row.id) in (None, WAITING):
                found[row.id] = row.status
        return found

    def waiting(self) -> tuple[StoredRevision, ...]:
        """Return the revisions that wait for a parent."""
        query = _REVISIONS.where(revision.c.status == WAITING).order_by(revision.c.pk)
        return tuple(stored_revision(row) for row in self._all(query))

    def unknown(self) -> tuple[str, ...]:
        """Return the ids of records with a revision of a kind or field that was unknown when it arrived."""
        query = select(revision.c.record).where(revision.c.unknown).distinct().order_by(revision.c.record)
        return tuple(row.record for row in self._all(query))

    def unsealed(self, *, laptop: bool = False) -> dict[tuple[str, str], tuple[Unsealed, ...]]:
        """Return what is not sealed yet by scope (unit, reach), in the order it was saved; `laptop` takes
        that too.
        """
        query = (
            select(
                record.c.unit,
                record.c.reach,
                revision.c.pk,
                revision.c.id,
                revision.c.record,
                revision.c.line,
            )
            .join(record, record.c.id == revision.c.record)
            .where(revision.c.changeset.is_(None))
            .order_by(revision.c.pk)
        )
        grouped: dict[tuple[str, str], list[Unsealed]] = {}
        for unit, reach, *found in self._connection.execute(
            query if laptop else query.where(record.c.reach != "laptop")
        ):
            grouped.setdefault((unit, reach), []).append(Unsealed(*found))
        return {scope: tuple(revisions) for scope, revisions in grouped.items()}

    def unsent(self) -> int:
        """Return how many revisions wait to be sealed, those of laptop records not counted."""
        query = (
            select(func.count())
            .select_from(revision)
            .join(record, record.c.id == revision.c.record)
            .where(revision.c.changeset.is_(None), record.c.reach != "laptop")
        )
        return int(self._connection.execute(query).scalar_one())

    def stream_heads(self) -> dict[str, tuple[int, str]]:
        """Return the last sequence number and digest of every stream held; of two branches the one held first."""
        last = (
            select(changeset.c.stream, func.max(changeset.c.seq).label("seq"))
            .group_by(changeset.c.stream)
            .subquery()
        )
        query = select(changeset.c.stream, changeset.c.seq, changeset.c.digest).join(
            last, and_(last.c.stream == changeset.c.stream, last.c.seq == changeset.c.seq)
        )
        ordered = query.order_by(changeset.c.stream, changeset.c.pk.desc())
        return {row.stream: (row.seq, row.digest) for row in self._all(ordered)}

    def digests_at(self, stream: str, seq: int) -> tuple[str, ...]:
        """Return the digests of the changesets of one number: none, one, or one per branch of a settled fork."""
        query = select(changeset.c.digest).where(changeset.c.stream == stream, changeset.c.seq == seq)
        return tuple(row.digest for row in self._all(query.order_by(changeset.c.pk)))

    def changeset_headers(self, stream: str, *, after: int = 0) -> tuple[StoredChangeset, ...]:
        """Return the changesets of a stream beyond a number, in order, without their revisions."""
        query = select(changeset).where(changeset.c.stream == stream, changeset.c.seq > after)
        return tuple(_changeset(row) for row in self._all(query.order_by(changeset.c.seq, changeset.c.pk)))

    def changesets_after(
        self, have: Mapping[str, int], streams: Collection[str] | None = None
    ) -> Iterator[ChangesetFile]:
        """Yield what lies beyond the numbers a peer has, stream by stream in order, with exact bytes.

        `streams` limits it to those stream keys. A few thousand revisions are in memory at a time.
        """
        together: list[StoredChangeset] = []
        for row in self._all(
            select(changeset.c.stream, func.max(changeset.c.seq)).group_by(changeset.c.stream)
        ):
            if (streams is not None and row[0] not in streams) or row[1] <= have.get(row[0], 0):
                continue
            beyond = select(changeset).where(
                changeset.c.stream == row[0], changeset.c.seq > have.get(row[0], 0)
            )
            for found in self._all(beyond.order_by(changeset.c.seq, changeset.c.pk)):
                together.append(_changeset(found))
                if sum(one.count for one in together) >= _TOGETHER:
                    yield from self._files(together)
                    together = []
        yield from self._files(together)

    def changeset_file(self, pk: int) -> ChangesetFile:
        """Return one changeset with its exact bytes; raises LookupError where there is none."""
        row = self._first(select(changeset).where(changeset.c.pk == pk))
        if row is None:
            raise LookupError(pk)
        return next(self._files([_changeset(row)]))

    def revisions_in(self, pk: int) -> tuple[StoredRevision, ...]:
        """Return the revisions of a changeset in order."""
        query = _REVISIONS.where(revision.c.changeset == pk).order_by(revision.c.position)
        return tuple(stored_revision(row) for row in self._all(query))

    def refused_changesets(self, streams: Iterable[str] | None = None) -> tuple[RefusedChangeset, ...]:
        """Return what is kept aside because it contradicts what is held, of some streams or of all."""
        query = select(refused_changeset).order_by(refused_changeset.c.seq, refused_changeset.c.pk)
        table = refused_changeset.c.stream
        rows = self._all(query) if streams is None else self._among(query, table, streams)
        return tuple(RefusedChangeset(**row._mapping) for row in rows)

    def refused_places(self) -> tuple[RefusedPlace, ...]:
        """Return where what is kept aside stands in its streams, by number, without its bytes."""
        columns = (refused_changeset.c[name] for name in ("pk", "stream", "seq", "digest"))
        head = func.substr(refused_changeset.c.body, 1, _HEADER).label("head")
        query = select(*columns, head).order_by(refused_changeset.c.seq, refused_changeset.c.pk)
        return tuple(
            RefusedPlace(row.pk, row.stream, row.seq, row.digest, _prev.decode(_first_line(row.head)).prev)
            for row in self._all(query)
        )

    def _files(self, changesets: list[StoredChangeset]) -> Iterator[ChangesetFile]:
        query = select(revision.c.changeset, revision.c.line).order_by(
            revision.c.changeset, revision.c.position
        )
        lines: dict[int, list[bytes]] = {one.pk: [one.header] for one in changesets}
        for row in self._among(query, revision.c.changeset, lines):
            lines[row.changeset].append(row.line)
        for one in changesets:
            yield ChangesetFile(one, b"\n".join(lines.pop(one.pk)) + b"\n")


def stored_revision(row: AnyRow) -> StoredRevision:
    """Make the plain form of a row of the revision table; the fields are read from the exact line."""
    return StoredRevision(
        pk=row.pk,
        id=row.id,
        kind=row.kind,
        record=row.record,
        parents=tuple(row.parents),
        at=row.at,
        officer=row.officer,
        officer_name=row.officer_name,
        fields=_fields.decode(row.line).fields,
        line=row.line,
        node=row.node,
        changeset=row.changeset,
        position=row.position,
        status=row.status,
        unknown=row.unknown,
    )


def _first_line(body: bytes) -> bytes:
    return bytes(body).partition(b"\n")[0]


def _changeset(row: AnyRow) -> StoredChangeset:
    return StoredChangeset(**row._mapping)
