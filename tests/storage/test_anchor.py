"""An older database put back is noticed, though every check inside it passes."""

import shutil
from pathlib import Path

import pytest

from app.storage import anchor
from app.storage.checking import check_logbook
from app.storage.logbook import ANCHOR_UNWRITTEN, Logbook
from app.storage.logbooks import create_logbook, open_logbook, restore_backup
from tests.storage.making import CHEAP, NODE, PASSPHRASE, changeset, save


def seal(logbook: Logbook, seq: int, title: str = "Sealed") -> None:
    with logbook.writing() as writer:
        writer.set_meta({"node": NODE})
        save(writer, seq, title=title)
        (waiting,) = writer.unsealed()["fhq/east", "up"]
        heads = list(writer.stream_heads().values())
        writer.seal(changeset([waiting], seq=seq, prev=heads[0][1] if heads else None), [waiting.pk])


@pytest.fixture
def sealed(folder: Path) -> Path:
    """A closed logbook with one changeset of its own."""
    with create_logbook(folder, PASSPHRASE, cost=CHEAP) as logbook:
        seal(logbook, 1)
    return folder


def warnings(folder: Path) -> tuple[str, ...]:
    with open_logbook(folder, PASSPHRASE) as logbook:
        assert check_logbook(logbook) == ()
        return logbook.warnings


def test_a_restored_logbook_is_anchored_again(sealed: Path, tmp_path: Path) -> None:
    with open_logbook(sealed, PASSPHRASE) as logbook:
        file = logbook.backup(tmp_path)
    with restore_backup(file, tmp_path / "restored", PASSPHRASE) as restored:
        assert restored.warnings == ()
    assert warnings(tmp_path / "restored") == ()
    assert (tmp_path / "restored" / anchor.NAME).is_file()


def test_an_untouched_logbook_has_no_warnings(sealed: Path) -> None:
    assert warnings(sealed) == ()
    assert (sealed / anchor.NAME).stat().st_mode & 0o777 == 0o600


def test_an_older_database_put_back_is_noticed(sealed: Path, tmp_path: Path) -> None:
    shutil.copy(sealed / "logbook.db", tmp_path / "older.db")
    with open_logbook(sealed, PASSPHRASE) as logbook:
        seal(logbook, 2)
    shutil.copy(tmp_path / "older.db", sealed / "logbook.db")
    assert warnings(sealed) == (anchor.BEHIND,)


def test_another_past_of_the_same_length_is_noticed(sealed: Path, tmp_path: Path) -> None:
    shutil.copy(sealed / "logbook.db", tmp_path / "older.db")
    with open_logbook(sealed, PASSPHRASE) as logbook:
        seal(logbook, 2)
    shutil.copy(sealed / anchor.NAME, tmp_path / "anchor")
    shutil.copy(tmp_path / "older.db", sealed / "logbook.db")
    with open_logbook(sealed, PASSPHRASE) as logbook:
        seal(logbook, 2, "Another")
    shutil.copy(tmp_path / "anchor", sealed / anchor.NAME)
    assert warnings(sealed) == (anchor.BEHIND,)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"format":1,"mac":"00","streams":{}}'])
def test_a_forged_anchor_is_noticed(sealed: Path, content: bytes) -> None:
    (sealed / anchor.NAME).write_bytes(content)
    assert warnings(sealed) == (anchor.DAMAGED,)


def test_a_removed_anchor_is_noticed_once_something_was_sealed(sealed: Path, tmp_path: Path) -> None:
    (sealed / anchor.NAME).unlink()
    assert warnings(sealed) == (anchor.MISSING,)
    create_logbook(tmp_path / "fresh", PASSPHRASE, cost=CHEAP).close()
    assert warnings(tmp_path / "fresh") == ()


def test_an_anchor_that_cannot_be_written_loses_no_save(sealed: Path) -> None:
    (sealed / anchor.NAME).unlink()
    (sealed / anchor.NAME).mkdir()
    with open_logbook(sealed, PASSPHRASE) as logbook:
        seal(logbook, 2)
        assert ANCHOR_UNWRITTEN in logbook.warnings
        with logbook.reading() as reader:
            assert [seq for seq, _ in reader.stream_heads().values()] == [2]
