"""Roster acknowledgements: which rosters a node has said to hold, so that they do not travel to it again.

The rosters of a mission of sixty nodes weigh more than what a battalion writes in a day. So a manifest names the
rosters that its maker holds, by version and digest, and whoever was told leaves those out. What counts is the newest
word of a node, so that a logbook restored from a backup, or with an older copy beside it, is sent what it lacks as
soon as it is heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.rosters import Entry
from app.storage.reader import Reader
from app.sync.manifest import ROSTER_DIGEST, RosterReceipt
from app.sync.rosters import SignedRoster


def acknowledged(rosters: Iterable[SignedRoster]) -> dict[str, RosterReceipt]:
    """Return what a manifest says of the rosters that are held here."""
    return {one.roster.issuer: RosterReceipt(one.roster.version, _start(one)) for one in rosters}


def believed(told: Mapping[str, RosterReceipt], before: Mapping[str, str], *, newer: bool) -> dict[str, str]:
    """Return, by issuer, the digest of the roster that a node holds by its word, in the place of its word before.

    Where it is not sure that this is its newest word, only what it said both times.
    """
    return {issuer: one.digest for issuer, one in told.items() if newer or before.get(issuer) == one.digest}


def lacking(
    reader: Reader, rosters: Iterable[SignedRoster], readers: Sequence[Entry]
) -> tuple[SignedRoster, ...]:
    """Return the rosters that have to travel: those of which not every reader has said that it holds them.

    A roster always goes to its issuer: a headquarters restored from a backup learns at once what it issued since.
    """
    held = {entry.node: reader.peer(entry.node).rosters_held for entry in readers}
    return tuple(
        one
        for one in rosters
        if one.roster.issuer in held
        or any(told.get(one.roster.issuer) != _start(one) for told in held.values())
    )


def _start(signed: SignedRoster) -> str:
    return signed.digest[:ROSTER_DIGEST]
