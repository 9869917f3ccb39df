"""Containers with bits flipped, cut off, spliced, or of random bytes: nothing passes."""

import zlib
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.container import _ends_in_zeros
from app.sync.errors import BundleError
from tests.sync.test_container import GOOD, read, refusal


def test_no_flipped_bit_passes() -> None:
    passed = []
    for at, bit in product(range(len(GOOD)), range(8)):
        changed = bytearray(GOOD)
        changed[at] ^= 1 << bit
        try:
            found = read(bytes(changed))
        except BundleError:
            continue
        passed.append((at, bit, found == read(GOOD)))
    # Header fields that stand twice are compared; what passes here is caught by the signed digests.
    assert passed == []


@pytest.mark.parametrize("spare", [0b1000_0000, 0b0001_0000])
def test_bits_behind_the_end_of_a_packed_stream_are_zero(spare: int) -> None:
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(b"a") + packer.flush()
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacker.decompress(packed[:-1])
    assert _ends_in_zeros(unpacker, packed[-1:])
    assert not _ends_in_zeros(unpacker, bytes([packed[-1] | spare]))


@given(st.integers(0, len(GOOD) - 1))
def test_no_truncation_passes(length: int) -> None:
    assert refusal(GOOD[:length]).startswith("refused:")


@given(st.binary(max_size=300), st.booleans())
def test_random_bytes_are_refused(data: bytes, with_start: bool) -> None:
    assert refusal(GOOD[:30] + data if with_start else data).startswith("refused:")


@given(st.data())
def test_spliced_containers_are_refused_or_unchanged(data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(GOOD))), data.draw(st.integers(0, len(GOOD)))))
    changed = GOOD[:start] + data.draw(st.binary(max_size=40)) + GOOD[end:]
    try:
        found = read(changed)
    except BundleError:
        return
    assert found == read(GOOD)
