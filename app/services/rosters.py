"""Rosters: who speaks for which unit; admitting, retiring and revoking nodes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from app.domain.rosters import End, Entry, Fork, Roster, RosterBook
from app.domain.scopes import Level, StreamKey, is_above, is_unit_path
from app.domain.standing_changesets import void_digests
from app.services.desks import Desk
from app.services.desks import request_to_join as request_to_join
from app.services.errors import (
    AlreadyAdmittedError,
    ConfirmedElsewhereError,
    FingerprintMismatchError,
    LastForceNodeError,
    MissingFileError,
    NotAllowedError,
    NotARequestError,
    PostTakenError,
    RootMismatchError,
    UnitPathError,
    UnknownNodeError,
)
from app.services.exporting import check_root, export
from app.services.issuing import issue, own_roster
from app.services.officers import claimed
from app.services.reasons import endings
from app.services.roster_alarms import dropped_entries
from app.services.views import Exported, RosterLine
from app.storage.reader import Reader
from app.storage.writer import Writer
from app.sync.errors import BundleError
from app.sync.keys import fingerprint, same_fingerprint
from app.sync.requests import MAX_REQUEST, EnrolmentRequest, read_request
from app.sync.sshsig import parse_public_key_line

WHY = "why:"
"""What the setting begins with that holds why a node was revoked here."""


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
        officer=claimed(request.officer, known=False),
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
    beside: bool = False,
    replaces: str | None = None,
) -> Exported:
    """Admit a node whose fingerprint a person compared, and write its welcome bundle to `out`.

    Force HQ admits anybody, a sector units below it. `beside` says that a second desk at a post that has one is
    meant; `replaces` names a node that the new one takes over from and that is retired by the same roster.
    Raises `FingerprintMismatchError`, `AlreadyAdmittedError`, `UnitPathError`, `PostTakenError`, `NotAllowedError`,
    `UnknownNodeError`, `RootUnconfirmedError`.
    """
    asked = _request(request)
    if not same_fingerprint(fingerprint, asked.fingerprint):
        raise FingerprintMismatchError(words=asked.fingerprint)
    roster = own_roster(desk)
    known = desk.admitted().entry_of(asked.node)
    if known is not None:
        raise AlreadyAdmittedError(unit=known.unit)
    acting = Level(level) if level else asked.level
    _check_place(desk, unit, acting)
    if not beside:
        _check_free(desk, unit, replaces)
    check_root(desk)
    name = unit_name or asked.unit_name
    entry = Entry(
        node=asked.node, public_key=asked.public_key, recipient=asked.recipient, unit=unit, unit_name=name,
        level=acting, title=title or name, status="active", officer=asked.officer,
    )  # fmt: skip
    with desk.logbook.writing() as writer:
        entries = (
            roster.entries
            if replaces is None
            else _ended(desk, writer, roster, replaces, "retired", anyway=True)
        )
        issue(desk, writer, roster, entries=(*entries, entry))
    return export(desk, to=[asked.node], out=out, since_start=True)


def roster(desk: Desk) -> tuple[RosterLine, ...]:
    """Return every node that a headquarters vouches for, by unit, and those that a roster no longer names."""
    book = desk.admitted()
    issuers = {entry.node: book.voucher_of(entry.node) or book.root for entry in book.entries}
    names = {entry.node: entry.unit_name for entry in book.entries}
    with desk.logbook.reading() as reader:
        ended = {} if all(entry.is_active for entry in book.entries) else endings(reader)
        dropped = dropped_entries(book, reader)
        why = {node: str(reader.setting(f"{WHY}{node}", "")) for node in ended}
    shared = book.shared_posts()
    lines = tuple(
        RosterLine(
            node=entry.node,
            unit=entry.unit,
            unit_name=entry.unit_name,
            level=entry.level.value,
            title=entry.title,
            status=entry.status,
            fingerprint=fingerprint(parse_public_key_line(entry.public_key)),
            issuer=issuers[entry.node],
            is_self=entry.node == desk.identity.node,
            issuer_name=names.get(issuers[entry.node], ""),
            since=ended.get(entry.node, ""),
            why=why.get(entry.node, ""),
            officer=entry.officer,
            shared=entry.is_active and entry.unit in shared,
        )
        for entry in book.entries
    )
    return (*lines, *map(_dropped, dropped))


def _dropped(entry: Entry) -> RosterLine:
    return RosterLine(
        node=entry.node,
        unit=entry.unit,
        unit_name=entry.unit_name,
        level=entry.level.value,
        title=entry.title,
        status="dropped",
        fingerprint=fingerprint(parse_public_key_line(entry.public_key)),
        issuer="",
        is_self=False,
        officer=entry.officer,
    )


def retire(desk: Desk, node: str, *, anyway: bool = False) -> Entry:
    """Let a node end in honour: all that is held of it stays; what it says beyond that does not count.

    Of a node that no roster names any more Force HQ says so, too: what is held of it counts again. Raises
    `ConfirmedElsewhereError` where another logbook holds more of it, unless it is to end `anyway`.
    """
    return _end(desk, node, "retired", "", anyway=anyway)


def revoke(desk: Desk, node: str, why: str) -> Entry:
    """Cut a lost or misused node off at what is held of it; what it says beyond that does not count.

    Of a node that no roster names any more nothing counts, and with this nothing ever will.
    """
    return _end(desk, node, "revoked", why)


def confirm_root(desk: Desk, words: str) -> None:
    """Note that a person compared the fingerprint of the mission's root; raises `RootMismatchError`."""
    if not same_fingerprint(words, desk.identity.root_fingerprint):
        raise RootMismatchError(words=desk.identity.root_fingerprint)
    with desk.logbook.writing() as writer:
        writer.set_meta({"root_confirmed": "yes"})
        desk.refresh(writer)


