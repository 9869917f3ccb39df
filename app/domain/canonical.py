"""Canonical JSON: the one byte form of every signed text, an RFC 8785 subset without fractional numbers.

The reader decodes, encodes again and compares: duplicate keys, odd escapes, spaces, `-0` and `NaN` die there.
What a comparison cannot see (floats, large integers, control characters, denormal text) is checked beside it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Annotated, Any, Final, Union

import msgspec

MAX_INTEGER: Final = 2**53 - 1
"""Greatest magnitude of an integer: beyond it, readers that use IEEE doubles would disagree."""
MAX_DEPTH: Final = 32
"""Deepest nesting of arrays and objects."""

_FORBIDDEN_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x80-\x9f]")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_BYTES_BELOW_U0300: Final = bytes(range(0xCC))
_FROM_U0300: Final = re.compile(rb"[\xcc-\xff]")
_PROBE: Final = 4_096
"""Most text from U+0300 on shows it so early."""
_FORBIDDEN_ALIKE: Final = bytes.maketrans(b"bfr", b"uuu")
"""Makes one of all letters that may not follow a backslash, so that one search finds them."""

_Integer = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
_SHALLOW_LEVELS: Final = 4
_Value: Any = Union[str, _Integer, bool, None]  # noqa: UP007 - built up level by level below
for _ in range(_SHALLOW_LEVELS):
    _Value = Union[str, _Integer, bool, None, list[_Value], dict[str, _Value]]  # noqa: UP007

ShallowValue: Any = _Value
"""A decoder type for values nested at most four deep, without floats or large integers: checked in C."""

_HOLDERS: Final[frozenset[type]] = frozenset({dict, list, tuple})
_ALLOWED: Final = (str, int, type(None))

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
    plain = values_are_plain(data)
    try:
        value = _shallow.decode(data) if plain and data.isascii() else _decode_any(data, plain)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        value = _decode_any(data, plain)
    if _encoder.encode(value) != data:
        raise NotCanonicalError("not in canonical form: keys, spaces, escapes or numbers differ")
    return value


def encode_unchecked(value: Any) -> bytes:
    """Return the bytes of a value that is known to be sound, or is only encoded to be compared."""
    return _encoder.encode(value)


def escapes_are_plain(data: bytes) -> bool:
    """Tell that the only escapes in these JSON bytes are newline, tab, quote and backslash."""
    alike = data.translate(_FORBIDDEN_ALIKE)
    return b"\\u" not in alike or b"\\u" not in alike.replace(b"\\\\", b"")


def values_are_plain(data: bytes) -> bool:
    """Tell that JSON bytes, if valid UTF-8, hold only NFC text without control characters; not what keys do."""
    may_compose = text_may_compose(data)
    if not may_compose:
        return may_compose is not None
    try:
        return all(_is_composed(line) for line in data.decode("utf-8").split("\n"))
    except UnicodeDecodeError:
        return False


def text_may_compose(data: bytes) -> bool | None:
    """Tell whether JSON bytes have characters by which text may be no NFC; None where text is not plain otherwise."""
    if b"\\" in data and not escapes_are_plain(data):
        return None
    if data.isascii():
        return False
    if b"\xc2" in data and _C1.search(data):
        return None
    # Below U+0300 every character is NFC by itself: most accented text needs no slow look.
    return _FROM_U0300.search(data, 0, _PROBE) is not None or bool(data.translate(None, _BYTES_BELOW_U0300))


def composing_in(values: Any) -> bool:
    """Tell whether decoded text, all of which is NFC, has characters that could compose; raise where it is not NFC.

    Looking at such text takes ten times as long as at other text.
    """
    texts: list[str] = []
    for found, types in levels(values):
        if str in types:
            texts += [one for one in found if isinstance(one, str)]
    text = "\n".join(texts)
    normal = unicodedata.normalize("NFC", text)
    if normal != text:
        raise NotCanonicalError("a text is not in NFC")
    return normal is not text


def check_value(value: Any) -> None:
    """Raise NotCanonicalError unless every part of a decoded value is allowed; bounded in depth."""
    check_parts([value])


def check_parts(values: Sequence[Any], *, levels_above: int = 0, plain_text: bool = False) -> None:
    """Raise NotCanonicalError unless values, so many levels deep, and all in them are allowed.

    Where the bytes showed that all text is plain, only the keys are looked at. All that stands on one level is
    looked at together, so that many small values cost little.
    """
    for level, (found, types) in enumerate(levels(values), levels_above):
        if level >= MAX_DEPTH and not _HOLDERS.isdisjoint(types):
            raise NotCanonicalError(f"nested deeper than {MAX_DEPTH}")
        _check_types(types)
        if int in types:
            numbers = [one for one in found if type(one) is int]
            if not -MAX_INTEGER <= min(numbers) <= max(numbers) <= MAX_INTEGER:
                raise NotCanonicalError("an integer beyond 2^53 - 1")
        if not plain_text:
            check_text("\n".join([one for one in found if isinstance(one, str)]))
        if dict in types:
            keys = keys_of(found)
            if not keys.isascii():
                raise NotCanonicalError("a key that is not ASCII")
            if not plain_text:
                check_text(keys)


def levels(values: Sequence[Any]) -> Iterator[tuple[Sequence[Any], set[type]]]:
    """Yield values and their types; then, together, all that stands in those of them that are holders; and so on."""
    while values:
        types = set(map(type, values))
        yield values, types
        inner: list[Any] = []
        if dict in types:
            inner.extend(chain.from_iterable([one.values() for one in values if isinstance(one, dict)]))
        if list in types or tuple in types:
            inner.extend(chain.from_iterable([one for one in values if isinstance(one, list | tuple)]))
        values = inner


def keys_of(values: Sequence[Any]) -> str:
    """Return all keys of those values that are objects, in one text; raise NotCanonicalError where one is no text."""
    try:
        return "\n".join(chain.from_iterable([one for one in values if isinstance(one, dict)]))
    except TypeError as error:
        raise NotCanonicalError("a key that is no text") from error


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


def _decode_any(data: bytes, plain: bool) -> Any:
    try:
        value = msgspec.json.decode(data)
    except RecursionError as error:
        raise NotCanonicalError(f"nested deeper than {MAX_DEPTH}") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotCanonicalError("not JSON in UTF-8") from error
    check_parts([value], plain_text=plain)
    return value


def _is_composed(line: str) -> bool:
    """Tell whether a line of JSON is NFC."""
    if unicodedata.is_normalized("NFC", line):
        return True
    # The letter of an escaped newline or tab composes with nothing: it stands for a control character.
    unescaped = line.replace(r"\\", "\n").replace(r"\n", "\n").replace(r"\t", "\n")
    return unescaped != line and unicodedata.is_normalized("NFC", unescaped)


def _check_types(types: set[type]) -> None:
    for found in types - _HOLDERS:
        if not issubclass(found, _ALLOWED):
            wrong = "a number with a fraction" if issubclass(found, float) else "not a JSON value"
            raise NotCanonicalError(wrong)
