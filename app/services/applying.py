"""Applying: an import plan becomes rosters, changesets, records and receipts, all in the transaction at hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from app.domain.policy.emptying import is_empty
from app.domain.revisions import WITHDRAWN
from app.domain.rosters import RosterBook
from app.domain.scopes import StreamKey
from app.domain.standing_changesets import void_digests
from app.services.attachments import UNKNOWN_MEDIA
from app.services.desks import Desk
from app.services.errors import RootMismatchError
from app.services.forks import forget_aside, settled_streams, take_aside
from app.services.holdings import StoreHoldings
from app.services.ledger import remerge
from app.services.limits import rejudge, speaks_of_limits
from app.services.numbering import begin_epoch
from app.services.peers import readable_by_all
from app.services.receipt_digests import meant
from app.services.roster_acks import believed
from app.services.standing import UNSURE, Standing
from app.services.taking import Taking
from app.services.views import Reason
from app.storage.reader import Reader
from app.storage.rows import DISREGARDED, EFFECT, Receipt, RefusedChangeset, StoredRoster
from app.storage.writer import Writer
from app.sync.errors import ForkError
from app.sync.keys import same_fingerprint
from app.sync.planning import NewRoot, Outcome, Plan
from app.sync.rosters import SignedRoster
from app.sync.stream_planning import PlannedChangeset, Verdict
from app.sync.verification import CheckedContainer, VerifiedChangeset

PHOTOS_AT_ONCE = 16 * 1024 * 1024
MOST_WANTS = 1000
"""How many files a peer is asked for, and how many it may ask for, at one time."""
MOST_ASIDE, MOST_BYTES_ASIDE = 1_000, 128 * 2**20
"""How many changesets of one node, and bytes of them, are kept aside of forks that nobody settled."""
MOST_BYTES_OF_ROSTERS = 16 * 2**20
"""How much is kept of the former rosters of a sector; alarms and days of ending are read from them."""
MASS_WITHDRAWAL = "held:mass-withdrawal"
_SAYS_WITHDRAWN = b'"withdrawn":{'
_SAY_NOTHING = re.compile(rb':(?:null|\[\](?<!"parents":\[\])|"(?:"| |\\n|\\t)|\{(?:\}|(?<="withdrawn":\{)))')
"""How the revisions of a changeset look, as bytes, that may withdraw or empty a record."""
MOST_WITHDRAWN, LEAST_WITHDRAWN = 200, 4
"""Records that one bundle withdraws or empties wait for a person: over 200, or from four on over half of a kind."""


class MassWithdrawalError(Exception):
    """A bundle would withdraw or empty so much that a person has to agree; `streams` say so, `counts` are per kind."""

    def __init__(self, streams: frozenset[str], counts: Mapping[str, int]) -> None:
        super().__init__(", ".join(f"{kind}: {number}" for kind, number in sorted(counts.items())))
        self.streams = streams
        self.counts = counts


class Application:
    """One import plan on its way into the store."""

    def __init__(
        self,
        desk: Desk,
        writer: Writer,
        root_words: str | None,
        *,
        waiting: Mapping[str, str] | None = None,
        may_withdraw: bool = False,
    ) -> None:
        """Prepare; streams in `waiting` are left out for the reason given, unless the withdrawals are agreed to."""
        self._desk = desk
        self._writer = writer
        self._root_words = root_words
        self._waiting = waiting or {}
        self._may_withdraw = may_withdraw
        self._taking = Taking(writer, desk.standing)
        self.reasons: tuple[Reason, ...] = ()
        self.outcome = Outcome.NOTHING_NEW
        self.unfinished = False

    @property
    def conflicts(self) -> int:
        """How many fields came into conflict."""
        return self._taking.conflicts

    @property
    def unknown(self) -> int:
        """Of how many records something came that this version does not know."""
        return len(self._taking.unknown)

    def holdings(self) -> StoreHoldings:
        """Return what the plan may ask."""
        return StoreHoldings(self._writer)

    def apply(self, planned: Plan) -> None:
        """Write everything but attachments; who made the bundle is trusted only as far as the plan says.

        Raises `MassWithdrawalError` before anything is final where a person has to agree.
        """
        reasons = [
            Reason(code=one.code, stream=one.stream or "", detail=one.detail, node=one.node)
            for one in planned.reasons
        ]
        streams = {str(one.changeset.stream) for one in planned.taken}
        self._waiting = {stream: why for stream, why in self._waiting.items() if stream in streams}
        taken = self._agreed(planned.taken, reasons)
        held = any(one.verdict is Verdict.HELD for one in planned.changesets)
        held = held or len(self._waiting) > 0 or len(planned.awaited) > 0
        self.outcome = planned.outcome
        if planned.outcome is Outcome.APPLIED and not (taken or planned.rosters or planned.attachments):
            self.outcome = Outcome.HELD
        self.unfinished = held or planned.outcome is Outcome.HELD
        if planned.book is not None:
            self._join(planned.new_root)
            self._take_rosters(planned.rosters, planned.book)
            bundle = planned.bundle.manifest.bundle
            before = self._writer.counts() if _may_lose(taken) else {}
            self._taking.take(taken, bundle)
            self._check_losses(taken, before)
            self._set_aside(planned.changesets)
            forget_aside(
                self._writer, [*taken, *(o for o in planned.changesets if o.verdict is Verdict.HAVE)]
            )
            take_aside(self._writer, self._taking, bundle)
            if not planned.book.ended_streams().isdisjoint(str(one.changeset.stream) for one in taken):
                reweigh(self._writer, self._taking.standing)
            if planned.rosters or speaks_of_limits(self._taking.totals):
                self._taking.standing = rejudge(self._writer, self._taking.standing)
            self._leave_forked_streams(planned)
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
        """Return how many records of each kind were added and changed, and of how many something was not applied.

        That is what their writers may not say: it is kept, relayed and shown in the history, and sets nothing.
        """
        found = {kind: dict(sides) for kind, sides in sorted(self._taking.totals.items())}
        for kind, records in self._taking.ignored.items():
            found.setdefault(kind, {})["not_applied"] = len(records)
        return found

    def _agreed(self, taken: Sequence[PlannedChangeset], reasons: list[Reason]) -> list[PlannedChangeset]:
        """Leave out the streams whose withdrawals wait for a person."""
        for stream, detail in sorted(self._waiting.items()):
            reasons.append(Reason(code=MASS_WITHDRAWAL, stream=stream, detail=detail))
        return [one for one in taken if str(one.changeset.stream) not in self._waiting]

    def _check_losses(self, taken: Sequence[PlannedChangeset], before: Mapping[str, int]) -> None:
        """Raise `MassWithdrawalError` where so much was withdrawn or emptied that a person has to agree."""
        if self._may_withdraw:
            return
        counts = self._taking.lost
        many = any(
            number >= LEAST_WITHDRAWN and 2 * number > before.get(kind, 0) for kind, number in counts.items()
        )
        if many or sum(counts.values()) > MOST_WITHDRAWN:
            streams = _withdrawing(taken) | _emptying(taken, self._taking.emptied)
            if streams:
                raise MassWithdrawalError(streams, counts)

    def _leave_forked_streams(self, planned: Plan) -> None:
        """Go on in a new epoch where another laptop with this identity went on in the present one.

        So both are heard again at once; what they said apart waits for a headquarters to settle it.
        """
        own, epoch = self._desk.identity.node, self._desk.identity.epoch
        refused = {
            str(one.changeset.stream)
            for one in planned.changesets
            if one.reason is not None and one.reason.code == ForkError.code
        }
        forked = refused | settled_streams(planned.book)
        if any((key.node, key.epoch) == (own, epoch) for key in map(StreamKey.parse, forked)):
            begin_epoch(self._writer)

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
        for issuer in {signed.roster.issuer for signed in rosters} - {book.root, self._desk.identity.node}:
            self._writer.bound_rosters(issuer, MOST_BYTES_OF_ROSTERS)
        own = book.entry_of(self._desk.identity.node)
        if rosters and own is not None:
            self._writer.set_meta({"unit": own.unit, "unit_name": own.unit_name, "level": own.level.value})
        if own is not None:
            held = self._desk.standing
            self._taking.standing = Standing(
                held.node, own.unit, own.level.value, book, held.sector_limits, held.former_limits
            )
        if rosters:
            reweigh(self._writer, self._taking.standing)
        if self._taking.standing.level != self._desk.standing.level:
            self._weigh_own()

    def _weigh_own(self) -> None:
        """Work out again what this logbook wrote before it was told at which level it acts."""
        own = {one.record for unsent in self._writer.unsealed(laptop=True).values() for one in unsent}
        remerge(self._writer, own, self._taking.standing)

    def _set_aside(self, changesets: Sequence[PlannedChangeset]) -> None:
        """Keep both sides of a fork for the headquarters that settles it."""
        for one in changesets:
            if one.reason is not None and one.reason.code == ForkError.code and self._has_room(one.changeset):
                self._put_aside(one.changeset, one.reason.detail)

    def _has_room(self, changeset: VerifiedChangeset) -> bool:
        """Tell whether a changeset may be kept aside; what is not comes again once the fork is settled."""
        count, size = self._writer.kept_aside(changeset.stream.node)
        return count < MOST_ASIDE and size + changeset.size <= MOST_BYTES_ASIDE

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

        It speaks only of streams that everybody may read to whom the bundle is addressed. Kept is what it says of
        streams that are here and that the maker may read: so nobody fills this logbook with streams it invents.
        """
        manifest = planned.bundle.manifest
        maker = book.entry_of(manifest.sender)
        if manifest.sender == self._desk.identity.node or maker is None:
            return
        if self._writer.meta(UNSURE) == "yes":
            self._writer.set_meta({UNSURE: "no"})
        readers = [entry for node in manifest.to if (entry := book.entry_of(node))]
        peer = self._writer.peer(manifest.sender)
        held = self._writer.receipts(manifest.sender)
        heads = self._writer.stream_heads()
        kept = readable_by_all(list(manifest.have.keys() & heads.keys()), [maker])
        told = {stream: one for stream, one in manifest.have.items() if stream in kept}
        have = meant(self._writer, told, heads, self._desk.identity.node)
        # A node's own streams only grow, whatever its clock says; its clock decides where they say nothing.
        own = {stream: seq for stream, seq in have.items() if stream.startswith(manifest.sender)}
        grown = any(seq > held.get(stream, 0) for stream, seq in own.items())
        newer = grown or manifest.created_at >= (peer.receipt_at or "")
        receipt = {**dict.fromkeys(readable_by_all(list(held), readers), 0), **have}
        if not newer:
            receipt = {stream: max(seq, held.get(stream, 0)) for stream, seq in receipt.items()}
        acks = {issuer: one for issuer, one in manifest.held_rosters.items() if issuer in book.rosters}
        self._writer.put_peer(
            manifest.sender,
            last_in=self._desk.now(),
            receipt_at=manifest.created_at if newer else None,
            wants=manifest.wants[:MOST_WANTS],
            rosters_held=believed(acks, peer.rosters_held, newer=newer),
        )
        self._writer.put_receipts(Receipt(manifest.sender, stream, seq) for stream, seq in receipt.items())


