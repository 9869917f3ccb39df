"""Dealing: what goes into which file of an export, so that each fits a size limit and can be imported alone."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from app.storage.rows import RefusedChangeset, StoredChangeset
from app.sync.bundles import Carried
from app.sync.changesets import parse_header

OVERHEAD = 24 * 1024
MEMBER_OVERHEAD = 512
"""Bytes of a part beside the content of its members: rosters and receipts, then what each member's names take."""
ENVELOPE = 2 * 1024
"""Bytes of a bundle beside rosters and content: manifest, signatures, encryption."""
LEAST_SIZE = 64 * 1024
SAMPLE = 4 * 1024 * 1024
"""Bytes of changesets that are packed on trial to tell how large all of them will be."""

MOST_BUNDLE = 1 << 32
"""The room of a file without a limit of its own."""


class Piece(msgspec.Struct, frozen=True):
    """A changeset to carry; `stored` is None for one that is kept aside."""

    carried: Carried
    count: int
    stored: StoredChangeset | None = None

    @property
    def place(self) -> tuple[str, int]:
        """Its stream and number, of which one file can hold only one."""
        return str(self.carried.stream), self.carried.seq


class Load(msgspec.Struct):
    """What one file carries."""

    pieces: list[Piece]
    attachments: list[str]


def dealt(
    pieces: Sequence[Piece], files: Mapping[str, int], thumbnails: Iterable[str], max_size: int | None
) -> list[Load]:
    """Deal changesets, then thumbnails, then the smallest photos first, out to files of about `max_size` bytes.

    `files` are digest and size of attachments. The branches of a forked stream go into different files where they have
    numbers in common.
    """
    small = frozenset(thumbnails)
    dealer = _Dealer((MOST_BUNDLE if max_size is None else max(LEAST_SIZE, max_size)) - OVERHEAD)
    for piece in pieces:
        size = 0 if max_size is None else _packed_size(piece.carried) + MEMBER_OVERHEAD
        dealer.open_for(size, piece.place)
        dealer.loads[-1].pieces.append(piece)
    for digest, size in sorted(files.items(), key=lambda item: (item[0] not in small, item[1], item[0])):
        dealer.open_for(0 if max_size is None else size + MEMBER_OVERHEAD)
        dealer.loads[-1].attachments.append(digest)
    return dealer.loads


class _Dealer:
    """Opens another file where what comes next does not fit into the last one."""

    def __init__(self, room: int) -> None:
        self._room = self._left = room
        self._places: set[tuple[str, int]] = set()
        self.loads = [Load([], [])]

    def open_for(self, size: int, place: tuple[str, int] | None = None) -> None:
        """Make room for `size` bytes of one member, and for a changeset of this stream and number."""
        last = self.loads[-1]
        is_full = size > self._left and (last.pieces or last.attachments)
        if is_full or place in self._places:
            self.loads.append(Load([], []))
            self._left = self._room
            self._places = set()
        self._left -= size
        if place is not None:
            self._places.add(place)


def set_aside(kept: RefusedChangeset) -> Piece:
    """Return what carries a changeset that is kept aside."""
    header = parse_header(kept.body)
    carried = Carried(
        stream=header.stream,
        seq=kept.seq,
        size=len(kept.body),
        sha256=kept.digest,
        signature=kept.signature.encode(),
        read=lambda: kept.body,
    )
    return Piece(carried, header.count)


def estimated(pieces: Sequence[Piece]) -> int:
    """Return about how many bytes changesets take when packed; the first ones tell for many."""
    raw = packed = seen = 0
    for piece in pieces:
        raw += piece.carried.size
        if seen < SAMPLE:
            seen += piece.carried.size
            packed += _packed_size(piece.carried) + MEMBER_OVERHEAD
    return packed * raw // seen if seen else 0


def _packed_size(carried: Carried) -> int:
    return len(zlib.compress(carried.read(), 1))
