"""Inspection: what a bundle file holds and whether it holds together, with or without a logbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from app.domain.roster_texts import parse_roster
from app.domain.rosters import RosterBook
from app.services.desks import Desk
from app.services.errors import MissingFileError
from app.sync.errors import BundleError
from app.sync.inspection import Inspection, inspect_bundle


def inspect(file: Path, desk: Desk | None = None) -> dict[str, Any]:
    """Return what a bundle holds, in the shape of `inspect --json`; raises `BundleError`, `MissingFileError`."""
    found = _inspected(file, desk.book if desk else None, desk)
    described: dict[str, Any] = msgspec.to_builtins(found)
    return {"file": str(file), "ok": found.ok, **described}


def verify(file: Path, *, roster: Path | None = None, desk: Desk | None = None) -> tuple[str, ...]:
    """Return every fault of signatures, digests and chains; empty where all of it holds.

    The signers are looked up in `roster`, else in the open logbook; with neither, a signature shows only that the node
    it names made it, which says nothing of who that is.
    """
    book = _book(roster) if roster else desk.book if desk else None
    try:
        return _inspected(file, book, desk).faults
    except BundleError as error:
        return (f"{error.code}: {error.detail}",)


def _inspected(file: Path, book: RosterBook | None, desk: Desk | None) -> Inspection:
    if not file.is_file():
        raise MissingFileError(path=file)
    return inspect_bundle(file, [desk.keys.identity] if desk else (), book)


def _book(file: Path) -> RosterBook:
    """Read a root's roster that a person vouches for by naming it."""
    if not file.is_file():
        raise MissingFileError(path=file)
    roster = parse_roster(file.read_bytes())
    return RosterBook(roster.issuer, [roster])
