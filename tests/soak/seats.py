"""The places at which a simulated mission works: an open logbook each, with a clock that is never quite right."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.kinds import fields_of, kind_named
from app.domain.policy.authorization import Relation, edits, relation
from app.services import records, rosters, safety
from app.services.desks import Desk, create_mission, open_desk, request_to_join
from app.services.exchange import import_files
from app.services.records import Entry
from app.storage.keys import PassphraseCost
from app.storage.rows import RecordState

PASSPHRASE = "correct horse"
CHEAP = PassphraseCost(passes=1, memory=8192)
START = datetime(2026, 1, 1, 6, 0, tzinfo=UTC)


class MissionClock:
    """The true time of the mission; every look at it takes a second."""

    def __init__(self) -> None:
        self.now = START

    def advance(self, day: int) -> None:
        """Go on to the morning of a day, or stay where more time has passed already."""
        self.now = max(self.now, START + timedelta(days=day))

    def skewed(self, hours: float) -> SkewedClock:
        """Return a laptop's clock that is wrong by so many hours."""
        return SkewedClock(self, timedelta(hours=hours))


class SkewedClock:
    """A laptop's clock."""

    def __init__(self, true: MissionClock, skew: timedelta) -> None:
        self._true = true
        self._skew = skew

    def turn(self, hours: float) -> None:
        """Set it wrong by so many hours more."""
        self._skew += timedelta(hours=hours)

    def __call__(self) -> datetime:
        self._true.now += timedelta(milliseconds=10)
        return self._true.now + self._skew


class Seat:
    """One logbook in use. `saved` are the revisions it has acknowledged; `works` tells that people write there."""

    def __init__(self, name: str, folder: Path, desk: Desk, above: Seat | None, clock: SkewedClock) -> None:
        self.name = name
        self.folder = folder
        self.desk = desk
        self.above = above
        self.clock = clock
        self.below: list[Seat] = []
        self.works = True
        self.exchanges = True
        self.saved: set[str] = set()
        self.copies: list[Path] = []

    @property
    def unit(self) -> str:
        """Its unit path."""
        return self.desk.standing.unit

    @property
    def node(self) -> str:
        """Its node id; a cloned laptop shares it."""
        return self.desk.identity.node

    def write(
        self, chance: random.Random, new: int, known: Sequence[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        """Save new records and change some of those known; returns id and kind of the new ones."""
        entries = [_new(chance) for _ in range(new)]
        entries += self._changes(chance, known)
        if not entries:
            return []
        result = records.put(self.desk, entries)
        if result.faults:
            raise AssertionError(f"{self.name}: {result.faults[0]}")
        with self.desk.logbook.reading() as reader:
            for state in reader.records(result.ids).values():
                self.saved |= set(state.heads)
        return [(result.ids[number], entries[number].kind) for number in range(new)]

    def _changes(self, chance: random.Random, known: Sequence[tuple[str, str]]) -> list[Entry]:
        kinds = dict(known)
        with self.desk.logbook.reading() as reader:
            held = reader.records(kinds)
        changes = []
        for identifier, state in held.items():
            needed = (name for name, field in fields_of(state.kind).items() if field.required)
            if any(state.values.get(name) is None for name in needed):
                continue  # begun by a revoked node: what is left of it cannot be saved by itself
            near = self._near(state)
            if not edits(kind_named(state.kind), near):
                continue  # another post's: no form would save it
            if near is Relation.OWNER and chance.random() < 0.05:
                changes.append(Entry(kind=state.kind, fields={}, id=identifier, withdrawn="entered twice"))
            else:
                field = chance.choice(FIELDS[state.kind])
                text = f"{chance.choice(WORDS)} {chance.randrange(1000)}"
                changes.append(Entry(kind=state.kind, fields={field: text}, id=identifier))
        return changes

    def _near(self, state: RecordState) -> Relation:
        standing = self.desk.standing
        actor = standing.actor_of(standing.node)
        origin = standing.origin_of(state.node, state.unit)
        return relation(actor, origin) if actor else Relation.NONE

    def close(self) -> None:
        """Close its logbook."""
        self.desk.close()


FIELDS = {
    "meeting": ("title", "outcome", "notes"),
    "place": ("name", "notes"),
    "follow_up": ("what", "notes"),
    "organisation": ("name", "notes"),
}
WORDS = ("water point", "school roof", "réunion à la préfecture", "clinic", "الاجتماع", "market", "bridge")


def _new(chance: random.Random) -> Entry:
    kind = chance.choices(list(FIELDS), weights=(6, 2, 2, 1))[0]
    words = f"{chance.choice(WORDS)} {chance.randrange(100_000)}"
    fields = {FIELDS[kind][0]: words, "notes": " ".join(chance.choices(WORDS, k=12))}
    if kind == "meeting":
        fields["started_at"] = "2026-02-03T10:00+02:00"
    branch = chance.random() < 0.15
    wide = branch and chance.random() < 0.2
    return Entry(kind=kind, fields=fields, reach="branch" if branch else "up", unit="fhq" if wide else None)


def found(folder: Path, clock: SkewedClock) -> Seat:
    """Create the mission's Force HQ."""
    desk = create_mission(
        folder / "force", mission="Mission in Testland", unit_name="Force HQ", officer="Col B. Ba",
        passphrase=PASSPHRASE, clock=clock, cost=CHEAP,
    )  # fmt: skip
    return Seat("force", folder / "force", desk, None, clock)


def join(
    name: str, folder: Path, clock: SkewedClock, above: Seat, root: Seat, admits: Seat, unit: str, *,
    replaces: Seat | None = None,
) -> Seat:  # fmt: skip
    """Let a new logbook ask, be admitted by a headquarters, and import its welcome."""
    level = "sector" if above is root else "unit"
    request = folder / f"{name}.request"
    desk, _ = request_to_join(
        folder / name, unit_name=name.upper(), level=level, officer=f"Maj {name.capitalize()}",
        passphrase=PASSPHRASE, out=request, clock=clock, cost=CHEAP,
    )  # fmt: skip
    welcome = rosters.admit(
        admits.desk, request=request, unit=unit, fingerprint=desk.identity.fingerprint,
        out=folder / f"{name}.welcome.liaison.age", replaces=replaces.node if replaces else None,
    ).path  # fmt: skip
    (taken,) = import_files(desk, [welcome], root_fingerprint=root.desk.identity.fingerprint)
    if taken.outcome != "applied":
        raise AssertionError(f"{name} did not get in: {taken}")
    seat = Seat(name, folder / name, desk, above, clock)
    above.below.append(seat)
    return seat


def restored(seat: Seat, file: Path, folder: Path) -> Desk:
    """Replace a seat's logbook by one restored from a backup."""
    seat.desk.close()
    return safety.restore(file, folder, PASSPHRASE, clock=seat.clock)


def cloned(seat: Seat, name: str, folder: Path) -> Seat:
    """Copy a seat's whole folder as it lies there, and open the copy beside it."""
    seat.desk.close()
    shutil.copytree(seat.folder, folder / name)
    seat.desk = open_desk(seat.folder, PASSPHRASE, clock=seat.clock)
    twin = open_desk(folder / name, PASSPHRASE, clock=seat.clock, officer="Capt Twin")
    made = Seat(name, folder / name, twin, seat.above, seat.clock)
    if seat.above is not None:
        seat.above.below.append(made)
    return made
