"""Holdings: the questions of an import plan, answered from the store in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from app.domain.kinds import KINDS, SCHEMA
from app.domain.revisions import Revision
from app.domain.scopes import StreamKey
from app.services.desks import newest_rosters, posts_of
from app.services.structures import fits
from app.storage.reader import Reader


class StoreHoldings:
    """What this logbook holds, as of the transaction of `reader`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        known = reader.all_meta()
        self.node = known.get("node", "")
        self.mission = known.get("mission")
        self.root = known.get("root")
        self.schema = SCHEMA
        self.rosters: Sequence[tuple[bytes, bytes]] = [
            (stored.body, stored.signature.encode()) for stored in newest_rosters(reader)
        ]
        self.posts = posts_of(reader, known)
        self._heads = {stream: seq for stream, (seq, _) in reader.stream_heads().items()}

    def head_of(self, stream: StreamKey) -> int:
        """Return the greatest number held of a stream; 0 where none is."""
        return self._heads.get(str(stream), 0)

    def digests_held(
        self, places: Collection[tuple[StreamKey, int]]
    ) -> Mapping[tuple[StreamKey, int], Collection[str]]:
        """Return the SHA-256 of each changeset at each place where any is held; several of a settled fork."""
        asked = {
            (str(stream), seq): (stream, seq) for stream, seq in places if 0 < seq <= self.head_of(stream)
        }
        return {asked[place]: digests for place, digests in self._reader.digests_held(asked).items()}

    def saves_of(self, records: Collection[str], node: str) -> Mapping[str, int]:
        """Return how many revisions of a node are held of each of the records."""
        return self._reader.saves_of(records, node)

    def lineage_of(self, record: str) -> Iterable[tuple[str, Sequence[str], str]]:
        """Return id, parents and node of every revision that is held of a record."""
        return self._reader.lineage_of(record)

    def misfit(self, revision: Revision) -> str | None:
        """Return what of a revision has another type than this program's schema declares, or None."""
        if revision.kind not in KINDS or fits(revision.kind, revision.fields):
            return None
        return f"a value of {revision.kind} {revision.record} has another type than its field"

    def revisions_held(self, revisions: Collection[str]) -> Collection[str]:
        """Return those of the revision ids that are held."""
        return self._reader.known_revisions(revisions).keys()

    def attachments_held(self, digests: Collection[str]) -> Collection[str]:
        """Return those of the attachments whose bytes are held."""
        return self._reader.file_sizes(digests).keys()

    def attachments_wanted(self, digests: Collection[str]) -> Collection[str]:
        """Return those of the attachments that some held revision names and whose bytes are not held."""
        return set(digests) & set(self._reader.wanted_attachments())
