"""The strict ZIP reader, fed piece by piece: a bundle is checked while it is decrypted and never stored.

It reads no more than the format allows: members contiguous from byte 0, local headers equal to the central
directory, no flags, extra fields, comments, ZIP64, encryption, directories or links, nothing after the end.
"""

import struct
import zlib
from collections.abc import Generator
from typing import Final, Protocol

import msgspec

from app.sync import members
from app.sync.errors import MalformedError, NotABundleError, TooLargeError
from app.sync.members import Kind, MemberName

STORED: Final = 0
DEFLATED: Final = 8

LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
END: Final = struct.Struct("<4sHHHHIIH")
LOCAL_SIGNATURE: Final = b"PK\x03\x04"
CENTRAL_SIGNATURE: Final = b"PK\x01\x02"
END_SIGNATURE: Final = b"PK\x05\x06"

_MOST_NEEDED_VERSION: Final = 20
# Bits 1 and 2 only tell how hard the packer tried; stock `zip -9` sets them. Others change the layout.
_HARMLESS_FLAGS: Final = 0b110
_INFLATE_STEP: Final = 256 * 1024
MADE_BY: Final = 20
"""What our own containers say of their packer: version 2.0, no system."""
_REGULAR: Final = 0o100000
_TYPE_MASK: Final = 0o170000

_Steps = Generator[None, bytes, None]


class Member(msgspec.Struct, frozen=True):
    """One member as its header declares it: `size` bytes, of which the file holds `packed`."""

    name: MemberName
    deflated: bool
    size: int
    packed: int
    crc: int


class MemberSink(Protocol):
    """What receives members, in order, while they are read."""

    def begin(self, member: Member) -> None:
        """Take note of a member whose header was found sound."""

    def packed(self, piece: bytes) -> None:
        """Take bytes of the member as they stand in the file."""

    def plain(self, piece: bytes) -> None:
        """Take bytes of the member's content."""

    def end(self) -> None:
        """Take note that the member was complete and its size and checksum right."""


class _Directory(msgspec.Struct, frozen=True):
    """What the central directory must repeat of a member: shared header fields, name and offset."""

    shared: bytes
    name: bytes
    offset: int


