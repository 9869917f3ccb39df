"""A shared store opens with its passphrase, keeps its secrets from the server, and lets writers take turns."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.storage.checking import check_logbook
from app.storage.errors import (
    BackupElsewhereError,
    ForeignSchemaError,
    KeySlotsDamagedError,
    LogbookBusyError,
    LogbookDamagedError,
    LogbookExistsError,
    LogbookMissingError,
    LogbookNewerError,
    ServerUnreachableError,
    WrongPassphraseError,
)
from app.storage.logbook import Logbook
from app.storage.logbooks import change_passphrase, create_logbook, open_logbook
from app.storage.schema_head import HEAD
from tests.storage.conftest import execute
from tests.storage.making import CHEAP, NODE, PASSPHRASE, changeset, save
from tests.storage.test_attachments import digest


@pytest.fixture
def fresh(server_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty database of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    execute(server_address, "CREATE DATABASE fresh")
    yield server_address.format("fresh")
    execute(server_address, "DROP DATABASE fresh WITH (FORCE)")


@pytest.fixture
def shared(address: str) -> Iterator[Logbook]:
    """An empty, open shared store."""
    with open_logbook(address, PASSPHRASE, busy=200) as opened:
        yield opened


def test_a_shared_store_is_made_in_an_empty_database_only(fresh: str) -> None:
    with pytest.raises(LogbookMissingError):
        open_logbook(fresh, PASSPHRASE)
    with create_logbook(fresh, PASSPHRASE, cost=CHEAP) as logbook, logbook.writing() as writer:
        save(writer, title="Kept")
    with pytest.raises(LogbookExistsError):
        create_logbook(fresh, PASSPHRASE, cost=CHEAP)
    with open_logbook(fresh, PASSPHRASE) as logbook, logbook.reading() as reader:
        assert [row.title for row in reader.page("meeting").rows] == ["Kept"]
        assert logbook.path.is_dir()
        assert (logbook.path / "held").is_dir()


def test_another_database_is_not_touched(fresh: str) -> None:
    execute(fresh, "CREATE TABLE theirs (a int)")
    with pytest.raises(ForeignSchemaError):
        open_logbook(fresh, PASSPHRASE)
    with pytest.raises(LogbookExistsError):
        create_logbook(fresh, PASSPHRASE, cost=CHEAP)


def test_only_the_passphrase_opens_it(fresh: str) -> None:
    create_logbook(fresh, PASSPHRASE, cost=CHEAP).close()
    for wrong in ("", "wrong"):
        with pytest.raises(WrongPassphraseError):
            open_logbook(fresh, wrong)
    change_passphrase(fresh, PASSPHRASE, "new one", cost=CHEAP)
    open_logbook(fresh, "new one").close()
    with pytest.raises(WrongPassphraseError):
        open_logbook(fresh, PASSPHRASE)
    execute(fresh, "UPDATE secret SET value = '{}' WHERE key = 'key_slots'")
    with pytest.raises(KeySlotsDamagedError):
        open_logbook(fresh, "new one")


def test_a_newer_store_is_refused(fresh: str) -> None:
    create_logbook(fresh, PASSPHRASE, cost=CHEAP).close()
    execute(fresh, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LogbookNewerError):
        open_logbook(fresh, PASSPHRASE)
    execute(fresh, f"UPDATE alembic_version SET version_num = '{HEAD}'")
    open_logbook(fresh, PASSPHRASE).close()


def test_a_server_that_is_not_there_or_knows_no_such_database(server_address: str) -> None:
    with pytest.raises(LogbookMissingError):
        open_logbook(server_address.format("nowhere"), PASSPHRASE)
    with pytest.raises(ServerUnreachableError):
        open_logbook("postgresql+psycopg://tests@/store?host=/nowhere", PASSPHRASE)
    with pytest.raises(ServerUnreachableError):
        open_logbook(server_address.format("store").replace("tests@", "stranger@"), PASSPHRASE)


def test_the_server_sees_no_secret_and_changes_none_unnoticed(shared: Logbook, address: str) -> None:
    with shared.writing() as writer:
        writer.set_secret("seed", b"very secret seed")
        writer.set_secret("age", b"another")
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        rows = connection.execute("SELECT value FROM secret").fetchall()
    assert not [row for row in rows if b"secret" in row[0] or b"another" in row[0]]
    execute(
        address, "UPDATE secret SET value = (SELECT value FROM secret WHERE key = 'age') WHERE key = 'seed'"
    )
    with shared.reading() as reader:
        assert reader.secret("age") == b"another"
        with pytest.raises(LogbookDamagedError):
            reader.secret("seed")


def test_writers_take_turns_and_the_impatient_are_told(shared: Logbook, address: str) -> None:
    with open_logbook(address, PASSPHRASE, busy=50) as other:
        with shared.writing() as writer:
            save(writer, title="First")
            with pytest.raises(LogbookBusyError), other.writing():
                raise AssertionError("two writers at once")
            with other.reading() as reader:
                assert reader.counts() == {}
        with other.writing() as writer:
            save(writer, 1, title="Second")
            assert writer.counts() == {"meeting": 2}


def test_officers_who_save_at_once_never_share_a_number(address: str) -> None:
    failed: list[BaseException] = []

    def work(prefix: int) -> None:
        try:
            with open_logbook(address, PASSPHRASE, busy=60_000) as own:
                for number in range(10):
                    with own.writing() as writer:
                        serial = str(writer.next_serial("E", "M", 2026))
                        save(writer, 100 * prefix + number, title="x", serial=serial)
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failed.append(error)

    threads = [threading.Thread(target=work, args=(prefix,)) for prefix in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with open_logbook(address, PASSPHRASE) as logbook, logbook.reading() as reader:
        serials = [row.serial for row in reader.page("meeting", limit=100).rows]
    assert sorted(map(int, serials)) == list(range(1, 41))


def test_files_and_the_check(shared: Logbook, address: str) -> None:
    with shared.writing() as writer:
        writer.set_meta({"node": NODE})
        save(writer, title="Sealed")
        (waiting,) = writer.unsealed()["fhq/east", "up"]
        writer.seal(changeset([waiting]), [waiting.pk])
        writer.put_attachments([(digest(b"x"), b"x", "text/plain")])
        assert writer.attachment_bytes(digest(b"x")) == b"x"
    assert check_logbook(shared) == ()
    assert not (shared.path / "anchor.json").exists()
    execute(address, "DELETE FROM blob")
    execute(address, "DELETE FROM search")
    execute(address, "UPDATE changeset SET digest = 'other'")
    assert {fault.code for fault in check_logbook(shared)} == {
        "attachment-missing",
        "search-lacks",
        "changeset-changed",
    }


def test_its_backup_is_the_servers_affair(shared: Logbook) -> None:
    with pytest.raises(BackupElsewhereError):
        shared.backup()
