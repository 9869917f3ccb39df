"""Acts of admitted nodes written straight onto the wire, and which of them count: an oracle of its own.

The oracle is written from the rules as people put them, for a handful of kinds, and asks nothing of the program: who
owns a record, which kinds are shared, what a level is needed for. It also makes the ids of records by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.domain.revisions import Revision, compose
from app.domain.scopes import Reach, StreamKey
from app.services.desks import Desk
from app.sync.changesets import Sealed
from app.sync.keys import NodeKeys
from tests.services.exchange import forging

POSTS = {
    "force": "fhq", "sector": "fhq/east", "unit": "fhq/east/indbatt-1", "west": "fhq/west",
    "planted": "fhq/east/planted",
}  # fmt: skip
LEVELS = {"force": "force", "sector": "sector", "unit": "unit", "west": "sector", "planted": "unit"}
"""Who takes part: the logbooks of the mission, and a key that only the sector's own roster names."""
OFFICER = forging.OFFICER

KINDS: Mapping[str, Mapping[str, Any]] = {
    "meeting": {"title": "Coordination", "started_at": "2026-11-20T08:00:00Z"},
    "organisation": {"name": "Water Committee"},
    "note": {"topic": "Cattle raid feared", "observed_at": "2026-11-20T08:00:00Z"},
    "qip": {"title": "Borehole", "state": "idea"},
    "mission_settings": {"title": "Settings"},
    "directive": {"title": "No projects near camps"},
}
"""The kinds of the histories, and what a first revision says."""
TEXT = {
    "meeting": "title", "organisation": "name", "note": "topic", "qip": "title",
    "mission_settings": "title", "directive": "title",
}  # fmt: skip
SHARED = frozenset({"organisation"})
"""Directories: anybody who may write to the scope keeps them."""
WRITTEN_BY = {"mission_settings": ("force",), "directive": ("force", "sector")}
OWNERS_ONLY = frozenset({"withdrawn", "marking", "releasable", "merged_into"})

PLACES = [
    ("fhq", "branch"), ("fhq", "up"), ("fhq/east", "branch"), ("fhq/east", "up"), ("fhq/east/indbatt-1", "up")
]  # fmt: skip
FORGERIES = ("claim", "jump", "rename", "move")
SETTINGS: tuple[dict[str, Any], ...] = (
    {"notes": "changed"},
    {"marking": "STRICTLY CONFIDENTIAL"},
    {"marking": "UNCLASSIFIED", "releasable": True},
    {"releasable": True},
    {"withdrawn": {"reason": "never happened"}},
    {"tags": ["theirs"]},
)
JUMPS: tuple[dict[str, Any], ...] = (
    {"state": "approved", "decided_on": "2026-11-20 forged"},
    {"state": "evaluated"},
    {"state": "approved"},
)


@dataclass(frozen=True)
class Begun:
    """A record as its first revision binds it."""

    id: str
    kind: str
    author: str
    unit: str
    reach: str
    salt: str


@dataclass(frozen=True)
class Act:
    """A revision in a changeset of its author, in a stream of its own."""

    author: str
    revision: Revision
    sealed: Sealed

    @property
    def stream(self) -> str:
        """The key of its stream."""
        return str(self.sealed.header.stream)


@dataclass
class Wire:
    """The keys of everybody, and a counter that gives each act a stream and a salt of its own."""

    keys: Mapping[str, NodeKeys]
    relay: Desk
    count: int = 0

    def act(self, author: str, revision: Revision, unit: str, reach: str) -> Act:
        """Seal a revision in a new stream of its author."""
        self.count += 1
        keys = self.keys[author]
        stream = StreamKey(keys.node, f"{self.count:08x}", unit, Reach(reach))
        sealed = forging.changeset(self.relay, [revision], keys=keys, stream=stream, post=POSTS[author])
        return Act(author, revision, sealed)

    def begin(self, author: str, kind: str, unit: str, reach: str, at: datetime) -> tuple[Begun, Act]:
        """Begin a record: its id is bound to node and kind."""
        self.count += 1
        salt = f"{self.count:016x}"
        milliseconds = f"{round(at.timestamp() * 1000):012x}"
        identifier = bound_id(self.keys[author].node, kind, salt, milliseconds)
        revision = compose(
            kind=kind, record=identifier, parents=(), at=at, officer=OFFICER, officer_name="Maj A. Diallo",
            fields=dict(KINDS[kind]), salt=salt,
        )  # fmt: skip
        begun = Begun(identifier, kind, author, unit, reach, salt)
        return begun, self.act(author, revision, unit, reach)