class ContainerReader:
    """Checks a container that is written to it, hands its members to a sink, raises at the first fault."""

    def __init__(self, sink: MemberSink) -> None:
        self._sink = sink
        self._buffer = b""
        self._at = 0
        self._taken = 0
        self._total = 0
        self._done = False
        self._directory: list[_Directory] = []
        self._seen: set[str] = set()
        self._last_kind = Kind.MIMETYPE
        self._steps = self._run()
        next(self._steps)

    def write(self, piece: bytes) -> int:
        """Take the next bytes of the file; return how many, which is all."""
        if self._done and piece:
            raise MalformedError("bytes after the end of the container")
        if piece:
            try:
                self._steps.send(piece)
            except StopIteration:
                self._done = True
        return len(piece)

    def flush(self) -> None:
        """Do nothing: every byte is looked at when it comes."""

    def close(self) -> None:
        """Say that there are no more bytes; raise unless the container was complete."""
        if not self._done:
            if not self._directory:
                raise NotABundleError("the file ends before its first member does")
            raise MalformedError("the file is cut off")

    def _run(self) -> _Steps:
        """Read the whole container; each `yield` asks for more bytes."""
        while True:
            signature = yield from self._take(4)
            if signature == LOCAL_SIGNATURE:
                yield from self._member()
            elif not self._directory:
                raise NotABundleError("the file does not begin like a bundle")
            elif signature == CENTRAL_SIGNATURE:
                break
            else:
                raise MalformedError("the members are not followed by the central directory")
        if self._last_kind < Kind.MANIFEST_SIGNATURE:
            raise MalformedError("the manifest or its signature is missing")
        start = self._taken - 4
        for index, entry in enumerate(self._directory):
            if index and (yield from self._take(4)) != CENTRAL_SIGNATURE:
                raise MalformedError("the central directory lacks a member")
            yield from self._central(entry)
        end = self._taken
        yield from self._end(start, end - start)
        if self._at < len(self._buffer):
            raise MalformedError("bytes after the end of the container")

    def _take(self, count: int) -> Generator[None, bytes, bytes]:
        """Return exactly so many bytes."""
        while len(self._buffer) - self._at < count:
            self._buffer = self._buffer[self._at :] + (yield)
            self._at = 0
        piece = self._buffer[self._at : self._at + count]
        self._at += count
        self._taken += count
        return piece

    def _some(self, most: int) -> Generator[None, bytes, bytes]:
        """Return at least one byte, at most so many, without joining pieces."""
        if self._at == len(self._buffer):
            self._buffer = yield
            self._at = 0
        left = len(self._buffer) - self._at
        whole = self._at == 0 and left <= most
        piece = self._buffer if whole else self._buffer[self._at : self._at + most]
        self._at += len(piece)
        self._taken += len(piece)
        return piece

    def _member(self) -> _Steps:
        offset = self._taken - 4
        shared = yield from self._take(26)
        fields = LOCAL.unpack(LOCAL_SIGNATURE + shared)
        if not 0 < fields[9] <= members.MAX_NAME or fields[10]:
            raise MalformedError("a member's name is empty or too long, or it has extra fields")
        raw_name = yield from self._take(fields[9])
        member = self._declared(shared, raw_name)
        self._directory.append(_Directory(shared, raw_name, offset))
        self._sink.begin(member)
        checksum = yield from (self._inflated(member) if member.deflated else self._stored(member))
        if checksum != member.crc:
            raise MalformedError(f"the checksum of {member.name.text} is wrong")
        self._sink.end()

    def _declared(self, shared: bytes, raw_name: bytes) -> Member:
        """Check what a local header says before anything is allocated for it."""
        _, needed, flags, method, _, _, crc, packed, size, _, _ = LOCAL.unpack(LOCAL_SIGNATURE + shared)
        if not raw_name.isascii():
            raise MalformedError("a member's name is not ASCII")
        if not self._directory and raw_name != members.MIMETYPE_NAME.encode():
            raise NotABundleError("the first member is not `mimetype`")
        name = members.parse_name(raw_name.decode("ascii"))
        if needed > _MOST_NEEDED_VERSION or flags & ~_HARMLESS_FLAGS or method not in (STORED, DEFLATED):
            raise MalformedError(f"{name.text} is written in a way the format does not allow")
        deflated = method == DEFLATED
        if deflated and not name.may_be_deflated:
            raise MalformedError(f"{name.text} may not be deflated")
        if not deflated and packed != size:
            raise MalformedError(f"the two sizes of {name.text} differ")
        self._check_order(name)
        self._check_limits(name, deflated, size, packed)
        return Member(name=name, deflated=deflated, size=size, packed=packed, crc=crc)

    def _check_order(self, name: MemberName) -> None:
        index = len(self._directory)
        if name.text in self._seen:
            raise MalformedError(f"{name.text} is there twice")
        self._seen.add(name.text)
        in_head = index <= Kind.MANIFEST_SIGNATURE
        if (in_head and name.kind != index) or name.kind < self._last_kind:
            raise MalformedError(f"{name.text} stands in the wrong place")
        self._last_kind = name.kind

    def _check_limits(self, name: MemberName, deflated: bool, size: int, packed: int) -> None:
        self._total += size
        if len(self._directory) >= members.MAX_MEMBERS:
            raise TooLargeError(f"more than {members.MAX_MEMBERS} members")
        if name.kind == Kind.MIMETYPE and size != name.limit:
            raise NotABundleError("the content of `mimetype` is another")
        if size > name.limit:
            raise TooLargeError(f"{name.text} has more than {name.limit} bytes")
        if self._total > members.MAX_TOTAL or self._taken + packed > members.MAX_TOTAL:
            raise TooLargeError("all members together have 4 GiB or more")
        if deflated and size > members.MAX_RATIO * packed:
            raise TooLargeError(f"{name.text} unpacks to more than {members.MAX_RATIO} times its size")

    def _stored(self, member: Member) -> Generator[None, bytes, int]:
        checksum, left, plain = 0, member.packed, self._sink.plain
        while left:
            piece = yield from self._some(left)
            left -= len(piece)
            checksum = zlib.crc32(piece, checksum)
            plain(piece)
        return checksum

    def _inflated(self, member: Member) -> Generator[None, bytes, int]:
        checksum, left, size = 0, member.packed, 0
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        while left:
            # The last byte comes by itself: the bits behind the end of the stream must be zero.
            packed = yield from self._some(left - 1 if left > 1 else 1)
            left -= len(packed)
            self._sink.packed(packed)
            if not left and not _ends_in_zeros(unpacker, packed):
                raise MalformedError(f"bits after the packed content of {member.name.text}")
            while not unpacker.eof:
                piece = _inflate(unpacker, packed, member)
                packed = unpacker.unconsumed_tail
                if not piece and not packed:
                    break
                size += len(piece)
                if size > member.size:
                    raise MalformedError(f"{member.name.text} is larger than declared")
                checksum = zlib.crc32(piece, checksum)
                self._sink.plain(piece)
            if unpacker.unused_data or (unpacker.eof and left):
                raise MalformedError(f"bytes after the packed content of {member.name.text}")
        if not unpacker.eof or size != member.size:
            raise MalformedError(f"{member.name.text} is smaller than declared, or cut off")
        return checksum

    def _central(self, entry: _Directory) -> _Steps:
        """Compare one entry of the central directory, whose first four bytes were taken, with its member."""
        rest = yield from self._take(CENTRAL.size - 4)
        fields = CENTRAL.unpack(CENTRAL_SIGNATURE + rest)
        name = yield from self._take(len(entry.name))
        if rest[2:28] != entry.shared or name != entry.name or fields[16] != entry.offset:
            raise MalformedError("the central directory differs from the members")
        made_by, comment, disk, internal, attributes = fields[1], *fields[12:16]
        if comment or disk or not _describes_a_file(made_by, internal, attributes):
            raise MalformedError(
                "a comment, directory, link or second volume, or attributes of no plain file"
            )

    def _end(self, start: int, size: int) -> _Steps:
        record = yield from self._take(END.size)
        count = len(self._directory)
        if END.unpack(record) != (END_SIGNATURE, 0, 0, count, count, size, start, 0):
            raise MalformedError("the end record does not fit the container")


