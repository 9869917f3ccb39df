"""Real logbooks for the tests of the command line: made once by the program itself, copied for every test."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Answer, Program, call

NAMES = {"unit": "INDBATT-1", "sector": "Sector East", "force": "Force HQ"}
PATHS = {"unit": "fhq/east/indbatt-1", "sector": "fhq/east", "force": "fhq"}


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program in this process."""
    return Program(capsys, monkeypatch)


@pytest.fixture(scope="session")
def first_mission(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the enrolled logbooks of a unit, its sector and Force HQ; never written to afterwards."""
    folder = tmp_path_factory.mktemp("mission")
    force, officer = folder / "force", ("--officer", "Maj A. Diallo")
    made = call("create", force, "--mission", "Training", "--unit-name", NAMES["force"], *officer, "--json")
    assert made.code == 0, made.err
    for name in ("sector", "unit"):
        asked = call(
            "request", folder / name, "--unit-name", NAMES[name], "--level", name, *officer,
            "--out", folder / f"{name}.request", "--json",
        )  # fmt: skip
        assert asked.code == 0, asked.err
        admitted = call(
            "--logbook", force, "admit", folder / f"{name}.request", "--unit", PATHS[name],
            "--fingerprint", asked.json["fingerprint"], "--out", folder / f"welcome-{name}.liaison",
        )  # fmt: skip
        assert admitted.code == 0, admitted.err
    for name in ("sector", "unit"):
        welcome = folder / f"welcome-{name}.liaison"
        words = ("--root-fingerprint", made.json["fingerprint"])
        taken = call("import", welcome, *words, "--logbook", folder / name, "--json")
        assert taken.code == 0, taken.err + taken.out
    return folder


@pytest.fixture
def mission(first_mission: Path, tmp_path: Path) -> Path:
    """A copy of the mission that a test may write to."""
    return Path(shutil.copytree(first_mission, tmp_path / "mission"))


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """Write JSON Lines of records into a file and return it."""
    numbers = iter(range(1000))

    def write(*records: dict[str, Any]) -> Path:
        path = tmp_path / f"lines-{next(numbers)}.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        return path

    return write


@pytest.fixture
def put(program: Program, lines: Callable[..., Path]) -> Callable[..., list[str]]:
    """Put records into a logbook and return their ids."""

    def write(logbook: Path, *records: dict[str, Any]) -> list[str]:
        answer: Answer = program("put", lines(*records), "--logbook", logbook, "--json")
        assert answer.code == 0, answer.out
        ids: list[str] = answer.json["ids"]
        return ids

    return write


def organisation(name: str, **fields: Any) -> dict[str, Any]:
    """Return a line that adds an organisation."""
    return {"kind": "organisation", "fields": {"name": name, **fields}}


def meeting(objective: str, **fields: Any) -> dict[str, Any]:
    """Return a line that adds a meeting."""
    return {
        "kind": "meeting",
        "fields": {"started_at": "2026-11-16T09:00:00+02:00", "objective": objective, **fields},
    }
