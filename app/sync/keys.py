"""A node's keys: Ed25519 to sign, X25519 (age) to receive, and the names that people give them."""

import base64
import hashlib
import re
from functools import cache

import msgspec
import pyrage
from nacl.signing import SigningKey

from app.assets import resource
from app.sync import sshsig

_WORDS_IN_FINGERPRINT = 6
_BITS_PER_WORD = 11


class MalformedKeyError(ValueError):
    """A text or some bytes are no key of the needed kind; the key itself is never shown."""


class NodeKeys(msgspec.Struct, frozen=True):
    """The secret keys of one logbook: `seed`, 32 bytes of Ed25519; `identity`, `AGE-SECRET-KEY-1…`."""

    seed: bytes
    identity: str

    def __post_init__(self) -> None:
        if len(self.seed) != 32:
            raise MalformedKeyError("an Ed25519 seed has 32 bytes")
        parse_identity(self.identity)

    def __repr__(self) -> str:
        """Show who this is, never the secrets."""
        return f"NodeKeys({self.node})"

    @classmethod
    def generate(cls) -> "NodeKeys":
        """Draw fresh keys."""
        return cls(bytes(SigningKey.generate()), str(pyrage.x25519.Identity.generate()))

    @property
    def public_key(self) -> bytes:
        """The raw 32 bytes of the Ed25519 public key."""
        return bytes(SigningKey(self.seed).verify_key)

    @property
    def node(self) -> str:
        """The node id."""
        return node_id(self.public_key)

    @property
    def ssh_public_key(self) -> str:
        """The public key as a roster holds it."""
        return sshsig.public_key_line(self.public_key)

    @property
    def recipient(self) -> str:
        """The `age1…` text that others encrypt to."""
        return str(parse_identity(self.identity).to_public())

    @property
    def fingerprint(self) -> str:
        """The six words that people compare."""
        return fingerprint(self.public_key)

    def sign(self, message: bytes, *, namespace: str) -> bytes:
        """Return the armored signature of a message."""
        return sshsig.sign(message, namespace=namespace, key=SigningKey(self.seed))


def node_id(public_key: bytes) -> str:
    """Return the node id of a raw public key: base32 of the first 15 bytes of its SHA-256, in lower case."""
    return base64.b32encode(hashlib.sha256(public_key).digest()[:15]).decode("ascii").lower()


def fingerprint(public_key: bytes) -> str:
    """Return six words for the first 66 bits of SHA-256 over a raw public key."""
    bits = int.from_bytes(hashlib.sha256(public_key).digest()[:9], "big") >> 6
    indexes = [bits >> _BITS_PER_WORD * place & 2047 for place in reversed(range(_WORDS_IN_FINGERPRINT))]
    return " ".join(_words()[index] for index in indexes)


def same_fingerprint(one: str, other: str) -> bool:
    """Tell whether two spoken or typed fingerprints are the same words, whatever the case and separators."""
    letters = _letters(one)
    return letters != "" and letters == _letters(other)


def parse_identity(text: str) -> pyrage.x25519.Identity:
    """Return the age identity of its text; raise MalformedKeyError."""
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise MalformedKeyError("not an age identity") from error


def parse_recipient(text: str) -> pyrage.x25519.Recipient:
    """Return the age recipient of its text; raise MalformedKeyError."""
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise MalformedKeyError("not an age recipient") from error


def _letters(text: str) -> str:
    """Return the letters alone: people add, lose and swap spaces and hyphens."""
    return "".join(re.findall(r"[a-z]", text.casefold()))


@cache
def _words() -> tuple[str, ...]:
    return tuple(resource("words", "english.txt").read_text("ascii").split())
