"""Daily use: the desktop's start, search and lists over 100,000 records, the command line, the sitrep."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.content import PASSPHRASE
from tests.benchmarks.running import (
    SCRATCH,
    MeasuringError,
    copied,
    kept,
    middle,
    output,
    say,
    share,
    timed,
    work,
)
from tests.benchmarks.table import Figure

LIAISON = Path(sys.executable).with_name("liaison")
EMPTY = (sys.executable, "-c", "pass")
LIBRARIES = (sys.executable, "-c", "import sqlalchemy, msgspec, nacl")
STARTS_PER_REPEAT = 3
"""Starting a program is short and the machine is noisy, so it is done more often than the long work."""


def desktop(repeats: int) -> Iterator[Figure]:
    """Start the desktop and the bare window in turn, once unmeasured so that both are in the disk's cache."""
    large = kept("large_logbook")
    cheap = copied(large, "force") / "force"
    work("cheap", cheap)
    usual, hashless, bare = [], [], []
    for number in range(repeats * STARTS_PER_REPEAT + 1):
        say(f"desktop, {number} of {repeats * STARTS_PER_REPEAT}")
        bare.append(float(output((sys.executable, "-m", "tests.benchmarks.bare_window"))))
        usual.append(_started(large / "force"))
        hashless.append(_started(cheap))
    for name, values in (("", usual), (" less the passphrase hash", hashless)):
        yield Figure(
            name=f"Desktop, start to usable, 100,000 records{name}", value=middle(values[1:]),
            beside=middle(bare[1:]), beside_name="bare window", wanted=2.5,
        )  # fmt: skip


def _started(logbook: Path) -> float:
    report = SCRATCH / "start-report"
    report.unlink(missing_ok=True)
    command = (sys.executable, "-m", "app", logbook)
    output(command, LIAISON_START_REPORT=str(report), LIAISON_PASSPHRASE=PASSPHRASE)
    if not report.exists():
        raise MeasuringError("the desktop ended without a start report")
    return float(report.read_text("utf-8"))


def search(repeats: int) -> Iterator[Figure]:
    """Search as a person types."""
    large = kept("large_logbook")
    say("search")
    times = [seconds for _ in range(repeats) for seconds in work("search", large)["times"]]
    yield Figure(name="Search as typed, 100,000 records, p50", value=share(times, 0.5))
    yield Figure(name="Search as typed, p95", value=share(times, 0.95), wanted=0.05, absolute=True)
    yield Figure(name="Search as typed, slowest", value=max(times))


def lists(repeats: int) -> Iterator[Figure]:
    """Open a long list in the real widget and jump about in it, until the rows are painted."""
    large = kept("large_logbook")
    say("lists")
    runs = [work("", large, module="long_lists") for _ in range(max(repeats, STARTS_PER_REPEAT))]
    for name, key, wanted in (
        ("Opening a list of 100,000 for the first time, to its rows painted, p95", "first", 0.1),
        ("Opening it again, p95", "opened", 0.1),
        ("Sorting it in its usual orders, p95", "sorted", 0.1),
        ("… until it can be jumped about in, p95", "complete", None),
        ("Jumping anywhere in it, to the rows painted, p95", "jumped", 0.1),
        ("Sorting it by a column without an index, p95", "resorted", None),
    ):
        times = [seconds for run in runs for seconds in run[key]]
        yield Figure(name=name, value=share(times, 0.95), wanted=wanted, absolute=True)


def commands(repeats: int) -> Iterator[Figure]:
    """Run short commands and what they cannot be faster than, in turn."""
    small = kept("small_logbook") / "unit"
    cheap = copied(kept("small_logbook"), "unit") / "unit"
    work("cheap", cheap)
    say("command line")
    called: dict[str, tuple[object, ...]] = {
        "empty": EMPTY,
        "version": (LIAISON, "--version"),
        "libraries": LIBRARIES,
        "status": (LIAISON, "status", "--logbook", small),
        "hashless": (LIAISON, "status", "--logbook", cheap),
    }
    found: dict[str, list[float]] = {name: [] for name in called}
    for _ in range(repeats * STARTS_PER_REPEAT + 1):
        for name, command in called.items():
            found[name].append(timed(command, LIAISON_PASSPHRASE=PASSPHRASE))
    typical = {name: middle(values[1:]) for name, values in found.items()}
    yield Figure(
        name="liaison --version", value=typical["version"], beside=typical["empty"],
        beside_name="python -c pass", wanted=3,
    )  # fmt: skip
    for name, key, wanted in (("", "status", None), (" less the passphrase hash", "hashless", 2.0)):
        yield Figure(
            name=f"liaison status{name}", value=typical[key], beside=typical["libraries"],
            beside_name="import of its libraries", wanted=wanted,
        )  # fmt: skip


def sitrep(repeats: int) -> Iterator[Figure]:
    """Make the usual weekly report of the fullest week."""
    large = kept("large_logbook")
    say("sitrep")
    runs = [work("sitrep", large) for _ in range(repeats)]
    seconds = middle([run["seconds"] for run in runs])
    yield Figure(name="Weekly sitrep to PDF, the first of its process", value=seconds)
