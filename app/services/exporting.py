"""Exporting: what a peer lacks, sealed, signed, encrypted to it and written as one file or several."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from enum import Enum
from pathlib import Path

import msgspec

from app import __version__
from app.domain.identifiers import format_moment, new_id
from app.domain.kinds import SCHEMA
from app.domain.rosters import Entry
from app.domain.scopes import StreamKey, is_above
from app.domain.vocabularies import MARKINGS
from app.services.applying import MOST_WANTS
from app.services.bundle_files import part_file, target_file
from app.services.dealing import ENVELOPE, Load, Piece, dealt, estimated, set_aside
from app.services.desks import Desk, Discarded, newest_rosters
from app.services.errors import RootUnconfirmedError
from app.services.forks import Places, built_upon, fork_places, held_ends
from app.services.peers import least_held, readable_by_all, recipients
from app.services.reading_ahead import ReadingAhead
from app.services.receipt_digests import receipt_digests
from app.services.roster_acks import acknowledged, lacking
from app.services.sealing import seal_outbox
from app.services.views import Exported, Outgoing
from app.storage.reader import Reader
from app.storage.rows import JournalEntry, StoredChangeset
from app.sync.bundles import Attached, Carried, Written, write_bundle
from app.sync.changesets import parse_header, parse_revisions
from app.sync.manifest import Part
from app.sync.rosters import held_roster

Progress = Callable[[int, int], None]


class _Content(Enum):
    """What a bundle brings: nothing, records with thumbnails, or all of it."""

    NONE = "none"
    SMALL = "small"
    ALL = "all"


def export(
    desk: Desk,
    *,
    to: Sequence[str] = (),
    out: Path | None = None,
    since_start: bool = False,
    since: datetime | None = None,
    max_size: int | None = None,
    plain: bool = False,
    photos: bool = True,
    request: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write what the named peers lack (default: the superior) as a bundle; `out` is a file or a folder.

    `since` sends again whatever was sealed from that moment on, `since_start` everything, confirmed or not.
    With `max_size` in bytes (at least 64 KiB) the bundle is split into parts that can each be imported alone, in any
    order; records come first, thumbnails next, photos last, and only a photo larger than that makes a larger part.
    Without `photos` only thumbnails and what a reader asked for are taken along. A `request` brings no records at all:
    it says what is held here and which files are wanted. Raises `RootUnconfirmedError`.
    """
    check_root(desk)
    with desk.logbook.writing() as writer:
        readers = recipients(desk, to)
        if not request:
            seal_outbox(desk, writer, max_size)
    wanted = _Wanted.of(since_start=since_start, since=since, photos=photos, request=request)
    with desk.logbook.reading() as reader:
        job = _Job(desk, reader, readers, wanted, plain=plain)
        written = job.write(target_file(desk, out, readers, plain=plain), max_size, progress)
    _note(desk, readers, written, request=request)
    return Exported(
        path=written[0].path,
        bytes=sum(one.size for one in written),
        bundle=written[0].bundle,
        changesets=job.changesets,
        revisions=job.revisions,
        attachments=job.attachments,
        to=tuple(entry.node for entry in readers),
        parts=len(written),
        paths=tuple(one.path for one in written),
    )


def check_root(desk: Desk) -> None:
    """Raise `RootUnconfirmedError` as long as nobody has compared the words of the root whose roster was taken."""
    if desk.identity.mission is not None and not desk.identity.root_confirmed:
        raise RootUnconfirmedError


class _Wanted(msgspec.Struct, frozen=True):
    """What a bundle is to bring: its content, and from when on it brings again what was confirmed (wire text)."""

    content: _Content
    since: str | None

    @classmethod
    def of(cls, *, since_start: bool, since: datetime | None, photos: bool, request: bool) -> _Wanted:
        content = _Content.NONE if request else _Content.ALL if photos else _Content.SMALL
        return cls(content, "" if since_start else format_moment(since) if since else None)


