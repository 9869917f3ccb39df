"""Exchange: export, import, import again and memory, beside the floor; the size of one day; merging."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

from tests.benchmarks import insiders, peers, refusals
from tests.benchmarks.content import RECORDS
from tests.benchmarks.running import SCRATCH, MeasuringError, copied, kept, middle, say, work
from tests.benchmarks.table import Figure

PHOTOS = (0, 250, 1_000)
MOST_MEMORY = 350e6
ONE_DAY_BYTES = 20_000
MERGE_SECONDS = 2.0
REFUSAL_SECONDS = 1.0
Run = dict[str, Any]


def measure(repeats: int) -> Iterator[Figure]:
    """Yield the figures of the exchange of bundles."""
    floors, exports, imports, again = [], [], [], []
    for number in range(repeats):
        say(f"exchange, {number + 1} of {repeats}")
        floors.append(work("", RECORDS, PHOTOS[-1], module="floor"))
        out, taken, repeated = _once(PHOTOS[-1])
        exports.append(out)
        imports.append(taken)
        again.append(repeated)
    peer = peers.by_hand(SCRATCH) if peers.wanted() else None
    export, first = middle(_seconds(exports)), middle(_seconds(imports))
    yield Figure(
        name="Export, 10,000 records and 1,000 photos", value=export, wanted=2,
        beside=middle([run["export"] for run in floors]), beside_name="floor",
        peer=peer.out if peer else None, peer_name=peers.NAME,
    )  # fmt: skip
    yield Figure(
        name="Import of it into an empty logbook", value=first, wanted=2,
        beside=middle([run["import"] for run in floors]), beside_name="floor",
        peer=peer.back if peer else None, peer_name=peers.NAME,
    )  # fmt: skip
    yield Figure(
        name="Import of it again", value=middle(_seconds(again)), beside=first, beside_name="first import",
        wanted=0.3,
    )  # fmt: skip
    yield from _memory(exports, imports, again, floors)
    yield _one_day()
    yield _merging(repeats)
    yield from _refusing()
    yield from _insiders()


def _once(photos: int) -> tuple[Run, Run, Run]:
    """Export at a copy of the unit, import at a copy of the sector, twice; each in its own process."""
    folder = copied(kept("exchange_source", photos), "unit", "sector")
    file = folder / "bundle.liaison.age"
    out = work("export", folder, file)
    taken = work("import", folder, file)
    again = work("import", folder, file)
    done = (out["revisions"], out["photos"], taken["outcome"], taken["meetings"], again["outcome"])
    if done != (RECORDS, photos, "applied", RECORDS, "nothing-new"):
        raise MeasuringError(f"the exchange did not do its work: {done}")
    return out, taken, again


def _memory(exports: list[Run], imports: list[Run], again: list[Run], floors: list[Run]) -> Iterator[Figure]:
    peaks = {PHOTOS[-1]: _peaks(exports, imports, again)}
    for photos in PHOTOS[:-1]:
        say(f"memory with {photos} photos")
        peaks[photos] = _peaks(*([run] for run in _once(photos)))
    floor = max(run["memory"] for run in floors)
    for photos in PHOTOS:
        for name, peak in zip(("export", "import"), peaks[photos], strict=True):
            yield Figure(
                name=f"Memory of the {name} with {photos:,} photos", value=peak, unit="MB", beside=floor,
                beside_name="floor with photos", wanted=MOST_MEMORY, absolute=True,
            )  # fmt: skip


def _peaks(exports: list[Run], imports: list[Run], again: list[Run]) -> tuple[float, float]:
    return max(run["memory"] for run in exports), max(run["memory"] for run in (*imports, *again))


def _one_day() -> Figure:
    folder = copied(kept("exchanged_mission"), "unit")
    found = work("delta", folder, folder / "day.liaison.age")
    if found["revisions"] != 20:
        raise MeasuringError(f"one day holds {found['revisions']} revisions")
    return Figure(
        name="One day, 20 meetings, on the wire", value=found["bytes"], unit="bytes", wanted=ONE_DAY_BYTES,
        absolute=True,
    )  # fmt: skip


def _merging(repeats: int) -> Figure:
    runs = [work("merge") for _ in range(repeats)]
    if any(run["conflicts"] != 1_000 for run in runs):
        raise MeasuringError("the merge did not find the clashes")
    return Figure(
        name="10,000 three-way merges, 1,000 clashes", value=middle(_seconds(runs)), wanted=MERGE_SECONDS,
        absolute=True,
    )  # fmt: skip


def _refusing() -> Iterator[Figure]:
    """Measure the slowest and the largest refusal of small hostile bundles."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    slowest, largest = 0.0, 0.0
    for number, (name, data) in enumerate(refusals.hostile()):
        say(f"hostile bundle: {name}")
        file = SCRATCH / f"hostile-{number}.liaison"
        file.write_bytes(data)
        found = work("", file, module="refusals")
        if found["outcome"] != "refused":
            raise MeasuringError(f"{name} was {found['outcome']}")
        slowest, largest = max(slowest, found["seconds"]), max(largest, found["memory"])
    yield Figure(
        name="Refusing the worst bundle below 1 MB", value=slowest, wanted=REFUSAL_SECONDS, absolute=True
    )
    yield Figure(name="Memory of it", value=largest, unit="MB", wanted=MOST_MEMORY, absolute=True)


def _insiders() -> Iterator[Figure]:
    """Measure, on a real logbook, small hostile bundles of somebody who is admitted."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    source = SCRATCH / "headquarters"
    shutil.rmtree(source, ignore_errors=True)
    insiders.logbook(source)
    seconds: dict[str, float] = {"refused": 0.0, "applied": 0.0}
    largest = 0.0
    for number, one in enumerate(insiders.insiders()):
        say(f"insider's bundle: {one.name}")
        files = [SCRATCH / f"insider-{number}-{place}.liaison" for place in range(len(one.before) + 1)]
        for file, data in zip(files, (*one.before, one.data), strict=True):
            file.write_bytes(data)
        folder = SCRATCH / "headquarters-copy"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(source, folder)
        found = work("", folder, *files, module="insiders")
        if found["outcome"] != one.outcome:
            raise MeasuringError(f"{one.name} was {found['outcome']}")
        seconds[one.outcome] = max(seconds.get(one.outcome, 0.0), found["seconds"])
        largest = max(largest, found["memory"])
    yield Figure(
        name="Refusing the worst bundle of an insider below 1 MB", value=seconds["refused"], wanted=REFUSAL_SECONDS,
        absolute=True,
    )  # fmt: skip
    yield Figure(name="Taking in the worst of them", value=seconds["applied"])
    yield Figure(name="Memory of them", value=largest, unit="MB", wanted=MOST_MEMORY, absolute=True)


def _seconds(runs: list[Run]) -> list[float]:
    return [run["seconds"] for run in runs]
