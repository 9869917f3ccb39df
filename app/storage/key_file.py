"""The key file `keys.json` and its second copy, `keys.copy.json`: read whichever is whole, replaced one
after the other.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from app.storage.errors import KeySlotsDamagedError, WrongPassphraseError
from app.storage.files import UNREADABLE, read_small
from app.storage.keys import PassphraseSlot, RecoverySlot, is_sound, unwrap
from app.storage.parts import replace_atomically

NAMES = ("keys.json", "keys.copy.json")
_LIMIT = 256 * 1024
"""Most bytes of a key file."""
_MOST_SLOTS = 16

Slot = PassphraseSlot | RecoverySlot


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slots: list[Slot]
    sha256: str
    format: int = 1


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(_File)


def write_slots(folder: Path, slots: list[Slot]) -> None:
    """Replace both copies, each whole, the first one first."""
    content = encode_slots(slots)
    for name in NAMES:
        replace_atomically(folder / name, content)


def replace_slots(folder: Path, slots: list[Slot], passphrase: str, raw: bytes) -> None:
    """Replace both copies; the second keeps its old slots until the first, read back, gives the key to the passphrase.

    Raises `KeySlotsDamagedError` where it does not; the first copy is then put back from the second.
    """
    content = encode_slots(slots)
    first, second = (folder / name for name in NAMES)
    before = read_slots(folder)
    replace_atomically(first, content)
    written = decode_slots(read_small(first, _LIMIT) or b"")
    if written is None or _key_of(written, passphrase) != raw:
        replace_atomically(first, encode_slots(before))
        raise KeySlotsDamagedError("The new key file does not open the logbook.")
    replace_atomically(second, content)


def encode_slots(slots: list[Slot]) -> bytes:
    """Return the bytes of a key file."""
    return _encoder.encode(_File(slots=slots, sha256=_digest(slots)))


def read_slots(folder: Path) -> list[Slot]:
    """Return the slots of the first copy that is whole, and mend the other; raises `KeySlotsDamagedError`."""
    copies = [read_small(folder / name, _LIMIT) for name in NAMES]
    for content in copies:
        slots = None if content is None else decode_slots(content)
        if slots is not None:
            if copies != [content, content]:
                _mend(folder, slots)
            return slots
    raise KeySlotsDamagedError("Both copies of the key file are missing or damaged.")


def decode_slots(content: bytes) -> list[Slot] | None:
    """Return the slots in the bytes of a key file, or None unless they are whole and within the limits."""
    try:
        file = _decoder.decode(content)
        same = file.sha256 == _digest(file.slots)
    except UNREADABLE:
        return None
    whole = file.format == 1 and 0 < len(file.slots) <= _MOST_SLOTS and same
    sound = all(is_sound(slot) for slot in file.slots if isinstance(slot, PassphraseSlot))
    return file.slots if whole and sound else None


def open_slots(slots: list[Slot], passphrase: str) -> bytes:
    """Return the raw key that a passphrase opens; raises `WrongPassphraseError`."""
    for slot in slots:
        if isinstance(slot, PassphraseSlot):
            try:
                return unwrap(slot, passphrase)
            except WrongPassphraseError:
                continue
    raise WrongPassphraseError


def _key_of(slots: list[Slot], passphrase: str) -> bytes | None:
    try:
        return open_slots(slots, passphrase)
    except WrongPassphraseError:
        return None


def _mend(folder: Path, slots: list[Slot]) -> None:
    """Write both copies again; on a write-protected disk the damage stays, and does no harm."""
    try:
        write_slots(folder, slots)
    except OSError:
        return


def _digest(slots: list[Slot]) -> str:
    return hashlib.sha256(_encoder.encode(slots)).hexdigest()
