"""The post of a simulated mission: bundles get lost, doubled, overtaken, damaged; gaps that are named are checked."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from app.domain.scopes import Reach, StreamKey
from app.services import exchange, inspection
from app.services.forks import settled_streams
from app.services.views import FileOutcome
from tests.soak.orders import Orders
from tests.soak.seats import Seat

Brought = dict[str, dict[int, set[str]]]
"""By stream and number the digests that the changesets in a bundle stand on."""


class Sent(msgspec.Struct):
    """A file on its way: for whom, when it arrives (a day), and whether it was damaged."""

    file: Path
    sender: str
    to: Callable[[], list[Seat]]
    day: int
    damaged: bool
    last: bool


class Tally(msgspec.Struct):
    """What was counted on the way."""

    exports: int = 0
    files: int = 0
    lost: int = 0
    doubled: int = 0
    late: int = 0
    damaged: int = 0
    bytes: int = 0
    by_node: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    gaps: int = 0
    gaps_right: int = 0
    damaged_refused: set[str] = set()
    surprises: list[str] = []


class Post:
    """Carries bundles as badly as ordered."""

    def __init__(self, orders: Orders, chance: random.Random, folder: Path) -> None:
        self._orders = orders
        self._chance = chance
        self._folder = folder
        self._under_way: list[Sent] = []
        self.tally = Tally(by_node={}, outcomes={}, damaged_refused=set(), surprises=[])

    def send(self, sender: Seat, to: Callable[[], list[Seat]], day: int, *, node: str) -> None:
        """Let a seat export for a node, and put what it wrote on its way; `to` gives who has that node's laptops."""
        self.tally.exports += 1
        split = self._chance.random() < self._orders.split
        out = self._folder / f"{self.tally.exports:06d}.liaison.age"
        made = exchange.export(sender.desk, to=[node], out=out, max_size=64 * 1024 if split else None)
        self.tally.bytes += made.bytes
        self.tally.by_node[sender.name] = self.tally.by_node.get(sender.name, 0) + made.bytes
        for file in made.paths:
            self._put_on_its_way(file, sender, to, day)

    def by_hand(self, sender: Seat, receiver: Seat) -> bool:
        """Carry one bundle in good order; returns whether it brought anything."""
        self.tally.exports += 1
        out = self._folder / f"{self.tally.exports:06d}.liaison.age"
        made = exchange.export(sender.desk, to=[receiver.node], out=out)
        outcomes = exchange.import_files(receiver.desk, made.paths)
        for file in made.paths:
            file.unlink()
        return any(outcome.outcome == "applied" for outcome in outcomes)

    def _put_on_its_way(self, file: Path, sender: Seat, to: Callable[[], list[Seat]], day: int) -> None:
        chance, orders, tally = self._chance, self._orders, self.tally
        tally.files += 1
        if chance.random() < orders.lost:
            tally.lost += 1
            file.unlink()
            return
        damaged = chance.random() < orders.corrupt
        late = chance.random() < orders.reordered
        arrives = day + 1 + (chance.randint(1, 3 * orders.rhythm) if late else 0)
        tally.late += late
        if damaged:
            tally.damaged += 1
            _damage(file, chance)
        twice = chance.random() < orders.doubled
        tally.doubled += twice
        self._under_way.append(Sent(file, sender.name, to, arrives, damaged, not twice))
        if twice:
            again = arrives + chance.randint(0, 2 * orders.rhythm)
            self._under_way.append(Sent(file, sender.name, to, again, damaged, last=True))

    def arrive(self, day: int) -> None:
        """Deliver what arrives by this day, in any order."""
        due = [one for one in self._under_way if one.day <= day]
        self._under_way = [one for one in self._under_way if one.day > day]
        self._chance.shuffle(due)
        for one in due:
            for seat in one.to():
                if one.file.exists():
                    self.deliver(seat, one)
            if one.last:
                one.file.unlink(missing_ok=True)

    def deliver(self, seat: Seat, sent: Sent) -> None:
        """Import one file at one seat and look at what is said of it."""
        tally = self.tally
        (outcome,) = exchange.import_files(seat.desk, [sent.file])
        tally.outcomes[outcome.outcome] = tally.outcomes.get(outcome.outcome, 0) + 1
        codes = {reason.code for reason in outcome.reasons}
        if sent.damaged:
            if outcome.outcome == "refused":
                tally.damaged_refused.add(sent.file.name)
            else:
                tally.surprises.append(f"{seat.name}: a damaged bundle was {outcome.outcome}")
            return
        if strange := codes - {"held:gap", "held:unknown-signer", "refused:fork", "refused:revoked"}:
            tally.surprises.append(f"{seat.name} from {sent.sender}: {sorted(strange)} {outcome.reasons[:2]}")
        if outcome.gaps:
            self._check_gaps(seat, outcome, _brought(seat, sent.file))

    def _check_gaps(self, seat: Seat, outcome: FileOutcome, brought: Brought) -> None:
        """A gap is named right if it is missing, what is before it is held, and what stands on it was brought.

        Its end is judged by digest, because both sides of a fork have the same numbers; so of a forked stream nothing
        can be told of what lies before that end.
        """
        forked = settled_streams(seat.desk.book)
        with seat.desk.logbook.reading() as reader:
            for gap in outcome.gaps:
                stood_upon = brought.get(gap.stream, {}).get(gap.last + 1, set())
                missing = stood_upon.isdisjoint(reader.digests_at(gap.stream, gap.last))
                if gap.stream not in forked:
                    missing &= not any(reader.digests_at(gap.stream, n) for n in range(gap.first, gap.last))
                before = gap.first == 1 or bool(reader.digests_at(gap.stream, gap.first - 1))
                self.tally.gaps += 1
                if stood_upon and missing and before:
                    self.tally.gaps_right += 1
                else:
                    self.tally.surprises.append(f"{seat.name}: a gap was named wrongly: {gap}")


def _brought(seat: Seat, file: Path) -> Brought:
    """Return what a bundle brings."""
    found: Brought = {}
    described: dict[str, Any] = inspection.inspect(file, seat.desk)
    for one in described["changesets"]:
        header = one["header"]
        key = StreamKey(header["node"], header["epoch"], header["unit"], Reach(header["reach"]))
        found.setdefault(str(key), {}).setdefault(header["seq"], set()).add(header["prev"])
    return found


def _damage(file: Path, chance: random.Random) -> None:
    """Flip one bit, or cut the end off."""
    data = bytearray(file.read_bytes())
    if chance.random() < 0.5:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    else:
        del data[chance.randrange(len(data)) :]
    file.write_bytes(data)
