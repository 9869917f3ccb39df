"""Enrolment requests: one signed file, and nothing near it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.scopes import Level
from app.sync.errors import BundleError
from app.sync.requests import read_request, write_request
from tests.sync.scene import NOW, STRANGER, UNIT

DATA = write_request(STRANGER, unit_name="IndBatt 1", level=Level.UNIT, officer="Capt R. Rao", created_at=NOW)


def test_request_says_who_asks() -> None:
    request = read_request(DATA)
    assert (request.node, request.fingerprint) == (STRANGER.node, STRANGER.fingerprint)
    assert (request.recipient, request.level, request.unit_name) == (
        STRANGER.recipient,
        Level.UNIT,
        "IndBatt 1",
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"officer": "Capt X. Other"}, "refused:bad-signature"),
        ({"public_key": UNIT.ssh_public_key}, "refused:bad-signature"),
        ({"recipient": UNIT.recipient}, "refused:bad-signature"),
        ({"signature": None}, "refused:bad-signature"),
        ({"signature": "x"}, "refused:bad-signature"),
        ({"signature": "é"}, "refused:bad-signature"),
        ({"format": 3}, "held:newer-schema"),
        ({"format": 1}, "refused:malformed"),
        ({"format": True}, "refused:malformed"),
        ({"level": "corps"}, "refused:malformed"),
        ({"unit_name": ""}, "refused:malformed"),
        ({"recipient": "age1"}, "refused:malformed"),
        ({"public_key": "ssh-rsa AAAA"}, "refused:malformed"),
        ({"created_at": "today"}, "refused:malformed"),
        ({"more": 1}, "refused:malformed"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_changed_requests_are_refused(change: dict[str, Any], code: str) -> None:
    body = {**canonical.decode(DATA), **change}
    with pytest.raises(BundleError) as caught:
        read_request(canonical.encode({key: value for key, value in body.items() if value is not None}))
    assert caught.value.code == code


@given(st.integers(0, len(DATA) - 1), st.integers(0, 255))
def test_no_changed_byte_passes(at: int, byte: int) -> None:
    changed = DATA[:at] + bytes([byte]) + DATA[at + 1 :]
    if changed != DATA:
        with pytest.raises(BundleError):
            read_request(changed)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"x" * 20_000, b'{"format":1}', b'{"format":2}', b"[" * 10_000]
)
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(BundleError):
        read_request(data)
