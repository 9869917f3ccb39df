"""The demonstration: three logbooks of one chain of command, from the request to join to the issued sitrep.

Every step is what an officer does by hand, with the same use cases, on the records of `resources/demo`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter

import msgspec

from app.domain.kinds import KINDS
from app.services import conflicts, exchange, records, rosters, sitreps
from app.services.demo_examples import examples
from app.services.demo_records import FORCE, SECTOR, UNIT, DemoRecord, fullest_week, generated, shipped
from app.services.desks import Desk, create_mission
from app.services.errors import FolderInUseError
from app.services.records import Entry
from app.services.targets import write_file

PASSPHRASE = "liaison-demo"  # noqa: S105 - the published passphrase of the sample
MISSION = "Demonstration mission"
UNIT_PATHS = {FORCE: "fhq", SECTOR: "fhq/east", UNIT: "fhq/east/indbatt-1"}
UNIT_NAMES = {FORCE: "Force HQ", SECTOR: "Sector East", UNIT: "INDBATT-1"}
OFFICERS = {FORCE: "U9 CIMIC (demo)", SECTOR: "G9 CIMIC (demo)", UNIT: "S9 CIMIC (demo)"}
BATCH = 2_000
"""Generated records that are saved at once."""
DISPUTED = "M023"
"""A meeting on whose day the sources themselves disagree."""
OPINIONS = {
    UNIT: "The report of the meeting says 17 April 2016.",
    SECTOR: "Another report dates this meeting 21 April 2016.",
}
SETTLEMENT = "Reported for 17 April 2016; another report says 21 April. The day is not settled."

Say = Callable[[str, float], None]


class DemoResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was built: the folders of the logbooks, the sitrep, and the number of records at Force HQ."""

    folder: Path
    logbooks: dict[str, Path]
    sitrep: Path
    sitrep_serial: str
    records: int


