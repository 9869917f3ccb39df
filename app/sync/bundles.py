"""Writing a bundle: manifest, rosters, changesets, attachments in one stream; a whole file or none."""

import hashlib
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from app.domain.identifiers import format_moment, new_id
from app.domain.scopes import StreamKey
from app.sync import envelope, members
from app.sync.changesets import Sealed
from app.sync.container_writing import ContainerWriter
from app.sync.errors import DigestMismatchError, TooLargeError
from app.sync.keys import NodeKeys
from app.sync.manifest import (
    BUNDLE_FORMAT,
    ListedMember,
    Manifest,
    Part,
    RosterReceipt,
    StreamReceipt,
    encode_manifest,
)
from app.sync.members import MANIFEST_NAME, MIMETYPE, MIMETYPE_NAME, SIGNATURE_SUFFIX
from app.sync.rosters import SignedRoster
from app.sync.sshsig import NAMESPACE_BUNDLE

_READ_AHEAD = 2
"""Members that are read before their turn: with 50 MiB for the largest, memory stays bounded."""
_WORTH_A_THREAD = 1 << 20
"""Bundles of fewer bytes than this are written without a second thread, which would cost more than it saves."""


class Carried(msgspec.Struct, frozen=True):
    """A changeset to carry, verbatim: `read` gives its bytes, one at a time, on a thread of its own."""

    stream: StreamKey
    seq: int
    size: int
    sha256: str
    signature: bytes
    read: Callable[[], bytes]

    @classmethod
    def of(cls, sealed: Sealed) -> "Carried":
        """Return what carries a changeset that is in memory."""
        header, body = sealed.header, sealed.body
        return cls(header.stream, header.seq, len(body), sealed.digest, sealed.signature, lambda: body)


class Attached(msgspec.Struct, frozen=True):
    """An attachment to carry: `read` gives its bytes, one at a time, on a thread of its own."""

    sha256: str
    size: int
    read: Callable[[], bytes]


class Written(msgspec.Struct, frozen=True):
    """A bundle that is safely on the disk: its size in bytes, its id, and the SHA-256 of the file."""

    path: Path
    size: int
    bundle: str
    sha256: str


class _Entry(msgspec.Struct, frozen=True):
    """One member to write: `read` gives bytes that must have this size and SHA-256."""

    name: str
    size: int
    sha256: str
    read: Callable[[], bytes]


def write_bundle(
    path: Path,
    *,
    keys: NodeKeys,
    mission: str,
    to: Sequence[str],
    rosters: Iterable[SignedRoster],
    changesets: Iterable[Carried],
    attachments: Iterable[Attached],
    have: Mapping[str, StreamReceipt],
    held_rosters: Mapping[str, RosterReceipt],
    wants: Sequence[str],
    marking: str,
    created_at: datetime,
    schema: int,
    app: str,
    recipients: Sequence[str] | None,
    part: Part | None = None,
    bundle: str | None = None,
) -> Written:
    """Write a bundle to `path`, encrypted to `recipients` (`age1…`) and the sender; plain where that is None.

    The file appears under its name when it is complete and on the disk; after an error nothing is left.
    Raises TooLargeError where the export must be split, DigestMismatchError where the store gave other bytes
    than it promised, and OSError.
    """
    entries = [*_rosters(rosters), *_changesets(changesets), *_attachments(attachments)]
    manifest = Manifest(
        format=BUNDLE_FORMAT,
        bundle=bundle or new_id(created_at),
        mission=mission,
        sender=keys.node,
        to=tuple(to),
        created_at=format_moment(created_at),
        marking=marking,
        schema=schema,
        app=app,
        members=tuple(ListedMember(entry.name, entry.size, entry.sha256) for entry in entries),
        have=dict(have),
        held_rosters=dict(held_rosters),
        wants=tuple(wants),
        part=part,
    )
    data = encode_manifest(manifest)
    pieces = _pieces(data, keys.sign(data, namespace=NAMESPACE_BUNDLE), entries)
    enclosed_to = None if recipients is None else [*recipients, keys.recipient]
    size, digest = _write_whole(path, pieces, enclosed_to)
    return Written(path, size, manifest.bundle, digest)