def _describes_a_file(made_by: int, internal: int, attributes: int) -> bool:
    """Tell whether a packer says of a member, in the fields that nothing signs, that it is a plain file.

    What differs from our own constants in one bit is refused, so that no bit we wrote can be changed unseen.
    """
    changed = (made_by ^ MADE_BY).bit_count() + internal.bit_count() + attributes.bit_count()
    kind = attributes >> 16 & _TYPE_MASK
    return changed != 1 and internal <= 1 and not attributes & 0xFFFF and kind in (0, _REGULAR)


def _ends_in_zeros(unpacker: "zlib._Decompress", last: bytes) -> bool:
    """Tell whether the last byte of a packed stream has only zeros behind the stream's end."""
    if unpacker.eof:
        return True
    whole = _outcome(unpacker, last[0])
    shorter = {last[0] & (1 << used) - 1 for used in range(8)} - {last[0]}
    return all(_outcome(unpacker, byte) != whole for byte in shorter) or not whole[0]


def _outcome(unpacker: "zlib._Decompress", last: int) -> tuple[bool, bytes]:
    """Return whether a stream ends with this byte, and what the byte adds."""
    trial = unpacker.copy()
    try:
        added = trial.decompress(bytes([last]))
    except zlib.error:
        return False, b""
    return trial.eof, added


def _inflate(unpacker: "zlib._Decompress", packed: bytes, member: Member) -> bytes:
    try:
        return unpacker.decompress(packed, _INFLATE_STEP)
    except zlib.error as error:
        raise MalformedError(f"{member.name.text} cannot be unpacked") from error
