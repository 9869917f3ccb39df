"""Held rosters: what a receipt says of them, so that a roster does not travel to those who hold it.

The rosters of a mission of sixty nodes weigh more than what a battalion writes in a day. So a receipt names the rosters
that its maker holds, each as one more entry in the shape of a stream key, with the version as its number:
`issuer/3f2a90c1/rosters.77…0e.up`: the first 40 characters of its SHA-256, in two pieces, in the places
of epoch and unit. Who was told leaves those out. What counts is the newest word of a node, so that a logbook
restored from a backup, or with an older copy beside it, is sent what it lacks as soon as it is heard.
Programs that do not know this see a stream that nobody may read, and are sent every roster each time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from app.domain.rosters import Entry
from app.domain.scopes import Reach, StreamKey
from app.storage.reader import Reader
from app.storage.writer import Writer
from app.sync.rosters import SignedRoster

_UNIT: Final = "rosters/"
"""Begins what stands in the place of a unit path; no unit has 32 hexadecimal digits as its name."""
_ENTRY: Final = re.compile(r"/rosters\.[0-9a-f]{32}\.up$")
_EPOCH: Final = 8
_DIGITS: Final = 40
_TOLD: Final = "rosters:"
"""What the setting begins with that holds the rosters of which a node said last that it holds them."""


def said(rosters: Iterable[SignedRoster]) -> dict[str, int]:
    """Return the entries that tell in a receipt which rosters are held here."""
    return {_entry(one): one.roster.version for one in rosters}


def parted(have: Mapping[str, int]) -> tuple[dict[str, int], set[str]]:
    """Part a receipt of streams from the entries that tell of rosters."""
    told = {key for key in have if _ENTRY.search(key)}
    return {key: seq for key, seq in have.items() if key not in told}, told


def note(writer: Writer, node: str, told: Collection[str], *, newer: bool) -> None:
    """Keep what a node said it holds, in the place of what it said before.

    Where it is not sure that this is its newest word, only what it said both times.
    """
    name = f"{_TOLD}{node}"
    writer.set_setting(name, sorted(told if newer else set(told).intersection(writer.setting(name, []))))


def lacking(
    reader: Reader, rosters: Iterable[SignedRoster], readers: Sequence[Entry]
) -> tuple[SignedRoster, ...]:
    """Return the rosters that have to travel: those of which not every reader has said that it holds them.

    A roster always goes to its issuer: a headquarters restored from a backup learns at once what it issued since.
    """
    told = {entry.node: set(reader.setting(f"{_TOLD}{entry.node}", [])) for entry in readers}
    return tuple(
        one
        for one in rosters
        if one.roster.issuer in told or any(_entry(one) not in held for held in told.values())
    )


def _entry(signed: SignedRoster) -> str:
    digits = signed.digest
    return str(StreamKey(signed.roster.issuer, digits[:_EPOCH], f"{_UNIT}{digits[_EPOCH:_DIGITS]}", Reach.UP))
