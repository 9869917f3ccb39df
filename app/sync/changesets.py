"""Changesets: consecutive revisions of one stream, sealed and signed by their node, chained by hash."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final

import msgspec

from app.domain import canonical
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
    MalformedRevisionError,
    OversizedRevisionError,
    Revision,
    parse,
)
from app.domain.scopes import Reach, StreamKey, is_unit_path
from app.sync.errors import MalformedError, TooLargeError
from app.sync.keys import NodeKeys
from app.sync.manifest import decode_versioned
from app.sync.members import MAX_CHANGESET
from app.sync.sshsig import NAMESPACE_CHANGESET

CHANGESET_FORMAT: Final = 1
MAX_REVISIONS: Final = 50_000
"""Most revisions of one changeset; a longer outbox is sealed into several."""

MAX_VALUES: Final = 2_000_000
"""More values, in lists and objects, than 64 MiB of records have; bounds the time and memory of decoding."""

_MAX_HEADER: Final = 4096
_SIGNS: Final = (b",", b"[", b"{")
_TEXT: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
_Positive = Annotated[int, msgspec.Meta(ge=1, le=canonical.MAX_INTEGER)]
_Label = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a changeset; `prev` is the SHA-256 of the whole changeset before it, if any."""

    format: int
    mission: str
    node: str
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


def seal(
    lines: Sequence[bytes],
    *,
    keys: NodeKeys,
    stream: StreamKey,
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


def parse_header(body: bytes) -> Header:
    """Return the header of a changeset, strictly; raise MalformedError, TooLargeError or NewerSchemaError."""
    if len(body) > MAX_CHANGESET:
        raise TooLargeError("a changeset of more than 64 MiB")
    end = body.find(b"\n", 0, _MAX_HEADER)
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
    if (lines := body.count(b"\n") - 1) != header.count:
        raise MalformedError(f"{lines} revisions where the header says {header.count}")
    if not body.endswith(b"\n"):
        raise MalformedError("the last line is not ended")
    if _values_at_most(body) > MAX_VALUES:
        raise TooLargeError(f"a changeset with more than {MAX_VALUES:,} values")
    return [_revision(line, number) for number, line in enumerate(body.split(b"\n")[1:-1], 1)]


def _revision(line: bytes, number: int) -> Revision:
    try:
        return parse(line)
    except OversizedRevisionError as error:
        raise TooLargeError(f"line {number}: {error}") from error
    except MalformedRevisionError as error:
        raise MalformedError(f"line {number}: {error}") from error


def _values_at_most(body: bytes) -> int:
    """Return how many values there are, or more where few are; what stands inside of texts counts only at first."""
    counted = sum(map(body.count, _SIGNS))
    return counted if counted <= MAX_VALUES else sum(map(_TEXT.sub(b"", body).count, _SIGNS))


def _check(header: Header) -> None:
    if not (is_id(header.mission) and is_node_id(header.node) and is_epoch(header.epoch)):
        raise MalformedError("a changeset's mission, node or epoch is malformed")
    if not is_unit_path(header.unit) or header.reach is Reach.LAPTOP:
        raise MalformedError("a changeset's unit or reach is malformed")
    if header.prev is not None and not is_digest(header.prev):
        raise MalformedError("a changeset's `prev` is no digest")
    if header.count > MAX_REVISIONS:
        raise TooLargeError(f"a changeset of more than {MAX_REVISIONS} revisions")
    try:
        parse_moment(header.sealed_at)
    except MalformedIdentifierError as error:
        raise MalformedError(f"a changeset's `sealed_at`: {error}") from error
