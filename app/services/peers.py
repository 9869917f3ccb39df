"""Peers: who a bundle can be for, what each may read, and what it lacks by its last receipt."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.rosters import Entry, RosterBook
from app.domain.scopes import StreamKey, may_read
from app.services.desks import Desk
from app.services.errors import NoSuperiorError, UnknownNodeError
from app.storage.reader import Reader


def recipients(desk: Desk, names: Sequence[str]) -> tuple[Entry, ...]:
    """Return the active roster entries that node ids or unit paths name; without names, those of the superior.

    Raises `UnknownNodeError`, `NoSuperiorError` or `NotAdmittedError`.
    """
    book = desk.admitted()
    if not names:
        above = book.superiors_of(desk.standing.unit)
        if not above:
            raise NoSuperiorError
        return above
    found: dict[str, Entry] = {}
    for name in names:
        for entry in _named(book, name.strip(), desk.identity.node):
            found[entry.node] = entry
    return tuple(found.values())


def _named(book: RosterBook, name: str, own: str) -> list[Entry]:
    entries = [
        entry
        for entry in book.entries
        if name in (entry.node, entry.unit) and entry.is_active and entry.node != own
    ]
    if not entries:
        raise UnknownNodeError(name=name[:80])
    return entries


def readable_by_all(streams: Sequence[str], readers: Sequence[Entry]) -> set[str]:
    """Return the stream keys whose scope every reader may read."""
    return {
        stream
        for stream in streams
        if all(may_read(reader.unit, StreamKey.parse(stream).scope) for reader in readers)
    }


def least_held(reader: Reader, readers: Sequence[Entry]) -> dict[str, int]:
    """Return, per stream, the number that each of the readers (one or more) has by its last receipt; absent is none."""
    receipts = [reader.receipts(entry.node) for entry in readers]
    common = set(receipts[0]).intersection(*receipts[1:])
    return {stream: min(receipt[stream] for receipt in receipts) for stream in common}
