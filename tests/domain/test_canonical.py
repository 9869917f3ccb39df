"""Canonical JSON: one byte form, and refusal of every other."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.canonical import NotCanonicalError, decode, encode

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
KEYS = st.text("abcdefghijklmnop_0123456789", max_size=8)
INTEGERS = st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def is_sound(value: Any) -> bool:
    try:
        canonical.check_value(value)
    except NotCanonicalError:
        return False
    return True


@given(VALUES)
def test_what_is_written_is_read_back_and_is_plain_sorted_json(value: Any) -> None:
    if not is_sound(value):
        with pytest.raises(NotCanonicalError):
            encode(value)
        return
    data = encode(value)
    assert decode(data) == value
    assert data == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@given(VALUES)
def test_what_is_written_is_byte_for_byte_what_the_library_for_rfc_8785_writes(value: Any) -> None:
    if is_sound(value):
        assert encode(value) == rfc8785.dumps(value)


@given(VALUES, st.data())
def test_no_other_bytes_read_as_the_same_value(value: Any, data: st.DataObject) -> None:
    if not is_sound(value):
        return
    good = encode(value)
    at = data.draw(st.integers(0, len(good) - 1))
    changed = good[:at] + bytes([data.draw(st.integers(0, 255))]) + good[at + 1 :]
    try:
        read = decode(changed)
    except NotCanonicalError:
        return
    assert encode(read) == changed


OTHER_BYTES = [
    b"",
    b" 1",
    b"1\n",
    b"1.0",
    b"1e3",
    b"-0",
    b"NaN",
    b"01",
    b"9007199254740992",
    b"-9007199254740992",
    b"18446744073709551616",
    b'{"b":1,"a":2}',
    b'{"a":1,"a":1}',
    b'{"a":1,}',
    b'{"a": 1}',
    '{"é":1}'.encode(),
    '{"a":{"é":1}}'.encode(),
    b'"\\u0041"',
    b'"\\u0000"',
    b'"\\b"',
    b'"\\r"',
    b'"a\\/b"',
    b'"\\\\\\u0007"',
    b'"\x01"',
    b'"\xc2\x80"',
    b'"\\ud800"',
    b'"\xed\xa0\x80"',
    b'"\xff"',
    '"e\u0301"'.encode(),
    b"\xef\xbb\xbf1",
    b"[" * 33 + b"]" * 33,
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'["' + b"[" * 40,
]


@pytest.mark.parametrize("data", OTHER_BYTES, ids=map(str, range(len(OTHER_BYTES))))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        decode(data)


OTHER_VALUES = [
    1.5,
    float("nan"),
    {1: 2},
    {"é": 1},
    "\ud800",
    "e\u0301",
    "\x00",
    b"x",
    2**53,
    {"a": {"b": [1.0]}},
]


@pytest.mark.parametrize("value", OTHER_VALUES, ids=map(str, range(len(OTHER_VALUES))))
def test_other_values_are_not_written(value: Any) -> None:
    with pytest.raises(NotCanonicalError):
        encode(value)


UNUSUAL = [
    "\n\t",
    "\\u0007 is a text",
    '"\\',
    "\x7f",
    "\n\u0303",
    {"a": "[" * 100},
    [[[[[[1]]]]]],
    2**53 - 1,
    "naïve",
]


@pytest.mark.parametrize("value", UNUSUAL, ids=map(str, range(len(UNUSUAL))))
def test_unusual_but_sound_values_pass(value: Any) -> None:
    assert decode(encode(value)) == value


def test_depth_is_allowed_up_to_the_limit() -> None:
    assert decode(b"[" * 32 + b"]" * 32)


def test_all_levels_are_looked_at() -> None:
    for holder in ([1.5], {"a": 1.5}, (2**53,), {"é": 1}, ["e\u0301"]):
        for depth in range(31):
            value: Any = holder
            for level in range(depth):
                value = [0, value] if level % 2 else {"a": "x", "b": value}
            with pytest.raises(NotCanonicalError):
                encode(value)


@given(VALUES)
def test_decoded_text_is_composed_where_its_bytes_are(value: Any) -> None:
    data = canonical.encode_unchecked(value)
    if canonical.text_may_compose(data) is None:
        return
    try:
        canonical.composing_in([value])
    except NotCanonicalError:
        assert not canonical.values_are_plain(data)
    else:
        assert canonical.values_are_plain(data)


@pytest.mark.parametrize("text", ['"e\u0301"', '"\u0080"', '"\\u0041"', '"\\\\\\r"', '"n\\ne\u0301"'])
def test_text_that_is_not_plain_is_known_by_its_bytes(text: str) -> None:
    assert not canonical.values_are_plain(text.encode())
