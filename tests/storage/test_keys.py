"""Passphrases open their own slot and nothing else, however their accents were typed."""

import unicodedata

import msgspec
import pytest

from app.storage.errors import PassphraseRefusedError, WrongPassphraseError
from app.storage.keys import DEFAULT, MAX_MEMORY, MAX_PASSES, derived_key, is_sound, new_raw_key, unwrap, wrap
from tests.storage.making import CHEAP, PASSPHRASE


def test_the_passphrase_gives_the_key_back() -> None:
    raw = new_raw_key()
    assert unwrap(wrap(raw, PASSPHRASE, CHEAP), PASSPHRASE) == raw


def test_decomposed_accents_open_what_composed_ones_made() -> None:
    raw = new_raw_key()
    slot = wrap(raw, unicodedata.normalize("NFC", "Zoé à la plage"), CHEAP)
    assert unwrap(slot, unicodedata.normalize("NFD", "Zoé à la plage")) == raw


@pytest.mark.parametrize("wrong", ["", "x", PASSPHRASE + " ", PASSPHRASE.upper(), "a" * 10_000_000, "\ud800"])
def test_another_passphrase_is_told_in_constant_words(wrong: str) -> None:
    slot = wrap(new_raw_key(), PASSPHRASE, CHEAP)
    with pytest.raises(WrongPassphraseError) as told:
        unwrap(slot, wrong)
    assert str(told.value) == "The passphrase does not open this logbook."


@pytest.mark.parametrize("refused", ["", "a" * 1025, "é" * 600, "a" * 10_000_000])
def test_an_empty_or_endless_new_passphrase_is_refused(refused: str) -> None:
    with pytest.raises(PassphraseRefusedError):
        wrap(new_raw_key(), refused, CHEAP)


@pytest.mark.parametrize("part", ["salt", "nonce", "wrapped"])
def test_a_changed_slot_does_not_open(part: str) -> None:
    slot = wrap(new_raw_key(), PASSPHRASE, CHEAP)
    value = getattr(slot, part)
    changed = msgspec.structs.replace(slot, **{part: bytes([value[0] ^ 1]) + value[1:]})
    with pytest.raises(WrongPassphraseError):
        unwrap(changed, PASSPHRASE)


def test_the_cost_is_what_rfc_9106_recommends_second() -> None:
    assert (DEFAULT.passes, DEFAULT.memory) == (3, 64 * 1024 * 1024)


def test_a_slot_that_asks_for_more_than_the_limits_is_not_sound() -> None:
    slot = wrap(new_raw_key(), PASSPHRASE, CHEAP)
    assert is_sound(slot)
    assert is_sound(msgspec.structs.replace(slot, passes=MAX_PASSES, memory=MAX_MEMORY))
    assert not is_sound(msgspec.structs.replace(slot, passes=MAX_PASSES + 1))
    assert not is_sound(msgspec.structs.replace(slot, memory=MAX_MEMORY + 1))
    assert not is_sound(msgspec.structs.replace(slot, memory=64 << 30))
    assert not is_sound(msgspec.structs.replace(slot, salt=b"short"))


def test_every_purpose_has_its_own_key() -> None:
    raw = new_raw_key()
    made = {derived_key(raw, purpose) for purpose in ("records", "attachments", "anchor")}
    assert len(made | {raw}) == 4
    assert derived_key(raw, "records") == derived_key(raw, "records")
