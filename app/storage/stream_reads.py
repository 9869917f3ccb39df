"""Reading revisions, changesets and streams."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import func, select

from app.storage import stream_queries as queries
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
from app.storage.tables import record, refused_changeset, revision

_TOGETHER = 2_000
"""About how many revisions are read at once while changesets are written out."""


class _Said(msgspec.Struct):
    fields: dict[str, Any]
    salt: str = ""


class _Prev(msgspec.Struct):
    prev: str | None = None


_said = msgspec.json.Decoder(_Said)
_prev = msgspec.json.Decoder(_Prev)


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
        for row in self._among(queries.OF_RECORDS, records):
            found.setdefault(row.record, []).append(stored_revision(row))
        return {
            identifier: tuple(sorted(held, key=lambda one: (one.at, one.id, one.pk)))
            for identifier, held in found.items()
        }

    def known_revisions(self, identifiers: Iterable[str]) -> dict[str, str]:
        """Return id to status of those revisions that are held; one that counts anywhere counts."""
        found: dict[str, str] = {}
        for row in self._among(queries.KNOWN, identifiers):
            if found.get(row.id) in (None, WAITING):
                found[row.id] = row.status
        return found

    def saves_of(self, records: Iterable[str], node: str) -> dict[str, int]:
        """Return how many revisions of a node are held of each of these records; none of what is not here."""
        return {row[0]: int(row[1]) for row in self._among(queries.SAVES, records, by=node)}

    def lineage_of(self, record: str) -> list[tuple[str, tuple[str, ...], str]]:
        """Return id, parents and node of every occurrence of every revision of a record, without their lines."""
        return [(row.id, tuple(row.parents), row.node) for row in self._all(queries.LINEAGE, of=record)]

    def waiting(self) -> tuple[StoredRevision, ...]:
        """Return the revisions that wait for a parent."""
        query = queries.REVISIONS.where(revision.c.status == WAITING).order_by(revision.c.pk)
        return tuple(stored_revision(row) for row in self._all(query))

    def unknown(self) -> tuple[str, ...]:
        """Return the ids of records with a revision of a kind or field that was unknown when it arrived."""
        query = select(revision.c.record).where(revision.c.unknown).distinct().order_by(revision.c.record)
        return tuple(row.record for row in self._all(query))

    def unsealed(self, *, laptop: bool = False) -> dict[tuple[str, str], tuple[Unsealed, ...]]:
        """Return what is not sealed yet by scope (unit, reach), in the order it was saved; `laptop` takes
        that too.
        """
        grouped: dict[tuple[str, str], list[Unsealed]] = {}
        for unit, reach, *found in self._connection.execute(
            queries.NOT_SEALED if laptop else queries.TO_SEAL
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
        return {row.stream: (row.seq, row.digest) for row in self._all(queries.HEADS)}

    def digests_at(self, stream: str, seq: int) -> tuple[str, ...]:
        """Return the digests of the changesets of one number: none, one, or one per branch of a settled fork."""
        return self.digests_held([(stream, seq)]).get((stream, seq), ())

    def digests_held(self, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, ...]]:
        """Return the digests at many places, each a stream and a number; places where nothing is are left out."""
        found: dict[tuple[str, int], tuple[str, ...]] = {}
        for row in self._among(queries.DIGESTS, places):
            place = (row.stream, row.seq)
            found[place] = (*found.get(place, ()), row.digest)
        return found

    def changeset_headers(self, stream: str, *, after: int = 0) -> tuple[StoredChangeset, ...]:
        """Return the changesets of a stream beyond a number, in order, without their revisions."""
        return tuple(_changeset(row) for row in self._all(queries.BEYOND, of=stream, after=after))

    def changesets_after(
        self, have: Mapping[str, int], streams: Collection[str] | None = None
    ) -> Iterator[ChangesetFile]:
        """Yield what lies beyond the numbers a peer has, stream by stream in order, with exact bytes.

        `streams` limits it to those stream keys. A few thousand revisions are in memory at a time.
        """
        beyond = (
            one
            for stream, (last, _) in self.stream_heads().items()
            if (streams is None or stream in streams) and last > have.get(stream, 0)
            for one in self.changeset_headers(stream, after=have.get(stream, 0))
        )
        yield from self.changeset_files(beyond)

    def changeset_files(self, changesets: Iterable[StoredChangeset]) -> Iterator[ChangesetFile]:
        """Yield changesets in the order given with their exact bytes; a few thousand revisions are read at a time."""
        together: list[StoredChangeset] = []
        count = 0
        for one in changesets:
            together.append(one)
            count += one.count
            if count >= _TOGETHER:
                yield from self._files(together)
                together, count = [], 0
        yield from self._files(together)

    def changeset_file(self, pk: int) -> ChangesetFile:
        """Return one changeset with its exact bytes; raises LookupError where there is none."""
        for file in self.changeset_files(self.changesets_named([pk])):
            return file
        raise LookupError(pk)

    def changesets_named(self, pks: Iterable[int]) -> list[StoredChangeset]:
        """Return changesets by their keys, in the order of these, without their revisions."""
        wanted = list(pks)
        found = {row.pk: _changeset(row) for row in self._among(queries.CHANGESETS, wanted)}
        return [found[pk] for pk in wanted if pk in found]

    def revisions_in(self, pk: int) -> tuple[StoredRevision, ...]:
        """Return the revisions of a changeset in order."""
        return tuple(stored_revision(row) for row in self._all(queries.IN_CHANGESET, pk=pk))

    def refused_changesets(self, streams: Iterable[str] | None = None) -> tuple[RefusedChangeset, ...]:
        """Return what is kept aside because it contradicts what is held, of some streams or of all."""
        rows = self._all(queries.ASIDE) if streams is None else self._among(queries.ASIDE_OF, streams)
        return tuple(RefusedChangeset(**row._mapping) for row in rows)

    def kept_aside(self, node: str) -> tuple[int, int]:
        """Return how many changesets of a node are kept aside, and how many bytes they have together."""
        aside = refused_changeset.c
        size = func.coalesce(func.sum(func.length(aside.body)), 0)
        of_node = aside.stream.startswith(f"{node}/", autoescape=True)
        row = self._connection.execute(select(func.count(aside.pk), size).where(of_node)).one()
        return int(row[0]), int(row[1])

    def refused_places(self) -> tuple[RefusedPlace, ...]:
        """Return where what is kept aside stands in its streams, by number, without its bytes."""
        return tuple(
            RefusedPlace(row.pk, row.stream, row.seq, row.digest, _prev.decode(_first_line(row.head)).prev)
            for row in self._all(queries.PLACES_ASIDE)
        )

    def _files(self, changesets: list[StoredChangeset]) -> Iterator[ChangesetFile]:
        lines: dict[int, list[bytes]] = {one.pk: [one.header] for one in changesets}
        for row in self._among(queries.LINES, lines):
            lines[row.changeset].append(row.line)
        for one in changesets:
            yield ChangesetFile(one, b"\n".join(lines.pop(one.pk)) + b"\n")


def stored_revision(row: AnyRow) -> StoredRevision:
    """Make the plain form of a row of the revision table; fields and salt are read from the exact line."""
    said = _said.decode(row.line)
    return StoredRevision(
        pk=row.pk,
        id=row.id,
        kind=row.kind,
        record=row.record,
        parents=tuple(row.parents),
        at=row.at,
        officer=row.officer,
        officer_name=row.officer_name,
        fields=said.fields,
        line=row.line,
        node=row.node,
        salt=said.salt,
        changeset=row.changeset,
        position=row.position,
        status=row.status,
        unknown=row.unknown,
        unit=row.unit or "",
        reach=row.reach or "",
        schema=row.schema or 0,
    )


def _first_line(body: bytes) -> bytes:
    return bytes(body).partition(b"\n")[0]


def _changeset(row: AnyRow) -> StoredChangeset:
    return StoredChangeset(**row._mapping)
