"""Issuing: the next version of the roster that this logbook signs, and what changes here because of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from app.domain.identifiers import format_moment
from app.domain.rosters import Entry, Fork, Roster
from app.domain.scopes import Level
from app.services.applying import reweigh
from app.services.desks import Desk, store_roster
from app.services.errors import DroppedEntryError, NotAllowedError, RosterUnsureError
from app.services.forks import take_aside
from app.services.limits import rejudge
from app.services.standing import UNSURE
from app.services.taking import Taking
from app.storage.writer import Writer


def own_roster(desk: Desk) -> Roster:
    """Return the roster that this logbook issues: the root's, or a sector's for the units below it.

    A sector that has not issued any yet gets an empty one of version 0. Raises `NotAllowedError`.
    """
    book = desk.admitted()
    node = desk.identity.node
    top = book.rosters[book.root]
    entry = top.entry_of(node)
    may = entry is not None and entry.is_active and entry.level is Level.SECTOR
    if node != book.root and not may:
        raise NotAllowedError(
            who="the Force HQ that created the mission, or a sector for the units below it,"
        )
    if node in book.rosters:
        return book.rosters[node]
    return msgspec.structs.replace(top, issuer=node, version=0, entries=(), forks={})


def issue(
    desk: Desk,
    writer: Writer,
    roster: Roster,
    *,
    entries: Sequence[Entry] | None = None,
    forks: Mapping[str, Fork] | None = None,
) -> None:
    """Sign and store the next version, and work out again here what it changes.

    Raises `RosterUnsureError`, and `DroppedEntryError` where the next version leaves out a node of the one before.
    """
    if writer.meta(UNSURE) == "yes" and len(desk.admitted().entries) > 1:
        raise RosterUnsureError
    kept = roster.entries if entries is None else tuple(entries)
    if {entry.node for entry in roster.entries} - {entry.node for entry in kept}:
        raise DroppedEntryError
    now = format_moment(desk.clock())
    newer = msgspec.structs.replace(
        roster,
        version=roster.version + 1,
        issued_at=now,
        entries=kept,
        forks=roster.forks if forks is None else forks,
    )
    store_roster(writer, desk.keys, newer, now=now)
    limits, former = desk.standing.sector_limits, desk.standing.former_limits
    desk.refresh(writer)
    reweigh(writer, desk.standing)
    take_aside(writer, Taking(writer, desk.standing))
    rejudge(writer, msgspec.structs.replace(desk.standing, sector_limits=limits, former_limits=former))
    desk.refresh(writer)
