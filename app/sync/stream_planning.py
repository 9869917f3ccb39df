"""Which changesets of a bundle are taken: chain, rights and strict revisions, stream by stream."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Final

import msgspec

from app.domain.loose_ends import MAX_LOOSE_ENDS, LooseEnds
from app.domain.revisions import MAX_SAVES, Revision
from app.domain.rosters import RosterBook
from app.domain.schemas import may_take
from app.domain.scopes import StreamKey, may_read, may_write
from app.sync.errors import (
    BadSignatureError,
    BundleError,
    ForkError,
    GapError,
    MalformedError,
    NewerSchemaError,
    NotAllowedError,
    NotForYouError,
    TooLargeError,
    UnknownSignerError,
    WrongMissionError,
)
from app.sync.gists import Gist, gist_of
from app.sync.holdings import Holdings
from app.sync.reasons import Gap, Reason, is_held
from app.sync.sshsig import parse_public_key_line
from app.sync.verification import Fault, VerifiedChangeset

_ROOM: Final = 96 * 2**20
"""Revisions that take up to so many bytes together stay parsed; others are parsed again when they are applied."""
_MOST_SPOILED: Final = 16 * 2**20
"""When so many bytes of one node were parsed and refused, nothing else of it in the bundle is parsed."""


class Verdict(StrEnum):
    """What becomes of one changeset."""

    TAKE = "take"
    HAVE = "have"
    HELD = "held"
    REFUSED = "refused"


class PlannedChangeset(msgspec.Struct, frozen=True):
    """A changeset and what becomes of it; `disregarded` ones are stored and relayed and set nothing.

    Only those to be taken have a gist.
    """

    changeset: VerifiedChangeset
    verdict: Verdict
    reason: Reason | None = None
    disregarded: bool = False
    gist: Gist | None = None


class StreamPlanner:
    """Decides on changesets, one stream after the other."""

    def __init__(
        self,
        changesets: Sequence[VerifiedChangeset],
        holdings: Holdings,
        book: RosterBook,
        unit: str,
        *,
        faults: Sequence[Fault] = (),
    ) -> None:
        """Decide on the changesets, given stream by stream in order; `unit` is where this logbook stands."""
        self._holdings = holdings
        self._book = book
        self._unit = unit
        places = {(one.stream, seq) for one in changesets for seq in (one.seq - 1, one.seq)}
        self._held = holdings.digests_held(places)
        self._saves: Counter[tuple[str, str]] = Counter()
        self._ends: dict[str, LooseEnds] = {}
        self._room = _ROOM
        self._spoiled: dict[str, int] = {}
        self._committed: set[str] = set()
        self.gaps: list[Gap] = []
        self.planned: list[PlannedChangeset] = []
        self.reasons: list[Reason] = []
        self._run(changesets, faults)

    def _run(self, changesets: Sequence[VerifiedChangeset], faults: Sequence[Fault]) -> None:
        faulty = {fault.stream: fault for fault in sorted(faults, key=lambda one: -one.seq)}
        for fault in faults:
            stream = str(fault.stream) if fault.stream else None
            self.reasons.append(Reason(fault.error.code, stream, f"{fault.name}: {fault.error.detail}"))
        for stream, group in groupby(changesets, key=lambda one: one.stream):
            self._stream(stream, list(group), faulty.get(stream))

    def _stream(
        self, stream: StreamKey, changesets: Sequence[VerifiedChangeset], fault: Fault | None
    ) -> None:
        """Walk one stream in order; what stands on something that is not taken is not taken either."""
        stopped: BundleError | None = None
        taken: dict[int, set[str]] = {}
        self._committed = self._leading(stream, changesets)
        disregarded: set[str] = set()
        for changeset in changesets:
            if changeset.digest in self._held.get((stream, changeset.seq), ()):
                self.planned.append(PlannedChangeset(changeset, Verdict.HAVE))
                continue
            if stopped is None and fault is not None and fault.seq < changeset.seq:
                stopped = fault.error
            try:
                if stopped is not None:
                    raise type(stopped)("stands on a changeset that is not taken")
                self._check_signer(changeset)
                self._check_rights(changeset)
                self._check_chain(changeset, taken)
                gist = self._check_revisions(changeset)
            except BundleError as error:
                self._set_aside(changeset, error)
                stopped = error
                continue
            taken.setdefault(changeset.seq, set()).add(changeset.digest)
            void = self._is_void(changeset, disregarded)
            self.planned.append(PlannedChangeset(changeset, Verdict.TAKE, disregarded=void, gist=gist))

    def _leading(self, stream: StreamKey, changesets: Sequence[VerifiedChangeset]) -> set[str]:
        """Return what leads to the end that its headquarters set of an ended node: it stands, whatever came first."""
        end = self._book.end_of(stream)
        before = {one.digest: one.header.prev for one in changesets}
        found: set[str] = set()
        at = end.digest if end else None
        while at is not None and at in before and at not in found:
            found.add(at)
            at = before[at]
        return found

    def _is_void(self, changeset: VerifiedChangeset, disregarded: set[str]) -> bool:
        void = changeset.header.prev in disregarded or not self._book.effective(
            changeset.stream, changeset.seq, changeset.digest
        )
        if void:
            disregarded.add(changeset.digest)
        return void

    def _set_aside(self, changeset: VerifiedChangeset, error: BundleError) -> None:
        detail = f"number {changeset.seq}: {error.detail}"
        reason = Reason(error.code, str(changeset.stream), detail)
        held = is_held(error.code)
        self.planned.append(PlannedChangeset(changeset, Verdict.HELD if held else Verdict.REFUSED, reason))
        already = any((one.code, one.stream) == (reason.code, reason.stream) for one in self.reasons)
        if not already:
            self.reasons.append(reason)

    def _check_signer(self, changeset: VerifiedChangeset) -> None:
        header = changeset.header
        if header.mission != self._book.mission:
            raise WrongMissionError("the changeset is of another mission")
        entry = self._book.entry_of(header.node)
        if entry is None:
            raise UnknownSignerError(f"no roster names node {header.node}")
        if parse_public_key_line(entry.public_key) != changeset.signer_key:
            raise BadSignatureError("signed by another key than the roster names")
        if entry.unit != header.post:
            raise NotAllowedError(f"its node speaks from {entry.unit}, and signs as {header.post}")
        if not may_take(self._holdings.schema, header.schema):
            raise NewerSchemaError(
                f"written with schema {header.schema}; this program knows {self._holdings.schema}"
            )

    def _check_rights(self, changeset: VerifiedChangeset) -> None:
        entry = self._book.entry_of(changeset.header.node)
        scope = changeset.stream.scope
        if entry is None or not may_write(entry.unit, scope):
            raise NotAllowedError(f"its node may not write to {scope.unit}")
        if not may_read(self._unit, scope):
            raise NotForYouError(f"{self._unit} may not read {scope.unit} ({scope.reach.value})")

    def _check_chain(self, changeset: VerifiedChangeset, taken: dict[int, set[str]]) -> None:
        stream, seq, prev = changeset.stream, changeset.seq, changeset.header.prev
        beside = {*self._held.get((stream, seq), ()), *taken.get(seq, ())}
        fork = self._book.fork_of(stream)
        settled = changeset.digest in self._committed
        if beside and not settled and (fork is None or seq < fork.seq):
            raise ForkError(f"held {min(beside)}, offered {changeset.digest}")
        if seq == 1:
            if prev is not None:
                raise ForkError("the first of a stream names one before it")
            return
        before = {*self._held.get((stream, seq - 1), ()), *taken.get(seq - 1, ())}
        if prev in before:
            return
        if before and not settled and (fork is None or seq <= fork.seq):
            raise ForkError(f"stands on {prev}, held {min(before)}")
        # A settled fork has several of each number: what is held before may be of another side than what is missing.
        first = seq - 1 if before else max((self._holdings.head_of(stream), *taken)) + 1
        if first <= seq - 1:
            self.gaps.append(Gap(str(stream), first, seq - 1))
        raise GapError(f"{first} to {seq - 1} are missing")

    def _check_revisions(self, changeset: VerifiedChangeset) -> Gist:
        """Parse strictly; give up on a node that costs time for nothing."""
        node = changeset.stream.node
        if self._spoiled.get(node, 0) > _MOST_SPOILED:
            raise MalformedError("not looked at: too much that its node signed in this bundle is refused")
        try:
            kept = changeset.keep_revisions(self._room)
            self._room -= kept
            fitting = self._fitting(changeset)
            gist = gist_of(list(fitting) if kept else fitting)
            self._check_saves(gist, node)
        except BundleError:
            self._spoiled[node] = self._spoiled.get(node, 0) + changeset.size
            raise
        return gist

    def _fitting(self, changeset: VerifiedChangeset) -> Iterator[Revision]:
        """Yield the revisions as long as their values have their declared types; a newer schema may have wider ones."""
        is_newer = changeset.header.schema > self._holdings.schema
        for revision in changeset.revisions():
            if not is_newer and (fault := self._holdings.misfit(revision)):
                raise MalformedError(fault)
            yield revision

    def _check_saves(self, gist: Gist, node: str) -> None:
        """Let no node save a record so often, or so much apart, that nobody could work it out or save it any more.

        What others saved does not count.
        """
        held = self._holdings.saves_of(gist.saves.keys(), node)
        for record, saves in gist.saves.items():
            count = len(saves) + self._saves[node, record] + held.get(record, 0)
            if count > MAX_SAVES:
                raise TooLargeError(f"more than {MAX_SAVES:,} revisions of record {record} by one node")
            if count > MAX_LOOSE_ENDS:
                self._watch(record)
        self._add_to_ends(gist, node)
        for record in self._ends.keys() & gist.saves.keys():
            if self._ends[record].of(node) > MAX_LOOSE_ENDS:
                raise TooLargeError(f"more than {MAX_LOOSE_ENDS} loose ends of record {record} by one node")
        self._saves.update({(node, record): len(saves) for record, saves in gist.saves.items()})

    def _watch(self, record: str) -> None:
        """Begin to count the loose ends of a record, with what is held of it and what this bundle brought before."""
        if record in self._ends:
            return
        ends = self._ends[record] = LooseEnds()
        for identifier, parents, node in self._holdings.lineage_of(record):
            ends.add(identifier, parents, node)
        for one in self.planned:
            if one.gist is not None:
                for identifier in one.gist.saves.get(record, ()):
                    ends.add(identifier, one.gist.parents.get(identifier, ()), one.changeset.stream.node)

    def _add_to_ends(self, gist: Gist, node: str) -> None:
        for record in self._ends.keys() & gist.saves.keys():
            for identifier in gist.saves[record]:
                self._ends[record].add(identifier, gist.parents.get(identifier, ()), node)
