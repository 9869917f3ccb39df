"""Revisions: one save of one record, as one line of canonical JSON, with an id made from its bytes."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from operator import lt
from typing import Any, Final

import msgspec

from app.domain import canonical
from app.domain.canonical import NotCanonicalError, ShallowValue
from app.domain.identifiers import (
    MalformedIdentifierError,
    format_moment,
    is_id,
    parse_moment,
    to_milliseconds,
)
from app.domain.record_identity import is_salt

MAX_LINE: Final = 256 * 1024
"""Most bytes of one revision, without the newline that ends its line in a changeset."""
MAX_TEXT: Final = 64 * 1024
"""Most UTF-8 bytes of one text in a revision."""
MAX_SAVES: Final = 5_000
"""Most revisions of one record by one node: working out what they mean together takes longer with each.

It is counted per node, so that nobody can fill up a record and have what others honestly save in it refused.
"""
MAX_NAME: Final = 200
"""Most characters of an officer's name."""
WITHDRAWN: Final = "withdrawn"
"""The field that hides a record; merged like any other."""

_ESCAPES: Final = (b"\\\\", b'\\"', b"\\n", b"\\t")
"""All that canonical lines have, the backslash first."""
_HEX_DIGITS: Final = b"0123456789abcdef"
_KIND_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


class MalformedRevisionError(ValueError):
    """A line is no revision."""


class OversizedRevisionError(MalformedRevisionError):
    """A revision, or a text in it, is larger than the format allows."""


class Revision(msgspec.Struct, frozen=True):
    """One save: what changed, on top of what, when (`at`, wire text in UTC), by whom; `line` as sealed.

    `salt` is what a first revision, one without parents, binds the record's id with (see `record_identity`).
    """

    id: str
    kind: str
    record: str
    parents: tuple[str, ...]
    at: str
    officer: str
    officer_name: str
    fields: dict[str, Any]
    line: bytes
    salt: str = ""

    @property
    def moment(self) -> datetime:
        """The aware UTC moment of the save, by its author's clock."""
        return parse_moment(self.at)


class Block(msgspec.Struct, frozen=True):
    """The revisions of some lines; `composing` are the bytes of those whose text could compose, see `canonical`."""

    revisions: list[Revision]
    composing: int


class _By(msgspec.Struct, forbid_unknown_fields=True):
    officer: str
    name: str


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    record: str
    parents: list[str]
    at: str
    by: _By
    fields: dict[str, ShallowValue]
    salt: str | msgspec.UnsetType = msgspec.UNSET


class _DeepLine(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    record: str
    parents: list[str]
    at: str
    by: _By
    fields: dict[str, Any]
    salt: str | msgspec.UnsetType = msgspec.UNSET


_decoder = msgspec.json.Decoder(_Line)
_deep_decoder = msgspec.json.Decoder(_DeepLine)
_encoder = msgspec.json.Encoder(order="sorted")


def revision_id(at: datetime, line: bytes) -> str:
    """Return 12 hex digits of the milliseconds of `at` and 20 of SHA-256 over the line's bytes."""
    return f"{to_milliseconds(at):012x}{hashlib.sha256(line).hexdigest()[:20]}"


def compose(
    *,
    kind: str,
    record: str,
    parents: Iterable[str],
    at: datetime,
    officer: str,
    officer_name: str,
    fields: Mapping[str, Any],
    salt: str = "",
) -> Revision:
    """Return a new revision; raise MalformedRevisionError for what a reader would refuse.

    One without parents begins a record and has the `salt` that its id was made with.
    """
    body: dict[str, Any] = {
        "kind": kind,
        "record": record,
        "parents": sorted(set(parents)),
        "at": format_moment(at),
        "by": {"officer": officer, "name": officer_name},
        "fields": dict(fields),
    }
    if salt:
        body["salt"] = salt
    try:
        line = canonical.encode(body)
    except NotCanonicalError as error:
        raise MalformedRevisionError(str(error)) from error
    return parse(line)


def parse(line: bytes) -> Revision:
    """Return the revision of one line (without newline), strictly; raise MalformedRevisionError."""
    if len(line) > MAX_LINE:
        raise OversizedRevisionError("a revision of more than 256 KiB")
    try:
        return parse_block(line + b"\n").revisions[0]
    except OversizedRevisionError:
        raise
    except MalformedRevisionError:
        return _revision(line, _decode_carefully(line))


def parse_block(data: bytes) -> Block:
    """Return the revisions of whole lines, each ended by a newline, strictly; raise MalformedRevisionError.

    Many lines are decoded, written again and compared in one go, so that a line costs little by itself. What is
    raised does not say which line is at fault: `parse` does, line by line, and says what is wrong.
    """
    lines = data.split(b"\n")
    if lines.pop() or not lines or max(map(len, lines)) > MAX_LINE:
        raise MalformedRevisionError("a line that is too long, or not ended")
    may_compose = canonical.text_may_compose(data)
    if may_compose is None:
        raise MalformedRevisionError("a text that is not plain")
    try:
        bodies = _decode_lines(data)
        composing = sum(map(_composing, lines, bodies)) if may_compose else 0
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, NotCanonicalError) as error:
        raise MalformedRevisionError("not canonical JSON, or no revisions") from error
    if _encoder.encode_lines(bodies) != data:
        raise MalformedRevisionError("not in canonical form: keys, spaces, escapes or numbers differ")
    return Block(list(map(_revision, lines, bodies)), composing)


