"""Changesets: consecutive revisions of one stream, sealed and signed by their node, chained by hash."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, NamedTuple

import msgspec

from app.domain import canonical
from app.domain.canonical import levels
from app.domain.identifiers import (
    MalformedIdentifierError,
    format_moment,
    is_digest,
    is_epoch,
    is_id,
    is_node_id,
    parse_moment,
)
from app.domain.revisions import (
    MAX_SAVES,
    Block,
    MalformedRevisionError,
    OversizedRevisionError,
    Revision,
    parse,
    parse_block,
)
from app.domain.scopes import Reach, StreamKey, is_unit_path
from app.sync.errors import MalformedError, TooLargeError
from app.sync.keys import NodeKeys
from app.sync.manifest import decode_versioned
from app.sync.members import MAX_CHANGESET
from app.sync.sshsig import NAMESPACE_CHANGESET

CHANGESET_FORMAT: Final = 2
MAX_REVISIONS: Final = 50_000
"""Most revisions of one changeset; a longer outbox is sealed into several."""

MAX_VALUES: Final = 1_200_000
"""Many times the values, in lists and objects, that we ever seal together; bounds the time and memory of decoding."""

MAX_HOLDERS: Final = 500_000
"""Most lists and objects, four of them around the fields of every revision; one costs as much as ten texts."""

MAX_PARENTS: Final = 200_000
"""Most parents of all revisions together; each has to be looked for in the logbook."""

MAX_COMPOSING: Final = 8 * 2**20
"""Most bytes of lines whose text can only be told to be NFC by composing it, which is slow."""

MAX_HEADER: Final = 4096
"""Most bytes of a header line, with its newline."""
_BLOCK: Final = 256 * 1024
"""Lines of at least so many bytes are parsed in one go."""
_RARE: Final = 20_000
_BYTES_OF_VALUE: Final = 60
_BYTES_OF_HOLDER: Final = 240
# Lead bytes of UTF-8; a text takes one, two or four bytes a character by the widest of them.
_BYTES_BELOW_U0100: Final = bytes(range(0xC4))
_BYTES_BELOW_U10000: Final = bytes(range(0xF0))
_Positive = Annotated[int, msgspec.Meta(ge=1, le=canonical.MAX_INTEGER)]
_Label = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a changeset; `prev` is the SHA-256 of the whole changeset before it, if any.

    `post` is the unit path from which the node speaks, the same in all of its changesets.
    """

    format: int
    mission: str
    node: str
    post: str
    epoch: str
    unit: str
    reach: Reach
    seq: _Positive
    prev: str | None
    count: _Positive
    sealed_at: str
    schema: _Positive
    app: _Label

    @property
    def stream(self) -> StreamKey:
        """The stream that the changeset continues."""
        return StreamKey(self.node, self.epoch, self.unit, self.reach)


class Sealed(msgspec.Struct, frozen=True):
    """A changeset as it is stored and relayed: header, exact bytes, their SHA-256, armored signature."""

    header: Header
    body: bytes
    digest: str
    signature: bytes


class Marks(NamedTuple):
    """What may open a list or object in a changeset, and its commas; those inside of texts are counted, too."""

    holders: int
    commas: int

    @classmethod
    def of(cls, body: bytes) -> "Marks":
        """Count; it takes about a millisecond for each MiB."""
        return cls(_count(body, b"[") + _count(body, b"{"), _count(body, b","))


def seal(
    lines: Sequence[bytes],
    *,
    keys: NodeKeys,
    stream: StreamKey,
    post: str,
    mission: str,
    seq: int,
    prev: str | None,
    sealed_at: datetime,
    schema: int,
    app: str,
) -> Sealed:
    """Return the signed changeset of revision lines (without newlines); raise for what a reader would refuse.

    The lines must be as `revisions.compose` made them. The same arguments always give the same bytes.
    """
    header = Header(
        format=CHANGESET_FORMAT,
        mission=mission,
        node=stream.node,
        post=post,
        epoch=stream.epoch,
        unit=stream.unit,
        reach=stream.reach,
        seq=seq,
        prev=prev,
        count=len(lines),
        sealed_at=format_moment(sealed_at),
        schema=schema,
        app=app,
    )
    if stream.node != keys.node:
        raise MalformedError("a changeset is sealed by the node of its stream")
    body = b"".join(
        (
            canonical.encode(msgspec.to_builtins(header)),
            b"\n",
            *(part for line in lines for part in (line, b"\n")),
        )
    )
    parse_header(body)
    digest = hashlib.sha256(body).hexdigest()
    return Sealed(header, body, digest, keys.sign(body, namespace=NAMESPACE_CHANGESET))


def first_line(data: bytes) -> bytes:
    """Return the header line of a changeset, with its newline, from its first bytes; nothing if that is too long."""
    return data[: data.find(b"\n", 0, MAX_HEADER) + 1]


def parse_header(body: bytes) -> Header:
    """Return the header of a changeset, of which the first line will do; raise BundleError for a bad one.

    That is MalformedError, TooLargeError or NewerSchemaError.
    """
    if len(body) > MAX_CHANGESET:
        raise TooLargeError("a changeset of more than 64 MiB")
    end = body.find(b"\n", 0, MAX_HEADER)
    if end < 0:
        raise MalformedError("a changeset without a header line")
    raw: Any = decode_versioned(body[:end], CHANGESET_FORMAT, "a changeset")
    try:
        header = msgspec.convert(raw, Header, strict=True)
    except msgspec.ValidationError as error:
        raise MalformedError("the keys or types of a changeset's header are wrong") from error
    _check(header)
    return header


