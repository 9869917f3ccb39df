"""Signatures in OpenSSH's SSHSIG form, Ed25519 and SHA-512 only: `ssh-keygen -Y verify` can check them."""

import base64
import binascii
import hashlib
import struct
from typing import Final

from nacl.exceptions import BadSignatureError as _NaclBadSignatureError
from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from app.sync.errors import BadSignatureError

NAMESPACE_BUNDLE: Final = "bundle@liaison-logbook"
NAMESPACE_CHANGESET: Final = "changeset@liaison-logbook"
NAMESPACE_ROSTER: Final = "roster@liaison-logbook"
NAMESPACE_REQUEST: Final = "request@liaison-logbook"

MAX_ARMORED: Final = 1024
"""Most bytes of an armored signature; real ones take about 310."""

_MAGIC: Final = b"SSHSIG"
_HASH: Final = b"sha512"
_KEY_TYPE: Final = b"ssh-ed25519"
_BEGIN: Final = b"-----BEGIN SSH SIGNATURE-----\n"
_END: Final = b"-----END SSH SIGNATURE-----\n"
_WIDTH: Final = 70


def sign(message: bytes, *, namespace: str, key: SigningKey) -> bytes:
    """Return the armored signature of the message."""
    signature = key.sign(_signed_data(hashlib.sha512(message).digest(), namespace)).signature
    return _armor(_blob(bytes(key.verify_key), namespace, signature))


def verify(message: bytes, armored: bytes, *, namespace: str) -> bytes:
    """Return the raw public key that signed the message; raise BadSignatureError.

    The caller compares the key with the one it expects: a key means nothing before that.
    """
    return verify_digest(hashlib.sha512(message).digest(), armored, namespace=namespace)


def verify_digest(digest: bytes, armored: bytes, *, namespace: str) -> bytes:
    """Do as `verify` with a message of which only the SHA-512 is at hand."""
    key, signature = _parse(armored, namespace)
    try:
        VerifyKey(key).verify(_signed_data(digest, namespace), signature)
    except (_NaclBadSignatureError, CryptoError, ValueError) as error:
        raise BadSignatureError("the signature does not fit the bytes") from error
    return key


def public_key_line(key: bytes) -> str:
    """Return a raw public key as OpenSSH writes it, `ssh-ed25519 AAAA…`, without a comment."""
    return "ssh-ed25519 " + base64.b64encode(_public_key_blob(key)).decode("ascii")


def parse_public_key_line(line: str) -> bytes:
    """Return the raw 32 bytes of a key line; raise ValueError unless it is exactly as we would write it."""
    try:
        blob = base64.b64decode(line.removeprefix("ssh-ed25519 "), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not an OpenSSH key line") from error
    key = blob[-32:]
    if len(key) != 32 or public_key_line(key) != line:
        raise ValueError("not an Ed25519 key line")
    return key


def _string(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


def _public_key_blob(key: bytes) -> bytes:
    return _string(_KEY_TYPE) + _string(key)


def _signed_data(digest: bytes, namespace: str) -> bytes:
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def _blob(key: bytes, namespace: str, signature: bytes) -> bytes:
    head = _MAGIC + struct.pack(">I", 1) + _string(_public_key_blob(key))
    tail = _string(namespace.encode()) + _string(b"") + _string(_HASH)
    return head + tail + _string(_string(_KEY_TYPE) + _string(signature))


def _armor(blob: bytes) -> bytes:
    text = base64.b64encode(blob)
    lines = [text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH)]
    return _BEGIN + b"\n".join(lines) + b"\n" + _END


def _parse(armored: bytes, namespace: str) -> tuple[bytes, bytes]:
    """Return key and signature of an armored text that is exactly what we would have written for them."""
    if len(armored) > MAX_ARMORED or not (armored.startswith(_BEGIN) and armored.endswith(_END)):
        raise BadSignatureError("not an armored SSH signature")
    text = armored[len(_BEGIN) : -len(_END)].replace(b"\n", b"")
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSignatureError("the armor does not hold base64") from error
    # For one namespace everything around key and signature is fixed; so take both from their places, write
    # the whole again, and compare. What differs in any byte is not this form.
    key = blob[33:65]
    signature = blob[-64:]
    if len(key) != 32 or _armor(_blob(key, namespace, signature)) != armored:
        raise BadSignatureError("not an Ed25519, SHA-512 signature for this purpose")
    return key, signature
