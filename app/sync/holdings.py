"""What the plan asks of the logbook: pure questions that `services` answers from storage."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from app.domain.revisions import Revision
from app.domain.scopes import StreamKey


class Holdings(Protocol):
    """What a logbook holds when a bundle comes in; every answer is of one moment (one transaction)."""

    @property
    def node(self) -> str:
        """This logbook's node id."""

    @property
    def mission(self) -> str | None:
        """The mission's id; None for a logbook that has asked to join and was not admitted yet."""

    @property
    def root(self) -> str | None:
        """The node id of the mission's root; None exactly where `mission` is None."""

    @property
    def schema(self) -> int:
        """The schema version of this program."""

    @property
    def rosters(self) -> Sequence[tuple[bytes, bytes]]:
        """Bytes and armored signature of the accepted rosters, the newest of each issuer."""

    @property
    def posts(self) -> Mapping[str, str]:
        """The unit path that each node signed in its changesets that are held, and this logbook's own, by node."""

    def head_of(self, stream: StreamKey) -> int:
        """Return the greatest number held of a stream; 0 where none is."""

    def digests_held(
        self, places: Collection[tuple[StreamKey, int]]
    ) -> Mapping[tuple[StreamKey, int], Collection[str]]:
        """Return the SHA-256 of each changeset at each place where any is held; several of a settled fork."""

    def saves_of(self, records: Collection[str], node: str) -> Mapping[str, int]:
        """Return how many revisions of a node are held of each of the records."""

    def lineage_of(self, record: str) -> Iterable[tuple[str, Sequence[str], str]]:
        """Return id, parents and node of every revision that is held of a record."""

    def misfit(self, revision: Revision) -> str | None:
        """Return what of a revision has another type than this program's schema declares, or None."""

    def revisions_held(self, revisions: Collection[str]) -> Collection[str]:
        """Return those of the revision ids that are held."""

    def attachments_held(self, digests: Collection[str]) -> Collection[str]:
        """Return those of the attachments whose bytes are held."""

    def attachments_wanted(self, digests: Collection[str]) -> Collection[str]:
        """Return those of the attachments that some held revision names and whose bytes are not held."""
