"""Settling forks: one act of a headquarters that says which branches of a stream stand; none of them is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.kinds import KINDS, title_of
from app.domain.revisions import Revision
from app.domain.rosters import Fork
from app.domain.scopes import MalformedScopeError, StreamKey
from app.services.desks import Desk
from app.services.errors import ForkBeginningMissingError, NoForkError, NotABranchError, NotAllowedError
from app.services.forks import fork_places
from app.services.issuing import issue, own_roster
from app.services.officers import Officers
from app.services.views import View
from app.storage.reader import Reader
from app.storage.rows import StoredRevision
from app.sync.changesets import parse_header, parse_revisions

MOST_TITLES = 3


class Branch(View, frozen=True, kw_only=True):
    """One side of a fork: its first changeset, how much is here of it, when it was written and by whom.

    `held` is the side that stands here until the fork is settled. Times are wire texts; `titles` name some records.
    """

    digest: str
    held: bool
    changesets: int
    revisions: int
    records: int
    first_at: str
    last_at: str
    officers: tuple[str, ...]
    titles: tuple[str, ...] = ()


class ForkView(View, frozen=True, kw_only=True):
    """A stream that two laptops of one identity went on with apart, not settled yet.

    `seq` is the number at which it forks, None as long as the beginning of the other side has not come; `own` tells
    that it is this logbook's identity; `may_settle` that this logbook's roster can settle it now.
    """

    stream: str
    node: str
    unit: str
    unit_name: str
    seq: int | None
    branches: tuple[Branch, ...]
    own: bool
    may_settle: bool


def forks(desk: Desk) -> tuple[ForkView, ...]:
    """Return the forks that are not settled, by stream."""
    with desk.logbook.reading() as reader:
        places = fork_places(reader)
        return tuple(_view(desk, reader, stream, places[stream]) for stream in sorted(places))


def settle(desk: Desk, stream: str, accept: Sequence[str] = ()) -> Fork:
    """Say in the roster which branches of a fork stand: those whose digests are given, every one of them by default.

    What does not stand is kept and sets nothing. Raises `NoForkError`, `ForkBeginningMissingError`,
    `NotABranchError`, `NotAllowedError`.
    """
    roster = own_roster(desk)
    node = _key(stream).node
    if desk.admitted().root != desk.identity.node and roster.entry_of(node) is None:
        raise NotAllowedError(who="the headquarters that admitted this unit, or Force HQ,")
    with desk.logbook.writing() as writer:
        places = fork_places(writer)
        if stream not in places:
            raise NoForkError(stream=stream[:120])
        seq = places[stream]
        if seq is None:
            raise ForkBeginningMissingError
        known = [*writer.digests_at(stream, seq)]
        known += [one.digest for one in writer.refused_places() if (one.stream, one.seq) == (stream, seq)]
        if unknown := [digest for digest in accept if digest not in known]:
            raise NotABranchError(digest=unknown[0][:64])
        fork = Fork(seq, tuple(sorted(set(accept) or set(known))))
        issue(desk, writer, roster, forks={**roster.forks, stream: fork})
    return fork


def _key(stream: str) -> StreamKey:
    try:
        return StreamKey.parse(stream)
    except MalformedScopeError as error:
        raise NoForkError(stream=stream[:120]) from error


def _view(desk: Desk, reader: Reader, stream: str, seq: int | None) -> ForkView:
    key = StreamKey.parse(stream)
    book = desk.book
    entry = book.entry_of(key.node) if book else None
    root = book is not None and book.root == desk.identity.node
    issued = book.rosters.get(desk.identity.node) if book else None
    may = root or (issued is not None and issued.entry_of(key.node) is not None)
    return ForkView(
        stream=stream,
        node=key.node,
        unit=entry.unit if entry else "",
        unit_name=entry.unit_name if entry else key.node,
        seq=seq,
        branches=_branches(reader, Officers(reader, desk.standing), stream, seq) if seq else (),
        own=key.node == desk.identity.node,
        may_settle=may and seq is not None,
    )


def _branches(reader: Reader, officers: Officers, stream: str, seq: int) -> tuple[Branch, ...]:
    """Follow each branch from the fork to its end; one that has branched again counts as one."""
    firsts: dict[str, str] = {}
    said: dict[str, list[Sequence[StoredRevision | Revision]]] = {}
    held = {one.digest for one in reader.changeset_headers(stream)}
    for digest, at, prev, revisions in sorted(_after(reader, stream, seq), key=lambda one: one[1]):
        first = digest if at == seq else firsts.get(prev or "")
        if first is not None:
            firsts[digest] = first
            said.setdefault(first, []).append(revisions)
    node = StreamKey.parse(stream).node
    return tuple(
        _branch(
            first,
            [one for piece in pieces for one in piece],
            len(pieces),
            held=first in held,
            names={officers.shown(node, one.officer_name) for piece in pieces for one in piece},
        )
        for first, pieces in said.items()
    )


def _after(
    reader: Reader, stream: str, seq: int
) -> Iterable[tuple[str, int, str | None, Sequence[StoredRevision | Revision]]]:
    for one in reader.changeset_headers(stream):
        if one.seq >= seq:
            yield one.digest, one.seq, one.prev, reader.revisions_in(one.pk)
    for kept in reader.refused_changesets([stream]):
        header = parse_header(kept.body)
        yield kept.digest, kept.seq, header.prev, parse_revisions(kept.body, header)


def _branch(
    digest: str,
    revisions: Sequence[StoredRevision | Revision],
    changesets: int,
    *,
    held: bool,
    names: set[str],
) -> Branch:
    times = [one.at for one in revisions]
    return Branch(
        digest=digest,
        held=held,
        changesets=changesets,
        revisions=len(revisions),
        records=len({one.record for one in revisions}),
        first_at=min(times),
        last_at=max(times),
        officers=tuple(sorted(names)),
        titles=tuple(_titles(revisions))[:MOST_TITLES],
    )


def _titles(revisions: Iterable[StoredRevision | Revision]) -> Iterable[str]:
    """Return the titles that records are given, each once."""
    said = (title_of(one.kind, one.fields) for one in revisions if one.kind in KINDS)
    return dict.fromkeys(title for title in said if title)
