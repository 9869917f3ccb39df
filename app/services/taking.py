"""Taking: changesets that a plan lets in, on their way into the store, read back, with what they did counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from app.domain.kinds import SCHEMA, knows
from app.domain.scopes import Reach
from app.services.ledger import Applied, Placed, apply_revisions
from app.services.sealing import stored_changeset
from app.services.standing import Standing
from app.services.structures import understood
from app.storage.rows import DISREGARDED, EFFECT, StoredChangeset, StoredRevision
from app.storage.writer import Writer
from app.sync.changesets import Sealed
from app.sync.errors import DigestMismatchError
from app.sync.stream_planning import PlannedChangeset
from app.sync.verification import VerifiedChangeset

AT_ONCE = 20_000
BYTES_AT_ONCE = 8 * 2**20
"""Most revisions, and bytes of them, applied in one go, so that memory does not grow with the size of a bundle."""


class Taking:
    """Changesets becoming records in the transaction at hand; `standing` says who counts as what meanwhile."""

    def __init__(self, writer: Writer, standing: Standing) -> None:
        self._writer = writer
        self.standing = standing
        self.totals: dict[str, dict[str, int]] = {}
        self.conflicts = 0
        self._begun: set[str] = set()
        self._withdrawn: dict[str, set[str]] = {}
        self._emptied: dict[str, set[str]] = {}
        self.ignored: dict[str, set[str]] = {}
        self.unknown: set[str] = set()

    @property
    def lost(self) -> dict[str, int]:
        """How many records of each kind were withdrawn or emptied that were here before."""
        kinds = self._withdrawn.keys() | self._emptied.keys()
        counted = {kind: len(self._gone(kind) - self._begun) for kind in sorted(kinds)}
        return {kind: number for kind, number in counted.items() if number}

    @property
    def emptied(self) -> set[str]:
        """The records that were emptied and were here before."""
        return set[str]().union(*self._emptied.values()) - self._begun

    def _gone(self, kind: str) -> set[str]:
        return self._withdrawn.get(kind, set()) | self._emptied.get(kind, set())

    def take(self, taken: Sequence[PlannedChangeset], bundle: str | None) -> None:
        """Store sound changesets in the order of their streams, as brought by a bundle of this id."""
        batch: list[PlannedChangeset] = []
        count = size = 0
        for one in taken:
            batch.append(one)
            count += one.changeset.header.count
            size += one.changeset.size
            if count >= AT_ONCE or size >= BYTES_AT_ONCE:
                self._write(batch, bundle)
                batch, count, size = [], 0, 0
        self._write(batch, bundle)

    def _write(self, batch: Sequence[PlannedChangeset], bundle: str | None) -> None:
        self._writer.put_posts({one.changeset.header.node: one.changeset.header.post for one in batch})
        keys = self._writer.put_changesets([_stored(one.changeset, bundle) for one in batch])
        for placed in _pieces(
            each for one, key in zip(batch, keys, strict=True) for each in _placed(one, key)
        ):
            self.unknown.update(item.revision.record for item in placed if item.revision.unknown)
            self._leave_private_past(placed)
            self._add(apply_revisions(self._writer, placed, self.standing))
        self._read_back(batch, keys)

    def _leave_private_past(self, placed: Sequence[Placed]) -> None:
        """Drop what a restored laptop holds as private of records that it had sent by the time it was lost.

        What was sealed is one first revision; the private history before it never leaves the laptop.
        """
        own = {
            one.revision.record
            for one in placed
            if one.revision.node == self.standing.node and not one.revision.parents
        }
        if not own:
            return
        scopes = self._writer.scopes_of(own)
        private = [
            record for record, scope in scopes.items() if scope.reach == Reach.LAPTOP and not scope.sealed
        ]
        self._writer.remove_private_history(private)

    def _read_back(self, batch: Sequence[PlannedChangeset], keys: Sequence[int]) -> None:
        """Hash what the store gives back before it is committed (bundle format, section 8)."""
        given_back = self._writer.changeset_files(self._writer.changesets_named(keys))
        read = (hashlib.sha256(file.body).hexdigest() for file in given_back)
        if [one.changeset.digest for one in batch] != list(read):
            raise DigestMismatchError("the logbook did not give back what was written to it")

    def _add(self, applied: Applied) -> None:
        self.conflicts += applied.conflicts
        for side, counted in (("added", applied.added), ("changed", applied.changed)):
            for kind, number in counted.items():
                totals = self.totals.setdefault(kind, {"added": 0, "changed": 0})
                totals[side] += number
        for kind, records in applied.ignored.items():
            self.ignored.setdefault(kind, set()).update(records)
        self._begun |= applied.begun
        for kind, records in applied.withdrawn.items():
            self._withdrawn.setdefault(kind, set()).update(records)
        for kind, records in applied.emptied.items():
            self._emptied.setdefault(kind, set()).update(records)


def _pieces(placed: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Yield revisions in order, as many together as are applied in one go: one changeset may hold 64 MiB of them."""
    piece: list[Placed] = []
    size = 0
    for one in placed:
        piece.append(one)
        size += len(one.revision.line)
        if len(piece) >= AT_ONCE or size >= BYTES_AT_ONCE:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _placed(one: PlannedChangeset, key: int) -> Iterator[Placed]:
    stream = one.changeset.stream
    status = DISREGARDED if one.disregarded else EFFECT
    known = understood if one.changeset.header.schema > SCHEMA else knows
    for position, revision in enumerate(one.changeset.revisions()):
        stored = StoredRevision.of(
            revision,
            node=stream.node,
            changeset=key,
            position=position,
            status=status,
            unknown=not known(revision.kind, revision.fields),
            schema=one.changeset.header.schema,
        )
        yield Placed(stored, stream.unit, stream.reach.value, sealed=True)


def _stored(changeset: VerifiedChangeset, bundle: str | None) -> StoredChangeset:
    sealed = Sealed(changeset.header, changeset.body(), changeset.digest, changeset.signature)
    return stored_changeset(sealed, bundle=bundle)
