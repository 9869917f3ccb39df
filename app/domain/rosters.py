"""Rosters: who speaks for which unit, by whose word, and until when."""

from collections.abc import Iterable, Mapping

import msgspec

from app.domain.scopes import Level, StreamKey, ancestors, is_above


class RosterNotAllowedError(ValueError):
    """A roster speaks for what its issuer has no say in."""


class End(msgspec.Struct, frozen=True):
    """The last changeset of a stream that counts: its number, and the SHA-256 that it has there."""

    seq: int
    digest: str


class Entry(msgspec.Struct, frozen=True):
    """One node as its headquarters vouches for it; `last`, of nodes no longer active, bounds each stream.

    `officer` is the name under which the node asked to be admitted.
    """

    node: str
    public_key: str
    recipient: str
    unit: str
    unit_name: str
    level: Level
    title: str
    status: str = "active"
    last: Mapping[str, End] | None = None
    officer: str = ""

    @property
    def is_active(self) -> bool:
        """Whether the node still speaks for its unit."""
        return self.status == "active"

    def end_of(self, stream: str) -> End | None:
        """Return where a stream (key text) of an ended node ends; None where nothing of it counts, or no end is set."""
        return (self.last or {}).get(stream)

    def covers(self, stream: str, seq: int, digest: str) -> bool:
        """Tell whether this entry lets the changeset `seq` of the stream (key text) take effect.

        At the end only the changeset with the digest of the end counts; what stands on another one is beyond it.
        """
        if self.is_active:
            return True
        end = self.end_of(stream)
        return end is not None and (seq < end.seq or (seq == end.seq and digest == end.digest))


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

    `posts` are the unit paths that nodes sign in their changesets: a sector's entry for a node counts only if it
    names that post. A delegated roster for which its issuer has no say (any more) is left out and named in
    `left_out`; an entry that does not count because of the node's post is in `foreign_claims`, as issuer and node.
    A node that no roster names any more has no entry, and so no right at all.
    """

    def __init__(self, root: str, rosters: Iterable[Roster], posts: Mapping[str, str] | None = None) -> None:
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
        self.posts: Mapping[str, str] = posts or {}
        self._entries: dict[str, Entry] = {}
        self._vouchers: dict[str, str] = {}
        self._forks: dict[str, Fork] = {}
        top = by_issuer[root]
        _check_root(top)
        self.left_out: tuple[str, ...] = ()
        self.foreign_claims: tuple[tuple[str, str], ...] = ()
        delegated: list[Roster] = []
        for issuer in sorted(by_issuer.keys() - {root}):
            try:
                check_delegated(top, by_issuer[issuer])
            except RosterNotAllowedError:
                self.left_out += (issuer,)
            else:
                delegated.append(by_issuer[issuer])
        self._add_delegated(top, delegated)
        self._add_root(top)
        self._add_forks(top, delegated)

    def _add_delegated(self, top: Roster, delegated: Iterable[Roster]) -> None:
        """Let one sector vouch for each node: of several the one nearer to the root, then the stricter one."""
        claims: dict[str, list[tuple[tuple[int, int, str], Entry]]] = {}
        for roster in delegated:
            depth = sum(entry.unit.count("/") for entry in top.entries if entry.node == roster.issuer)
            for entry in roster.entries:
                if self.posts.get(entry.node, entry.unit) == entry.unit:
                    rank = (depth, _STRICTNESS[entry.status], roster.issuer)
                    claims.setdefault(entry.node, []).append((rank, entry))
                else:
                    self.foreign_claims += ((roster.issuer, entry.node),)
        for node, found in claims.items():
            (_, _, issuer), self._entries[node] = min(found, key=lambda claim: claim[0])
            self._vouchers[node] = issuer

    def _add_root(self, top: Roster) -> None:
        """What the root says of a node stands in the place of what sectors say."""
        for entry in top.entries:
            self._entries[entry.node] = entry
            self._vouchers[entry.node] = self.root

    def _add_forks(self, top: Roster, delegated: Iterable[Roster]) -> None:
        """A fork is settled by the voucher of its node, or by the root."""
        for roster in delegated:
            for key, fork in roster.forks.items():
                if self._vouchers.get(StreamKey.parse(key).node) == roster.issuer:
                    self._forks[key] = fork
        self._forks.update(top.forks)

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

    @property
    def forks(self) -> Mapping[str, Fork]:
        """The settled forks that count, by the key text of their streams."""
        return self._forks

    def entry_of(self, node: str) -> Entry | None:
        """Return the entry of a node, or None when no roster names it."""
        return self._entries.get(node)

    def voucher_of(self, node: str) -> str | None:
        """Return the node that issued the roster whose entry for a node counts, or None when no roster names it."""
        return self._vouchers.get(node)

    def level_of(self, node: str) -> Level | None:
        """Return the level of a node, or None when no roster names it: then it has no right at all."""
        entry = self._entries.get(node)
        return entry.level if entry else None

    def active_at(self, unit: str) -> tuple[Entry, ...]:
        """Return the active nodes that speak for exactly this unit."""
        return tuple(entry for entry in self.entries if entry.unit == unit and entry.is_active)

    def shared_posts(self) -> Mapping[str, tuple[Entry, ...]]:
        """Return the units for which more than one active node speaks, with these nodes."""
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            if entry.is_active:
                found[entry.unit] = (*found.get(entry.unit, ()), entry)
        return {unit: nodes for unit, nodes in found.items() if len(nodes) > 1}

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

    def end_of(self, stream: StreamKey) -> End | None:
        """Return where a stream of a retired or revoked node ends, if anything of it counts."""
        entry = self._entries.get(stream.node)
        return entry.end_of(str(stream)) if entry and not entry.is_active else None

    def ended_streams(self) -> frozenset[str]:
        """Return the keys of the streams of retired and revoked nodes of which something counts."""
        ended = (entry for entry in self._entries.values() if not entry.is_active)
        return frozenset(stream for entry in ended for stream in entry.last or ())

    def effective(self, stream: StreamKey, seq: int, digest: str) -> bool:
        """Tell whether a held changeset takes effect: node known, not past its last, on an accepted branch.

        Of a settled fork this knows the changesets at the fork itself; later ones stand with what is before.
        """
        fork = self._forks.get(str(stream))
        return self.within(stream, seq, digest) and (fork is None or fork.seq != seq or digest in fork.accept)

    def within(self, stream: StreamKey, seq: int, digest: str) -> bool:
        """Tell whether a changeset is of a known node and not past its last.

        Where a settled fork lets several branches stand, the end names one of them, and its number bounds the others.
        """
        entry, end, fork = self._entries.get(stream.node), self.end_of(stream), self.fork_of(stream)
        if end is not None and fork is not None and len(fork.accept) > 1:
            return seq <= end.seq
        return entry is not None and entry.covers(str(stream), seq, digest)


_STRICTNESS = {"revoked": 0, "retired": 1, "active": 2}


def _check_root(roster: Roster) -> None:
    own = roster.entry_of(roster.issuer)
    if own is None or not own.is_active or own.level is not Level.FORCE:
        raise RosterNotAllowedError("the root's roster does not name its issuer as the active force node")


def check_delegated(root: Roster, roster: Roster) -> None:
    """Raise RosterNotAllowedError unless the root's roster lets the issuer say everything in this one.

    An issuer is a sector node; it speaks for units strictly below its own path, at level `unit`. What it said
    before it was retired stays; whether it may still say something new is for the reader to ask. Of one that was
    revoked nothing stands, for nobody can tell whether it said so before or after that.
    """
    if roster.mission != root.mission:
        raise RosterNotAllowedError("a roster of another mission")
    issuer = root.entry_of(roster.issuer)
    if issuer is None or issuer.level is not Level.SECTOR:
        raise RosterNotAllowedError("the issuer is no sector node of the root's roster")
    if issuer.status == "revoked":
        raise RosterNotAllowedError("the issuer is not active any more")
    for entry in roster.entries:
        if not is_above(issuer.unit, entry.unit) or entry.level is not Level.UNIT:
            raise RosterNotAllowedError("a sector's roster names a node that is not below its path")
    below = {entry.node for entry in roster.entries}
    if any(StreamKey.parse(key).node not in below for key in roster.forks):
        raise RosterNotAllowedError("a sector's roster settles a fork of a node that is not its own")


def check_successor(held: Roster, newer: Roster) -> None:
    """Raise RosterNotAllowedError where a newer version changes the key, the level or the unit of a node."""
    for entry in newer.entries:
        before = held.entry_of(entry.node)
        if before is not None and _fixed(before) != _fixed(entry):
            raise RosterNotAllowedError("a roster changes the key, the level or the unit of a node")


def _fixed(entry: Entry) -> tuple[str, Level, str]:
    return entry.public_key, entry.level, entry.unit
