"""`self-check`: every part of the program is tried, and a part that fails is named while the others go on."""

from pathlib import Path

import pytest

from app.assets import resource
from app.cli import self_check
from app.cli.exits import RefusedError
from app.services import inspection
from tests.cli.running import Program, environment, run


def test_the_program_proves_itself_from_any_folder(tmp_path: Path) -> None:
    answer = run("self-check", "--json", env=environment(None, HOME=str(tmp_path)))
    assert answer.code == 0, answer.out + answer.err
    assert answer.json["ok"] is True
    assert [step["ok"] for step in answer.json["steps"]] == [True] * len(self_check.STEPS)
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_fails_is_named_and_the_others_are_tried(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(folder: Path) -> None:
        raise RefusedError("The fonts are gone.")

    def bad(folder: Path) -> None:
        raise ZeroDivisionError

    def good(folder: Path) -> None:
        assert folder.is_dir()

    monkeypatch.setattr(self_check, "STEPS", (("one", broken), ("two", bad), ("three", good)))
    answer = program("self-check")
    assert answer.code == 1
    one, two, three = answer.out.splitlines()
    assert one.startswith("failed")
    assert one.endswith("one: The fonts are gone.")
    assert two.startswith("failed")
    assert three.startswith("ok")
    assert program("self-check", "--json").json["ok"] is False


def test_the_shipped_bundle_is_read_as_it_was_written() -> None:
    found = inspection.inspect(resource("self-check", "vector.liaison"))
    assert found["ok"] is True
    assert len(found["changesets"]) == 1
    assert found["changesets"][0]["header"]["count"] == 3
