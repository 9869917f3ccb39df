"""Held room: how much is kept of bundles that wait, so that nobody fills the disk with what cannot be checked yet.

A bundle is vouched for where a roster names its maker as active and its signature holds. All others, of strangers and
of newer formats, share a room of their own, so that they never take any from the bundles of admitted nodes; and each
maker, admitted or claimed, has its share. What is kept stays: who sends more than there is room for pushes nothing out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from app.domain.rosters import RosterBook
from app.services.desks import Desk
from app.services.holding import held_folder, is_kept
from app.services.views import FileOutcome, Reason
from app.storage.reader import Reader
from app.sync.planning import Outcome
from app.sync.sshsig import parse_public_key_line
from app.sync.verification import VerifiedBundle

NO_ROOM: Final = "refused:no-room"


class Maker(msgspec.Struct, frozen=True):
    """Whom a bundle names as its maker, empty where nothing of it can be read, and whether that is vouched for."""

    node: str = ""
    vouched: bool = False


class Room(msgspec.Struct, frozen=True):
    """How many files may be kept, and how many bytes they may have together."""

    files: int
    size: int

    def takes(self, sizes: Sequence[int], size: int) -> bool:
        """Tell whether one more file fits beside others."""
        return len(sizes) < self.files and sum(sizes) + size <= self.size


OF_A_STRANGER: Final = Room(32, 512 * 2**20)
OF_ALL_STRANGERS: Final = Room(128, 2 * 2**30)
OF_A_NODE: Final = Room(256, 4 * 2**30)
"""One bundle may have almost 4 GiB."""


def maker_of(bundle: VerifiedBundle, book: RosterBook | None) -> Maker:
    """Return who made a bundle whose signature holds, by the rosters."""
    sender = bundle.manifest.sender
    entry = book.entry_of(sender) if book is not None else None
    known = entry is not None and parse_public_key_line(entry.public_key) == bundle.signer_key
    return Maker(sender, known and entry is not None and entry.is_active)


def has_room(desk: Desk, reader: Reader, file: Path, maker: Maker) -> bool:
    """Tell whether a bundle may be kept beside those that are kept already; one that is kept may stay."""
    if is_kept(desk, reader, file):
        return True
    size = file.stat().st_size
    alike = [one for one in reader.held() if one.vouched == maker.vouched]
    sizes = {one.digest: _size(held_folder(desk) / one.file) for one in alike}
    own = [sizes[one.digest] for one in alike if one.maker == maker.node]
    if maker.vouched:
        return OF_A_NODE.takes(own, size)
    fits = not maker.node or OF_A_STRANGER.takes(own, size)
    return fits and OF_ALL_STRANGERS.takes(list(sizes.values()), size)


def without_room(outcome: FileOutcome) -> FileOutcome:
    """Return what became of a bundle that would have been kept and is not; what was taken of it stays."""
    detail = (
        "as much is kept already as may be of bundles that wait; keep this file, and import it again later"
    )
    whole = Outcome.REFUSED if outcome.outcome == Outcome.HELD else outcome.outcome
    reasons = (*outcome.reasons, Reason(code=NO_ROOM, detail=detail))
    return msgspec.structs.replace(outcome, outcome=str(whole), reasons=reasons)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