def _check_free(desk: Desk, unit: str, replaces: str | None) -> None:
    """Raise where another node than the one that is replaced speaks for the unit."""
    for entry in desk.admitted().active_at(unit):
        if entry.node != replaces:
            raise PostTakenError(unit=unit, name=entry.unit_name)


def _check_place(desk: Desk, unit: str, acting: Level) -> None:
    """Raise unless this headquarters may admit a node of that level at that unit."""
    own, is_root = desk.standing.unit, desk.admitted().root == desk.identity.node
    below = is_unit_path(unit) and is_above(own, unit)
    if not (below or (unit == own and is_root)) or (acting is Level.FORCE and unit != own):
        raise UnitPathError(unit=unit[:80], own=own)
    if not is_root and acting is not Level.UNIT:
        raise NotAllowedError(who="Force HQ")


def _end(desk: Desk, node: str, status: str, why: str, *, anyway: bool = False) -> Entry:
    roster = own_roster(desk)
    with desk.logbook.writing() as writer:
        entries = _ended(desk, writer, roster, node, status, anyway=anyway)
        forks = roster.forks
        if status == "revoked":
            entries, forks = _with_those_below(desk.admitted(), node, entries, forks)
        if why:
            writer.set_setting(f"{WHY}{node}", why)
        issue(desk, writer, roster, entries=entries, forks=forks)
    return next(entry for entry in entries if entry.node == node)


def _with_those_below(
    book: RosterBook, issuer: str, entries: tuple[Entry, ...], forks: Mapping[str, Fork]
) -> tuple[tuple[Entry, ...], dict[str, Fork]]:
    """Return what a roster says with what a sector vouched for, whose own word ends with it: its units stay named."""
    known = {one.node for one in entries}
    below = [one for one in book.entries if book.voucher_of(one.node) == issuer and one.node not in known]
    nodes = {one.node for one in below}
    settled = {key: fork for key, fork in book.forks.items() if StreamKey.parse(key).node in nodes}
    return (*entries, *below), {**settled, **forks}


def _ended(
    desk: Desk, writer: Writer, roster: Roster, node: str, status: str, *, anyway: bool = False
) -> tuple[Entry, ...]:
    """Return the entries of a roster with one node ended; the root's also takes in what a sector vouched for."""
    book = desk.admitted()
    is_root = book.root == desk.identity.node
    entry = roster.entry_of(node) or (book.entry_of(node) if is_root else None)
    if entry is None and book.entry_of(node) is not None and node != desk.identity.node:
        raise NotAllowedError(who="the headquarters that admitted this node, or Force HQ,")
    others = tuple(one for one in roster.entries if one.node != node)
    if entry is not None:
        last = _ends(writer, book, node)
    elif is_root and (entry := _left_out(writer, book, node)) is not None:
        named = msgspec.structs.replace(roster, entries=(*others, entry))
        again = RosterBook(book.root, ({**book.rosters, roster.issuer: named}).values(), book.posts)
        last = _ends(writer, again, node) if status == "retired" else {}
    else:
        raise UnknownNodeError(name=node[:80])
    if node == desk.identity.node:
        raise LastForceNodeError
    if status == "retired" and not anyway:
        _check_all_here(writer, book, entry, last)
    return (*others, msgspec.structs.replace(entry, status=status, last=last))


def _check_all_here(reader: Reader, book: RosterBook, entry: Entry, last: Mapping[str, End]) -> None:
    """Raise where another active node said in its last receipt to hold more of a node than is held here."""
    for peer in book.entries:
        if not peer.is_active or peer.node == entry.node:
            continue
        held = {stream: end.seq for stream, end in last.items()}
        count = sum(
            max(seq - held.get(stream, 0), 0)
            for stream, seq in reader.receipts(peer.node).items()
            if StreamKey.parse(stream).node == entry.node
        )
        if count:
            raise ConfirmedElsewhereError(peer=peer.unit_name, count=count, name=entry.unit_name)


def _left_out(reader: Reader, book: RosterBook, node: str) -> Entry | None:
    """Return a node that no roster names any more as one named it, at the post that it signs; None for any other."""
    found = next((one for one in dropped_entries(book, reader) if one.node == node), None)
    if found is None:
        return None
    return msgspec.structs.replace(found, unit=book.posts.get(node, found.unit), status="active", last=None)


def _ends(reader: Reader, book: RosterBook, node: str) -> dict[str, End]:
    """Return the last changeset of each stream of a node that stands; what is held and does not stand ends nothing."""
    changesets = reader.changesets_of(node)
    void = void_digests(book, changesets)
    standing = sorted((one.seq, one.digest, one.stream) for one in changesets if one.digest not in void)
    return {stream: End(seq, digest) for seq, digest, stream in standing}


def _request(file: Path) -> EnrolmentRequest:
    if not file.is_file():
        raise MissingFileError(path=file)
    try:
        with file.open("rb") as stream:
            return read_request(stream.read(MAX_REQUEST + 1))
    except BundleError as error:
        raise NotARequestError(path=file, detail=error.detail) from error
