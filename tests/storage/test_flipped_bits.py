"""Every flipped bit of the small files beside the database: the second copy serves, or one error of ours says it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage import anchor, backups, key_file
from app.storage.checking import check_logbook
from app.storage.errors import BackupDamagedError, KeySlotsDamagedError
from app.storage.logbook import Logbook
from app.storage.logbooks import open_logbook
from app.storage.sqlite import WRITES
from tests.storage.making import PASSPHRASE, save

KEY = b"k" * 32
NOT_UTF8 = b"\xff"


def flipped(content: bytes, *, every: int = 1) -> Iterator[bytes]:
    """Yield the content with each bit changed in turn, or with every so-many-th bit."""
    for bit in range(0, len(content) * 8, every):
        place, mask = bit // 8, 1 << bit % 8
        yield content[:place] + bytes([content[place] ^ mask]) + content[place + 1 :]


def test_a_flipped_bit_of_one_key_file_is_mended_from_the_other(logbook: Logbook) -> None:
    first, second = ((logbook.path / name) for name in key_file.NAMES)
    sound = first.read_bytes()
    slots = key_file.read_slots(logbook.path)
    # The last bits of base64 mean nothing: such a copy has the same slots.
    assert [one for one in flipped(sound) if key_file.decode_slots(one) not in (None, slots)] == []
    for damaged in flipped(sound, every=11):
        first.write_bytes(damaged)
        assert key_file.read_slots(logbook.path) == slots
        assert first.read_bytes() == second.read_bytes() == sound


def test_a_flipped_bit_of_both_key_files_is_one_error(logbook: Logbook) -> None:
    sound = (logbook.path / key_file.NAMES[0]).read_bytes()
    for damaged in flipped(sound, every=23):
        for name in key_file.NAMES:
            (logbook.path / name).write_bytes(damaged)
        if key_file.decode_slots(damaged) is not None:
            continue
        with pytest.raises(KeySlotsDamagedError):
            open_logbook(logbook.path, PASSPHRASE)


def test_a_flipped_bit_of_the_anchor_is_told_and_never_believed(tmp_path: Path) -> None:
    heads = {"a" * 24 + "/00000000/fhq.east.up": (7, "d" * 64), "b" * 24 + "/00000000/fhq.up": (1, "e" * 64)}
    anchor.extend(tmp_path, KEY, heads)
    sound = (tmp_path / anchor.NAME).read_bytes()
    for damaged in flipped(sound):
        (tmp_path / anchor.NAME).write_bytes(damaged)
        assert anchor.read(tmp_path, KEY) == {}
        assert anchor.warnings(tmp_path, KEY, heads, heads, has_sealed=True) == (anchor.DAMAGED,)


def test_a_flipped_bit_of_a_backups_manifest_restores_nothing(logbook: Logbook, tmp_path: Path) -> None:
    made = logbook.backup(tmp_path)
    content = made.read_bytes()
    length = int.from_bytes(content[-8:], "big")
    members = backups.read_manifest(made).members
    whole, manifest = content[: -8 - length], content[-8 - length :]
    cut = tmp_path / "cut"
    cut.mkdir()
    for number, damaged in enumerate(flipped(manifest, every=5)):
        made.write_bytes(whole + damaged)
        folder = cut / str(number)
        folder.mkdir()
        try:
            backups.unpack(made, folder)
        except BackupDamagedError:
            continue
        # Only the day on which it was made is not held by a digest.
        assert backups.read_manifest(made).members == members


def test_bytes_that_are_no_text_in_a_revision_do_not_end_the_check(logbook: Logbook) -> None:
    with logbook.writing() as writer:
        save(writer, title="Sound")
    with (
        logbook.backend.engine.connect().execution_options(**{WRITES: True}) as connection,
        connection.begin(),
    ):
        line = connection.exec_driver_sql("SELECT line FROM revision").scalar_one()
        damaged = line.replace(b"Sound", b"S" + NOT_UTF8 + b"und")
        assert damaged != line
        connection.exec_driver_sql("UPDATE revision SET line = ?", (damaged,))
    assert {fault.code for fault in check_logbook(logbook)} == {"revision-changed"}
