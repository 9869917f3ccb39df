"""Hostile bundles below 1 MB, made by somebody with a valid key: how long refusing each takes, and how much memory.

Run as a module with the path of a bundle it prints one JSON line with the outcome, seconds and peak memory in bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from app.sync.changesets import Sealed
from app.sync.errors import BundleError
from app.sync.planning import outcome_of, plan
from app.sync.verification import read_bundle, verify
from tests.benchmarks.memory import peak_memory
from tests.sync import scene
from tests.vectors.cases import spoiled

MOST_BYTES = 1_000_000


def hostile() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of bundles that cost as much as they can before they are found out, at their very end."""
    changesets = {
        "64 MiB of text": _fields(48_000, title="x" * 1100),
        "30 million zeros": _fields(300, many=[0] * 100_000),
        "deep lists": _fields(50_000, deep=[[[[[[[1]]]]]]]),
        "long lists": _fields(15_000, wide=list(range(100))),
    }
    for name, sealed in changesets.items():
        bad = spoiled(sealed, sealed.body[:-3] + b"x}\n")
        data = scene.assemble(scene.members_of([bad]))
        if len(data) > MOST_BYTES:
            raise ValueError(f"{name} has {len(data)} bytes")
        yield name, data


def _fields(count: int, **fields: Any) -> Sealed:
    return scene.changeset([scene.revision(number, **fields).line for number in range(1, count)])


def main(file: Path) -> dict[str, Any]:
    """Read one bundle as an import does, up to the plan."""
    held = scene.Held()
    start = perf_counter()
    try:
        with read_bundle(file, [held.identity]) as checked:
            outcome = plan(verify(checked), held).outcome
    except BundleError as error:
        outcome = outcome_of(error)
    return {"outcome": outcome.value, "seconds": perf_counter() - start, "memory": peak_memory()}


if __name__ == "__main__":
    print(msgspec.json.encode(main(Path(sys.argv[1]))).decode())
