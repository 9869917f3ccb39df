"""Messages between the program and its child process: what was packed comes out, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pictures.messages import MalformedMessageError, packed, unpacked


@given(st.dictionaries(st.text(max_size=8).filter(lambda key: key != "sizes"), st.integers(), max_size=3),
       st.lists(st.binary(max_size=40), max_size=4))  # fmt: skip
def test_what_was_packed_comes_out(head: dict[str, int], blobs: list[bytes]) -> None:
    assert unpacked(packed(head, blobs)) == (head, blobs)


@given(st.binary(max_size=80))
def test_foreign_bytes_are_no_message(content: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        unpacked(content)


@pytest.mark.parametrize(
    "message",
    [
        packed({}, [b"abc"]) + b"d",
        packed({}, [b"abc"])[:-1],
        b'{"sizes": [-1, 4]}\nabc',
        b'{"sizes": [true]}\na',
        b'{"sizes": 3}\nabc',
        b'{"other": []}\n',
        b"[]\n",
        b'{"sizes": []}',
    ],
)
def test_sizes_must_fit_exactly(message: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        unpacked(message)
