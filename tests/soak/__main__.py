"""Lives through the year of a large mission and prints what came of it: `python -m tests.soak --seed 1`.

The same seed gives the same run: the same ids, bundles, losses and misfortunes in the same order.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.soak.drawing import drawn_from, put_sets_in_order
from tests.soak.findings import described, findings
from tests.soak.mission import Mission
from tests.soak.orders import few_days, whole_year


def main(arguments: list[str]) -> int:
    """Run the simulation of one seed; returns 0 where everything is as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="ten days of a small mission")
    given = parser.parse_args(arguments)
    orders = few_days(given.seed) if given.small else whole_year(given.seed)
    began = time.monotonic()

    def say(words: str) -> None:
        sys.stderr.write(f"{time.monotonic() - began:7.1f} s  {words}\n")

    with tempfile.TemporaryDirectory(prefix="liaison-soak-") as folder, drawn_from(given.seed):
        mission = Mission(orders, Path(folder), say)
        try:
            mission.run()
            found = findings(mission)
        finally:
            mission.close()
    print(f"seed                 {given.seed}")
    print("\n".join(described(found)))
    return 0 if found.clean else 1


if __name__ == "__main__":
    put_sets_in_order("tests.soak", sys.argv[1:])
    sys.exit(main(sys.argv[1:]))