def build(folder: Path, *, records: int = 0, seed: int = 7, say: Say) -> DemoResult:
    """Build the demonstration in an empty or new folder; `say` hears each step and its seconds.

    Raises `FolderInUseError` where the folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUseError(path=folder)
    (folder / "bundles").mkdir(parents=True, exist_ok=True)
    with ExitStack() as open_desks:
        demo = _Demo(folder, shipped(), say, open_desks)
        demo.enrol()
        demo.record(records, seed)
        demo.show_a_day()
        demo.report_upwards()
        demo.disagree()
        demo.relay()
        demo.decide_downwards()
        return demo.issue()


class _Demo:
    """One demonstration on its way: the open desks and what has been entered."""

    def __init__(self, folder: Path, found: Sequence[DemoRecord], say: Say, open_desks: ExitStack) -> None:
        self._folder = folder
        self._found = found
        self._say = say
        self._open_desks = open_desks
        self._desks: dict[str, Desk] = {}
        self._ids: dict[str, str] = {}
        self._bundles = 0

    def enrol(self) -> None:
        """Create the mission, let sector and unit ask to join, admit both, and import their welcomes."""
        with self._step("Force HQ made its logbook and the mission"):
            desk = create_mission(
                self._folder / FORCE, mission=MISSION, unit_name=UNIT_NAMES[FORCE], officer=OFFICERS[FORCE],
                passphrase=PASSPHRASE,
            )  # fmt: skip
            self._desks[FORCE] = self._open_desks.enter_context(desk)
        for name in (SECTOR, UNIT):
            with self._step(f"{UNIT_NAMES[name]} made its logbook and asked to join"):
                desk, _ = rosters.request_to_join(
                    self._folder / name, unit_name=UNIT_NAMES[name], level=name, officer=OFFICERS[name],
                    passphrase=PASSPHRASE, out=self._request(name),
                )  # fmt: skip
                self._desks[name] = self._open_desks.enter_context(desk)
        for name in (SECTOR, UNIT):
            with self._step(
                f"Force HQ compared the fingerprint and admitted {UNIT_NAMES[name]} as {UNIT_PATHS[name]}"
            ):
                welcome = rosters.admit(
                    self._desks[FORCE], request=self._request(name), unit=UNIT_PATHS[name],
                    fingerprint=self._desks[name].identity.fingerprint,
                    out=self._bundle(f"welcome-{name}.liaison"),
                )  # fmt: skip
                root = self._desks[FORCE].identity.fingerprint
                exchange.import_files(self._desks[name], [welcome.path], root_fingerprint=root)

    def record(self, count: int, seed: int) -> None:
        """Enter the real records, each in the logbook of its region, and then as many generated ones."""
        for name, desk in self._desks.items():
            level = desk.standing.level
            mine = [each for each in self._found if each.writer == name and each.may_start(level)]
            with self._step(f"{UNIT_NAMES[name]} entered {len(mine)} real records"):
                self._enter(desk, [record for record in mine if record.kind == "organisation"])
                self._enter(desk, [record for record in mine if record.kind != "organisation"])
            self._bring_in(name, [each for each in self._found if each.writer == name and each not in mine])
        entries = generated(count, seed, self._found)
        for name, share in _shares(count):
            with self._step(f"{UNIT_NAMES[name]} entered {share} generated records"):
                while share > 0:
                    _put(self._desks[name], list(islice(entries, min(BATCH, share))))
                    share -= BATCH

    def show_a_day(self) -> None:
        """Enter the invented examples of today's work, of kinds that public reporting does not hold."""
        found = examples(datetime.now(UTC).date())
        for name, desk in self._desks.items():
            mine = [each for each in found if each.writer == name]
            with self._step(f"{UNIT_NAMES[name]} entered {len(mine)} invented examples of a day's work"):
                for one in mine:
                    self._enter(desk, [one])

    def _bring_in(self, name: str, tracker: Sequence[DemoRecord]) -> None:
        """Let Force HQ bring in what was approved before there was a logbook, into the scope of whose work it is."""
        if tracker:
            with self._step(f"Force HQ brought in {len(tracker)} approved projects of {UNIT_NAMES[name]}"):
                self._enter(self._desks[FORCE], tracker, unit=UNIT_PATHS[name])

    def report_upwards(self) -> None:
        """Send what the unit has to its sector, and the receipt back: later bundles carry only what is new."""
        self._send(UNIT, SECTOR)
        self._send(SECTOR, UNIT)

    def disagree(self) -> None:
        """Let unit and sector write different things into one field, and settle it at the sector."""
        disputed = self._ids[DISPUTED]
        for name, words in OPINIONS.items():
            with self._step(f"{UNIT_NAMES[name]} wrote its own comment on one meeting"):
                records.save(self._desks[name], Entry(kind="meeting", id=disputed, fields={"comment": words}))
        self._send(UNIT, SECTOR)
        with self._step("Sector East saw the conflict and settled it"):
            sector = self._desks[SECTOR]
            found = next(each for each in conflicts.conflicts(sector) if each.record == disputed)
            conflicts.resolve(sector, found.record, found.field, value=SETTLEMENT)

    def relay(self) -> None:
        """Pass the unit's records on to Force HQ together with the sector's own."""
        self._send(SECTOR, FORCE)

    def decide_downwards(self) -> None:
        """Send Force HQ's decisions and the settled conflict down to the sector and the unit."""
        self._send(FORCE, SECTOR)
        self._send(SECTOR, UNIT)
        decided = next(record.key for record in self._found if record.is_decision)
        with self._step("INDBATT-1 reads Force HQ's decision and the settled comment"):
            unit = self._desks[UNIT]
            records.show(unit, self._ids[decided])
            records.show(unit, self._ids[DISPUTED])

    def issue(self) -> DemoResult:
        """Issue the sitrep of the fullest week at Force HQ."""
        until, happened = fullest_week(self._found)
        force, target = self._desks[FORCE], self._folder / "sitrep.pdf"
        words = f"Force HQ issued the sitrep of the fullest week, until {until} ({happened} events)"
        with self._step(words):
            issued = sitreps.issue(force, sitreps.Ask(type="weekly", until=until))
            write_file(target, issued.pdf, ".pdf")
        return DemoResult(
            folder=self._folder,
            logbooks={name: self._folder / name for name in self._desks},
            sitrep=target,
            sitrep_serial=issued.serial,
            records=sum(records.count(force, kind) for kind in KINDS),
        )

    def _enter(self, desk: Desk, mine: Sequence[DemoRecord], unit: str | None = None) -> None:
        ids = _put(desk, [record.entry(self._ids, unit) for record in mine])
        self._ids.update(zip((record.key for record in mine), ids, strict=True))

    def _send(self, sender: str, receiver: str) -> None:
        """Export from one logbook to another and import there."""
        self._bundles += 1
        out = self._bundle(f"{self._bundles}-{sender}-to-{receiver}.liaison.age")
        with self._step("") as step:
            made = exchange.export(self._desks[sender], to=(UNIT_PATHS[receiver],), out=out)
            size = f"{made.revisions} revisions, {made.bytes:,} bytes"
            step.words = f"{UNIT_NAMES[sender]} wrote {made.path.name}: {size}"
        with self._step("") as step:
            (outcome,) = exchange.import_files(self._desks[receiver], [made.path])
            counts = ", ".join(
                f"{number} {kind} {what}"
                for kind, sides in outcome.counts.items()
                for what, number in sides.items()
                if number
            )
            step.words = f"{UNIT_NAMES[receiver]} imported it ({outcome.outcome}): {counts or 'nothing new'}"

    def _request(self, name: str) -> Path:
        return self._bundle(f"request-{name}.json")

    def _bundle(self, name: str) -> Path:
        return self._folder / "bundles" / name

    @contextmanager
    def _step(self, words: str) -> Iterator[_Step]:
        step = _Step(words)
        start = perf_counter()
        yield step
        self._say(step.words, perf_counter() - start)


class _Step:
    """What a step says when it is done; its words may depend on what it made."""

    def __init__(self, words: str) -> None:
        self.words = words


class DemoRecordRefusedError(Exception):
    """A demonstration record was not accepted: the shipped files do not fit the declared kinds."""


def _put(desk: Desk, entries: Sequence[Entry]) -> tuple[str, ...]:
    result = records.put(desk, entries)
    if result.faults:
        fault = result.faults[0]
        raise DemoRecordRefusedError(f"{fault.line}: {fault.field}: {fault.code}")
    return result.ids


def _shares(count: int) -> tuple[tuple[str, int], ...]:
    """Return how many generated records each logbook enters: half at the unit, the rest above."""
    quarter = count // 4
    shares = ((UNIT, count - 2 * quarter), (SECTOR, quarter), (FORCE, quarter))
    return tuple((name, share) for name, share in shares if share)
