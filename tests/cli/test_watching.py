"""`watch`: what arrives is imported and sorted, with the reason beside what was not taken."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import watching
from app.cli.codes import IN_PART, WRONG_USAGE
from tests.cli.conftest import meeting, organisation
from tests.cli.running import ROOT, Program, command, environment, is_one_sentence

Put = Callable[..., list[str]]


@pytest.fixture
def inbox(program: Program, mission: Path, put: Put) -> Path:
    """A folder with a good bundle and a bad one."""
    folder = mission / "inbox"
    folder.mkdir()
    put(mission / "unit", organisation("Mairie"), meeting("water"))
    assert program("export", "--out", folder / "good.liaison.age", "--logbook", mission / "unit").code == 0
    (folder / "bad.liaison").write_bytes(b"nothing of the kind")
    (folder / ".half.liaison").write_bytes(b"still being written")
    (folder / "letter.txt").write_text("Bonjour")
    return folder


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_what_is_there_is_taken_once_and_sorted(program: Program, mission: Path, inbox: Path) -> None:
    answer = program("watch", inbox, "--once", "--logbook", mission / "sector", "--json")
    assert answer.code == IN_PART
    assert [each["outcome"] for each in answer.json["files"]] == ["refused", "applied"]
    assert names(inbox) == {
        "done/good.liaison.age",
        "refused/bad.liaison",
        "refused/bad.liaison.reason.txt",
        ".half.liaison",
        "letter.txt",
    }
    assert "refused:not-a-bundle" in (inbox / "refused/bad.liaison.reason.txt").read_text()
    assert len(program("list", "organisation", "--json", "--logbook", mission / "sector").json) == 1


def test_a_second_file_of_the_same_name_overwrites_none(program: Program, mission: Path, inbox: Path) -> None:
    (inbox / "bad.liaison").unlink()
    again = shutil.copy(inbox / "good.liaison.age", mission / "again.liaison.age")
    assert program("watch", inbox, "--once", "--logbook", mission / "sector").code == 0
    shutil.copy(again, inbox / "good.liaison.age")
    assert program("watch", inbox, "--once", "--logbook", mission / "sector").code == 0
    assert {"done/good.liaison.age", "done/2-good.liaison.age"} <= names(inbox)


def test_an_empty_inbox_is_no_failure(program: Program, mission: Path, tmp_path: Path) -> None:
    assert program("watch", tmp_path, "--once", "--logbook", mission / "sector", "--json").json == {
        "files": []
    }
    missing = program("watch", tmp_path / "none", "--once", "--logbook", mission / "sector")
    assert missing.code == WRONG_USAGE
    assert is_one_sentence(missing.err)


def test_a_running_watch_takes_a_file_that_has_stopped_growing(mission: Path, inbox: Path) -> None:
    assert watching.PAUSE >= 1
    words = command("watch", inbox, "--logbook", mission / "sector", "--quiet")
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), cwd=ROOT
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline() + process.stdout.readline()
        process.send_signal(2)
        _, complaint = process.communicate()
    assert b"applied" in said
    assert process.returncode == 130
    assert b"Stopped." in complaint
    assert b"Traceback" not in complaint
    assert "done/good.liaison.age" in names(inbox)
