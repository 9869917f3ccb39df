"""The things that are measured, each run alone in a fresh process: `python -m tests.benchmarks.work NAME …`.

Prints one JSON line with what was measured: seconds, bytes, and the peak memory of the process.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from app.cli.entry import SWEEP_AFTER
from app.domain.merge import merge
from app.domain.revisions import Revision
from app.services import exchange, records, sitreps
from app.services.demo_records import fullest_week, shipped
from app.services.desks import open_desk
from app.storage.logbooks import change_passphrase
from tests.benchmarks import prepared
from tests.benchmarks.content import PASSPHRASE, PATHS
from tests.benchmarks.memory import peak_memory

QUERIES = (
    "cattle raid", "displaced persons", "water pump", "school roof", "generated 0421", "joint planning", "bentiu",
    "women's group", "security council", "police station handover", "market", "patrol", "mayor of", "bridge repair",
    "umm dukhun",
)  # fmt: skip
CLASHES = 1_000


def run_export(folder: str, out: str) -> dict[str, Any]:
    """Export everything the unit has to its sector."""
    with open_desk(Path(folder) / "unit", PASSPHRASE) as desk:
        start = perf_counter()
        made = exchange.export(desk, to=(PATHS["sector"],), out=Path(out))
        seconds = perf_counter() - start
    return {"seconds": seconds, "bytes": made.bytes, "revisions": made.revisions, "photos": made.attachments}


def run_import(folder: str, file: str) -> dict[str, Any]:
    """Import one bundle at the sector."""
    with open_desk(Path(folder) / "sector", PASSPHRASE) as desk:
        start = perf_counter()
        (outcome,) = exchange.import_files(desk, [Path(file)])
        seconds = perf_counter() - start
        held = records.count(desk, "meeting")
    return {"seconds": seconds, "outcome": outcome.outcome, "meetings": held}


def run_delta(folder: str, out: str) -> dict[str, Any]:
    """Record one day at a unit that has a receipt for all before it, and export that day."""
    with open_desk(Path(folder) / "unit", PASSPHRASE) as desk:
        records.put(desk, prepared.one_day())
        made = exchange.export(desk, to=(PATHS["sector"],), out=Path(out))
    return {"bytes": made.bytes, "revisions": made.revisions}


def run_merge() -> dict[str, Any]:
    """Merge 10,000 records that two logbooks changed, a tenth of them in the same field."""
    histories = [_history(number) for number in range(10_000)]
    start = perf_counter()
    merged = [merge(history, _anybody) for history in histories]
    seconds = perf_counter() - start
    return {"seconds": seconds, "conflicts": sum(len(one.conflicts) for one in merged)}


def run_search(folder: str) -> dict[str, Any]:
    """Type queries letter by letter and take the time of each answer."""
    times = []
    with open_desk(Path(folder) / "force", PASSPHRASE) as desk:
        for query in QUERIES:
            for length in range(1, len(query) + 1):
                start = perf_counter()
                records.search(desk, query[:length])
                times.append(perf_counter() - start)
    return {"times": times}


def run_sitrep(folder: str) -> dict[str, Any]:
    """Compose the usual weekly report from 100,000 records and make its PDF, the first one of the process."""
    until, _ = fullest_week(shipped())
    with open_desk(Path(folder) / "force", PASSPHRASE) as desk:
        start = perf_counter()
        content = sitreps.compose(desk, sitreps.Ask(type="weekly", until=until))
        composed = perf_counter()
        pdf = sitreps.render(desk, content)
        seconds = perf_counter() - start
        again = perf_counter()
        sitreps.render(desk, sitreps.compose(desk, sitreps.Ask(type="weekly", until=until)))
        again = perf_counter() - again
    return {"seconds": seconds, "composed": composed - start, "again": again, "bytes": len(pdf)}


def run_cheap(folder: str) -> dict[str, Any]:
    """Give a logbook a passphrase hash that costs nothing."""
    change_passphrase(Path(folder), PASSPHRASE, PASSPHRASE, cost=prepared.CHEAP)
    return {}


def run_prepare(what: str, folder: str, *numbers: str) -> dict[str, Any]:
    """Make the logbooks that others start from."""
    getattr(prepared, what)(Path(folder), *map(int, numbers))
    return {}


def _history(number: int) -> list[Revision]:
    mine, theirs = ("facts", "facts") if number < CLASHES else ("facts", "outcome")
    first = _revision(
        number, 0, (), {name: f"{name} {number}" for name in ("title", "facts", "outcome", "host")}
    )
    return [
        first,
        _revision(number, 1, (first.id,), {mine: "the unit's words"}),
        _revision(number, 2, (first.id,), {theirs: "the sector's words"}),
    ]


def _revision(number: int, which: int, parents: tuple[str, ...], fields: dict[str, Any]) -> Revision:
    return Revision(
        id=f"{number:030x}{which:02x}", kind="meeting", record=f"{number:032x}", parents=parents,
        at=f"2026-11-21T06:0{which}:00.000Z", officer="", officer_name="", fields=fields, line=b"",
    )  # fmt: skip


def _anybody(revision: Revision, field: str) -> bool:
    return True


WORK: dict[str, Callable[..., dict[str, Any]]] = {
    "export": run_export,
    "import": run_import,
    "delta": run_delta,
    "merge": run_merge,
    "search": run_search,
    "sitrep": run_sitrep,
    "cheap": run_cheap,
    "prepare": run_prepare,
}


if __name__ == "__main__":
    gc.set_threshold(SWEEP_AFTER)  # as the program does
    result = WORK[sys.argv[1]](*sys.argv[2:])
    sys.stdout.buffer.write(msgspec.json.encode(result | {"memory": peak_memory()}) + b"\n")
