"""Reading what an exchange asks: what is due to a peer, how large it is, its files and its marking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import func, select

from app.domain.identifiers import is_digest
from app.storage.kind_tables import KIND_TABLES
from app.storage.record_reads import RecordReads
from app.storage.rows import DISREGARDED, EFFECT, JournalEntry, RecordState, StoredChangeset
from app.storage.stream_reads import StreamReads
from app.storage.tables import attachment, changeset, journal, link, receipt, record, revision
from app.storage.texts import every_digest

_NAMES_A_FILE = b'"sha256":"'


class ExchangeReads(RecordReads, StreamReads):
    """What can be asked across records, streams and attached files."""

    def due_changesets(
        self, have: Mapping[str, int], streams: Collection[str]
    ) -> tuple[StoredChangeset, ...]:
        """Return, without their revisions, the changesets of some streams beyond the numbers a peer has."""
        due = [
            stream
            for stream, (last, _) in self.stream_heads().items()
            if stream in streams and last > have.get(stream, 0)
        ]
        return tuple(
            header for stream in due for header in self.changeset_headers(stream, after=have.get(stream, 0))
        )

    def numbers_before(self, moment: str) -> dict[str, int]:
        """Return, by stream in which anything was sealed from a moment (wire text) on, the number before the first."""
        first = select(changeset.c.stream, func.min(changeset.c.seq).label("seq"))
        query = first.where(changeset.c.sealed_at >= moment).group_by(changeset.c.stream)
        return {row.stream: row.seq - 1 for row in self._all(query)}

    def changes_beyond(self, have: Mapping[str, int], streams: Collection[str]) -> tuple[int, str]:
        """Return how many revisions lie beyond the numbers a peer has, and when the oldest of them was sealed."""
        longest = select(changeset.c.stream, func.max(changeset.c.seq)).group_by(changeset.c.stream)
        count, since = 0, ""
        for stream, seq in self._all(longest):
            if stream in streams and seq > have.get(stream, 0):
                beyond = select(func.sum(changeset.c.count), func.min(changeset.c.sealed_at)).where(
                    changeset.c.stream == stream, changeset.c.seq > have.get(stream, 0)
                )
                more, first = self._connection.execute(beyond).one()
                count, since = count + int(more), min(since or first, first)
        return count, since

    def changeset_sizes(self, changesets: Sequence[StoredChangeset]) -> dict[int, int]:
        """Return the bytes of each changeset's file, by its key."""
        lines = select(revision.c.changeset, func.sum(func.length(revision.c.line)).label("size"))
        sizes = {one.pk: len(one.header) + 1 + one.count for one in changesets}
        for row in self._among(lines.group_by(revision.c.changeset), revision.c.changeset, list(sizes)):
            sizes[row.changeset] += int(row.size)
        return sizes

    def changesets_of(self, node: str) -> tuple[StoredChangeset, ...]:
        """Return every changeset that a node made, stream by stream in order."""
        query = (
            select(changeset).where(changeset.c.node == node).order_by(changeset.c.stream, changeset.c.seq)
        )
        return tuple(StoredChangeset(**row._mapping) for row in self._all(query))

    def changesets_brought(self, bundle: str) -> tuple[StoredChangeset, ...]:
        """Return what a bundle brought and is held still, stream by stream in order, without the revisions."""
        query = select(changeset).where(changeset.c.bundle == bundle)
        rows = self._all(query.order_by(changeset.c.stream, changeset.c.seq, changeset.c.pk))
        return tuple(StoredChangeset(**row._mapping) for row in rows)

    def bundles_of(self, changesets: Iterable[int]) -> dict[int, str]:
        """Return, by the key of a changeset, the id of the bundle that brought it; our own have none."""
        query = select(changeset.c.pk, changeset.c.bundle).where(changeset.c.bundle.is_not(None))
        return {row.pk: row.bundle for row in self._among(query, changeset.c.pk, changesets)}

    def imports_of(self, bundles: Iterable[str]) -> dict[str, tuple[JournalEntry, ...]]:
        """Return the lines of the journal that tell of the imports of bundles, by their ids, oldest first."""
        query = select(journal).where(journal.c.direction == "in").order_by(journal.c.pk)
        found: dict[str, list[JournalEntry]] = {}
        for row in self._among(query, journal.c.bundle, bundles):
            found.setdefault(row.bundle, []).append(JournalEntry(**row._mapping))
        return {bundle: tuple(lines) for bundle, lines in found.items()}

    def confirmed_of(self, node: str) -> dict[str, int]:
        """Return the greatest number of each stream of a node that anybody, itself too, has confirmed to hold."""
        query = (
            select(receipt.c.stream, func.max(receipt.c.seq).label("seq"))
            .where(receipt.c.stream.startswith(f"{node}/"), receipt.c.seq > 0)
            .group_by(receipt.c.stream)
        )
        return {row.stream: int(row.seq) for row in self._all(query)}

    def nodes_disregarded(self) -> set[str]:
        """Return the nodes of which something is kept without counting."""
        query = select(revision.c.node).where(revision.c.status == DISREGARDED).distinct()
        return {row.node for row in self._all(query)}

    def with_revisions_apart(self, records: Iterable[str]) -> set[str]:
        """Return those of the records that have a revision which waits, or is kept without counting."""
        query = select(revision.c.record).where(revision.c.status != EFFECT)
        return {row.record for row in self._among(query, revision.c.record, records)}

    def files_named(self, changesets: Sequence[StoredChangeset]) -> dict[str, bool]:
        """Return the digests of the files that revisions of these changesets name; True marks thumbnails.

        Where a newer version of the app may name files in ways that are not known here, any digest may be one.
        """
        query = select(revision.c.line, revision.c.unknown)
        found: dict[str, bool] = {}
        for row in self._among(query, revision.c.changeset, [one.pk for one in changesets]):
            if row.unknown or _NAMES_A_FILE in row.line:
                fields = msgspec.json.decode(row.line)["fields"]
                found.update((digest, False) for digest in (every_digest(fields) if row.unknown else ()))
                found.update(_digests(fields))
        return found

    def records_within(self, changesets: Iterable[int]) -> int:
        """Return how many records the changesets of these keys speak of."""
        query = select(revision.c.record).distinct()
        return len({row.record for row in self._among(query, revision.c.changeset, changesets)})

    def files_within(self, digests: Iterable[str], scopes: Collection[tuple[str, str]]) -> set[str]:
        """Return those of the files that a sealed record of one of the scopes (unit, reach) names."""
        query = select(link.c.target, record.c.unit, record.c.reach).join(
            record, record.c.pk == link.c.source
        )
        rows = self._among(query.where(record.c.sealed), link.c.target, digests)
        return {row.target for row in rows if (row.unit, row.reach) in scopes}

    def file_sizes(self, digests: Iterable[str]) -> dict[str, int]:
        """Return digest and size of those of the files whose bytes are here."""
        query = select(attachment.c.sha256, attachment.c.size).where(attachment.c.held)
        return {row.sha256: row.size for row in self._among(query, attachment.c.sha256, digests)}

    def markings(self, changesets: Sequence[StoredChangeset]) -> set[str]:
        """Return the markings of the records that these changesets speak of."""
        found: set[str] = set()
        pks = [one.pk for one in changesets]
        spoken_of = {
            row.kind for row in self._among(select(revision.c.kind).distinct(), revision.c.changeset, pks)
        }
        if spoken_of - KIND_TABLES.keys():
            query = select(record.c.extra).join(revision, revision.c.record == record.c.id)
            rows = self._among(query.where(record.c.kind.not_in(KIND_TABLES)), revision.c.changeset, pks)
            found.update(str(row.extra["marking"]) for row in rows if row.extra and row.extra.get("marking"))
        for kind in (KIND_TABLES[name] for name in spoken_of & KIND_TABLES.keys()):
            column = kind.table.c.marking
            query = (
                select(column)
                .join(record, record.c.pk == kind.table.c.pk)
                .join(revision, revision.c.record == record.c.id)
                .distinct()
            )
            rows = self._among(query, revision.c.changeset, pks)
            found.update(row.marking for row in rows if row.marking)
        return found

    def in_conflict(self) -> tuple[RecordState, ...]:
        """Return every record with a field in conflict."""
        query = select(record.c.id).where(record.c.conflict_count > 0)
        return tuple(self.records(row.id for row in self._all(query)).values())

    def conflict_count(self) -> int:
        """Return how many fields are in conflict."""
        query = select(func.coalesce(func.sum(record.c.conflict_count), 0)).where(record.c.conflict_count > 0)
        return int(self._connection.execute(query).scalar_one())


def _digests(value: Any) -> Iterator[tuple[str, bool]]:
    if isinstance(value, dict):
        if isinstance(digest := value.get("sha256"), str):
            yield digest, False
        if isinstance(small := value.get("thumbnail"), str) and is_digest(small):
            yield small, True
        for item in value.values():
            yield from _digests(item)
    elif isinstance(value, list):
        for item in value:
            yield from _digests(item)
