"""Making and restoring a logbook leaves nothing or a whole logbook, wherever it is killed or the disk is full."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.services import safety
from tests.services import dying
from tests.services.missions import Mission, saved


def tried(name: str, folder: Path, *more: Path) -> list[list[Any]]:
    """Run the trials in a process of their own and return what they found."""
    words = [sys.executable, "-m", dying.__name__, name, str(folder), *map(str, more)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[list[Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", ["create", "request"])
def test_a_logbook_is_made_whole_or_not_at_all(tmp_path: Path, name: str) -> None:
    found = tried(name, tmp_path)
    for how, at, left, again, rest in found:
        assert left == "nothing" or left.startswith("epoch "), (how, at, left)
        assert again.startswith("epoch "), (how, at, again)
        assert set(rest) <= {"place", "a.request"}, (how, at, rest)
    assert {how for how, *_ in found} == {"killed", "full"}
    assert sum(left == "nothing" for _, _, left, *_ in found) > 15


def test_a_backup_is_restored_in_a_new_epoch_or_not_at_all(mission: Mission, tmp_path: Path) -> None:
    saved(mission.unit, title="Sent")
    mission.send("unit", "sector")
    backup = safety.backup(mission.unit, tmp_path / "a.liaison-backup")
    old = f"epoch {mission.unit.identity.epoch}"
    found = tried("restore", tmp_path, backup)
    for how, at, left, again, rest in found:
        assert left == "nothing" or left.startswith("epoch "), (how, at, left)
        assert again.startswith("epoch "), (how, at, again)
        assert old not in (left, again), (how, at)
        assert rest == ["place"], (how, at, rest)
    assert {how for how, *_ in found} == {"killed", "full"}
    assert sum(left == "nothing" for _, _, left, *_ in found) > 15
