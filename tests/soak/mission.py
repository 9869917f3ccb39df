"""A simulated mission: people write, bundles travel badly, laptops are restored, cloned, stolen and handed over."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count
from pathlib import Path

import msgspec

from app.domain.scopes import Reach, Scope, may_read
from app.services import rosters, safety, settling
from app.services.forks import settled_streams
from app.services.status import status
from tests.soak.orders import Orders
from tests.soak.post import Post
from tests.soak.seats import MissionClock, Seat, cloned, found, join, restored

Say = Callable[[str], None]


class Known(msgspec.Struct, frozen=True):
    """A record somebody made: its id, kind and scope."""

    id: str
    kind: str
    scope: Scope


class Mission:
    """All seats of a mission and what happens to them, drawn from one seed."""

    def __init__(self, orders: Orders, folder: Path, say: Say) -> None:
        self.orders = orders
        self.folder = folder
        self.chance = random.Random(orders.seed)
        self.clock = MissionClock()
        self.post = Post(orders, self.chance, folder)
        self.planted: set[str] = set()
        self.found_forks: set[str] = set()
        self.given_up: set[str] = set()
        self.gone: list[Seat] = []
        self._say = say
        self._records: list[Known] = []
        self._new_names = count(1)
        self._leaving: list[Seat] = []
        self.force = found(folder, self.clock.skewed(0))
        self.seats = [self.force]
        self._enrol()
        self._events = self._draw_events()

    def _enrol(self) -> None:
        """Admit the sectors and, half of them by their sector, the units."""
        chance = self.chance
        sectors = [
            self._join(f"sector-{number}", self.force, self.force, f"fhq/s{number}")
            for number in range(1, self.orders.sectors + 1)
        ]
        for number in range(1, self.orders.units + 1):
            above = sectors[(number - 1) % len(sectors)]
            admits = above if number % 2 else self.force
            if admits is self.force:
                self._tell_directly(above)
            self._join(f"unit-{number}", above, admits, f"{above.unit}/u{number}")
        for seat in sectors:
            self._tell_directly(seat)
        chance.shuffle(self.seats)
        self._say(f"{len(self.seats)} nodes are enrolled")

    def _join(self, name: str, above: Seat, admits: Seat, unit: str, replaces: Seat | None = None) -> Seat:
        skew = self.chance.choice([0, 0, 0, 1, -1, 30, -400])
        made = join(
            name, self.folder, self.clock.skewed(skew), above, self.force, admits, unit, replaces=replaces
        )
        self.seats.append(made)
        return made

    def _tell_directly(self, seat: Seat) -> None:
        """Bring a sector's rosters and those of Force HQ together, by hand, before anything else."""
        for sender, receiver in ((seat, self.force), (self.force, seat)):
            self.post.by_hand(sender, receiver)

    # -- the days ---------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Live through every day, then exchange in good order until nothing more comes."""
        for day in range(self.orders.days):
            self.clock.advance(day)
            for event in self._events.get(day, ()):
                event(day)
            self.post.arrive(day)
            for seat in list(self.seats):
                if (day + _offset(seat)) % self.orders.rhythm == 0:
                    self.work(seat, day)
            self.look_after_forks()
            if day % 30 == 29:
                self._say(f"day {day + 1}: {self.post.tally.files} bundles, {len(self._records)} records")
        self.finish()

    def work(self, seat: Seat, day: int) -> None:
        """One seat writes what it has to write and sends its bundles."""
        if seat.works:
            self.write(seat)
        if not seat.exchanges:
            return
        if seat.above is not None:
            above = seat.above
            self.post.send(seat, lambda: [above], day, node=above.node)
        book = seat.desk.admitted()
        active = {entry.node for entry in book.entries if entry.is_active}
        for node in dict.fromkeys(one.node for one in seat.below if one.exchanges and one.node in active):
            self.post.send(seat, self._holders(seat, node), day, node=node)

    def _holders(self, above: Seat, node: str) -> Callable[[], list[Seat]]:
        return lambda: [one for one in above.below if one.node == node and one.exchanges]

    def write(self, seat: Seat) -> None:
        """Let one seat save new records and change some that it holds."""
        orders, chance = self.orders, self.chance
        turns = orders.nodes * orders.days / orders.rhythm
        share = orders.records / turns
        new = int(share) + (chance.random() < share % 1)
        readable = chance.sample(self._records, min(len(self._records), 4 * new))
        mine = [(one.id, one.kind) for one in readable if may_read(seat.unit, one.scope)]
        for identifier, kind in seat.write(chance, new, mine[: max(1, new // 4)]):
            with seat.desk.logbook.reading() as reader:
                state = reader.record(identifier)
            if state is not None:
                self._records.append(Known(identifier, kind, Scope(state.unit, Reach(state.reach))))

    # -- what goes wrong ---------------------------------------------------------------------------------------------

    def _draw_events(self) -> dict[int, list[Callable[[int], None]]]:
        """Draw who meets which misfortune when; nobody meets two."""
        orders, chance = self.orders, self.chance
        units = [one for one in self.seats if one.above not in (None, self.force)]
        sectors = [one for one in self.seats if one.above is self.force]
        chance.shuffle(units)
        events: dict[int, list[Callable[[int], None]]] = {}

        def at(share: float, event: Callable[[int], None]) -> None:
            events.setdefault(int(orders.days * share), []).append(event)

        for number in range(orders.restores):
            seat = sectors[0] if number == 0 else units.pop()
            begins = chance.uniform(0.15, 0.6)
            at(begins, lambda day, seat=seat: self.back_up(seat))  # type: ignore[misc]
            at(begins + chance.uniform(0.05, 0.2), lambda day, seat=seat: self.restore(seat))  # type: ignore[misc]
        for _ in range(orders.clones):
            seat = units.pop()
            at(chance.uniform(0.3, 0.5), lambda day, seat=seat: self.clone(seat))  # type: ignore[misc]
        for _ in range(orders.rotations):
            seat = units.pop()
            at(chance.uniform(0.2, 0.7), lambda day, seat=seat: self.leave(seat))  # type: ignore[misc]
        for _ in range(orders.revocations):
            seat = units.pop()
            at(chance.uniform(0.2, 0.8), lambda day, seat=seat: self.revoke(seat))  # type: ignore[misc]
        for day in range(orders.days):
            events.setdefault(day, []).append(self.hand_over)
        return events

    def back_up(self, seat: Seat) -> None:
        """Make a backup of a seat."""
        seat.copies.append(safety.backup(seat.desk, self.folder / f"{seat.name}.backups"))

    def restore(self, seat: Seat) -> None:
        """Put an old backup in place of a laptop; what nobody else has is lost with it.

        That is what it said since and nobody has had, and what it alone had from a laptop that was set back as well.
        """
        saved = {one for other in (*self.seats, *self.gone) for one in other.saved}
        before = _held(seat, saved)
        seat.folder = self.folder / f"{seat.name}-restored-{next(self._new_names)}"
        seat.desk = restored(seat, seat.copies[-1], seat.folder)
        since = before - _held(seat, before)
        elsewhere = {one for other in self.seats if other is not seat for one in _held(other, since)}
        self.given_up |= since - elsewhere
        self._say(
            f"{seat.name} is restored; of {len(since)} saves since the backup {len(elsewhere)} are elsewhere"
        )

    def clone(self, seat: Seat) -> None:
        """Copy a laptop as it lies there; both go on with one identity."""
        twin = cloned(seat, f"{seat.name}-twin", self.folder)
        self.seats.append(twin)
        self.planted.add(seat.node)
        self._say(f"{seat.name} is cloned")

    def leave(self, seat: Seat) -> None:
        """An officer leaves: no more is written, and once all has arrived a successor takes over."""
        seat.works = False
        self._leaving.append(seat)

    def hand_over(self, day: int) -> None:
        """Let successors take over where everything a leaving officer said has arrived."""
        for seat in list(self._leaving):
            admits = self._issuer_of(seat)
            with seat.desk.logbook.reading() as reader:
                said = {s: seq for s, (seq, _) in reader.stream_heads().items() if s.startswith(seat.node)}
                waits = reader.unsent() > 0
            with admits.desk.logbook.reading() as reader:
                held = reader.stream_heads()
            if waits or any(held.get(stream, (0, ""))[0] < seq for stream, seq in said.items()):
                continue
            self._leaving.remove(seat)
            above = seat.above
            if above is None:
                continue
            self._retire_seat(seat)
            name = f"{seat.name}-successor-{next(self._new_names)}"
            self._join(name, above, admits, seat.unit, replaces=seat)
            self._say(f"day {day}: {name} takes over")

    def _issuer_of(self, seat: Seat) -> Seat:
        lines = {line.node: line.issuer for line in rosters.roster(self.force.desk)}
        issuer = lines.get(seat.node)
        return next((one for one in self.seats if one.node == issuer), self.force)

    def revoke(self, seat: Seat) -> None:
        """A laptop is stolen: Force HQ cuts it off at what it holds, and the thief goes on writing for a while."""
        laptops = self.laptops_of(seat.node)
        saved = {one for laptop in laptops for one in laptop.saved}
        held = _held(self.force, saved)
        if seat.node not in {line.node for line in rosters.roster(self.force.desk)}:
            self.post.by_hand(seat.above or self.force, self.force)
        rosters.revoke(self.force.desk, seat.node, "laptop stolen")
        self.given_up |= saved - held
        for laptop in laptops:
            self._retire_seat(laptop)
        above = seat.above or self.force
        before = set(seat.saved)
        for _ in range(2):
            self.write(seat)
            self.post.send(seat, lambda: [above], 0, node=above.node)
        self.given_up |= seat.saved - before
        self._say(f"{seat.name} is revoked; {len(saved - held)} of its saves do not count")

    def laptops_of(self, node: str) -> list[Seat]:
        """Return the seats in use that have the name of a node: two where it was cloned."""
        return [one for one in self.seats if one.node == node]

    def _retire_seat(self, seat: Seat) -> None:
        seat.works = seat.exchanges = False
        self.seats.remove(seat)
        self.gone.append(seat)

    def look_after_forks(self) -> int:
        """Force HQ settles every fork that it can settle, in favour of everybody; returns how many it settled."""
        settled = 0
        for fork in settling.forks(self.force.desk):
            self.found_forks.add(fork.node)
            if fork.may_settle:
                settling.settle(self.force.desk, fork.stream)
                settled += 1
                self._say(f"the fork of {fork.unit_name} at number {fork.seq} is settled")
        return settled

    # -- the end -----------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Exchange by hand, up and down, until nothing new comes any more."""
        self.post.arrive(self.orders.days + 1_000)
        for number in range(12):
            news = self._round() + self.look_after_forks()
            self._say(f"round {number + 1} in good order: {news} bundles brought something")
            if not news and not status(self.force.desk).forks:
                return

    def _round(self) -> int:
        """Everybody sends to the one above, then Force HQ and the sectors to those below."""
        news = 0
        by_depth = sorted(self.seats, key=lambda one: one.unit.count("/"))
        for seat in reversed(by_depth):
            if seat.above is not None:
                news += self.post.by_hand(seat, seat.above)
        for seat in by_depth:
            for below in seat.below:
                if below in self.seats:
                    self.post.by_hand(
                        below, seat
                    )  # two laptops of one node: the answer is to the one that asks
                    news += self.post.by_hand(seat, below)
        return news

    def settled(self) -> set[str]:
        """Return the nodes of the streams whose forks the rosters settle."""
        return {stream.split("/")[0] for stream in settled_streams(self.force.desk.book)}

    def close(self) -> None:
        """Close every logbook."""
        for seat in (*self.seats, *self.gone):
            seat.close()


def _held(seat: Seat, revisions: set[str]) -> set[str]:
    """Return which of these saves a seat holds now."""
    with seat.desk.logbook.reading() as reader:
        return set(reader.known_revisions(revisions))


def _offset(seat: Seat) -> int:
    return sum(seat.name.encode())
