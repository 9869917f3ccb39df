"""The check finds every kind of change that somebody with the key, or a failing disk, can make."""

from pathlib import Path

import msgspec
import pytest

from app.storage.checking import check_logbook
from app.storage.errors import LogbookDamagedError
from app.storage.logbook import Logbook
from app.storage.sqlite import WRITES
from tests.storage.making import changeset, revision, save, state
from tests.storage.test_attachments import digest


@pytest.fixture
def sound(logbook: Logbook) -> Logbook:
    """A logbook with a chain of two changesets, five records and an attached file."""
    with logbook.writing() as writer:
        prev = None
        for seq in (1, 2):
            lines = [revision(seq * 10 + number) for number in range(2)]
            made = changeset(lines, seq=seq, prev=prev)
            (pk,), prev = writer.put_changesets([made]), made.digest
            writer.put_revisions(
                msgspec.structs.replace(one, changeset=pk, position=place) for place, one in enumerate(lines)
            )
            writer.put_states(state(one, sealed=True) for one in lines)
        save(writer, 90, title="Unsealed")
        writer.put_attachments([(digest(b"x"), b"x", "text/plain")])
    assert check_logbook(logbook) == ()
    return logbook


def codes(logbook: Logbook) -> list[str]:
    return sorted({fault.code for fault in check_logbook(logbook)})


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE revision SET line = 'text' WHERE pk = 5", ["revision-changed"]),
        ("UPDATE revision SET line = CAST(replace(line, 'Meeting', 'Meating') AS BLOB) WHERE pk = 1",
         ["changeset-changed", "revision-changed"]),
        ("UPDATE revision SET record = 'other' WHERE pk = 5", ["revision-changed"]),
        ("UPDATE revision SET line = x'00' WHERE pk = 5", ["revision-changed"]),
        ("DELETE FROM revision WHERE pk = 2", ["changeset-changed"]),
        ("UPDATE revision SET position = 7 WHERE pk = 1", ["changeset-changed"]),
        ("UPDATE changeset SET header = x'7b7d' WHERE seq = 2", ["changeset-changed"]),
        ("UPDATE changeset SET digest = 'other' WHERE seq = 2", ["changeset-changed"]),
        ("UPDATE changeset SET prev = 'other' WHERE seq = 2", ["chain-broken"]),
        ("UPDATE changeset SET seq = 3 WHERE seq = 2", ["changeset-missing"]),
        ("DELETE FROM search WHERE rowid = 3", ["search-lacks"]),
        ("INSERT INTO search(rowid, title) VALUES (77, 'x')", ["search-extra"]),
        ("DELETE FROM kind_meeting WHERE pk = 3", ["fields-missing"]),
        (f"INSERT INTO attachment VALUES ('{'0' * 64}', 5, 'text/plain', 1, '')", ["attachment-missing"]),
    ],
)  # fmt: skip
def test_a_change_is_found(sound: Logbook, statement: str, found: list[str]) -> None:
    with sound.backend.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.exec_driver_sql(statement)
    assert codes(sound) == found


def test_a_changed_attachment_is_found(sound: Logbook) -> None:
    sound.backend.blobs.put([("1" * 64, b"not one")])
    with sound.writing() as writer:
        writer.put_attachments([("1" * 64, b"", "text/plain")])
    assert codes(sound) == ["attachment-changed"]


def read_everything(logbook: Logbook) -> None:
    with logbook.reading() as reader:
        rows = reader.page("meeting", limit=1000).rows
        reader.records(row.id for row in rows)
        reader.revisions_of(row.id for row in rows)
        reader.search("words")


def test_a_flipped_page_is_found_and_told_where_it_is_read(sound: Logbook, folder: Path) -> None:
    with sound.writing() as writer:
        for number in range(100, 300):
            save(writer, number, title="x", notes=f"words {number} " * 300)
    sound.close()
    database = folder / "logbook.db"
    content = bytearray(database.read_bytes())
    pages = len(content) // 8192
    for page in range(pages - 20, pages):
        content[page * 8192 + 100] ^= 1
    database.write_bytes(content)
    found = check_logbook(sound)
    assert "page-damaged" in {fault.code for fault in found}
    assert "damaged" in {fault.code for fault in found}
    with pytest.raises(LogbookDamagedError):
        read_everything(sound)


def test_a_flipped_page_of_the_attachments_leaves_the_records_readable(sound: Logbook, folder: Path) -> None:
    sound.close()
    database = folder / "attachments.db"
    content = bytearray(database.read_bytes())
    content[200] ^= 1
    database.write_bytes(content)
    assert "damaged" in codes(sound)
    with sound.reading() as reader:
        assert reader.counts() == {"meeting": 5}
        with pytest.raises(LogbookDamagedError):
            reader.attachment_bytes(digest(b"x"))
