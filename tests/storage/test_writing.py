"""A transaction is kept whole or not at all: errors, other writers, kills and full disks change nothing in between."""

import random
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from app.storage.checking import check_logbook
from app.storage.errors import LogbookBusyError, StateClashError
from app.storage.logbook import Logbook
from app.storage.logbooks import open_logbook
from app.storage.writer import Writer
from tests.storage.making import PASSPHRASE, UndoneError, changeset, save

ROOT = Path(__file__).parents[2]


def saver(folder: Path, prefix: str, count: int, *limit: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.storage.saver", str(folder), prefix, str(count), *map(str, limit)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def closed(logbook: Logbook) -> Path:
    """The folder of an empty logbook that nobody has open."""
    logbook.close()
    return logbook.path


def test_an_error_undoes_everything(logbook: Logbook) -> None:
    with suppress(UndoneError), logbook.writing() as writer:
        save(writer, title="Lost")
        writer.put_changesets([changeset([])])
        writer.set_meta({"mission": "lost"})
        writer.set_setting("lost", 1)
        raise UndoneError
    with logbook.reading() as reader:
        assert (reader.counts(), reader.unsent(), reader.stream_heads()) == ({}, 0, {})
        assert (reader.all_meta(), reader.settings(), reader.search("lost")) == ({}, {}, ())
    assert check_logbook(logbook) == ()


def test_a_reader_keeps_its_snapshot_while_another_writes(logbook: Logbook) -> None:
    with logbook.reading() as reader:
        assert reader.counts() == {}
        with logbook.writing() as writer:
            save(writer, title="New")
        assert reader.counts() == {}
    with logbook.reading() as reader:
        assert reader.counts() == {"meeting": 1}


def test_a_second_writer_is_told_that_the_logbook_is_busy(logbook: Logbook, folder: Path) -> None:
    with open_logbook(folder, PASSPHRASE, busy=50) as other:
        with logbook.writing() as writer:
            save(writer, title="First")
            with pytest.raises(LogbookBusyError), other.writing():
                raise AssertionError("two writers at once")
            with other.reading() as reader:
                assert reader.counts() == {}
        with other.writing() as writer:
            save(writer, 1, title="Second")
            assert writer.counts() == {"meeting": 2}


def twice(writer: Writer) -> None:
    for _ in range(2):
        writer.put_changesets([changeset([])])


def test_a_failed_transaction_leaves_the_logbook_usable(logbook: Logbook) -> None:
    with pytest.raises(StateClashError), logbook.writing() as writer:
        twice(writer)
    with logbook.writing() as writer:
        writer.put_changesets([changeset([])])


def test_threads_take_turns(logbook: Logbook) -> None:
    failed: list[BaseException] = []

    def work(prefix: int) -> None:
        try:
            for number in range(10):
                with logbook.writing() as writer:
                    save(
                        writer,
                        100 * prefix + number,
                        title="x",
                        serial=f"{writer.next_serial('E', 'M', 2026)}",
                    )
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failed.append(error)

    logbook.close()
    with open_logbook(logbook.path, PASSPHRASE, busy=30_000) as patient:
        logbook = patient
        threads = [threading.Thread(target=work, args=(prefix,)) for prefix in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        with patient.reading() as reader:
            serials = [row.serial for row in reader.page("meeting", limit=100).rows]
    assert sorted(map(int, serials)) == list(range(1, 41))


def test_two_processes_write_side_by_side(closed: Path) -> None:
    processes = [saver(closed, prefix, 12) for prefix in ("one", "two")]
    saved = [line for process in processes for line in (process.communicate()[0]).split()]
    assert [process.returncode for process in processes] == [0, 0]
    with open_logbook(closed, PASSPHRASE) as logbook:
        assert check_logbook(logbook) == ()
        with logbook.reading() as reader:
            assert reader.records(saved).keys() == set(saved)
            assert len(saved) == 24


@pytest.mark.parametrize("seed", range(4))
def test_what_was_acknowledged_survives_a_kill(closed: Path, seed: int) -> None:
    enough = random.Random(seed).randint(1, 25)
    with saver(closed, "killed", 10_000) as process:
        assert process.stdout is not None
        acknowledged = [line.strip() for _, line in zip(range(enough), process.stdout, strict=False)]
        process.kill()
        acknowledged += process.stdout.read().split()
    with open_logbook(closed, PASSPHRASE) as logbook:
        assert logbook.warnings == ()
        assert check_logbook(logbook) == ()
        with logbook.reading() as reader:
            records = reader.records(acknowledged)
            assert len(records) == len(acknowledged) >= enough
            assert all(record.values["serial"] for record in records.values())
            count = reader.count("meeting")
            assert reader.setting("killed") == count - 1
            assert count in (len(acknowledged), len(acknowledged) + 1)


def test_a_full_disk_loses_nothing_and_works_again_with_room(closed: Path) -> None:
    acknowledged: list[str] = []
    size = (closed / "logbook.db").stat().st_size
    for number, limit in enumerate((size, size + 4_000, size + 100_000)):
        process = saver(closed, f"full{number}", 40, limit)
        lines = process.communicate()[0].split()
        assert process.returncode == 0
        errors = [line for line in lines if line.endswith("Error")]
        assert errors
        assert set(errors) <= {"StorageFailedError", "StorageFullError"}
        acknowledged += [line for line in lines if not line.endswith("Error")]
    with open_logbook(closed, PASSPHRASE) as logbook:
        assert check_logbook(logbook) == ()
        with logbook.reading() as reader:
            assert reader.count("meeting") == len(acknowledged)
            assert reader.records(acknowledged).keys() == set(acknowledged)