def reweigh(writer: Writer, standing: Standing) -> None:
    """Take out of effect what the rosters say no longer counts, and put back what counts again.

    Of a node that no roster names any more nothing counts, until one names it again.
    """
    book = standing.book
    if book is None:
        return
    touched: set[str] = set()
    ended = {entry.node for entry in book.entries if not entry.is_active}
    forked = {StreamKey.parse(key).node for key in book.forks}
    for node in ended | forked | writer.nodes_disregarded() | dropped_nodes(writer, book):
        changesets = writer.changesets_of(node)
        void = void_digests(book, changesets)
        for changeset in changesets:
            status = DISREGARDED if changeset.digest in void else EFFECT
            touched |= writer.set_changeset_status(changeset.pk, status)
    if touched:
        remerge(writer, touched, standing)


def dropped_nodes(reader: Reader, book: RosterBook) -> set[str]:
    """Return the nodes that wrote something which is held here, and that no newest roster names any more."""
    return {node for node in reader.posts() if book.entry_of(node) is None}


def _withdrawing(taken: Collection[PlannedChangeset]) -> frozenset[str]:
    """Return the keys of the streams in which a bundle withdraws something."""
    return frozenset(
        str(one.changeset.stream)
        for one in taken
        if _SAYS_WITHDRAWN in one.changeset.body()
        and any(revision.fields.get(WITHDRAWN) for revision in one.changeset.revisions())
    )


def _may_lose(taken: Iterable[PlannedChangeset]) -> bool:
    """Tell, without reading them, whether changesets may withdraw or empty something."""
    return any(_may_empty(one.changeset.body()) for one in taken)


def _may_empty(body: bytes) -> bool:
    """Look for it behind the header, which has a null of its own in a first changeset."""
    return _SAY_NOTHING.search(body, body.find(b"\n")) is not None


def _emptying(taken: Iterable[PlannedChangeset], records: set[str]) -> frozenset[str]:
    """Return the keys of the streams in which a bundle takes values from some records."""
    return frozenset(
        str(one.changeset.stream)
        for one in taken
        if one.gist is not None and not records.isdisjoint(one.gist.saves.keys())
        if any(
            revision.record in records and any(map(is_empty, revision.fields.values()))
            for revision in one.changeset.revisions()
        )
    )
