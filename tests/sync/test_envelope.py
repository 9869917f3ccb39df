"""The envelope: what the gate lets through, and what becomes of damage."""

import io
import os
from collections.abc import Iterator

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync import envelope
from app.sync.errors import BundleError, MalformedError, TooLargeError
from app.sync.keys import MalformedKeyError
from tests.sync.scene import EAST, HQ, WEST

INTRO = b"age-encryption.org/v1\n"
STANZA = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"
MAC = b"--- " + b"C" * 43 + b"\n"
PLAIN = b"PK\x03\x04" + bytes(range(256)) * 1000


def sealed(*recipients: str, plain: bytes = PLAIN) -> bytes:
    target = io.BytesIO()
    envelope.enclose([plain[:100], b"", plain[100:]], target, recipients)
    return target.getvalue()


def opened(data: bytes, *identities: str) -> bytes:
    target = io.BytesIO()
    envelope.pour(io.BytesIO(data), target, identities)
    return target.getvalue()


def test_recipients_open_it_and_others_do_not() -> None:
    data = sealed(HQ.recipient, EAST.recipient)
    assert opened(data, HQ.identity) == opened(data, WEST.identity, EAST.identity) == PLAIN
    for identities in ([WEST.identity], []):
        with pytest.raises(BundleError) as caught:
            opened(data, *identities)
        assert caught.value.code == "refused:cannot-decrypt"


def test_plain_containers_pass_unchanged() -> None:
    assert opened(PLAIN) == PLAIN


@pytest.mark.parametrize(
    "data", [b"", b"P", b"age-encryption", b"%PDF-1.7", b"-----BEGIN AGE ENCRYPTED FILE-----\n"]
)
def test_other_files_are_no_bundles(data: bytes) -> None:
    with pytest.raises(BundleError) as caught:
        opened(data, HQ.identity)
    assert caught.value.code == "refused:not-a-bundle"


DAMAGED = sealed(HQ.recipient)


@given(st.integers(len(INTRO), len(DAMAGED) - 1), st.integers(0, 7))
def test_every_flipped_bit_is_noticed(at: int, bit: int) -> None:
    changed = bytearray(DAMAGED)
    changed[at] ^= 1 << bit
    with pytest.raises(BundleError) as caught:
        opened(bytes(changed), HQ.identity)
    assert caught.value.code in ("refused:malformed", "refused:cannot-decrypt", "refused:too-large")


@given(st.integers(len(INTRO), len(DAMAGED) - 1))
def test_every_truncation_is_noticed(length: int) -> None:
    with pytest.raises(BundleError):
        opened(DAMAGED[:length], HQ.identity)


def test_gate_counts_recipients_and_allows_random_stanzas() -> None:
    grease = b"-> x-grease a b\nQUJD\n"
    assert envelope.check_header(INTRO + STANZA * 3 + grease + MAC) == 3
    assert envelope.check_header(INTRO + STANZA * 64 + MAC) == 64


@pytest.mark.parametrize(
    ("head", "error"),
    [
        (INTRO + STANZA * 65 + MAC, TooLargeError),
        (INTRO + STANZA + b"B" * 64 + b"\n" + (b"B" * 64 + b"\n") * 130 + MAC, TooLargeError),
        (INTRO + b"-> scrypt " + b"A" * 22 + b" 30\n" + b"B" * 43 + b"\n" + MAC, MalformedError),
        (
            INTRO + STANZA + b"-> ssh-ed25519 AAAA " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n" + MAC,
            MalformedError,
        ),
        (INTRO + b"-> piv-p256 abcd\n" + b"B" * 43 + b"\n" + MAC, MalformedError),
        (INTRO + STANZA.replace(b"\n", b"\r\n") + MAC, MalformedError),
        (INTRO + STANZA, MalformedError),
        (INTRO + b"-> x-grease\n\n" + MAC, MalformedError),
        (INTRO + STANZA + b"--- short\n", MalformedError),
        (INTRO + b"\n" + MAC, MalformedError),
    ],
    ids=["65", "8 KiB", "passphrase", "ssh", "plugin", "line ends", "no end", "nobody", "mac", "empty"],
)
def test_gate_refuses_before_the_library_looks(head: bytes, error: type[BundleError]) -> None:
    with pytest.raises(error):
        envelope.check_header(head)


def test_a_header_begins_with_a_recipient() -> None:
    body = b"B" * 43 + b"\n"
    assert envelope.check_header(INTRO + STANZA + MAC) == 1
    with pytest.raises(MalformedError):
        envelope.check_header(INTRO + body + STANZA + MAC)


def test_a_header_that_was_changed_for_the_same_recipient_is_damaged() -> None:
    """The key of the file is found, and the code over the header does not fit: that is no matter of recipients."""
    at = DAMAGED.index(b"\n--- ") + 10
    changed = DAMAGED[:at] + (b"A" if DAMAGED[at : at + 1] != b"A" else b"B") + DAMAGED[at + 1 :]
    with pytest.raises(MalformedError):
        opened(changed, HQ.identity)


def test_passphrase_files_never_reach_the_library() -> None:
    data = pyrage.passphrase.encrypt(PLAIN, "secret")
    with pytest.raises(MalformedError):
        opened(data, HQ.identity)


def test_more_recipients_than_readers_accept_are_not_written() -> None:
    many = [str(pyrage.x25519.Identity.generate().to_public()) for _ in range(envelope.MAX_RECIPIENTS + 2)]
    with pytest.raises(TooLargeError):
        sealed(*many)
    most = sealed(*many[: envelope.MAX_RECIPIENTS + 1])
    assert envelope.check_header(most[: envelope.MAX_HEADER]) == envelope.MAX_RECIPIENTS + 1
    with pytest.raises(MalformedKeyError):
        sealed("age1nobody")


def test_what_goes_wrong_in_making_or_taking_the_bytes_comes_out_as_it_was() -> None:
    def failing() -> Iterator[bytes]:
        yield b"x"
        raise LookupError("the store lost it")

    with pytest.raises(LookupError):
        envelope.enclose(failing(), io.BytesIO(), [HQ.recipient])

    class Full(io.BytesIO):
        def write(self, piece: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        envelope.enclose([PLAIN], Full(), [HQ.recipient])
    with pytest.raises(OSError, match="No space"):
        envelope.pour(io.BytesIO(DAMAGED), Full(), [HQ.identity])

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 100:
                raise OSError(5, os.strerror(5))
            return super().read(size)

    with pytest.raises(OSError, match=os.strerror(5)):
        envelope.pour(Broken(DAMAGED), io.BytesIO(), [HQ.identity])
