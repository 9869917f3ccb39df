"""Receipts: what each other logbook has of what is here, what it lacks and since when, and what is missing from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.scopes import Reach, Scope, StreamKey, may_read
from app.services.desks import Desk
from app.services.status import status
from app.services.views import Gap, Peer, Status, View
from app.storage.reader import Reader


class Account(View, frozen=True, kw_only=True):
    """How things stand with one other logbook. Times are wire texts, empty where there is none.

    It lacks `lacks` changes, the oldest said at `lacks_since`; `unsealed` of them were never written into a bundle.
    `wants` is how many files it asked for. `told_at` is when it made the newest bundle from which this is known.
    `gaps` are missing here and held there; `asked_at` is when it was asked for something.
    """

    peer: Peer
    lacks: int
    lacks_since: str
    unsealed: int
    wants: int
    told_at: str
    gaps: tuple[Gap, ...]
    asked_at: str


class Exchanged(View, frozen=True, kw_only=True):
    """The state of exchange with everybody, and how many files are wanted here that have not come."""

    stand: Status
    accounts: tuple[Account, ...]
    wanted: int


def exchanged(desk: Desk) -> Exchanged:
    """Return how things stand with every peer; a laptop that has ended is told of last."""
    stand = status(desk)
    with desk.logbook.reading() as reader:
        waiting = {
            Scope(unit or desk.standing.unit, Reach(reach)): len(revisions)
            for (unit, reach), revisions in reader.unsealed().items()
        }
        heads = [StreamKey.parse(stream) for stream in reader.stream_heads()]
        found = [_account(reader, peer, stand.gaps, waiting, heads) for peer in stand.peers]
        wanted = len(reader.wanted_attachments())
    ordered = sorted(found, key=lambda one: (one.peer.status != "active", one.peer.unit, one.peer.node))
    return Exchanged(stand=stand, accounts=tuple(ordered), wanted=wanted)


def _account(
    reader: Reader, peer: Peer, gaps: Sequence[Gap], waiting: Mapping[Scope, int], heads: Sequence[StreamKey]
) -> Account:
    active = peer.status == "active"
    readable = {str(key) for key in heads if active and may_read(peer.unit, key.scope)}
    due, since = reader.changes_beyond(peer.has, readable)
    known = reader.peer(peer.node)
    unsealed = sum(count for scope, count in waiting.items() if active and may_read(peer.unit, scope))
    return Account(
        peer=peer,
        lacks=due + unsealed,
        lacks_since=since,
        unsealed=unsealed,
        wants=len(known.wants),
        told_at=known.receipt_at or "",
        gaps=tuple(gap for gap in gaps if gap.maker == peer.node),
        asked_at=known.asked_at or "",
    )
