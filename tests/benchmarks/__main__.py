"""Benchmarks: `python -m tests.benchmarks [PART…] [--json FILE] [--repeats N]` prints one table.

Nothing here fails a build: machines differ, and so does their load. Figures are medians of repeats in fresh
processes, run in turn with what they are compared with.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import sys
from pathlib import Path

import msgspec

from tests.benchmarks import exchanging, papers, peers, sheets, using
from tests.benchmarks.table import Figure, table

PARTS = {
    "exchange": exchanging.measure,
    "desktop": using.desktop,
    "search": using.search,
    "lists": using.lists,
    "commands": using.commands,
    "sitrep": using.sitrep,
    "sheets": sheets.measure,
    "reports": papers.measure,
}


def main() -> int:
    """Measure, print the table, and write the figures where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)} (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    parser.add_argument("--repeats", type=int, default=3, metavar="N")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    # An installed program is compiled; a checkout whose files just changed would be compiled at every start.
    compileall.compile_dir("app", quiet=1)
    figures = [figure for part in given.parts or PARTS for figure in PARTS[part](given.repeats)]
    sys.stdout.write(f"{table(figures)}\n\n{_remarks(given.repeats)}\n")
    if given.json:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(_document(figures)), indent=2))
    return 0


def _remarks(repeats: int) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [f"Medians of {repeats} repeats in fresh processes; {machine}. Floor: tests/benchmarks/floor.py."]
    if not peers.wanted():
        absent = (
            f"not installed: {', '.join(peers.missing())}" if peers.missing() else f"set {peers.VARIABLE}=1"
        )
        lines.append(f"Peer ({peers.NAME}) not measured: {absent}.")
    return "\n".join(lines)


def _document(figures: list[Figure]) -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "figures": [figure.document() for figure in figures],
    }


if __name__ == "__main__":
    sys.exit(main())