def _decode_lines(data: bytes) -> Sequence[_Line | _DeepLine]:
    """Decode the usual lines by type alone, which is fast; whatever is nested deeper is looked through."""
    try:
        bodies = _decoder.decode_lines(data)
    except msgspec.ValidationError:
        deep = _deep_decoder.decode_lines(data)
        canonical.check_parts([body.fields for body in deep], levels_above=1, plain_text=True)
        return deep
    if not data.isascii():
        for found, types in canonical.levels([body.fields for body in bodies]):
            if dict in types and not canonical.keys_of(found).isascii():
                raise NotCanonicalError("a key that is not ASCII")
    return bodies


def _composing(line: bytes, body: _Line | _DeepLine) -> int:
    """Return the bytes of a line whose text could compose, else 0; raise NotCanonicalError where it is not NFC."""
    return len(line) if canonical.composing_in([body.by.name, body.fields]) else 0


def _decode_carefully(line: bytes) -> _DeepLine:
    try:
        canonical.decode(line)
    except NotCanonicalError as error:
        raise MalformedRevisionError(str(error)) from error
    try:
        return _deep_decoder.decode(line)
    except msgspec.MsgspecError as error:
        raise MalformedRevisionError("the keys or types of a revision are wrong") from error


def _revision(line: bytes, body: _Line | _DeepLine) -> Revision:
    """Check what types cannot say and make the revision."""
    if len(line) > MAX_TEXT and _has_long_text(line):
        raise OversizedRevisionError("a text of more than 64 KiB")
    if not is_id(body.record):
        raise MalformedRevisionError("`record` is no UUIDv7")
    if not body.kind or len(body.kind) > 40 or not _KIND_LETTERS.issuperset(body.kind):
        raise MalformedRevisionError("`kind` is no name of a kind")
    if body.parents:
        _check_parents(body.parents)
    salt = "" if body.salt is msgspec.UNSET else body.salt
    if bool(body.parents) is is_salt(salt) or (salt == "") is not (body.salt is msgspec.UNSET):
        raise MalformedRevisionError("exactly a first revision has a `salt` of 16 hex characters")
    if not is_id(body.by.officer) or not 0 < len(body.by.name) <= MAX_NAME:
        raise MalformedRevisionError("`by` names no officer")
    if WITHDRAWN in body.fields:
        _check_withdrawn(body.fields[WITHDRAWN])
    return Revision(
        id=_milliseconds_in_hex(body.at) + hashlib.sha256(line).hexdigest()[:20],
        kind=body.kind,
        record=body.record,
        parents=tuple(body.parents),
        at=body.at,
        officer=body.by.officer,
        officer_name=body.by.name,
        fields=body.fields,
        line=line,
        salt=salt,
    )


def _milliseconds_in_hex(at: str) -> str:
    try:
        return f"{to_milliseconds(parse_moment(at)):012x}"
    except MalformedIdentifierError as error:
        raise MalformedRevisionError(f"`at`: {error}") from error


def _check_parents(parents: Sequence[str]) -> None:
    joined = "".join(parents)
    if {*map(len, parents)} != {32} or not joined.isascii() or joined.encode().translate(None, _HEX_DIGITS):
        raise MalformedRevisionError("`parents` holds something that is no revision id")
    if not all(map(lt, parents, islice(parents, 1, None))):
        raise MalformedRevisionError("`parents` are not sorted and unique")


def _check_withdrawn(value: Any) -> None:
    """A withdrawal says why; null takes an earlier withdrawal back."""
    if value is None:
        return
    if not isinstance(value, dict) or value.keys() != {"reason"} or not isinstance(value["reason"], str):
        raise MalformedRevisionError("`withdrawn` gives no reason")


def _has_long_text(line: bytes) -> bool:
    """Tell whether a text or key in a canonical line is too long.

    From each quote on it looks for the last one that is near enough: a few steps, however many values there are.
    """
    if b"\\" in line:
        for escape in _ESCAPES:
            line = line.replace(escape, b"_")
    start = 0
    while start + MAX_TEXT < len(line):
        quote = line.rfind(b'"', start, start + MAX_TEXT + 1)
        if quote < 0 and line.count(b'"', 0, start) % 2:
            return True
        if quote < 0 and (quote := line.find(b'"', start)) < 0:
            return False
        start = quote + 1
    return False
