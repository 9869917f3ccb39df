"""Keys: names that programs and people give them."""

import base64
import hashlib

import pytest

from app.assets import resource
from app.sync.keys import MalformedKeyError, NodeKeys, fingerprint, node_id, same_fingerprint
from tests.sync.scene import EAST, HQ


def test_node_id_is_the_first_fifteen_bytes_of_the_digest() -> None:
    key = bytes(range(32))
    expected = base64.b32encode(hashlib.sha256(key).digest()[:15]).decode().lower()
    assert node_id(key) == expected
    assert len(expected) == 24


def test_fingerprint_is_sixty_six_bits_in_words() -> None:
    words = resource("words", "english.txt").read_text().split()
    assert (len(words), len(set(words))) == (2048, 2048)
    assert hashlib.sha256("\n".join(words).encode() + b"\n").hexdigest().startswith("2f5eed53a4727b4b")
    bits = "".join(f"{byte:08b}" for byte in hashlib.sha256(HQ.public_key).digest())
    expected = [words[int(bits[start : start + 11], 2)] for start in range(0, 66, 11)]
    assert fingerprint(HQ.public_key).split() == expected


def test_fingerprints_are_compared_as_people_say_them() -> None:
    words = HQ.fingerprint
    for said in (words.upper(), words.replace(" ", "-"), f"  {words.title()} ", words.replace(" ", "")):
        assert same_fingerprint(words, said)
    for other in ("", words.rsplit(" ", 1)[0], EAST.fingerprint):
        assert not same_fingerprint(words, other)
    assert not same_fingerprint("", "")


def test_generated_keys_differ_and_hide_their_secrets() -> None:
    one, other = NodeKeys.generate(), NodeKeys.generate()
    assert one.node != other.node
    assert one.recipient.startswith("age1")
    assert one.identity not in repr(one)
    assert NodeKeys(one.seed, one.identity) == one


def test_malformed_keys_are_refused() -> None:
    with pytest.raises(MalformedKeyError):
        NodeKeys(b"short", HQ.identity)
    with pytest.raises(MalformedKeyError):
        NodeKeys(HQ.seed, "AGE-SECRET-KEY-1")