def parse_revisions(body: bytes, header: Header) -> list[Revision]:
    """Return the revisions of a changeset, strictly; raise MalformedError or TooLargeError."""
    return list(iterate_revisions(body, header))


def iterate_revisions(body: bytes, header: Header, marks: Marks | None = None) -> Iterator[Revision]:
    """Yield the revisions of a changeset, strictly, few at a time; raise MalformedError or TooLargeError.

    `marks` are those of the body, where they were counted before.
    """
    if (lines := _count(body, b"\n") - 1) != header.count:
        raise MalformedError(f"{lines} revisions where the header says {header.count}")
    if not body.endswith(b"\n"):
        raise MalformedError("the last line is not ended")
    measured = _Measured(marks or Marks.of(body))
    number = 1
    for data in _blocks(body):
        block = _parsed(data, number)
        number += len(block.revisions)
        measured.add(block)
        yield from block.revisions


def memory_of(body: bytes, marks: Marks) -> int:
    """Return about how many bytes the revisions of a changeset take at most: lines, texts, values, what holds them."""
    width = 1
    if not body.isascii():
        width = (
            4 if _has_others(body, _BYTES_BELOW_U10000) else 2 if _has_others(body, _BYTES_BELOW_U0100) else 1
        )
    return (1 + width) * len(body) + _BYTES_OF_VALUE * marks.commas + _BYTES_OF_HOLDER * marks.holders


def _has_others(body: bytes, known: bytes) -> bool:
    """Tell whether any byte is none of these, without a copy of the whole."""
    return any(body[at : at + _BLOCK].translate(None, known) for at in range(0, len(body), _BLOCK))


def _count(body: bytes, mark: bytes) -> int:
    """Count a byte; to find one that is rare, from one to the next, takes a tenth of the time."""
    found, at = 0, body.find(mark)
    while at >= 0 and found < _RARE:
        found, at = found + 1, body.find(mark, at + 1)
    return found if at < 0 else body.count(mark)


class _Measured:
    """What costs time and memory in the lines seen so far."""

    def __init__(self, marks: Marks) -> None:
        """Go by the marks first, which is quick."""
        self._suspect = marks.holders > MAX_HOLDERS or marks.holders + marks.commas > MAX_VALUES
        self._values = self._holders = self._composing = self._parents = 0
        self._saves: Counter[str] = Counter()

    def add(self, block: Block) -> None:
        """Add the lines of a block; raise TooLargeError beyond a limit."""
        self._composing += block.composing
        if self._composing > MAX_COMPOSING:
            raise TooLargeError(f"a changeset with more than {MAX_COMPOSING:,} bytes of composing text")
        self._parents += sum(len(one.parents) for one in block.revisions)
        if self._parents > MAX_PARENTS:
            raise TooLargeError(f"a changeset with more than {MAX_PARENTS:,} parents")
        records = [one.record for one in block.revisions]
        self._saves.update(records)
        if max(map(self._saves.__getitem__, records)) > MAX_SAVES:
            raise TooLargeError(f"a changeset with more than {MAX_SAVES:,} revisions of one record")
        if not self._suspect:
            return
        # Beside its fields a line has three objects, one list and six commas.
        self._holders += 3 * len(block.revisions)
        self._values += sum(8 + max(len(one.parents), 1) for one in block.revisions)
        for found, types in levels([one.fields for one in block.revisions]):
            if dict in types or list in types:
                sizes = [len(one) for one in found if isinstance(one, dict | list)]
                self._holders += len(sizes)
                self._values += sum(sizes) + sizes.count(0)
        if self._values > MAX_VALUES:
            raise TooLargeError(f"a changeset with more than {MAX_VALUES:,} values")
        if self._holders > MAX_HOLDERS:
            raise TooLargeError(f"a changeset with more than {MAX_HOLDERS:,} lists and objects")


def _blocks(body: bytes) -> Iterator[bytes]:
    """Yield the lines after the header, as many at a time as make a block."""
    start = body.index(b"\n") + 1
    while start < len(body):
        end = body.find(b"\n", start + _BLOCK) + 1 or len(body)
        yield body[start:end]
        start = end


def _parsed(data: bytes, first: int) -> Block:
    """Return the revisions of a block; where one is at fault, look for it line by line from number `first` on."""
    try:
        return parse_block(data)
    except MalformedRevisionError:
        lines = enumerate(data.split(b"\n")[:-1], first)
        return Block([_revision(line, number) for number, line in lines], len(data))


def _revision(line: bytes, number: int) -> Revision:
    try:
        return parse(line)
    except OversizedRevisionError as error:
        raise TooLargeError(f"line {number}: {error}") from error
    except MalformedRevisionError as error:
        raise MalformedError(f"line {number}: {error}") from error


def _check(header: Header) -> None:
    if not (is_id(header.mission) and is_node_id(header.node) and is_epoch(header.epoch)):
        raise MalformedError("a changeset's mission, node or epoch is malformed")
    if not is_unit_path(header.unit) or header.reach is Reach.LAPTOP:
        raise MalformedError("a changeset's unit or reach is malformed")
    if not is_unit_path(header.post):
        raise MalformedError("a changeset's post is malformed")
    if header.prev is not None and not is_digest(header.prev):
        raise MalformedError("a changeset's `prev` is no digest")
    if header.count > MAX_REVISIONS:
        raise TooLargeError(f"a changeset of more than {MAX_REVISIONS} revisions")
    try:
        parse_moment(header.sealed_at)
    except MalformedIdentifierError as error:
        raise MalformedError(f"a changeset's `sealed_at`: {error}") from error
