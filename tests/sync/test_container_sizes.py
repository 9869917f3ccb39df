"""Sizes of a container: every limit has both sides, and holds before anything is unpacked or allocated."""

import struct
import zlib

import pytest

from app.sync import members
from app.sync.container import ContainerReader
from app.sync.container_writing import ContainerWriter
from app.sync.errors import MalformedError, TooLargeError
from tests.sync.test_container import (
    ATTACHMENT,
    CHANGESET,
    GOOD,
    HEAD,
    ROSTER,
    START,
    Collector,
    read,
    refusal,
)


def _header(name: str, method: int, packed: int, size: int, checksum: int = 0) -> bytes:
    fields = (20, 0, method, 0, 33, checksum, packed, size, len(name), 0)
    return struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", *fields) + name.encode()


@pytest.mark.parametrize(
    ("name", "packed", "size"),
    [
        (ATTACHMENT, members.MAX_ATTACHMENT + 1, members.MAX_ATTACHMENT + 1),
        (CHANGESET, members.MAX_CHANGESET + 1, members.MAX_CHANGESET + 1),
        (CHANGESET + ".sig", 1025, 1025),
        (ROSTER, members.MAX_ROSTER + 1, members.MAX_ROSTER + 1),
    ],
    ids=["attachment", "changeset", "signature", "roster"],
)
def test_sizes_are_refused_at_the_header(name: str, packed: int, size: int) -> None:
    assert refusal(START + _header(name, 0, packed, size)) == "refused:too-large"


def test_bombs_are_refused_at_the_header() -> None:
    assert refusal(START + _header(CHANGESET, 8, 100, 20_001)) == "refused:too-large"


def test_content_that_unpacks_to_another_size_is_refused() -> None:
    at = GOOD.index(CHANGESET.encode()) - 30
    central = GOOD.rindex(CHANGESET.encode()) - 46
    size = struct.unpack_from("<I", GOOD, at + 22)[0]
    for change in (-1, 1):
        changed = bytearray(GOOD)
        struct.pack_into("<I", changed, at + 22, size + change)
        struct.pack_into("<I", changed, central + 24, size + change)
        assert refusal(bytes(changed)) == "refused:malformed"


def test_packed_content_ends_where_it_is_said_to_end() -> None:
    content = b"line\n" * 40
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    for body in (packed + b"x", packed[:-1], packed[:-1] + b"\xff", b"\xff" * len(packed)):
        header = _header(CHANGESET, 8, len(body), len(content), zlib.crc32(content))
        with pytest.raises(MalformedError, match=CHANGESET):
            ContainerReader(Collector()).write(START + header + body)


def test_content_that_unpacks_to_more_is_refused_before_more_is_handed_on() -> None:
    """A member is believed to be as large as it says, not as large as it turns out to be."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(8 * 2**20)) + packer.flush()
    collector = Collector()
    with pytest.raises(MalformedError, match="larger than declared"):
        ContainerReader(collector).write(START + _header(CHANGESET, 8, len(packed), 1000) + packed)
    assert len(collector.found[CHANGESET]) <= 2**20


@pytest.mark.parametrize(("limit", "passes"), [(len(GOOD), True), (100, False)], ids=["within", "beyond"])
def test_all_together_are_limited(limit: int, passes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MAX_TOTAL", limit)
    if passes:
        assert read(GOOD)
    else:
        assert refusal(GOOD) == "refused:too-large"


def test_what_is_unpacked_and_what_is_packed_are_both_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Much that packs to little counts by its size; much that stands before counts by the bytes of the file."""
    monkeypatch.setattr(members, "MAX_TOTAL", 10_000)
    assert refusal(START + _header(CHANGESET, 8, 100, 10_000)) == "refused:too-large"
    monkeypatch.setattr(members, "MAX_TOTAL", len(START) + 200)
    assert refusal(START + _header(ATTACHMENT, 0, 100, 100)) == "refused:too-large"
    assert refusal(START + _header(ATTACHMENT, 0, 10, 10)) == "refused:malformed"


def test_too_many_members_are_refused() -> None:
    writer = ContainerWriter()
    pieces = [piece for name, content in HEAD for piece in writer.member(name, content, deflate=False)]
    for number in range(members.MAX_MEMBERS - len(HEAD)):
        pieces += writer.member(f"attachments/{number:064x}", b"", deflate=False)
    with pytest.raises(TooLargeError):
        list(writer.member(ATTACHMENT, b"", deflate=False))
    full = b"".join([*pieces, *writer.end()])
    assert len(read(full)) == members.MAX_MEMBERS
    start = full[: full.index(b"PK\x01\x02")]
    assert refusal(start + _header(ATTACHMENT, 0, 0, 0)) == "refused:too-large"
