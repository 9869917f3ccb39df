"""Rosters: who speaks for which unit, by whose word, and until when."""

from collections.abc import Iterable, Mapping

import msgspec

from app.domain.scopes import Level, StreamKey, ancestors, is_above


class RosterNotAllowedError(ValueError):
    """A roster speaks for what its issuer has no say in."""


class Entry(msgspec.Struct, frozen=True):
    """One node as its headquarters vouches for it; `last`, of nodes no longer active, bounds each stream."""

    node: str
    public_key: str
    recipient: str
    unit: str
    unit_name: str
    level: Level
    title: str
    status: str = "active"
    last: Mapping[str, int] | None = None

    @property
    def is_active(self) -> bool:
        """Whether the node still speaks for its unit."""
        return self.status == "active"

    def covers(self, stream: str, seq: int) -> bool:
        """Tell whether this entry lets changeset `seq` of the stream (key text) take effect."""
        return self.is_active or seq <= (self.last or {}).get(stream, 0)


class Fork(msgspec.Struct, frozen=True):
    """A settled fork: at `seq` the changesets with digests in `accept` stand, and what follows on them."""

    seq: int
    accept: tuple[str, ...]


class Roster(msgspec.Struct, frozen=True):
    """The signed, versioned list of the nodes that one headquarters vouches for."""

    mission: str
    mission_name: str
    issuer: str
    version: int
    issued_at: str
    entries: tuple[Entry, ...]
    forks: Mapping[str, Fork] = {}

    def entry_of(self, node: str) -> Entry | None:
        """Return what this roster says of a node."""
        return next((entry for entry in self.entries if entry.node == node), None)


class RosterBook:
    """What all accepted rosters of a mission say together: the root's, and those of sectors for units below.

    A delegated roster for which its issuer has no say (any more) is left out and named in `left_out`.
    """

    def __init__(self, root: str, rosters: Iterable[Roster]) -> None:
        """Join the rosters; raise RosterNotAllowedError unless a sound one of node `root` is among them."""
        by_issuer: dict[str, Roster] = {}
        for roster in rosters:
            if roster.issuer in by_issuer:
                raise RosterNotAllowedError("two rosters of one issuer")
            by_issuer[roster.issuer] = roster
        if root not in by_issuer:
            raise RosterNotAllowedError("the root's own roster is missing")
        self.root = root
        self.rosters: Mapping[str, Roster] = by_issuer
        self._entries: dict[str, Entry] = {}
        self._forks: dict[str, Fork] = {}
        top = by_issuer[root]
        _check_root(top)
        self._add(top)
        self.left_out: tuple[str, ...] = ()
        # In the order of node ids, so that the book does not depend on the order of arrival.
        for issuer in sorted(by_issuer.keys() - {root}):
            try:
                check_delegated(top, by_issuer[issuer])
            except RosterNotAllowedError:
                self.left_out += (issuer,)
            else:
                self._add(by_issuer[issuer])

    def _add(self, roster: Roster) -> None:
        for entry in roster.entries:
            self._entries.setdefault(entry.node, entry)
        for key, fork in roster.forks.items():
            self._forks.setdefault(key, fork)

    @property
    def mission(self) -> str:
        """The mission's id."""
        return self.rosters[self.root].mission

    @property
    def mission_name(self) -> str:
        """The mission's name."""
        return self.rosters[self.root].mission_name

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every node that some roster names, by unit and node id."""
        return tuple(sorted(self._entries.values(), key=lambda entry: (entry.unit, entry.node)))

    def entry_of(self, node: str) -> Entry | None:
        """Return the entry of a node, or None when no roster names it."""
        return self._entries.get(node)

    def level_of(self, node: str) -> Level | None:
        """Return the level of a node, or None when no roster names it."""
        entry = self._entries.get(node)
        return entry.level if entry else None

    def active_at(self, unit: str) -> tuple[Entry, ...]:
        """Return the active nodes that speak for exactly this unit."""
        return tuple(entry for entry in self.entries if entry.unit == unit and entry.is_active)

    def superiors_of(self, unit: str) -> tuple[Entry, ...]:
        """Return the active nodes of the nearest unit above that has any: where `unit` reports to."""
        for above in reversed(ancestors(unit)):
            if found := self.active_at(above):
                return found
        return ()

    def subordinates_of(self, unit: str) -> tuple[Entry, ...]:
        """Return the active nodes of every unit below."""
        return tuple(entry for entry in self.entries if is_above(unit, entry.unit) and entry.is_active)

    def fork_of(self, stream: StreamKey) -> Fork | None:
        """Return how a headquarters settled a fork of the stream, if it did."""
        return self._forks.get(str(stream))

    def effective(self, stream: StreamKey, seq: int, digest: str) -> bool:
        """Tell whether a held changeset takes effect: node known, not past its last, on an accepted branch.

        Of a settled fork this knows the changesets at the fork itself; later ones stand with what is before.
        """
        entry = self._entries.get(stream.node)
        if entry is None or not entry.covers(str(stream), seq):
            return False
        fork = self._forks.get(str(stream))
        return fork is None or fork.seq != seq or digest in fork.accept


def _check_root(roster: Roster) -> None:
    own = roster.entry_of(roster.issuer)
    if own is None or not own.is_active or own.level is not Level.FORCE:
        raise RosterNotAllowedError("the root's roster does not name its issuer as the active force node")


def check_delegated(root: Roster, roster: Roster) -> None:
    """Raise RosterNotAllowedError unless the root's roster lets the issuer say everything in this one.

    An issuer is a sector node; it speaks for units strictly below its own path, at level `unit`. What it said
    before it was retired stays; whether it may still say something new is for the reader to ask.
    """
    if roster.mission != root.mission:
        raise RosterNotAllowedError("a roster of another mission")
    issuer = root.entry_of(roster.issuer)
    if issuer is None or issuer.level is not Level.SECTOR:
        raise RosterNotAllowedError("the issuer is no sector node of the root's roster")
    for entry in roster.entries:
        if not is_above(issuer.unit, entry.unit) or entry.level is not Level.UNIT:
            raise RosterNotAllowedError("a sector's roster names a node that is not below its path")
    below = {entry.node for entry in roster.entries}
    if any(StreamKey.parse(key).node not in below for key in roster.forks):
        raise RosterNotAllowedError("a sector's roster settles a fork of a node that is not its own")


def check_successor(held: Roster, newer: Roster) -> None:
    """Raise RosterNotAllowedError where a newer version changes the key or the level of a node."""
    for entry in newer.entries:
        before = held.entry_of(entry.node)
        if before is not None and (before.public_key, before.level) != (entry.public_key, entry.level):
            raise RosterNotAllowedError("a roster changes the key or the level of a node")
