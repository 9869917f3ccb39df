"""Canonical JSON: the one byte form of every signed text, an RFC 8785 subset without fractional numbers.

The reader decodes, encodes again and compares: duplicate keys, odd escapes, spaces, `-0` and `NaN` die there.
What a comparison cannot see (floats, large integers, control characters, denormal text) is checked beside it.
"""

import re
import unicodedata
from typing import Annotated, Any, Final, Union

import msgspec

MAX_INTEGER: Final = 2**53 - 1
"""Greatest magnitude of an integer: beyond it, readers that use IEEE doubles would disagree."""
MAX_DEPTH: Final = 32
"""Deepest nesting of arrays and objects."""

_FORBIDDEN_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x80-\x9f]")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_BYTES_BELOW_U0300: Final = bytes(range(0xCC))
_FORBIDDEN_ESCAPES: Final = (b"\\u", b"\\b", b"\\f", b"\\r")

_Integer = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
_SHALLOW_LEVELS: Final = 4
_Value: Any = Union[str, _Integer, bool, None]  # noqa: UP007 - built up level by level below
for _ in range(_SHALLOW_LEVELS):
    _Value = Union[str, _Integer, bool, None, list[_Value], dict[str, _Value]]  # noqa: UP007

ShallowValue: Any = _Value
"""A decoder type for values nested at most four deep, without floats or large integers: checked in C."""

_shallow = msgspec.json.Decoder(ShallowValue)
_encoder = msgspec.json.Encoder(order="sorted")


class NotCanonicalError(ValueError):
    """The bytes are not canonical JSON; the text says what is wrong, never what the value was."""


def encode(value: Any) -> bytes:
    """Return the canonical bytes of plain data; raise NotCanonicalError for what a reader would refuse."""
    check_value(value)
    return _encoder.encode(value)


def decode(data: bytes) -> Any:
    """Return the value of canonical bytes; raise NotCanonicalError for any other bytes."""
    if text_is_plain(data):
        try:
            value = _shallow.decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            value = _decode_any(data)
    else:
        value = _decode_any(data)
        check_value(value)
    if _encoder.encode(value) != data:
        raise NotCanonicalError("not in canonical form: keys, spaces, escapes or numbers differ")
    return value


def encode_unchecked(value: Any) -> bytes:
    """Return the bytes of a value that is known to be sound, or is only encoded to be compared."""
    return _encoder.encode(value)


def text_is_plain(data: bytes) -> bool:
    """Tell, quickly, that no key or text in these JSON bytes can be unsound; false means: look closely."""
    if not data.isascii():
        return False
    return b"\\" not in data or escapes_are_plain(data)


def escapes_are_plain(data: bytes) -> bool:
    """Tell that the only escapes in these JSON bytes are newline, tab, quote and backslash."""
    without_pairs = data.replace(b"\\\\", b"")
    return not any(escape in without_pairs for escape in _FORBIDDEN_ESCAPES)


def values_are_plain(data: bytes) -> bool:
    """Tell that JSON bytes, if valid UTF-8, hold only NFC text without control characters; not what keys do."""
    if data.isascii():
        return text_is_plain(data)
    if _C1.search(data) or not escapes_are_plain(data):
        return False
    # Below U+0300 every character is NFC by itself: most accented text needs no slow look.
    if not data.translate(None, _BYTES_BELOW_U0300):
        return True
    try:
        return unicodedata.is_normalized("NFC", data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def check_value(value: Any) -> None:
    """Raise NotCanonicalError unless every part of a decoded value is allowed; bounded in depth."""
    _check(value, MAX_DEPTH)


def check_text(text: str) -> None:
    """Raise NotCanonicalError unless the text is NFC, encodable, and without controls but newline and tab."""
    if _FORBIDDEN_IN_TEXT.search(text):
        raise NotCanonicalError("a control character in a text")
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonicalError("a text is not in NFC")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonicalError("a lone surrogate in a text") from error


def _decode_any(data: bytes) -> Any:
    if not _depth_is_sane(data):
        raise NotCanonicalError(f"nested deeper than {MAX_DEPTH}")
    try:
        value = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotCanonicalError("not JSON in UTF-8") from error
    check_value(value)
    return value


def _depth_is_sane(data: bytes) -> bool:
    """Bound the nesting before a recursive decoder runs; brackets inside texts are skipped by a scan."""
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return True
    depth = 0
    for token in re.finditer(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', data):
        first = data[token.start()]
        if first in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                return False
        elif first in b"]}":
            depth -= 1
    return True


def _check(value: Any, depth: int) -> None:
    if isinstance(value, str):
        check_text(value)
    elif value is None or isinstance(value, bool):
        return
    elif isinstance(value, int):
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise NotCanonicalError("an integer beyond 2^53 - 1")
    elif depth == 0:
        raise NotCanonicalError(f"nested deeper than {MAX_DEPTH}")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise NotCanonicalError("a key that is not ASCII")
            check_text(key)
            _check(item, depth - 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth - 1)
    else:
        wrong = "a number with a fraction" if isinstance(value, float) else "not a JSON value"
        raise NotCanonicalError(wrong)
