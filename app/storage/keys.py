"""Keys: a random raw key per logbook, and the slots in which a passphrase wraps it.

Passphrase to key: argon2id with the second option that RFC 9106 recommends (t=3, 64 MiB; libsodium always
uses one lane). Wrapping: XChaCha20-Poly1305. Every slot stores its own cost, capped when it is read.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Literal

import msgspec
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_pwhash_alg,
    crypto_pwhash_ALG_ARGON2ID13,
)
from nacl.exceptions import CryptoError
from nacl.utils import random

from app.storage.errors import PassphraseRefusedError, WrongPassphraseError

KEY_BYTES = 32
PASSPHRASE_LIMIT = 1024
"""Most UTF-8 bytes of a passphrase."""
MAX_PASSES, MAX_MEMORY = 20, 1 << 30
"""Highest cost that a slot may ask for: passes, and bytes of memory."""
_SALT_BYTES, _NONCE_BYTES = 16, 24
_CONTEXT = b"liaison-logbook key slot 1"


class PassphraseCost(msgspec.Struct, frozen=True):
    """What trying one passphrase costs: passes over memory, and bytes of memory."""

    passes: int = 3
    memory: int = 64 << 20


DEFAULT = PassphraseCost()


class PassphraseSlot(msgspec.Struct, frozen=True, tag="passphrase", forbid_unknown_fields=True):
    """The raw key wrapped by a passphrase."""

    passes: int
    memory: int
    salt: bytes
    nonce: bytes
    wrapped: bytes
    kdf: Literal["argon2id"] = "argon2id"


class RecoverySlot(msgspec.Struct, frozen=True, tag="recovery", forbid_unknown_fields=True):
    """The raw key encrypted to somebody who can give it back; what wrapped it knows how to open it."""

    recipient: str
    wrapped: bytes


def new_raw_key() -> bytes:
    """Return 32 random bytes."""
    return random(KEY_BYTES)


def derived_key(raw: bytes, purpose: str) -> bytes:
    """Return the 32-byte key of one purpose (such as `attachments`) that a raw key stands for."""
    return hashlib.blake2b(b"liaison-logbook " + purpose.encode(), key=raw, digest_size=KEY_BYTES).digest()


def wrap(raw: bytes, passphrase: str, cost: PassphraseCost = DEFAULT) -> PassphraseSlot:
    """Wrap a raw key; raises `PassphraseRefusedError` for an empty or endless passphrase."""
    secret = _bytes_of(passphrase)
    if secret is None:
        raise PassphraseRefusedError(f"A passphrase has 1 to {PASSPHRASE_LIMIT} bytes.")
    salt, nonce = random(_SALT_BYTES), random(_NONCE_BYTES)
    key = _stretched(secret, salt, cost.passes, cost.memory)
    wrapped = crypto_aead_xchacha20poly1305_ietf_encrypt(raw, _CONTEXT, nonce, key)
    return PassphraseSlot(passes=cost.passes, memory=cost.memory, salt=salt, nonce=nonce, wrapped=wrapped)


def unwrap(slot: PassphraseSlot, passphrase: str) -> bytes:
    """Return the raw key of a slot; raises `WrongPassphraseError` whatever it is that does not fit."""
    secret = _bytes_of(passphrase)
    if secret is None:
        raise WrongPassphraseError
    key = _stretched(secret, slot.salt, slot.passes, slot.memory)
    try:
        raw: bytes = crypto_aead_xchacha20poly1305_ietf_decrypt(slot.wrapped, _CONTEXT, slot.nonce, key)
    except CryptoError:
        raise WrongPassphraseError from None
    return raw


def is_sound(slot: PassphraseSlot) -> bool:
    """Tell whether the sizes and the cost of a slot are within the limits."""
    sizes = (len(slot.salt), len(slot.nonce), len(slot.wrapped)) == (
        _SALT_BYTES,
        _NONCE_BYTES,
        KEY_BYTES + 16,
    )
    return sizes and 1 <= slot.passes <= MAX_PASSES and 8192 <= slot.memory <= MAX_MEMORY


def _bytes_of(passphrase: str) -> bytes | None:
    """Return the bytes of a passphrase however its accents were typed, or None where it is refused."""
    if len(passphrase) > PASSPHRASE_LIMIT:
        return None
    try:
        secret = unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError:
        return None
    return secret if 0 < len(secret) <= PASSPHRASE_LIMIT else None


def _stretched(secret: bytes, salt: bytes, passes: int, memory: int) -> bytes:
    key: bytes = crypto_pwhash_alg(KEY_BYTES, secret, salt, passes, memory, crypto_pwhash_ALG_ARGON2ID13)
    return key
