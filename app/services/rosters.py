"""Rosters: who speaks for which unit; admitting, retiring and revoking nodes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from app.domain.identifiers import format_moment
from app.domain.rosters import Entry, Roster
from app.domain.scopes import Level, is_above, is_unit_path
from app.services.applying import reweigh
from app.services.desks import Desk, store_roster
from app.services.desks import request_to_join as request_to_join
from app.services.errors import (
    AlreadyAdmittedError,
    FingerprintMismatchError,
    LastForceNodeError,
    MissingFileError,
    NotAllowedError,
    NotARequestError,
    RootMismatchError,
    UnitPathError,
    UnknownNodeError,
)
from app.services.exporting import export
from app.services.views import Exported, RosterLine
from app.storage.writer import Writer
from app.sync.errors import BundleError
from app.sync.keys import fingerprint, same_fingerprint
from app.sync.requests import MAX_REQUEST, EnrolmentRequest, read_request
from app.sync.sshsig import parse_public_key_line


class RequestView(msgspec.Struct, frozen=True, kw_only=True):
    """What a request to join says of itself; only a compared fingerprint makes it true."""

    node: str
    fingerprint: str
    unit_name: str
    level: str
    officer: str
    created_at: str


def read_request_file(file: Path) -> RequestView:
    """Return what a request file says; raises `NotARequestError` where it is not sound."""
    request = _request(file)
    return RequestView(
        node=request.node,
        fingerprint=request.fingerprint,
        unit_name=request.unit_name,
        level=request.level.value,
        officer=request.officer,
        created_at=request.created_at,
    )


def admit(
    desk: Desk,
    *,
    request: Path,
    unit: str,
    fingerprint: str,
    out: Path,
    unit_name: str | None = None,
    level: str | None = None,
    title: str = "",
) -> Exported:
    """Admit a node whose fingerprint a person compared, and write its welcome bundle to `out`.

    Raises `FingerprintMismatchError`, `AlreadyAdmittedError`, `UnitPathError`, `NotAllowedError`.
    """
    asked = _request(request)
    if not same_fingerprint(fingerprint, asked.fingerprint):
        raise FingerprintMismatchError(words=asked.fingerprint)
    roster = _own_roster(desk)
    book = desk.admitted()
    known = book.entry_of(asked.node)
    if known is not None:
        raise AlreadyAdmittedError(unit=known.unit)
    own = desk.standing.unit
    acting = Level(level) if level else asked.level
    if not is_unit_path(unit) or not (unit == own or is_above(own, unit)):
        raise UnitPathError(unit=unit[:80], own=own)
    if acting is Level.FORCE and unit != own:
        raise UnitPathError(unit=unit[:80], own=own)
    name = unit_name or asked.unit_name
    entry = Entry(
        node=asked.node, public_key=asked.public_key, recipient=asked.recipient, unit=unit, unit_name=name,
        level=acting, title=title or name, status="active",
    )  # fmt: skip
    with desk.logbook.writing() as writer:
        _issue(desk, writer, roster, (*roster.entries, entry))
    return export(desk, to=[asked.node], out=out, since_start=True)


def roster(desk: Desk) -> tuple[RosterLine, ...]:
    """Return every node that a headquarters vouches for, by unit."""
    book = desk.admitted()
    issuers = {entry.node: issuer for issuer, one in book.rosters.items() for entry in one.entries}
    return tuple(
        RosterLine(
            node=entry.node,
            unit=entry.unit,
            unit_name=entry.unit_name,
            level=entry.level.value,
            title=entry.title,
            status=entry.status,
            fingerprint=fingerprint(parse_public_key_line(entry.public_key)),
            issuer=issuers.get(entry.node, book.root),
            is_self=entry.node == desk.identity.node,
        )
        for entry in book.entries
    )


def retire(desk: Desk, node: str) -> Entry:
    """Let a node end in honour: what it said so far stays, what it says from now on does not count."""
    return _end(desk, node, "retired", "")


def revoke(desk: Desk, node: str, why: str) -> Entry:
    """Cut a lost or misused node off at what is held of it; what it says beyond that does not count."""
    return _end(desk, node, "revoked", why)


def confirm_root(desk: Desk, words: str) -> None:
    """Note that a person compared the fingerprint of the mission's root; raises `RootMismatchError`."""
    if not same_fingerprint(words, desk.identity.root_fingerprint):
        raise RootMismatchError(words=desk.identity.root_fingerprint)
    with desk.logbook.writing() as writer:
        writer.set_meta({"root_confirmed": "yes"})
        desk.refresh(writer)


def _end(desk: Desk, node: str, status: str, why: str) -> Entry:
    roster = _own_roster(desk)
    entry = roster.entry_of(node)
    if entry is None:
        raise UnknownNodeError(name=node[:80])
    if node == desk.identity.node:
        raise LastForceNodeError
    with desk.logbook.writing() as writer:
        last = {stream: seq for stream, (seq, _) in writer.stream_heads().items() if stream.startswith(node)}
        ended = msgspec.structs.replace(entry, status=status, last=last)
        entries = tuple(ended if one.node == node else one for one in roster.entries)
        if why:
            writer.set_setting(f"why:{node}", why)
        _issue(desk, writer, roster, entries)
    return ended


def _own_roster(desk: Desk) -> Roster:
    """Return the roster this logbook issues; only the mission's root issues one so far."""
    book = desk.admitted()
    if book.root != desk.identity.node:
        raise NotAllowedError(who="the Force HQ that created the mission")
    return book.rosters[book.root]


def _issue(desk: Desk, writer: Writer, roster: Roster, entries: Sequence[Entry]) -> None:
    now: datetime = desk.clock()
    newer = msgspec.structs.replace(
        roster, version=roster.version + 1, issued_at=format_moment(now), entries=tuple(entries)
    )
    store_roster(writer, desk.keys, newer, now=format_moment(now))
    desk.refresh(writer)
    reweigh(writer, desk.standing)


def _request(file: Path) -> EnrolmentRequest:
    if not file.is_file():
        raise MissingFileError(path=file)
    try:
        with file.open("rb") as stream:
            return read_request(stream.read(MAX_REQUEST + 1))
    except BundleError as error:
        raise NotARequestError(path=file, detail=error.detail) from error
