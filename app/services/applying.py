"""Applying: an import plan becomes rosters, changesets, records and receipts, all in the transaction at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from app.domain.kinds import KINDS, knows
from app.domain.revisions import Revision
from app.domain.rosters import RosterBook
from app.domain.scopes import StreamKey
from app.services.acceptance import fits
from app.services.attachments import UNKNOWN_MEDIA
from app.services.desks import Desk
from app.services.errors import RootMismatchError
from app.services.holdings import StoreHoldings
from app.services.ledger import Applied, Placed, apply_revisions, remerge
from app.services.peers import readable_by_all
from app.services.sealing import stored_changeset
from app.services.standing import Standing
from app.services.views import Reason
from app.storage.rows import (
    DISREGARDED,
    EFFECT,
    Peer,
    Receipt,
    RefusedChangeset,
    StoredChangeset,
    StoredRevision,
    StoredRoster,
)
from app.storage.writer import Writer
from app.sync.changesets import Sealed
from app.sync.errors import DigestMismatchError, ForkError, MalformedError
from app.sync.keys import same_fingerprint
from app.sync.planning import NewRoot, Outcome, Plan
from app.sync.rosters import SignedRoster
from app.sync.stream_planning import PlannedChangeset, Verdict
from app.sync.verification import CheckedContainer, VerifiedChangeset

AT_ONCE = 20_000
"""Revisions applied in one go, so that memory does not grow with the size of a bundle."""
PHOTOS_AT_ONCE = 16 * 1024 * 1024


class Application:
    """One import plan on its way into the store."""

    def __init__(self, desk: Desk, writer: Writer, root_words: str | None) -> None:
        self._desk = desk
        self._writer = writer
        self._root_words = root_words
        self._standing = desk.standing
        self._totals: dict[str, dict[str, int]] = {}
        self.conflicts = 0
        self.reasons: tuple[Reason, ...] = ()
        self.outcome = Outcome.NOTHING_NEW
        self.unfinished = False

    def holdings(self) -> StoreHoldings:
        """Return what the plan may ask."""
        return StoreHoldings(self._writer)

    def apply(self, planned: Plan) -> None:
        """Write everything but attachments; who made the bundle is trusted only as far as the plan says."""
        reasons = [
            Reason(code=one.code, stream=one.stream or "", detail=one.detail) for one in planned.reasons
        ]
        taken = self._sound(self._placeable(planned.taken, reasons), reasons)
        self.outcome = planned.outcome
        if planned.outcome is Outcome.APPLIED and not (taken or planned.rosters or planned.attachments):
            self.outcome = Outcome.REFUSED
        held = any(one.verdict is Verdict.HELD for one in planned.changesets)
        self.unfinished = held or planned.outcome is Outcome.HELD
        if planned.book is not None:
            self._join(planned.new_root)
            self._take_rosters(planned.rosters, planned.book)
            self._take_changesets(taken, planned.bundle.manifest.bundle)
            self._set_aside(planned.changesets)
            if self.outcome is not Outcome.REFUSED:
                self._take_receipt(planned, planned.book)
        self.reasons = tuple(reasons)

    def deliver(self, checked: CheckedContainer, planned: Plan) -> None:
        """Store the attachments that are new: committed on their own before the records that refer to them."""
        if not planned.attachments:
            return
        batch: list[tuple[str, bytes, str]] = []

        def sink(digest: str, content: bytes) -> None:
            batch.append((digest, content, UNKNOWN_MEDIA))
            if sum(len(one) for _, one, _ in batch) >= PHOTOS_AT_ONCE:
                self._writer.put_attachments(batch)
                batch.clear()

        checked.deliver(planned.attachments, sink)
        self._writer.put_attachments(batch)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many records of each kind were added and changed."""
        return dict(sorted(self._totals.items()))

    def _placeable(self, taken: Sequence[PlannedChangeset], reasons: list[Reason]) -> list[PlannedChangeset]:
        """Keep aside the second branch of a settled fork, with what stands on it: a stream has one here."""
        placeable: list[PlannedChangeset] = []
        heads = self._writer.stream_heads()
        aside: set[str] = set()
        for one in taken:
            change = one.changeset
            stream, seq = str(change.stream), change.seq
            if change.header.prev in aside or seq <= heads.get(stream, (0, ""))[0]:
                aside.add(change.digest)
                detail = f"number {seq}: {change.digest} is the other branch of a fork, and is kept aside"
                reasons.append(Reason(code=ForkError.code, stream=stream, detail=detail))
                self._put_aside(change, detail)
                continue
            heads[stream] = (seq, change.digest)
            placeable.append(one)
        return placeable

    def _sound(self, taken: Sequence[PlannedChangeset], reasons: list[Reason]) -> list[PlannedChangeset]:
        """Leave out, with what stands on them, changesets whose values do not have their declared types."""
        sound, stopped = [], set()
        for one in taken:
            stream = str(one.changeset.stream)
            fault = None if stream in stopped else _misfit(one.changeset.revisions())
            if fault:
                stopped.add(stream)
                detail = f"number {one.changeset.seq}: {fault}"
                reasons.append(Reason(code=MalformedError.code, stream=stream, detail=detail))
            elif stream not in stopped:
                sound.append(one)
        return sound

    def _join(self, root: NewRoot | None) -> None:
        """Trust the root of the mission that admitted this logbook; only compared words make that certain."""
        if root is None:
            return
        if self._root_words is not None and not same_fingerprint(self._root_words, root.fingerprint):
            raise RootMismatchError(words=root.fingerprint)
        confirmed = "yes" if self._root_words else "no"
        self._writer.set_meta({"mission": root.mission, "root": root.node, "root_confirmed": confirmed})

    def _take_rosters(self, rosters: Sequence[SignedRoster], book: RosterBook) -> None:
        for signed in rosters:
            self._writer.put_roster(
                StoredRoster(
                    issuer=signed.roster.issuer,
                    version=signed.roster.version,
                    body=signed.data,
                    signature=signed.signature.decode(),
                    received_at=self._desk.now(),
                )
            )
        own = book.entry_of(self._desk.identity.node)
        if rosters and own is not None:
            self._writer.set_meta({"unit": own.unit, "unit_name": own.unit_name, "level": own.level.value})
        if own is not None:
            self._standing = Standing(self._desk.identity.node, own.unit, own.level.value, book)
        if rosters:
            reweigh(self._writer, self._standing)
        if self._standing.level != self._desk.standing.level:
            self._weigh_own()

    def _weigh_own(self) -> None:
        """Work out again what this logbook wrote before it was told at which level it acts."""
        own = {one.record for unsent in self._writer.unsealed(laptop=True).values() for one in unsent}
        remerge(self._writer, own, self._standing)

    def _take_changesets(self, taken: Sequence[PlannedChangeset], bundle: str) -> None:
        batch: list[tuple[int, VerifiedChangeset]] = []
        placed: list[Placed] = []
        for one in taken:
            key = self._writer.put_changeset(_stored(one.changeset, bundle))
            batch.append((key, one.changeset))
            placed += _placed(one, key)
            if len(placed) >= AT_ONCE:
                self._write(batch, placed)
                batch, placed = [], []
        self._write(batch, placed)

    def _write(self, batch: Sequence[tuple[int, VerifiedChangeset]], placed: Sequence[Placed]) -> None:
        if placed:
            self._add(apply_revisions(self._writer, placed, self._standing))
        for key, changeset in batch:
            self._read_back(changeset, key)

    def _read_back(self, changeset: VerifiedChangeset, key: int) -> None:
        """Hash what the store gives back before it is committed (bundle format, section 8)."""
        body = self._writer.changeset_file(key).body
        if hashlib.sha256(body).hexdigest() != changeset.digest:
            raise DigestMismatchError("the logbook did not give back what was written to it")

    def _set_aside(self, changesets: Sequence[PlannedChangeset]) -> None:
        """Keep both sides of a fork for the headquarters that settles it."""
        for one in changesets:
            if one.reason is not None and one.reason.code == ForkError.code:
                self._put_aside(one.changeset, one.reason.detail)

    def _put_aside(self, changeset: VerifiedChangeset, why: str) -> None:
        self._writer.put_refused(
            RefusedChangeset(
                stream=str(changeset.stream),
                seq=changeset.seq,
                digest=changeset.digest,
                body=changeset.body(),
                signature=changeset.signature.decode(),
                reason=why,
                at=self._desk.now(),
            )
        )

    def _take_receipt(self, planned: Plan, book: RosterBook) -> None:
        """Believe the maker about what it holds; an older bundle that comes late never takes a receipt back.

        It speaks only of streams that everybody may read to whom the bundle is addressed.
        """
        manifest = planned.bundle.manifest
        if manifest.sender == self._desk.identity.node:
            return
        readers = [entry for node in manifest.to if (entry := book.entry_of(node))]
        known = self._writer.setting(f"receipt-at:{manifest.sender}") or ""
        held = self._writer.receipts(manifest.sender)
        # A node's own streams only grow, whatever its clock says; its clock decides where they say nothing.
        own = {stream: seq for stream, seq in manifest.have.items() if stream.startswith(manifest.sender)}
        grown = any(seq > held.get(stream, 0) for stream, seq in own.items())
        newer = grown or manifest.created_at >= known
        receipt = {**dict.fromkeys(readable_by_all(list(held), readers), 0), **manifest.have}
        if not newer:
            receipt = {stream: max(seq, held.get(stream, 0)) for stream, seq in receipt.items()}
        else:
            self._writer.set_setting(f"receipt-at:{manifest.sender}", manifest.created_at)
        self._writer.set_setting(f"wants:{manifest.sender}", list(manifest.wants))
        self._writer.put_receipts(Receipt(manifest.sender, stream, seq) for stream, seq in receipt.items())
        self._writer.put_peer(Peer(node=manifest.sender, last_in=self._desk.now()))

    def _add(self, applied: Applied) -> None:
        self.conflicts += applied.conflicts
        for side, counted in (("added", applied.added), ("changed", applied.changed)):
            for kind, number in counted.items():
                totals = self._totals.setdefault(kind, {"added": 0, "changed": 0})
                totals[side] += number