def _rosters(rosters: Iterable[SignedRoster]) -> Iterator[_Entry]:
    for signed in sorted(rosters, key=lambda one: (one.roster.issuer, one.roster.version)):
        name = members.roster_name(signed.roster.issuer, signed.roster.version)
        yield _in_memory(name, signed.data)
        yield _in_memory(name + SIGNATURE_SUFFIX, signed.signature)


def _changesets(changesets: Iterable[Carried]) -> Iterator[_Entry]:
    for carried in sorted(changesets, key=lambda one: (one.stream, one.seq)):
        name = members.changeset_name(carried.stream, carried.seq)
        yield _Entry(name, carried.size, carried.sha256, carried.read)
        yield _in_memory(name + SIGNATURE_SUFFIX, carried.signature)


def _attachments(attachments: Iterable[Attached]) -> Iterator[_Entry]:
    for attached in sorted(attachments, key=lambda one: one.sha256):
        if attached.size > members.MAX_ATTACHMENT:
            raise TooLargeError(f"attachment {attached.sha256} has more than 50 MiB")
        yield _Entry(members.attachment_name(attached.sha256), attached.size, attached.sha256, attached.read)


def _in_memory(name: str, content: bytes) -> _Entry:
    return _Entry(name, len(content), hashlib.sha256(content).hexdigest(), lambda: content)


def _pieces(manifest: bytes, signature: bytes, entries: Iterable[_Entry]) -> Iterator[bytes]:
    """Yield the bytes of the container, asking for each member when its turn comes."""
    writer = ContainerWriter()
    yield from writer.member(MIMETYPE_NAME, MIMETYPE, deflate=False)
    yield from writer.member(MANIFEST_NAME, manifest, deflate=True)
    yield from writer.member(MANIFEST_NAME + SIGNATURE_SUFFIX, signature, deflate=False)
    for entry, content in _read_ahead(entries):
        yield from writer.member(entry.name, content, deflate=entry.name.endswith((".json", ".jsonl")))
    yield from writer.end()


def _read_ahead(entries: Iterable[_Entry]) -> Iterator[tuple[_Entry, bytes]]:
    """Yield members with their bytes; the next ones are read and hashed while these are packed and encrypted."""
    wanted = list(entries)
    if sum(entry.size for entry in wanted) < _WORTH_A_THREAD:
        yield from ((entry, _content(entry)) for entry in wanted)
        return
    with ThreadPoolExecutor(1, "read-ahead") as pool:
        ahead: deque[tuple[_Entry, Future[bytes]]] = deque()
        for entry in wanted:
            ahead.append((entry, pool.submit(_content, entry)))
            if len(ahead) > _READ_AHEAD:
                earliest, content = ahead.popleft()
                yield earliest, content.result()
        for entry, content in ahead:
            yield entry, content.result()


def _content(entry: _Entry) -> bytes:
    content = entry.read()
    if len(content) != entry.size or hashlib.sha256(content).hexdigest() != entry.sha256:
        raise DigestMismatchError(f"{entry.name} is not what the store promised")
    return content


def _write_whole(path: Path, pieces: Iterator[bytes], recipients: Sequence[str] | None) -> tuple[int, str]:
    """Write under another name, flush to disk, rename; return size and SHA-256; leave nothing on error."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb", buffering=1 << 18) as file:
            target = _Target(file)
            if recipients is None:
                for piece in pieces:
                    target.write(piece)
            else:
                envelope.enclose(pieces, target, recipients)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)
    return target.size, target.sha256.hexdigest()


class _Target:
    """The file, its size and its digest, as they grow."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = 0
        self.sha256 = hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self._file.write(piece)
        self.sha256.update(piece)
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        self._file.flush()


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be flushed."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
