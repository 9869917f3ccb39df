"""A backup is one whole, verified file, or it is not there; restoring gives the logbook of that moment."""

import os
from pathlib import Path

import pytest

from app.storage import backups
from app.storage.checking import check_logbook
from app.storage.errors import (
    BackupDamagedError,
    LogbookExistsError,
    StorageFailedError,
    StorageFullError,
    WrongPassphraseError,
)
from app.storage.logbook import Logbook
from app.storage.logbooks import change_passphrase, restore_backup
from tests.storage.making import CHEAP, PASSPHRASE, save

CONTENT = b"x"
SHA256 = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


@pytest.fixture
def backup(logbook: Logbook, tmp_path: Path) -> Path:
    """The backup of a logbook with a record and an attached file."""
    with logbook.writing() as writer:
        save(writer, title="Saved")
        writer.put_attachments([(SHA256, b"x", "text/plain")])
    return logbook.backup(tmp_path)


def test_a_backup_restores_the_logbook_of_its_moment(logbook: Logbook, backup: Path, tmp_path: Path) -> None:
    with logbook.writing() as writer:
        save(writer, 2, title="Later")
    with restore_backup(backup, tmp_path / "restored", PASSPHRASE) as restored:
        assert check_logbook(restored) == ()
        with restored.writing() as writer:
            assert [row.title for row in writer.page("meeting").rows] == ["Saved"]
            assert writer.attachment_bytes(SHA256) == b"x"
            save(writer, 3, title="Goes on")
    assert (tmp_path / "restored").stat().st_mode & 0o777 == 0o700


def test_a_backup_has_a_name_and_a_place(logbook: Logbook, backup: Path, tmp_path: Path) -> None:
    assert backup.parent == tmp_path
    assert backup.name.startswith("east-20")
    assert backup.suffix == backups.SUFFIX
    assert backup.stat().st_mode & 0o777 == 0o600
    assert logbook.backup().parent == logbook.path / "backups"
    assert logbook.backup(tmp_path / "mine.liaison-backup") == tmp_path / "mine.liaison-backup"
    assert not list(tmp_path.rglob(".backup-*"))
    assert b"SQLite" not in backup.read_bytes()


def test_a_backup_sees_what_only_the_log_has_and_lets_writers_go_on(logbook: Logbook, tmp_path: Path) -> None:
    with logbook.writing() as writer:
        save(writer, title="In the log only")
    with logbook.reading() as reader:
        assert reader.counts() == {"meeting": 1}
        made = logbook.backup(tmp_path)
    with restore_backup(made, tmp_path / "restored", PASSPHRASE) as restored, restored.reading() as reader:
        assert reader.counts() == {"meeting": 1}


def test_the_passphrase_of_that_day_opens_it(
    logbook: Logbook, backup: Path, folder: Path, tmp_path: Path
) -> None:
    change_passphrase(folder, PASSPHRASE, "new one", cost=CHEAP)
    with pytest.raises(WrongPassphraseError):
        restore_backup(backup, tmp_path / "restored", "new one")
    assert not (tmp_path / "restored").exists()
    restore_backup(backup, tmp_path / "restored", PASSPHRASE).close()


def test_nothing_is_restored_over_something(backup: Path, folder: Path) -> None:
    with pytest.raises(LogbookExistsError):
        restore_backup(backup, folder, PASSPHRASE)


@pytest.mark.parametrize(
    "damage", ["empty", "start", "middle", "end", "cut", "longer", "noise", "gone", "other"]
)
def test_a_damaged_backup_restores_nothing(backup: Path, tmp_path: Path, damage: str) -> None:
    content = backup.read_bytes()
    half = len(content) // 2
    changed = {
        "empty": b"",
        "start": b"X" + content[1:],
        "middle": content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :],
        "end": content[:-9] + b"]" + content[-8:],
        "cut": content[:half],
        "longer": content + b"\n",
        "noise": os.urandom(5000),
        "other": b"%PDF-1.7 " * 500,
    }
    backup.unlink()
    if damage in changed:
        backup.write_bytes(changed[damage])
    with pytest.raises(BackupDamagedError):
        restore_backup(backup, tmp_path / "restored", PASSPHRASE)
    assert not (tmp_path / "restored").exists()
    assert not list(tmp_path.glob(".restored*"))


def test_a_damaged_logbook_is_not_backed_up(logbook: Logbook, tmp_path: Path) -> None:
    with logbook.writing() as writer:
        for number in range(200):
            save(writer, number, title="x", notes="words " * 200)
    logbook.close()
    content = bytearray((logbook.path / "logbook.db").read_bytes())
    content[-4000] ^= 1
    (logbook.path / "logbook.db").write_bytes(content)
    (tmp_path / "out").mkdir()
    with pytest.raises((BackupDamagedError, StorageFailedError)) as told:
        logbook.backup(tmp_path / "out")
    assert told.value.args
    assert list((tmp_path / "out").iterdir()) == []


def test_a_disk_without_room_is_told_before_anything_is_written(
    logbook: Logbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "free_bytes", lambda _: 1_000)
    (tmp_path / "out").mkdir()
    with pytest.raises(StorageFullError):
        logbook.backup(tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