def reweigh(writer: Writer, standing: Standing) -> None:
    """Take out of effect what a new roster says no longer counts, and put back what counts again."""
    book = standing.book
    if book is None:
        return
    touched: set[str] = set()
    forked = {StreamKey.parse(key).node for one in book.rosters.values() for key in one.forks}
    for entry in book.entries:
        if entry.is_active and entry.node not in forked and not writer.has_disregarded(entry.node):
            continue
        void: set[str] = set()
        for changeset in writer.changesets_of(entry.node):
            stream = StreamKey.parse(changeset.stream)
            if changeset.prev in void or not book.effective(stream, changeset.seq, changeset.digest):
                void.add(changeset.digest)
            status = DISREGARDED if changeset.digest in void else EFFECT
            touched |= writer.set_changeset_status(changeset.pk, status)
    if touched:
        remerge(writer, touched, standing)


def _placed(one: PlannedChangeset, key: int) -> list[Placed]:
    stream = one.changeset.stream
    status = DISREGARDED if one.disregarded else EFFECT
    return [
        Placed(
            StoredRevision.of(
                revision,
                node=stream.node,
                changeset=key,
                position=position,
                status=status,
                unknown=not knows(revision.kind, revision.fields),
            ),
            stream.unit,
            stream.reach.value,
            sealed=True,
        )
        for position, revision in enumerate(one.changeset.revisions())
    ]


def _misfit(revisions: Sequence[Revision]) -> str | None:
    for revision in revisions:
        if revision.kind in KINDS and not fits(revision.kind, revision.fields):
            return f"a value of {revision.kind} {revision.record} has another type than its field"
    return None


def _stored(changeset: VerifiedChangeset, bundle: str) -> StoredChangeset:
    sealed = Sealed(changeset.header, changeset.body(), changeset.digest, changeset.signature)
    return stored_changeset(sealed, bundle=bundle)
