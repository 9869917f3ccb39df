"""The backup in the status is a record of what was verified where and when, not a guess from a folder."""

import os
import shutil
from pathlib import Path

from app.services import safety
from app.services.status import status
from app.services.views import BackupView
from tests.services.missions import Mission

INSIDE, NONE = "own folder", "no backup"


def said(mission: Mission) -> tuple[BackupView | None, list[str]]:
    """Return the backup in the status of the unit, and what is warned of it."""
    found = status(mission.unit)
    return found.backup, [one for one in found.warnings if "backup" in one.lower()]


def test_no_backup_and_any_file_in_its_folder_are_no_safety(mission: Mission) -> None:
    backup, warnings = said(mission)
    assert backup is None
    assert any(NONE in one for one in warnings)
    folder = mission.unit.path / "backups"
    folder.mkdir(exist_ok=True)
    (folder / "holiday.jpg").write_bytes(b"x")
    (folder / "old.liaison-backup").write_bytes(b"x")
    assert said(mission) == (None, warnings)


def test_a_backup_inside_the_logbook_does_not_end_the_warning(mission: Mission) -> None:
    own = safety.backup(mission.unit)
    backup, warnings = said(mission)
    assert backup is not None
    assert (backup.path, backup.elsewhere) == (str(own), False)
    assert any(INSIDE in one for one in warnings)


def test_a_backup_on_another_disk_is_known_also_when_it_is_not_plugged_in(
    mission: Mission, tmp_path: Path
) -> None:
    stick = tmp_path / "STICK-A"
    made = safety.backup(mission.unit, stick)
    os.utime(made, (0, 0))  # a file system's clock says nothing of when it was verified
    safety.backup(mission.unit)
    expected = BackupView(path=str(made), verified_at=f"{mission.clock():%Y-%m-%dT%H:%M:%SZ}", elsewhere=True)
    backup, warnings = said(mission)
    assert backup is not None
    assert (backup.path, backup.elsewhere, warnings) == (expected.path, True, [])
    stick.rename(tmp_path / "in-the-drawer")
    assert said(mission) == (backup, [])
    mission.unit.close()
    mission.open("unit")
    assert said(mission) == (backup, [])


def test_a_backup_that_was_deleted_or_cut_short_does_not_count(mission: Mission, tmp_path: Path) -> None:
    first = safety.backup(mission.unit, tmp_path / "a")
    second = safety.backup(mission.unit, tmp_path / "b")
    second.write_bytes(second.read_bytes()[:-1])
    backup, _ = said(mission)
    assert backup is not None
    assert backup.path == str(first)
    first.unlink()
    assert said(mission)[0] is None


def test_a_restored_logbook_does_not_know_of_the_backup_it_comes_from(
    mission: Mission, tmp_path: Path
) -> None:
    made = safety.backup(mission.unit, tmp_path / "a")
    shutil.copy(made, tmp_path / "copy")
    with safety.restore(made, tmp_path / "again", "correct horse", clock=mission.clock) as restored:
        assert status(restored).backup is None
