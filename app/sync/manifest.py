"""The manifest: what a bundle holds, from whom, for whom; signed by the node that made the bundle."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

import msgspec

from app.domain import canonical
from app.domain.canonical import NotCanonicalError
from app.domain.identifiers import (
    MalformedIdentifierError,
    is_digest,
    is_id,
    is_node_id,
    parse_moment,
)
from app.domain.scopes import MalformedScopeError, StreamKey
from app.sync import members
from app.sync.errors import MalformedError, NewerSchemaError, TooLargeError
from app.sync.members import MAX_MEMBERS, MAX_TOTAL

BUNDLE_FORMAT: Final = 2
MAX_PEERS: Final = 1000
MAX_STREAMS: Final = 50_000
"""Most streams of a receipt: every node of a large mission could have begun dozens."""
MAX_MANIFEST_VALUES: Final = 500_000
"""More values than 60,000 members and the digests beside them in 16 MiB have; bounds the memory of decoding."""

_Count = Annotated[int, msgspec.Meta(ge=0, le=canonical.MAX_INTEGER)]
_Positive = Annotated[int, msgspec.Meta(ge=1, le=canonical.MAX_INTEGER)]
_Number = Annotated[int, msgspec.Meta(ge=1, le=members.MAX_NUMBER)]
_Label = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_StartOfDigest = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{16}\Z")]
_MostOfDigest = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{40}\Z")]

STREAM_DIGEST: Final = 16
"""How many characters of a changeset's SHA-256 a receipt names."""
ROSTER_DIGEST: Final = 40
"""How many characters of a roster's SHA-256 a receipt names."""


class ListedMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A member as the manifest promises it; `sha256` is of its unpacked bytes."""

    name: str
    size: _Count
    sha256: str


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which part of a split export this is; every part can be imported alone."""

    series: str
    number: _Positive
    of: _Positive


class StreamReceipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last changeset of a stream that the maker holds without a gap: its number, and how its SHA-256 begins."""

    seq: _Number
    digest: _StartOfDigest


class RosterReceipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The newest roster of an issuer that the maker holds: its version, and how its SHA-256 begins."""

    version: _Number
    digest: _MostOfDigest


class Manifest(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"sender": "from", "held_rosters": "rosters"},
):
    """What the maker signs: `have` is its receipt by stream key, `held_rosters` by issuer, `wants` what it lacks."""

    format: int
    bundle: str
    mission: str
    sender: str
    to: tuple[str, ...]
    created_at: str
    marking: _Label
    schema: _Positive
    app: _Label
    members: tuple[ListedMember, ...]
    have: Mapping[str, StreamReceipt]
    held_rosters: Mapping[str, RosterReceipt]
    wants: tuple[str, ...]
    part: Part | None = None


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the canonical bytes of a manifest; raise for what a reader would refuse."""
    body: dict[str, Any] = msgspec.to_builtins(manifest)
    if manifest.part is None:
        del body["part"]
    data = canonical.encode(body)
    parse_manifest(data)
    return data


def parse_manifest(data: bytes) -> Manifest:
    """Return the manifest of canonical bytes, strictly; raise BundleError."""
    if sum(map(data.count, (b",", b"[", b"{"))) > MAX_MANIFEST_VALUES:
        raise TooLargeError(f"the manifest holds more than {MAX_MANIFEST_VALUES} values")
    raw = decode_versioned(data, BUNDLE_FORMAT, "the manifest")
    try:
        manifest = msgspec.convert(raw, Manifest, strict=True)
    except msgspec.ValidationError as error:
        raise MalformedError("the keys or types of the manifest are wrong") from error
    _check(manifest)
    return manifest


def decode_versioned(data: bytes, known: int, what: str) -> dict[str, Any]:
    """Return the canonical object in `data`; raise NewerSchemaError where its `format` is beyond `known`.

    A lower format was written by trial versions only: MalformedError, which says so.
    """
    try:
        raw = canonical.decode(data)
    except NotCanonicalError as error:
        raise MalformedError(f"{what}: {error}") from error
    number = raw.get("format") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or type(number) is not int or number < 1:
        raise MalformedError(f"{what} says no format")
    if number > known:
        raise NewerSchemaError(f"{what} has format {number}; this program knows {known}")
    if number < known:
        raise MalformedError(f"{what} has format {number}, which only trial versions wrote")
    return raw


def _check(manifest: Manifest) -> None:
    if len(manifest.have) > MAX_STREAMS:
        raise TooLargeError(f"the manifest's receipt has more than {MAX_STREAMS:,} streams")
    _require(len(manifest.to) <= MAX_PEERS, "`to` is too long")
    _require(len(manifest.held_rosters) <= MAX_PEERS, "`rosters` is too long")
    _require(all(map(is_node_id, manifest.held_rosters)), "`rosters` holds no node id")
    _require(is_id(manifest.bundle) and is_id(manifest.mission), "`bundle` or `mission` is no UUIDv7")
    _require(all(map(is_node_id, (manifest.sender, *manifest.to))), "`from` or `to` holds no node id")
    _require(_unique(manifest.to), "`to` repeats a node")
    _require(all(map(is_digest, manifest.wants)) and _unique(manifest.wants), "`wants` holds no digests")
    _check_members(manifest.members)
    try:
        parse_moment(manifest.created_at)
        for key in manifest.have:
            StreamKey.parse(key)
    except (MalformedIdentifierError, MalformedScopeError) as error:
        raise MalformedError(f"the manifest: {error}") from error
    part = manifest.part
    _require(part is None or (is_id(part.series) and part.number <= part.of), "`part` makes no sense")


def _check_members(listed: Sequence[ListedMember]) -> None:
    if len(listed) > MAX_MEMBERS or sum(member.size for member in listed) > MAX_TOTAL:
        raise TooLargeError("the manifest lists more members or bytes than one bundle may hold")
    _require(_unique([member.name for member in listed]), "a member is listed twice")
    _require(all(is_digest(member.sha256) for member in listed), "a member's `sha256` is no digest")


def _unique(items: Sequence[str]) -> bool:
    return len(items) == len(set(items))


def _require(condition: bool, fault: str) -> None:
    if not condition:
        raise MalformedError(f"the manifest: {fault}")
