"""Making and opening logbooks: what is no logbook is told apart, told plainly, and left as it was."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir

import pytest
from sqlcipher3 import dbapi2

from app.storage import key_file
from app.storage.errors import (
    ForeignSchemaError,
    KeySlotsDamagedError,
    LogbookBusyError,
    LogbookDamagedError,
    LogbookExistsError,
    LogbookMissingError,
    LogbookNewerError,
    NotALogbookError,
    OldLibraryError,
    PassphraseRefusedError,
    WrongPassphraseError,
)
from app.storage.key_file import open_slots, read_slots
from app.storage.keys import derived_key
from app.storage.logbook import Logbook
from app.storage.logbooks import (
    ATTACHMENTS_LOST,
    add_recovery,
    change_passphrase,
    create_logbook,
    open_logbook,
    recovery_slots,
    set_passphrase,
)
from app.storage.sqlite import check_library, connect
from tests.storage.making import CHEAP, PASSPHRASE, save


def closed(folder: Path) -> Path:
    """Make a logbook with one record and close it."""
    with create_logbook(folder, PASSPHRASE, cost=CHEAP) as logbook, logbook.writing() as writer:
        save(writer, title="Kept")
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file()
    }


def execute(folder: Path, *statements: str) -> None:
    """Change the database of a closed logbook as somebody with its key could."""
    raw = open_slots(read_slots(folder), PASSPHRASE)
    connection = connect(folder / "logbook.db", derived_key(raw, "records"))
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_what_was_saved_is_there_after_opening_again(folder: Path) -> None:
    closed(folder)
    with open_logbook(folder, PASSPHRASE) as logbook, logbook.reading() as reader:
        assert logbook.warnings == ()
        assert [row.title for row in reader.page("meeting").rows] == ["Kept"]


def test_folder_and_files_are_private(folder: Path) -> None:
    with create_logbook(folder, PASSPHRASE, cost=CHEAP) as logbook, logbook.writing() as writer:
        save(writer, title="Kept")
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {modes.pop("backups"), modes.pop("held")} == {0o700}
    assert {"logbook.db", "logbook.db-wal", "attachments.db", *key_file.NAMES} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_nothing_readable_lies_on_the_disk(folder: Path) -> None:
    with create_logbook(folder, PASSPHRASE, cost=CHEAP) as logbook:
        with logbook.writing() as writer:
            save(writer, title="Zanzibarine", facts="quetzalcoatl")
            writer.put_attachments([("0" * 64, b"axolotl" * 100, "text/plain")])
        for path in folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                assert not [
                    word for word in (b"anzibar", b"quetzal", b"axolotl", b"SQLite") if word in content
                ]


@pytest.mark.parametrize("make", ["file", "full", "link"])
def test_a_logbook_is_only_made_where_nothing_is(folder: Path, make: str) -> None:
    if make == "file":
        folder.write_text("mine")
    elif make == "full":
        folder.mkdir()
        (folder / "mine").write_text("mine")
    else:
        folder.symlink_to(folder.parent / "elsewhere")
    with pytest.raises(LogbookExistsError):
        create_logbook(folder, PASSPHRASE, cost=CHEAP)
    assert not (folder / "logbook.db").exists()


def test_an_empty_folder_is_taken(folder: Path) -> None:
    folder.mkdir()
    closed(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_refused_passphrase_leaves_nothing_behind(folder: Path) -> None:
    with pytest.raises(PassphraseRefusedError):
        create_logbook(folder, "", cost=CHEAP)
    assert list(folder.parent.iterdir()) == []


@pytest.mark.parametrize("wrong", ["", "wrong", "x" * 10_000_000])
def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(folder: Path, wrong: str) -> None:
    before = contents(closed(folder))
    for _ in range(5):
        with pytest.raises(WrongPassphraseError):
            open_logbook(folder, wrong)
    assert contents(folder) == before


def test_nothing_there_is_a_missing_logbook(folder: Path) -> None:
    with pytest.raises(LogbookMissingError):
        open_logbook(folder, PASSPHRASE)
    folder.mkdir()
    with pytest.raises(LogbookMissingError):
        open_logbook(folder, PASSPHRASE)
    assert list(folder.iterdir()) == []


def test_a_file_or_a_pipe_is_no_logbook(folder: Path) -> None:
    folder.write_bytes(b"text")
    with pytest.raises(NotALogbookError):
        open_logbook(folder, PASSPHRASE)
    assert folder.read_bytes() == b"text"
    folder.unlink()
    os.mkfifo(folder)
    with pytest.raises(NotALogbookError):
        open_logbook(folder, PASSPHRASE)


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_a_database_that_is_no_file_is_no_logbook(folder: Path, kind: str) -> None:
    database = closed(folder) / "logbook.db"
    database.unlink()
    database.mkdir() if kind == "folder" else os.mkfifo(database)
    with pytest.raises(NotALogbookError):
        open_logbook(folder, PASSPHRASE)


def test_an_unencrypted_database_is_no_logbook(folder: Path) -> None:
    database = closed(folder) / "logbook.db"
    database.unlink()
    plain = sqlite3.connect(database)
    plain.execute("CREATE TABLE t (a)")
    plain.close()
    before = contents(folder)
    with pytest.raises(NotALogbookError):
        open_logbook(folder, PASSPHRASE)
    assert contents(folder) == before


@pytest.mark.parametrize("damage", ["empty", "cut", "noise", "start", "gone"])
def test_a_database_that_does_not_decrypt_is_damaged(folder: Path, damage: str) -> None:
    database = closed(folder) / "logbook.db"
    content = database.read_bytes()
    changed = {
        "empty": b"",
        "cut": content[:5000],
        "noise": os.urandom(len(content)),
        "start": content[:300] + bytes([content[300] ^ 1]) + content[301:],
    }
    database.unlink()
    if damage in changed:
        database.write_bytes(changed[damage])
    before = contents(folder)
    with pytest.raises(LogbookDamagedError):
        open_logbook(folder, PASSPHRASE)
    assert contents(folder) == before


def test_both_key_files_lost_is_told_as_that(folder: Path) -> None:
    closed(folder)
    for name in key_file.NAMES:
        (folder / name).unlink()
    with pytest.raises(KeySlotsDamagedError):
        open_logbook(folder, PASSPHRASE)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON record BEGIN DELETE FROM revision; END",
        "CREATE VIEW evil AS SELECT * FROM secret",
        "CREATE TABLE more (a)",
        "CREATE INDEX more ON record (unit)",
        "ALTER TABLE record ADD COLUMN more TEXT",
        "PRAGMA application_id = 1",
        "DROP TABLE alembic_version",
    ],
)
def test_a_schema_that_is_not_ours_is_refused(folder: Path, statement: str) -> None:
    execute(closed(folder), statement)
    before = contents(folder)
    with pytest.raises(ForeignSchemaError):
        open_logbook(folder, PASSPHRASE)
    assert contents(folder) == before


def test_statistics_of_the_database_are_no_foreign_schema(folder: Path) -> None:
    execute(closed(folder), "ANALYZE")
    open_logbook(folder, PASSPHRASE).close()


def test_a_newer_logbook_is_refused(folder: Path) -> None:
    execute(closed(folder), "UPDATE alembic_version SET version_num = '9999'")
    before = contents(folder)
    with pytest.raises(LogbookNewerError):
        open_logbook(folder, PASSPHRASE)
    assert contents(folder) == before


def test_a_logbook_that_another_program_keeps_to_itself_is_busy(folder: Path) -> None:
    raw = open_slots(read_slots(closed(folder)), PASSPHRASE)
    alone = connect(folder / "logbook.db", derived_key(raw, "records"), alone=True)
    with pytest.raises(LogbookBusyError):
        open_logbook(folder, PASSPHRASE, busy=50)
    alone.close()
    open_logbook(folder, PASSPHRASE).close()


def test_nobody_keeps_a_logbook_to_himself_while_it_is_open(logbook: Logbook, folder: Path) -> None:
    with logbook.reading() as reader:
        reader.counts()
    raw = open_slots(read_slots(folder), PASSPHRASE)
    with pytest.raises(dbapi2.OperationalError, match="locked"):
        connect(folder / "logbook.db", derived_key(raw, "records"), alone=True, busy=50)


def test_lost_attachments_are_a_warning_and_the_records_stay_usable(folder: Path) -> None:
    (closed(folder) / "attachments.db").unlink()
    with open_logbook(folder, PASSPHRASE) as logbook:
        assert logbook.warnings == (ATTACHMENTS_LOST,)
        with logbook.writing() as writer:
            assert writer.counts() == {"meeting": 1}
            writer.put_attachments([("0" * 64, b"x", "text/plain")])


def test_a_changed_passphrase_opens_and_the_old_one_does_not(folder: Path) -> None:
    closed(folder)
    add_recovery(folder, PASSPHRASE, "age1above", lambda raw: raw[::-1])
    with pytest.raises(WrongPassphraseError):
        change_passphrase(folder, "wrong", "new one", cost=CHEAP)
    with pytest.raises(PassphraseRefusedError):
        change_passphrase(folder, PASSPHRASE, "", cost=CHEAP)
    change_passphrase(folder, PASSPHRASE, "new one", cost=CHEAP)
    open_logbook(folder, "new one").close()
    with pytest.raises(WrongPassphraseError):
        open_logbook(folder, PASSPHRASE)
    assert [slot.recipient for slot in recovery_slots(folder)] == ["age1above"]


def test_recovery_gives_a_new_passphrase_by_the_raw_key(folder: Path) -> None:
    closed(folder)
    for _ in range(2):
        add_recovery(folder, PASSPHRASE, "age1above", lambda raw: raw[::-1])
    (slot,) = recovery_slots(folder)
    for name in key_file.NAMES:
        (folder / name).unlink()
    with pytest.raises(LogbookDamagedError):
        set_passphrase(folder, bytes(32), "found again", cost=CHEAP)
    set_passphrase(folder, slot.wrapped[::-1], "found again", cost=CHEAP)
    open_logbook(folder, "found again").close()


def read_as_nobody(folder: Path) -> tuple[list[str], str]:
    """Read a write-protected copy of a logbook as another user; returns what was printed and the last error line."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    # Every folder on the way lets others pass; how many there are depends on how the tests are shared out.
    for path in folder.parents:
        if Path(gettempdir()) in path.parents:
            path.chmod(0o711)
    command = [sys.executable, "-m", "tests.storage.reader", str(folder)]
    told = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    folder.chmod(0o700)
    return told.stdout.splitlines(), (told.stderr.splitlines() or [""])[-1]


def test_a_write_protected_logbook_can_be_read(folder: Path) -> None:
    names = set(contents(closed(folder)))
    said, error = read_as_nobody(folder)
    assert error == ""
    assert said == ["('read-only',)", "['Kept']", "LogbookReadOnlyError"]
    assert set(contents(folder)) == names


def test_saves_that_wait_in_the_log_are_not_passed_over(folder: Path, tmp_path: Path) -> None:
    with create_logbook(folder, PASSPHRASE, cost=CHEAP) as logbook, logbook.writing() as writer:
        save(writer, title="In the log")
    with open_logbook(folder, PASSPHRASE) as logbook:
        with logbook.writing() as writer:
            save(writer, 1, title="Newest")
        shutil.copytree(folder, tmp_path / "copy")
    said, error = read_as_nobody(tmp_path / "copy")
    assert said == []
    assert "LogbookReadOnlyError" in error


def test_an_old_library_is_refused() -> None:
    check_library()
    with pytest.raises(OldLibraryError):
        check_library((3, 51, 2))
