"""Forks: streams that two laptops of one identity went on with apart, and what this logbook holds of their branches.

Until a headquarters settles a fork, the branch that came first stands and the other is kept aside. Afterwards every
branch is held: those that the roster accepts count, the others are kept and set nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from app.domain.rosters import Fork, RosterBook
from app.domain.scopes import StreamKey
from app.services.holdings import StoreHoldings
from app.services.taking import Taking
from app.storage.reader import Reader
from app.storage.rows import RefusedChangeset, RefusedPlace, StoredChangeset
from app.storage.writer import Writer
from app.sync.stream_planning import PlannedChangeset, StreamPlanner, Verdict
from app.sync.verification import verify_changeset

Places = Mapping[str, int | None]
"""Per forked stream the number at which it forks; None where the beginning of another branch is not here."""


def fork_places(reader: Reader) -> dict[str, int | None]:
    """Return where the streams fork of which something is kept aside."""
    aside: dict[str, list[RefusedPlace]] = {}
    for one in reader.refused_places():
        aside.setdefault(one.stream, []).append(one)
    return {stream: _place(reader, stream, places) for stream, places in aside.items()}


def _place(reader: Reader, stream: str, aside: Sequence[RefusedPlace]) -> int | None:
    """Return the lowest number of a branch whose predecessor is held; `aside` comes by number."""
    reached: set[str] = set()
    first: int | None = None
    for one in aside:
        held = one.seq == 1 if one.prev is None else one.prev in reader.digests_at(stream, one.seq - 1)
        if not held and one.prev not in reached:
            return None
        reached.add(one.digest)
        first = first or one.seq
    return first


def held_ends(
    reader: Reader, book: RosterBook | None, heads: Mapping[str, tuple[int, str]]
) -> dict[str, tuple[int, str]]:
    """Return the receipt of this logbook: per stream number and digest of what nothing is missing before.

    Of a settled fork that is the end of its shortest accepted branch; of one whose other branch began before
    anything that is here it is 0, so that the next bundle brings that branch whole. So it is, too, where a retired or
    revoked node ends with another changeset than the one that is here.
    """
    ends = dict(heads)
    for stream in ends.keys() & (book.ended_streams() if book else set()):
        end = book.end_of(StreamKey.parse(stream)) if book else None
        if end and ends[stream][0] >= end.seq and end.digest not in reader.digests_at(stream, end.seq):
            ends[stream] = (0, "")
    for stream in ends.keys() & settled_streams(book):
        fork = book.fork_of(StreamKey.parse(stream)) if book else None
        if fork is not None:
            ends[stream] = _shortest(reader.changeset_headers(stream), fork, ends[stream])
    unknown = (stream for stream, place in fork_places(reader).items() if place is None)
    ends.update((stream, (0, "")) for stream in unknown if stream in ends)
    return ends


def settled_streams(book: RosterBook | None) -> set[str]:
    """Return the keys of the streams whose forks some roster settles."""
    return set(book.forks) if book else set()


def _shortest(changesets: Sequence[StoredChangeset], fork: Fork, longest: tuple[int, str]) -> tuple[int, str]:
    """Return the end of the shortest accepted branch; what is before the fork where one of them is missing."""
    if longest[0] < fork.seq:
        return longest
    roots: dict[str, str] = {}
    ends: dict[str, tuple[int, str]] = {}
    for one in changesets:
        if one.seq == fork.seq and one.digest in fork.accept:
            roots[one.digest] = one.digest
        elif one.prev in roots:
            roots[one.digest] = roots[one.prev]
        if root := roots.get(one.digest):
            ends[root] = one.seq, one.digest
    if len(ends) == len(fork.accept):
        return min(ends.values())
    return next(((one.seq, one.digest) for one in changesets if one.seq == fork.seq - 1), (0, ""))


def built_upon(
    reader: Reader, book: RosterBook | None, streams: Collection[str]
) -> tuple[StoredChangeset, ...]:
    """Return the branches of settled forks that do not count, where another save stands on something in them.

    No receipt speaks of them, and what stands on them waits for them: so they travel with every bundle.
    """
    found: list[StoredChangeset] = []
    for stream in settled_streams(book) & set(streams):
        void = _void(
            reader.changeset_headers(stream), book.fork_of(StreamKey.parse(stream)) if book else None
        )
        said = {one.id: one.record for changeset in void for one in reader.revisions_in(changeset.pk)}
        others = reader.revisions_of(set(said.values())).values()
        if any(
            one.id not in said and not said.keys().isdisjoint(one.parents) for same in others for one in same
        ):
            found += void
    return tuple(found)


def _void(changesets: Sequence[StoredChangeset], fork: Fork | None) -> list[StoredChangeset]:
    """Return the changesets on branches that a fork does not accept."""
    digests: set[str] = set()
    found = []
    for one in changesets:
        refused = fork is not None and one.seq == fork.seq and one.digest not in fork.accept
        if refused or one.prev in digests:
            digests.add(one.digest)
            found.append(one)
    return found


def take_aside(writer: Writer, taking: Taking, bundle: str | None = None) -> int:
    """Take in what was kept aside of forks that are settled, or whose node has ended; returns how many that were."""
    book = taking.standing.book
    kept = writer.refused_changesets(settled_streams(book) | (book.ended_streams() if book else set()))
    if book is None or not kept:
        return 0
    verified = sorted(
        (verify_changeset(one.body, one.signature.encode()) for one in kept),
        key=lambda one: (one.stream, one.seq),
    )
    planner = StreamPlanner(verified, StoreHoldings(writer), book, taking.standing.unit)
    taken = [one for one in planner.planned if one.verdict is Verdict.TAKE]
    taking.take(taken, bundle)
    known = {one.changeset.digest for one in planner.planned if one.verdict is Verdict.HAVE}
    _forget(writer, known | {one.changeset.digest for one in taken}, kept)
    return len(taken)


def forget_aside(writer: Writer, taken: Iterable[PlannedChangeset]) -> None:
    """Drop from what is kept aside whatever has been taken in after all."""
    digests = {one.changeset.digest for one in taken}
    if digests:
        _forget(writer, digests, writer.refused_places())


def _forget(writer: Writer, digests: set[str], kept: Iterable[RefusedPlace | RefusedChangeset]) -> None:
    for one in kept:
        if one.digest in digests:
            writer.remove_refused(one.pk)
