"""Reading what an exchange asks: what is due to a peer, how large it is, its files and its marking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from app.domain.identifiers import is_digest
from app.domain.possession import claims
from app.storage import exchange_queries as queries
from app.storage.bulk import batches
from app.storage.kind_tables import KIND_TABLES
from app.storage.record_reads import RecordReads
from app.storage.rows import JournalEntry, RecordState, StoredChangeset
from app.storage.stream_reads import StreamReads
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
        return {row.stream: row.seq - 1 for row in self._all(queries.FIRST_SINCE, moment=moment)}

    def changes_beyond(self, have: Mapping[str, int], streams: Collection[str]) -> tuple[int, str]:
        """Return how many revisions lie beyond the numbers a peer has, and when the oldest of them was sealed."""
        count, since = 0, ""
        for stream, seq in self._all(queries.LONGEST):
            if stream in streams and seq > have.get(stream, 0):
                ((more, first),) = self._all(queries.AMOUNT_BEYOND, of=stream, after=have.get(stream, 0))
                count, since = count + int(more), min(since or first, first)
        return count, since

    def changeset_sizes(self, changesets: Sequence[StoredChangeset]) -> dict[int, int]:
        """Return the bytes of each changeset's file, by its key."""
        sizes = {one.pk: len(one.header) + 1 + one.count for one in changesets}
        for row in self._among(queries.SIZES, list(sizes)):
            sizes[row.changeset] += int(row.size)
        return sizes

    def changesets_of(self, node: str) -> tuple[StoredChangeset, ...]:
        """Return every changeset that a node made, stream by stream in order."""
        return tuple(StoredChangeset(**row._mapping) for row in self._all(queries.MADE_BY, by=node))

    def changesets_brought(self, bundle: str) -> tuple[StoredChangeset, ...]:
        """Return what a bundle brought and is held still, stream by stream in order, without the revisions."""
        return tuple(StoredChangeset(**row._mapping) for row in self._all(queries.BROUGHT_BY, by=bundle))

    def bundles_of(self, changesets: Iterable[int]) -> dict[int, str]:
        """Return, by the key of a changeset, the id of the bundle that brought it; our own have none."""
        return {row.pk: row.bundle for row in self._among(queries.BUNDLES_OF, changesets)}

    def imports_of(self, bundles: Iterable[str]) -> dict[str, tuple[JournalEntry, ...]]:
        """Return the lines of the journal that tell of the imports of bundles, by their ids, oldest first."""
        found: dict[str, list[JournalEntry]] = {}
        for row in self._among(queries.IMPORTS_OF, bundles):
            found.setdefault(row.bundle, []).append(JournalEntry(**row._mapping))
        return {bundle: tuple(lines) for bundle, lines in found.items()}

    def confirmed_of(self, node: str) -> dict[str, int]:
        """Return the greatest number of each stream of a node that anybody, itself too, has confirmed to hold."""
        return {row.stream: int(row.seq) for row in self._all(queries.CONFIRMED, beginning=f"{node}/")}

    def nodes_disregarded(self) -> set[str]:
        """Return the nodes of which something is kept without counting."""
        return {row.node for row in self._all(queries.NODES_DISREGARDED)}

    def with_revisions_apart(self, records: Iterable[str]) -> set[str]:
        """Return those of the records that have a revision which waits, or is kept without counting."""
        return {row.record for row in self._among(queries.APART, records)}

    def files_named(self, changesets: Sequence[StoredChangeset]) -> dict[str, bool]:
        """Return the digests of the files that revisions of these changesets name; True marks thumbnails.

        Where a newer version of the app may name files in ways that are not known here, any digest may be one.
        """
        found: dict[str, bool] = {}
        for row in self._among(queries.LINES, [one.pk for one in changesets]):
            if row.unknown or _NAMES_A_FILE in row.line:
                fields = msgspec.json.decode(row.line)["fields"]
                found.update((digest, False) for digest in (every_digest(fields) if row.unknown else ()))
                found.update(_digests(fields))
        return found

    def records_within(self, changesets: Iterable[int]) -> int:
        """Return how many records the changesets of these keys speak of."""
        return len({row.record for row in self._among(queries.SPOKEN_OF, changesets)})

    def files_by_right(self, digests: Collection[str], scopes: Collection[tuple[str, str]]) -> set[str]:
        """Return those of the files that a sealed record of one of the scopes (unit, reach) holds by right.

        What is in effect in the record, or leads on one side of a conflict, names the file with its proof.
        """
        named = self._among(queries.NAMED_BY, digests)
        records = {row.id for row in named if (row.unit, row.reach) in scopes} if digests else set()
        proofs = {row.sha256: row.proof for row in self._among(queries.PROOFS, digests)}
        shown = {claim for batch in batches(records) for claim in self._claims(self.records(batch).values())}
        contested = self.in_conflict() if digests else ()
        shown.update(self._contested(one for one in contested if (one.unit, one.reach) in scopes))
        return {digest for digest, proof in proofs.items() if proof and (digest, proof) in shown}

    def files_wanted(self, scopes: Collection[tuple[str, str]]) -> tuple[str, ...]:
        """Return the digests of files that are not here and that a sealed record of one of the scopes names."""
        rows = self._all(queries.WANTED_BY)
        return tuple(dict.fromkeys(row.sha256 for row in rows if (row.unit, row.reach) in scopes))

    def _claims(self, states: Iterable[RecordState]) -> Iterator[tuple[str, str]]:
        for state in states:
            yield from claims(state.values)

    def _contested(self, states: Iterable[RecordState]) -> Iterator[tuple[str, str]]:
        """Yield what the leading revisions of fields in conflict claim."""
        for state in states:
            if state.sealed:
                sides = {one.id: one.fields for one in self.history(state.id)}
                for name, leaders in state.conflicts.items():
                    yield from claims([sides[one].get(name) for one in leaders if one in sides])

    def file_sizes(self, digests: Iterable[str]) -> dict[str, int]:
        """Return digest and size of those of the files whose bytes are here."""
        return {row.sha256: row.size for row in self._among(queries.FILE_SIZES, digests)}

    def markings(self, changesets: Sequence[StoredChangeset]) -> set[str]:
        """Return the markings of the records that these changesets speak of."""
        found: set[str] = set()
        pks = [one.pk for one in changesets]
        spoken_of = {row.kind for row in self._among(queries.KINDS_SPOKEN_OF, pks)}
        if spoken_of - KIND_TABLES.keys():
            rows = self._among(queries.UNKNOWN_MARKINGS, pks)
            found.update(str(row.extra["marking"]) for row in rows if row.extra and row.extra.get("marking"))
        for kind in spoken_of & KIND_TABLES.keys():
            rows = self._among(queries.markings(kind), pks)
            found.update(row.marking for row in rows if row.marking)
        return found

    def in_conflict(self) -> tuple[RecordState, ...]:
        """Return every record with a field in conflict."""
        return tuple(self.records(row.id for row in self._all(queries.IN_CONFLICT)).values())

    def conflict_count(self) -> int:
        """Return how many fields are in conflict."""
        return int(self._connection.execute(queries.CONFLICTS).scalar_one())


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
