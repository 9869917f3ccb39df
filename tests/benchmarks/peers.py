"""The peer of the exchange: what an officer could do by hand with tar, zstd, age and minisign; no merge, no store.

Asked for with `LIAISON_BENCH_PEERS=1`, where the four tools are installed.
"""

from __future__ import annotations

import os
import random
import shlex
import shutil
import subprocess
from pathlib import Path
from time import perf_counter

import msgspec

from tests.benchmarks.content import RECORDS, meeting, photo

VARIABLE = "LIAISON_BENCH_PEERS"
TOOLS = ("tar", "zstd", "age", "age-keygen", "minisign")
NAME = "tar+zstd+age+minisign"
PHOTOS = 1_000


class ByHand(msgspec.Struct, frozen=True):
    """Seconds to pack, encrypt and sign, and to check, decrypt and unpack."""

    out: float
    back: float


def wanted() -> bool:
    """Tell whether the peer is asked for and installed."""
    return os.environ.get(VARIABLE) == "1" and not missing()


def missing() -> list[str]:
    """Return the tools that are not installed."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def by_hand(scratch: Path) -> ByHand:
    """Measure both ways once, on the same records and photos."""
    folder = scratch / "by-hand"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    (folder / "back").mkdir()
    _write(folder / "data")
    _shell(folder, "age-keygen -o key 2>/dev/null && age-keygen -y key > recipient")
    _shell(folder, "minisign -G -W -p public -s secret >/dev/null")
    start = perf_counter()
    _shell(
        folder,
        "tar -cf - data | zstd -q -1 | age -R recipient -o b.age && minisign -Sm b.age -s secret && sync b.age",
    )
    packed = perf_counter()
    _shell(
        folder,
        "minisign -Vqm b.age -p public && age -d -i key b.age | zstd -qd | tar -xf - -C back && sync -f back",
    )
    unpacked = perf_counter()
    shutil.rmtree(folder)
    return ByHand(packed - start, unpacked - packed)


def _write(folder: Path) -> None:
    chance = random.Random(7)
    lines = (msgspec.json.encode(meeting(chance, number)) + b"\n" for number in range(RECORDS))
    (folder / "meetings.jsonl").write_bytes(b"".join(lines))
    for number in range(PHOTOS):
        (folder / f"{number}.jpg").write_bytes(photo(number))


def _shell(folder: Path, line: str) -> None:
    subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"cd {shlex.quote(str(folder))}; {line}"],
        check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
