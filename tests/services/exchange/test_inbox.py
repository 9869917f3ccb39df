"""An inbox folder: stray files stay, half-written ones wait, a pulled stick is no failure, nothing is taken twice."""

import shutil
from pathlib import Path

import pytest

from app.services.inbox import Inbox
from app.services.status import journal, status
from tests.services.exchange import forging
from tests.services.missions import Mission, saved, states


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def test_a_file_is_taken_when_it_has_stopped_growing(mission: Mission, folder: Path) -> None:
    saved(mission.sector)
    whole = mission.bundle("sector", "force").read_bytes()
    file, inbox = folder / "a.liaison.age", Inbox(folder)
    file.write_bytes(whole[: len(whole) // 2])
    assert list(inbox.look(mission.force)) == []
    file.write_bytes(whole)
    assert list(inbox.look(mission.force)) == []
    (outcome,) = inbox.look(mission.force)
    assert outcome.outcome == "applied"
    assert [each.name for each in (folder / "done").iterdir()] == ["a.liaison.age"]
    assert list(inbox.look(mission.force)) == []


def test_bundles_in_any_order_and_stray_files(mission: Mission, folder: Path) -> None:
    files = []
    for number in range(3):
        saved(mission.sector, title=f"Meeting {number}")
        files.append(mission.bundle("sector", "force"))
    for name, file in zip(("c", "b", "a"), files, strict=True):
        shutil.copy(file, folder / f"{name}.liaison.age")
    (folder / "._a.liaison.age").write_bytes(b"left by another system")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "d.liaison").write_bytes(b"cut off")
    inbox = Inbox(folder)
    list(inbox.look(mission.force))
    outcomes = [one.outcome for one in inbox.look(mission.force)]
    assert sorted(set(outcomes)) in (["applied", "nothing-new", "refused"], ["applied", "refused"])
    assert len(states(mission.force)) == 3
    assert {each.name for each in folder.iterdir() if each.is_file()} == {"._a.liaison.age", "Thumbs.db"}
    assert "not a bundle" in (folder / "refused" / "d.liaison.reason.txt").read_text("utf-8")
    assert status(mission.force).gaps == ()


def test_a_reason_names_who_and_which_numbers_are_missing(mission: Mission, folder: Path) -> None:
    *_, fourth = forging.chain(mission.sector, 4)
    late = forging.bundle(mission, mission.sector, mission.force, [fourth])
    shutil.copy(late, folder / "late.liaison.age")
    inbox = Inbox(folder)
    list(inbox.look(mission.force))
    assert [one.outcome for one in inbox.look(mission.force)] == ["held"]
    said = (folder / "held" / "late.liaison.age.reason.txt").read_text("utf-8").splitlines()
    assert said[0].startswith(f"{mission.sector.identity.unit_name}: Something before it is missing.")
    assert said[0].endswith("(number 4: 1 to 3 are missing)")
    assert said[-1] == f"held:gap {fourth.header.stream}"


def test_a_stick_that_is_pulled_and_put_in_again(mission: Mission, folder: Path) -> None:
    saved(mission.sector)
    inbox = Inbox(folder)
    shutil.copy(mission.bundle("sector", "force"), folder / "a.liaison.age")
    list(inbox.look(mission.force))
    away = folder.rename(folder.with_name("away"))
    assert list(inbox.look(mission.force)) == []
    away.rename(folder)
    assert list(inbox.look(mission.force)) == []
    assert [one.outcome for one in inbox.look(mission.force)] == ["applied"]


def test_what_cannot_be_moved_away_is_taken_only_once(mission: Mission, folder: Path) -> None:
    saved(mission.sector)
    shutil.copy(mission.bundle("sector", "force"), folder / "a.liaison.age")
    (folder / "done").write_text("a file where the folder should be", "utf-8")
    inbox = Inbox(folder)
    list(inbox.look(mission.force))
    assert [one.outcome for one in inbox.look(mission.force)] == ["applied"]
    lines = len(journal(mission.force))
    assert list(inbox.look(mission.force)) == []
    assert len(journal(mission.force)) == lines
    assert (folder / "a.liaison.age").exists()