def bound_id(node: str, kind: str, salt: str, milliseconds: str) -> str:
    """Return the id of a record, as the format page has it."""
    said = f"liaison record\n{node}\n{kind}\n{salt}\n{milliseconds}"
    digits = bin(int(hashlib.sha256(said.encode()).hexdigest(), 16))[2:].zfill(256)[:74]
    bits = f"{int(milliseconds, 16):048b}" + "0111" + digits[:12] + "10" + digits[12:]
    text = f"{int(bits, 2):032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def child(
    begun: Begun,
    parents: Sequence[str],
    fields: Mapping[str, Any],
    at: datetime,
    *,
    kind: str = "",
    name: str = "",
) -> Revision:
    """Return a revision on top of others."""
    return compose(
        kind=kind or begun.kind, record=begun.id, parents=parents, at=at, officer=OFFICER,
        officer_name=name or "Maj A. Diallo", fields=dict(fields),
    )  # fmt: skip


def claim(begun: Begun, fields: Mapping[str, Any], at: datetime, salt: str, *, kind: str = "") -> Revision:
    """Return a revision that claims to begin somebody's record."""
    return compose(
        kind=kind or begun.kind, record=begun.id, parents=(), at=at, officer=OFFICER,
        officer_name="Lt Gen, Force Commander", fields=dict(fields), salt=salt,
    )  # fmt: skip


def may_write(author: str, unit: str) -> bool:
    """Tell whether a scope's path equals, is above, or is below the author's own."""
    return _covers(POSTS[author], unit) or _covers(unit, POSTS[author])


def owns(author: str, begun: Begun, named: Collection[str]) -> bool:
    """Tell whether an author speaks for the post that wrote a record or one above it, down to whom it was written for.

    What a node wrote that no roster names any more belongs to the headquarters.
    """
    post, written_by = POSTS[author], POSTS[begun.author]
    if begun.author not in named:
        return LEVELS[author] == "force"
    return _covers(post, written_by) or (_covers(written_by, post) and _covers(post, begun.unit))


def may_change(author: str, begun: Begun, fields: Collection[str], named: Collection[str]) -> bool:
    """Tell whether a later revision of these fields is within its author's rights; `named` are on the newest rosters.

    No state is changed honestly in these histories: every step is a jump over a decision.
    """
    if author not in named or "state" in fields or not _may_write_kind(author, begun.kind, begun.unit):
        return False
    return owns(author, begun, named) or (begun.kind in SHARED and OWNERS_ONLY.isdisjoint(fields))


def within(act: Act, begun: Begun, named: Collection[str]) -> bool:
    """Tell whether an act is within its author's rights, in the kind and scope that the record has."""
    said, header = act.revision, act.sealed.header
    if (said.kind, header.unit, header.reach) != (begun.kind, begun.unit, begun.reach):
        return False
    if said.parents:
        return may_change(act.author, begun, said.fields, named)
    begins = (act.author, said.salt) == (begun.author, begun.salt) and act.author in named
    return begins and _may_write_kind(act.author, begun.kind, begun.unit)


def _may_write_kind(author: str, kind: str, unit: str) -> bool:
    return may_write(author, unit) and LEVELS[author] in WRITTEN_BY.get(kind, LEVELS.values())


def moment(milliseconds: int) -> datetime:
    """Return a moment, any at all."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _covers(upper: str, lower: str) -> bool:
    return lower == upper or lower.startswith(f"{upper}/")
