"""Sealing: what was saved since the last export becomes signed changesets, each at most once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app import __version__
from app.domain.kinds import SCHEMA
from app.domain.scopes import Reach, StreamKey
from app.services.dealing import LEAST_SIZE
from app.services.desks import Desk
from app.storage.rows import StoredChangeset, Unsealed
from app.storage.writer import Writer
from app.sync.changesets import Sealed, seal

MOST_REVISIONS = 2_000
MOST_BYTES = 1024 * 1024
"""A changeset is closed at these, well below what the format allows, so that bundles can be split finely."""


def seal_outbox(desk: Desk, writer: Writer, max_size: int | None = None) -> int:
    """Seal every unsent revision of records that may leave the laptop; returns how many changesets were made.

    They are small enough that files of `max_size` bytes, where it is given, can each take some.
    """
    most_bytes = min(MOST_BYTES, max(LEAST_SIZE, max_size or MOST_BYTES) // 2)
    own = desk.standing.unit
    writer.place_unplaced(own)
    heads = writer.stream_heads()
    made = 0
    for (unit, reach), revisions in writer.unsealed().items():
        stream = StreamKey(desk.identity.node, desk.identity.epoch, unit, Reach(reach))
        last = heads.get(str(stream))
        for piece in _pieces(revisions, most_bytes):
            last = _seal_one(desk, writer, stream, piece, last)
            made += 1
    return made


def _seal_one(
    desk: Desk, writer: Writer, stream: StreamKey, revisions: Sequence[Unsealed], last: tuple[int, str] | None
) -> tuple[int, str]:
    """Seal revisions on top of the last changeset of the stream; returns number and digest of the new one."""
    seq, prev = last or (0, None)
    sealed = seal(
        [revision.line for revision in revisions],
        keys=desk.keys,
        stream=stream,
        post=desk.standing.unit,
        mission=desk.admitted().mission,
        seq=seq + 1,
        prev=prev,
        sealed_at=desk.clock(),
        schema=SCHEMA,
        app=__version__,
    )
    writer.seal(stored_changeset(sealed), [revision.pk for revision in revisions])
    return seq + 1, sealed.digest


def stored_changeset(sealed: Sealed, *, bundle: str | None = None) -> StoredChangeset:
    """Return the store's row of a sealed changeset."""
    header = sealed.header
    return StoredChangeset(
        stream=str(header.stream),
        node=header.node,
        epoch=header.epoch,
        unit=header.unit,
        reach=header.reach.value,
        seq=header.seq,
        prev=header.prev,
        digest=sealed.digest,
        header=sealed.body[: sealed.body.index(b"\n")],
        count=header.count,
        sealed_at=header.sealed_at,
        schema=header.schema,
        app=header.app,
        signature=sealed.signature.decode(),
        bundle=bundle,
    )


def _pieces(revisions: Sequence[Unsealed], most_bytes: int) -> Iterator[list[Unsealed]]:
    piece: list[Unsealed] = []
    size = 0
    for revision in revisions:
        if piece and (len(piece) >= MOST_REVISIONS or size + len(revision.line) > most_bytes):
            yield piece
            piece, size = [], 0
        piece.append(revision)
        size += len(revision.line)
    if piece:
        yield piece
