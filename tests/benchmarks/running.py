"""Running: every measured thing in a fresh process, and prepared logbooks kept under build/bench."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "bench"
SCRATCH = KEPT / "scratch"
_DETERMINES = ("app/storage/schema_head.py", "app/domain", "app/services/demo_records.py", "resources/demo")
"""What a prepared logbook depends on, beside how it is prepared."""


class MeasuringError(RuntimeError):
    """A measured process failed; the text is what it said."""


def work(name: str, *words: object, module: str = "work") -> dict[str, Any]:
    """Run one piece of work in a fresh process and return what it measured."""
    command = [
        sys.executable,
        "-m",
        f"tests.benchmarks.{module}",
        *([name] if name else []),
        *map(str, words),
    ]
    found: dict[str, Any] = msgspec.json.decode(output(command))
    return found


def output(command: Sequence[object], **environment: str) -> bytes:
    """Run a command at the root of the project and return its last line; raises `MeasuringError`."""
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT, capture_output=True, env=surroundings(environment), check=False
    )
    if done.returncode:
        raise MeasuringError(f"{command}\n{done.stderr.decode()}")
    return (done.stdout.splitlines() or [b""])[-1]


def timed(command: Sequence[object], **environment: str) -> float:
    """Return the seconds from starting a command to its end."""
    start = perf_counter()
    output(command, **environment)
    return perf_counter() - start


def surroundings(more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a measured process: no screen, no settings of a person, files beside ours."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    own = {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(SCRATCH / "config"),
        "TMPDIR": str(SCRATCH),
        "TZ": "UTC",
    }
    passed = {key: value for key, value in os.environ.items() if not key.startswith("LIAISON_")}
    return {**passed, **own, **more}


def kept(what: str, *numbers: int) -> Path:
    """Return the folder of a prepared logbook, made now where it is not there."""
    name = "-".join([what, *map(str, numbers)])
    folder = KEPT / f"{name}.{_state_of_content()}"
    if not folder.exists():
        for old in KEPT.glob(f"{name}.*"):
            shutil.rmtree(old)
        say(f"preparing {name.replace('_', ' ')}")
        making = KEPT / f".{name}"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        work("prepare", what, making, *numbers)
        making.rename(folder)
    return folder


def copied(folder: Path, *names: str) -> Path:
    """Return a fresh copy of parts of a prepared folder; the copy before it is gone."""
    copy = SCRATCH / folder.name
    shutil.rmtree(copy, ignore_errors=True)
    for name in names:
        shutil.copytree(folder / name, copy / name)
    os.sync()
    return copy


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return float(median(values))


def share(values: Sequence[float], part: float) -> float:
    """Return the value that a part (0 to 1) of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def say(words: str) -> None:
    """Tell on standard error what is going on; the table alone goes to standard output."""
    sys.stderr.write(f"… {words}\n")
    sys.stderr.flush()


def _state_of_content() -> str:
    digest = hashlib.sha256()
    own = Path(__file__).parent
    paths = [own / "content.py", own / "prepared.py", *(ROOT / name for name in _DETERMINES)]
    for path in paths:
        for file in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            if file.suffix != ".pyc":
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
