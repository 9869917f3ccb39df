"""The key file survives damage to either copy, and asks for nothing beyond its limits."""

import os
from pathlib import Path

import msgspec
import pytest

from app.storage import key_file
from app.storage.errors import KeySlotsDamagedError, WrongPassphraseError
from app.storage.key_file import decode_slots, encode_slots, open_slots, read_slots, write_slots
from app.storage.keys import PassphraseSlot, RecoverySlot, new_raw_key, wrap
from tests.storage.making import CHEAP, PASSPHRASE

FIRST, SECOND = key_file.NAMES


@pytest.fixture
def slot() -> PassphraseSlot:
    return wrap(new_raw_key(), PASSPHRASE, CHEAP)


@pytest.mark.parametrize(
    "damage", [b"", b"{}", b"\x00" * 500, b'{"format":1,"slots":[],"sha256":""}', b"[" * 9000]
)
@pytest.mark.parametrize("name", key_file.NAMES)
def test_one_damaged_copy_is_mended_from_the_other(
    tmp_path: Path, slot: PassphraseSlot, name: str, damage: bytes
) -> None:
    write_slots(tmp_path, [slot])
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(damage)
    assert read_slots(tmp_path) == [slot]
    assert (tmp_path / name).read_bytes() == whole


@pytest.mark.parametrize("place", range(0, 400, 37))
def test_one_flipped_bit_is_noticed(tmp_path: Path, slot: PassphraseSlot, place: int) -> None:
    content = bytearray(encode_slots([slot]))
    content[place % len(content)] ^= 1
    assert decode_slots(bytes(content)) in (None, [slot])
    write_slots(tmp_path, [slot])
    (tmp_path / FIRST).write_bytes(content)
    assert read_slots(tmp_path) == [slot]


def test_two_damaged_copies_are_told(tmp_path: Path, slot: PassphraseSlot) -> None:
    write_slots(tmp_path, [slot])
    for name in key_file.NAMES:
        (tmp_path / name).write_bytes(b"{")
    with pytest.raises(KeySlotsDamagedError):
        read_slots(tmp_path)


def test_a_missing_or_piped_first_copy_does_not_hang(tmp_path: Path, slot: PassphraseSlot) -> None:
    write_slots(tmp_path, [slot])
    (tmp_path / FIRST).unlink()
    os.mkfifo(tmp_path / FIRST)
    assert read_slots(tmp_path) == [slot]


def test_a_slot_that_asks_for_64_gib_is_damage(tmp_path: Path, slot: PassphraseSlot) -> None:
    greedy = msgspec.structs.replace(slot, memory=64 << 30)
    assert decode_slots(encode_slots([greedy])) is None
    write_slots(tmp_path, [slot])
    (tmp_path / FIRST).write_bytes(encode_slots([greedy]))
    assert read_slots(tmp_path) == [slot]


def test_an_old_passphrase_in_a_stale_copy_is_overwritten(tmp_path: Path) -> None:
    raw = new_raw_key()
    write_slots(tmp_path, [wrap(raw, "old", CHEAP)])
    stale = (tmp_path / SECOND).read_bytes()
    write_slots(tmp_path, [wrap(raw, "new", CHEAP)])
    (tmp_path / SECOND).write_bytes(stale)
    assert open_slots(read_slots(tmp_path), "new") == raw
    assert (tmp_path / SECOND).read_bytes() != stale
    with pytest.raises(WrongPassphraseError):
        open_slots(read_slots(tmp_path), "old")


def test_a_recovery_slot_is_kept_and_opens_with_no_passphrase(tmp_path: Path) -> None:
    recovery = RecoverySlot("age1somebody", b"wrapped elsewhere")
    write_slots(tmp_path, [recovery])
    assert read_slots(tmp_path) == [recovery]
    with pytest.raises(WrongPassphraseError):
        open_slots(read_slots(tmp_path), PASSPHRASE)


def test_the_files_are_private(tmp_path: Path, slot: PassphraseSlot) -> None:
    write_slots(tmp_path, [slot])
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in key_file.NAMES} == {0o600}
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(key_file.NAMES)
