"""The byte form of rosters: strict reading and canonical writing."""

from typing import Any, Final

import msgspec

from app.domain import canonical
from app.domain.canonical import NotCanonicalError
from app.domain.identifiers import MalformedIdentifierError, is_digest, is_id, is_node_id, parse_moment
from app.domain.rosters import End, Entry, Fork, Roster
from app.domain.scopes import Level, MalformedScopeError, StreamKey, is_unit_path

ROSTER_FORMAT: Final = 2
MAX_ENTRIES: Final = 1000
MAX_VERSION: Final = 999_999
MAX_VALUES: Final = 200_000
"""More values than the longest roster has: 1,000 entries, and in 4 MiB the ends of 25,000 streams."""
_STATUSES = ("active", "retired", "revoked")


class MalformedRosterError(ValueError):
    """The bytes are no roster of this format."""


class NewerRosterError(ValueError):
    """The roster is written in a newer format than this program knows."""


class _EndBody(msgspec.Struct, forbid_unknown_fields=True):
    seq: int
    digest: str


class _EntryBody(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    node: str
    public_key: str
    recipient: str
    unit: str
    unit_name: str
    level: Level
    title: str
    status: str
    officer: str
    last: dict[str, _EndBody] | None = None


class _ForkBody(msgspec.Struct, forbid_unknown_fields=True):
    seq: int
    accept: list[str]


class _RosterBody(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    format: int
    mission: str
    mission_name: str
    issuer: str
    version: int
    issued_at: str
    entries: list[_EntryBody]
    forks: dict[str, _ForkBody] | None = None


def encode_roster(roster: Roster) -> bytes:
    """Return the canonical bytes of a roster; raise MalformedRosterError for what a reader would refuse."""
    body: dict[str, Any] = {
        "format": ROSTER_FORMAT,
        "mission": roster.mission,
        "mission_name": roster.mission_name,
        "issuer": roster.issuer,
        "version": roster.version,
        "issued_at": roster.issued_at,
        "entries": [_entry_body(entry) for entry in roster.entries],
    }
    if roster.forks:
        body["forks"] = {
            key: {"seq": one.seq, "accept": list(one.accept)} for key, one in roster.forks.items()
        }
    data = canonical.encode(body)
    parse_roster(data)
    return data


def _entry_body(entry: Entry) -> dict[str, Any]:
    body: dict[str, Any] = {
        "node": entry.node,
        "public_key": entry.public_key,
        "recipient": entry.recipient,
        "unit": entry.unit,
        "unit_name": entry.unit_name,
        "level": entry.level.value,
        "title": entry.title,
        "status": entry.status,
        "officer": entry.officer,
    }
    if entry.last is not None:
        body["last"] = {key: {"seq": end.seq, "digest": end.digest} for key, end in entry.last.items()}
    return body


def parse_roster(data: bytes) -> Roster:
    """Return the roster of canonical bytes, strictly; raise MalformedRosterError or NewerRosterError.

    That a public key belongs to its node id is checked where keys are known, in `app.sync`.
    """
    _require(sum(map(data.count, (b",", b"[", b"{"))) <= MAX_VALUES, f"more than {MAX_VALUES:,} values")
    try:
        raw = canonical.decode(data)
    except NotCanonicalError as error:
        raise MalformedRosterError(str(error)) from error
    _check_format(raw)
    try:
        body = msgspec.convert(raw, _RosterBody, strict=True)
    except msgspec.ValidationError as error:
        raise MalformedRosterError("the keys or types of a roster are wrong") from error
    _check_body(body)
    return Roster(
        mission=body.mission,
        mission_name=body.mission_name,
        issuer=body.issuer,
        version=body.version,
        issued_at=body.issued_at,
        entries=tuple(_entry(one) for one in body.entries),
        forks={key: Fork(one.seq, tuple(one.accept)) for key, one in (body.forks or {}).items()},
    )


def _check_format(raw: Any) -> None:
    """Look at the format before anything else: a roster of another one may hold anything besides."""
    number = raw.get("format") if isinstance(raw, dict) else None
    if type(number) is not int or number < 1:
        raise MalformedRosterError("a roster says no format")
    if number > ROSTER_FORMAT:
        raise NewerRosterError(f"a roster has format {number}; this program knows {ROSTER_FORMAT}")
    _require(number == ROSTER_FORMAT, f"a roster has format {number}, which only trial versions wrote")


def _entry(body: _EntryBody) -> Entry:
    return Entry(
        node=body.node,
        public_key=body.public_key,
        recipient=body.recipient,
        unit=body.unit,
        unit_name=body.unit_name,
        level=body.level,
        title=body.title,
        status=body.status,
        last=None if body.last is None else {key: End(end.seq, end.digest) for key, end in body.last.items()},
        officer=body.officer,
    )


def _check_body(body: _RosterBody) -> None:
    _require(is_id(body.mission) and is_node_id(body.issuer), "`mission` or `issuer` is malformed")
    _require(0 < len(body.mission_name) <= 200, "`mission_name` is empty or too long")
    _require(1 <= body.version <= MAX_VERSION, "`version` is out of range")
    _require(len(body.entries) <= MAX_ENTRIES, "too many entries")
    try:
        parse_moment(body.issued_at)
        for entry in body.entries:
            _check_entry(entry)
        for key, fork in (body.forks or {}).items():
            _check_fork(key, fork)
    except (MalformedIdentifierError, MalformedScopeError) as error:
        raise MalformedRosterError(str(error)) from error
    nodes = [entry.node for entry in body.entries]
    _require(len(nodes) == len(set(nodes)), "a node is listed twice")


def _check_entry(entry: _EntryBody) -> None:
    _require(is_node_id(entry.node) and is_unit_path(entry.unit), "`node` or `unit` is malformed")
    _require(entry.public_key.startswith("ssh-ed25519 ") and len(entry.public_key) < 200, "no Ed25519 key")
    _require(entry.recipient.startswith("age1") and len(entry.recipient) == 62, "no age recipient")
    _require(0 < len(entry.unit_name) <= 200 and len(entry.title) <= 200, "a name is empty or too long")
    _require(len(entry.officer) <= 200, "an officer's name is too long")
    _require(entry.status in _STATUSES, "`status` is unknown")
    _require((entry.last is None) == (entry.status == "active"), "`last` does not fit the status")
    for key, end in (entry.last or {}).items():
        _require(StreamKey.parse(key).node == entry.node, "`last` names a foreign stream")
        _require(end.seq >= 1 and is_digest(end.digest), "`last` names no changeset")


def _check_fork(key: str, fork: _ForkBody) -> None:
    StreamKey.parse(key)
    _require(fork.seq >= 1 and 0 < len(fork.accept) <= 16, "a fork is malformed")
    _require(all(map(is_digest, fork.accept)), "a fork accepts something that is no digest")


def _require(condition: bool, fault: str) -> None:
    if not condition:
        raise MalformedRosterError(fault)