def foresee(
    desk: Desk,
    *,
    to: Sequence[str] = (),
    since_start: bool = False,
    since: datetime | None = None,
    max_size: int | None = None,
    photos: bool = True,
    request: bool = False,
) -> Outgoing:
    """Return what an export with these options would write, by sealing in a transaction that is rolled back."""
    wanted = _Wanted.of(since_start=since_start, since=since, photos=photos, request=request)
    found = Outgoing()
    with suppress(Discarded), desk.logbook.writing() as writer:
        readers = recipients(desk, to)
        seal_outbox(desk, writer, max_size)
        found = _Job(desk, writer, readers, wanted, plain=False).foreseen(max_size)
        raise Discarded
    return found


class _Job:
    """One export: what it carries, by one consistent reading of the store."""

    def __init__(
        self, desk: Desk, reader: Reader, readers: Sequence[Entry], wanted: _Wanted, *, plain: bool
    ) -> None:
        content = wanted.content
        self._desk = desk
        self._reader = reader
        self._readers = readers
        self._plain = plain
        book = desk.admitted()
        heads = reader.stream_heads()
        self._readable = readable_by_all(list(heads), readers)
        keys = map(StreamKey.parse, self._readable)
        self._scopes = {(key.unit, key.reach.value) for key in keys}
        # Of a node that no roster names a reader could take nothing, and would keep every bundle for it.
        sent = {key for key in self._readable if book.entry_of(StreamKey.parse(key).node)}
        have = least_held(reader, readers)
        if wanted.since is not None:
            before = reader.numbers_before(wanted.since)
            have = {stream: min(number, before.get(stream, number)) for stream, number in have.items()}
        forked = self._told_of(fork_places(reader))
        have.update((stream, min(have.get(stream, 0), place)) for stream, place in forked.items())
        due = {one.pk: one for one in reader.due_changesets(have, sent)}
        due |= {one.pk: one for one in built_upon(reader, book, sent)}
        self._due = [] if content is _Content.NONE else list(due.values())
        self._sizes = reader.changeset_sizes(self._due)
        self._ahead = ReadingAhead(reader)
        aside = () if content is _Content.NONE else reader.refused_changesets(forked.keys() & sent)
        self._pieces = [*map(self._held, self._due), *map(set_aside, aside)]
        self._have = receipt_digests(held_ends(reader, book, heads), self._readable)
        rosters = [held_roster(one.body, one.signature.encode()) for one in newest_rosters(reader)]
        self._acknowledged = acknowledged(rosters)
        again = wanted.since is not None
        self._rosters = rosters if again else lacking(reader, rosters, readers)
        self._thumbnails: set[str] = set()
        self._named = (
            {} if content is _Content.NONE else self._attachments_due(photos=content is _Content.ALL)
        )
        self.changesets = len(self._pieces)
        self.revisions = sum(piece.count for piece in self._pieces)
        self.attachments = len(self._named)

    def _told_of(self, places: Places) -> dict[str, int]:
        """Return the forked streams whose sides these readers are shown, with the number before the fork.

        They are shown to whoever can settle the fork, and to the node itself: two laptops have its name.
        """
        own = self._desk.standing.unit
        return {
            stream: (place or 1) - 1
            for stream, place in places.items()
            if all(is_above(one.unit, own) or stream.startswith(one.node) for one in self._readers)
        }

    def foreseen(self, max_size: int | None) -> Outgoing:
        """Return what would be written; sizes are estimates where there is much of it."""
        loads = self._loads(max_size)
        photos = self._named.keys() - self._thumbnails
        rosters = sum(len(zlib.compress(one.data, 1)) for one in self._rosters)
        return Outgoing(
            changes=self.revisions,
            records=self._reader.records_within([piece.stored.pk for piece in self._pieces if piece.stored]),
            photos=len(photos),
            bytes=ENVELOPE + rosters + sum(self._named.values()) + estimated(self._pieces),
            parts=len(loads),
        )

    def write(self, path: Path, max_size: int | None, progress: Progress | None) -> list[Written]:
        """Write every part; returns what was written."""
        loads = self._loads(max_size)
        series = new_id(self._desk.clock()) if len(loads) > 1 else None
        written = []
        for number, load in enumerate(loads, 1):
            part = Part(series, number, len(loads)) if series else None
            written.append(self._write_one(part_file(path, number, len(loads)), load, part))
            if progress:
                progress(number, len(loads))
        return written

    def _loads(self, max_size: int | None) -> list[Load]:
        """Return what each part takes."""
        if max_size is not None:
            self._ahead.expect(self._due)  # their packed sizes are asked for
        return dealt(self._pieces, self._named, self._thumbnails, max_size)

    def _write_one(self, path: Path, load: Load, part: Part | None) -> Written:
        self._ahead.expect(piece.stored for piece in load.pieces if piece.stored)
        return write_bundle(
            path,
            keys=self._desk.keys,
            mission=self._desk.admitted().mission,
            to=[entry.node for entry in self._readers],
            rosters=self._rosters,
            changesets=[piece.carried for piece in load.pieces],
            attachments=[self._attached(digest) for digest in load.attachments],
            have=self._have,
            held_rosters=self._acknowledged,
            wants=self._reader.files_wanted(self._scopes)[:MOST_WANTS],
            marking=_highest(self._markings(load.pieces)),
            created_at=self._desk.clock(),
            schema=SCHEMA,
            app=__version__,
            recipients=None if self._plain else [entry.recipient for entry in self._readers],
            part=part,
        )

    def _held(self, changeset: StoredChangeset) -> Piece:
        carried = Carried(
            stream=StreamKey.parse(changeset.stream),
            seq=changeset.seq,
            size=self._sizes[changeset.pk],
            sha256=changeset.digest,
            signature=changeset.signature.encode(),
            read=lambda: self._ahead.body_of(changeset),
        )
        return Piece(carried, changeset.count, changeset)

    def _markings(self, pieces: Sequence[Piece]) -> set[str]:
        found = self._reader.markings([piece.stored for piece in pieces if piece.stored])
        for piece in pieces:
            if piece.stored is None:
                body = piece.carried.read()
                said = (one.fields.get("marking") for one in parse_revisions(body, parse_header(body)))
                found.update(str(marking) for marking in said if marking)
        return found

    def _attached(self, digest: str) -> Attached:
        return Attached(digest, self._named[digest], lambda: self._reader.attachment_bytes(digest))

    def _attachments_due(self, *, photos: bool) -> dict[str, int]:
        """Return digest and size of what the changesets name or a reader asked for, where the bytes are here.

        A file goes only to those who may read a record that holds it by right: asking for a digest is no right.
        """
        found = self._reader.files_named(self._due)
        self._thumbnails = {digest for digest, is_thumbnail in found.items() if is_thumbnail}
        named = set(found) if photos else set(self._thumbnails)
        for entry in self._readers:
            named.update(self._reader.peer(entry.node).wants)
        return self._reader.file_sizes(self._reader.files_by_right(named, self._scopes))


def _highest(markings: set[str]) -> str:
    """Return the highest marking; one that a newer version of the app added is taken for the highest known here."""
    places = [MARKINGS.index(one) if one in MARKINGS else len(MARKINGS) - 1 for one in markings]
    return MARKINGS[max(places, default=0)]


def _note(desk: Desk, readers: Sequence[Entry], written: Sequence[Written], *, request: bool) -> None:
    """Remember that and when the bundle went out; what the peer has is known only by its receipt."""
    with desk.logbook.writing() as writer:
        for entry in readers:
            writer.put_peer(entry.node, last_out=desk.now(), asked_at=desk.now() if request else None)
        for one in written:
            writer.add_journal(_entry(desk, one, readers))


def _entry(desk: Desk, written: Written, readers: Sequence[Entry]) -> JournalEntry:
    return JournalEntry(
        at=desk.now(),
        direction="out",
        outcome="written",
        file=written.path.name,
        digest=written.sha256,
        bundle=written.bundle,
        node=readers[0].node,
        counts={"to": [entry.unit for entry in readers]},
        officer=desk.identity.officer,
    )
