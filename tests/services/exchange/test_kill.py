"""Killed at the Nth write of a save, export or import: what was acknowledged is there, and nothing is half done."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.services import exchange, records, safety
from app.services.status import status
from tests.services.missions import Mission, saved, states

CHILD = """
import os, signal, sys
from pathlib import Path
from app.services import exchange, records
from app.services.desks import open_desk
from app.services.records import Entry

what, folder, file, left = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
desk = open_desk(folder, "correct horse")

def count():
    global left
    left -= 1
    if left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)

from sqlalchemy import event
event.listen(desk.logbook.backend.engine, "before_cursor_execute", lambda *_: count())
event.listen(desk.logbook.backend.engine, "commit", lambda *_: count())
sys.addaudithook(lambda name, args: name in ("os.rename", "os.remove", "tempfile.mkstemp") and count())

if what == "put":
    for number in range(1000):
        result = records.put(desk, [
            Entry(kind="meeting", fields={"title": f"A {number}", "started_at": "2026-11-20T10:00Z"}),
            Entry(kind="place", fields={"name": f"B {number}"}),
        ])
        print(*result.ids, flush=True)
elif what == "export":
    made = exchange.export(desk, out=file)
    print(made.path, flush=True)
elif what == "import":
    (outcome,) = exchange.import_files(desk, [file])
    print(outcome.outcome, flush=True)
print("finished", flush=True)
"""
ROOT = Path(__file__).parents[3]


def run(what: str, folder: Path, file: Path, left: int) -> list[str]:
    """Start a child that works on a logbook and is killed at its `left`-th write; return what it said."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, what, str(folder), str(file), str(left)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    assert (done.returncode == 0) == ("finished" in done.stdout), done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("left", [3, 26, 61])
def test_killed_while_saving(mission: Mission, left: int) -> None:
    mission.unit.close()
    said = run("put", mission.folder / "unit", mission.folder, left)
    desk = mission.open("unit")
    for line in said:
        for identifier in line.split():
            records.show(desk, identifier)
    # A batch is there whole or not at all; the one that was on its way may have been committed and not said.
    meetings, places = records.count(desk, "meeting"), records.count(desk, "place")
    assert meetings == places
    assert meetings in (len(said), len(said) + 1)
    assert safety.check(desk) == ()
    assert saved(desk).serial not in {view.serial for view in records.page(desk, "meeting", limit=meetings)}


@pytest.mark.parametrize("left", [2, 14, 22, 31, 36])
def test_killed_while_exporting(mission: Mission, left: int) -> None:
    for _ in range(3):
        saved(mission.unit)
    mission.unit.close()
    target = mission.folder / "out" / "bundle.liaison.age"
    target.parent.mkdir()
    said = run("export", mission.folder / "unit", target, left)
    desk = mission.open("unit")
    assert safety.check(desk) == ()
    assert target.exists() or said == []
    if target.exists():
        assert mission.take("sector", target)[0].outcome == "applied"
    else:
        assert mission.send("unit", "sector").outcome == "applied"
    assert states(mission.sector) == states(desk)
    assert not any("anchor" in warning for warning in desk.warnings)


@pytest.mark.parametrize("left", [2, 25, 45, 60, 75, 90, 1000])
def test_killed_while_importing(mission: Mission, left: int) -> None:
    for number in range(3):
        saved(mission.unit, facts="x" * 1000)
        saved(mission.unit, "place", name=f"Place {number}")
    file = mission.bundle("unit", "sector")
    before, after = states(mission.sector), states(mission.unit)
    mission.sector.close()
    said = run("import", mission.folder / "sector", file, left)
    desk = mission.open("sector")
    assert states(desk) in ((before, after) if said == [] else (after,))
    assert safety.check(desk) == ()
    assert exchange.import_files(desk, [file])[0].outcome in ("applied", "nothing-new")
    assert states(desk) == after


def test_killed_while_a_held_bundle_is_released(mission: Mission) -> None:
    saved(mission.unit)
    first = mission.bundle("unit", "sector", plain=True)
    mission.take("sector", first)
    mission.send("sector", "unit")
    saved(mission.unit)
    second = mission.bundle("unit", "sector")
    mission.send("sector", "unit")
    late = mission.folder / "late"
    mission.sector.close()
    assert second.exists()
    assert first.exists()
    assert not late.exists()
    for left in (10, 40, 70):
        run("import", mission.folder / "sector", second, left)
    desk = mission.open("sector")
    mission.take("sector", second)
    assert states(desk) == states(mission.unit)
    assert status(desk).held == ()
