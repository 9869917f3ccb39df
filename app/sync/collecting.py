"""What is read of a bundle on its way past: digests of every member, and the bytes of all but attachments."""

import hashlib
import zlib
from collections.abc import Callable

import msgspec

from app.sync import members
from app.sync.changesets import MAX_HEADER, first_line
from app.sync.container import Member
from app.sync.errors import DigestMismatchError, NotABundleError, TooLargeError
from app.sync.manifest import Manifest, parse_manifest
from app.sync.members import Kind, MemberName

AttachmentSink = Callable[[str, bytes], None]
"""Takes the SHA-256 and the bytes of one attachment."""


class Content(msgspec.Struct, frozen=True):
    """What was found under a member's name; all but attachments keep their bytes as packed in the file.

    Of what is signed, `sha512` is what the signature covers, and `first_line` its first line, if that is not too long.
    """

    name: MemberName
    size: int
    sha256: str
    kept: bytes | None
    deflated: bool
    sha512: bytes = b""
    first_line: bytes = b""

    def read(self) -> bytes:
        """Return the unpacked bytes of a kept member."""
        if self.kept is None:
            raise LookupError(f"{self.name.text} was not kept")
        return zlib.decompress(self.kept, -zlib.MAX_WBITS, self.size or 1) if self.deflated else self.kept


class Collector:
    """Hashes every member and keeps, as packed, all but attachments."""

    def __init__(self) -> None:
        self.contents: dict[str, Content] = {}
        self.manifest: Manifest | None = None
        self._member: Member | None = None
        self._hash = hashlib.sha256()
        self._signed_hash = hashlib.sha512()
        self._head = b""
        self._kept: list[bytes] = []
        self._all_kept = self._all_rosters = 0

    def begin(self, member: Member) -> None:
        if member.name.kind is Kind.ROSTER:
            self._all_rosters += member.size
            if self._all_rosters > members.MAX_ROSTERS:
                raise TooLargeError("the rosters together have more than 8 MiB")
        self._member = member
        self._hash = hashlib.sha256()
        self._signed_hash = hashlib.sha512()
        self._head = b""
        self._kept = []

    def packed(self, piece: bytes) -> None:
        self._keep(piece)

    def plain(self, piece: bytes) -> None:
        self._hash.update(piece)
        member = self._member
        if member is None or member.name.kind is Kind.ATTACHMENT:
            return
        if member.name.kind is Kind.CHANGESET and not member.name.is_signature:
            self._signed_hash.update(piece)
            if len(self._head) < MAX_HEADER:
                self._head += piece[:MAX_HEADER]
        if not member.deflated:
            self._keep(piece)

    def _keep(self, piece: bytes) -> None:
        self._all_kept += len(piece)
        if self._all_kept > members.MAX_TEXTS:
            raise TooLargeError("changesets and rosters take more than 128 MiB in the file")
        self._kept.append(piece)

    def end(self) -> None:
        member = self._member
        if member is None:
            return
        keeps = member.name.kind is not Kind.ATTACHMENT
        kept = b"".join(self._kept) if keeps else None
        content = Content(
            name=member.name,
            size=member.size,
            sha256=self._hash.hexdigest(),
            kept=kept,
            deflated=member.deflated,
            sha512=self._signed_hash.digest(),
            first_line=first_line(self._head),
        )
        self.contents[member.name.text] = content
        if member.name.kind is Kind.MIMETYPE and kept != members.MIMETYPE:
            raise NotABundleError("the content of `mimetype` is another")
        # Read at once, so that a newer format is known as such before its other members look malformed.
        if member.name.kind is Kind.MANIFEST:
            self.manifest = parse_manifest(content.read())


class Delivery:
    """Collects one wanted attachment at a time and hands it on when its digest is right."""

    def __init__(self, wanted: frozenset[str], sink: AttachmentSink) -> None:
        self.missing = set(wanted)
        self._sink = sink
        self._digest = ""
        self._pieces: list[bytes] | None = None

    def begin(self, member: Member) -> None:
        self._digest = member.name.digest
        self._pieces = [] if self._digest in self.missing else None

    def packed(self, piece: bytes) -> None:
        """Only texts are packed, and they were read before."""

    def plain(self, piece: bytes) -> None:
        if self._pieces is not None:
            self._pieces.append(piece)

    def end(self) -> None:
        if self._pieces is None:
            return
        body = b"".join(self._pieces)
        if hashlib.sha256(body).hexdigest() != self._digest:
            raise DigestMismatchError(f"attachment {self._digest} changed while it was read")
        self.missing.discard(self._digest)
        self._pieces = None
        self._sink(self._digest, body)
