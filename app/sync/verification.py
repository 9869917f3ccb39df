"""From a file to a verified bundle: names and sizes first, then signatures and digests over exact bytes."""

import hashlib
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec

from app.domain.revisions import Revision
from app.domain.scopes import StreamKey
from app.sync import envelope, members
from app.sync.changesets import Header, parse_header, parse_revisions
from app.sync.container import ContainerReader, Member
from app.sync.errors import (
    BadSignatureError,
    BundleError,
    DigestMismatchError,
    MalformedError,
    NewerSchemaError,
    NotABundleError,
    TooLargeError,
)
from app.sync.keys import node_id
from app.sync.manifest import Manifest, parse_manifest
from app.sync.members import MANIFEST_NAME, MIMETYPE_NAME, SIGNATURE_SUFFIX, Kind, MemberName
from app.sync.rosters import SignedRoster, verify_roster
from app.sync.sshsig import NAMESPACE_BUNDLE, NAMESPACE_CHANGESET
from app.sync.sshsig import verify as verify_signature

AttachmentSink = Callable[[str, bytes], None]
"""Takes the SHA-256 and the bytes of one attachment."""


class Content(msgspec.Struct, frozen=True):
    """What was found under a member's name; all but attachments keep their bytes as packed in the file."""

    name: MemberName
    size: int
    sha256: str
    kept: bytes | None
    deflated: bool

    def read(self) -> bytes:
        """Return the unpacked bytes of a kept member."""
        if self.kept is None:
            raise LookupError(f"{self.name.text} was not kept")
        return zlib.decompress(self.kept, -zlib.MAX_WBITS, self.size or 1) if self.deflated else self.kept


class CheckedContainer:
    """A bundle whose container, names, sizes and limits are sound, and nothing more; holds the file open."""

    def __init__(
        self,
        file: IO[bytes],
        identities: Sequence[str],
        *,
        encrypted: bool,
        manifest: Manifest,
        contents: Mapping[str, Content],
    ) -> None:
        """Made by `read_bundle` only."""
        self._file = file
        self._identities = identities
        self.encrypted = encrypted
        self.manifest = manifest
        self.contents = contents

    def __enter__(self) -> "CheckedContainer":
        """Enter a block at whose end the file is closed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; attachments cannot be delivered any more."""
        self._file.close()

    def deliver(self, wanted: Collection[str], sink: AttachmentSink) -> None:
        """Read the file a second time; hand each wanted attachment, checked again, to the sink."""
        delivery = _Delivery(frozenset(wanted), sink)
        reader = ContainerReader(delivery)
        envelope.pour(self._file, reader, self._identities)
        reader.close()
        if delivery.missing:
            raise DigestMismatchError("the file lost attachments while it was read")


class VerifiedChangeset:
    """A changeset with a sound header, signed by the node of its stream."""

    def __init__(self, content: Content, header: Header, signature: bytes, signer_key: bytes) -> None:
        """Made by `verify` only."""
        self._content = content
        self._revisions: list[Revision] | None = None
        self.header = header
        self.stream = header.stream
        self.seq = header.seq
        self.digest = content.sha256
        self.size = content.size
        self.signature = signature
        self.signer_key = signer_key

    def body(self) -> bytes:
        """Return the exact bytes, to be stored and relayed."""
        return self._content.read()

    def revisions(self) -> list[Revision]:
        """Return the revisions, parsed strictly; raise MalformedError or TooLargeError."""
        if self._revisions is not None:
            return self._revisions
        return parse_revisions(self.body(), self.header)

    def keep_revisions(self) -> None:
        """Parse now and keep the result; raise MalformedError or TooLargeError."""
        self._revisions = self.revisions()


class Fault(msgspec.Struct, frozen=True):
    """A roster or changeset that is not sound in itself, inside a bundle that is."""

    name: str
    stream: StreamKey | None
    seq: int
    error: BundleError


class VerifiedBundle:
    """A bundle whose signatures and digests were all checked; what did not hold is in `faults`, per member.

    Who the signers are to this logbook, and what they may say, is the plan's question.
    """

    def __init__(
        self,
        checked: CheckedContainer,
        *,
        signer_key: bytes,
        rosters: tuple[SignedRoster, ...],
        changesets: tuple[VerifiedChangeset, ...],
        attachments: Mapping[str, int],
        faults: tuple[Fault, ...],
    ) -> None:
        """Made by `verify` only."""
        self.checked = checked
        self.manifest = checked.manifest
        self.signer_key = signer_key
        self.rosters = rosters
        self.changesets = changesets
        self.attachments = attachments
        self.faults = faults


def read_bundle(path: Path, identities: Sequence[str] = ()) -> CheckedContainer:
    """Check a file's container in one streaming pass, decrypting with the age identities where encrypted.

    Raises BundleError, and OSError where the file cannot be read. The result holds the file open: use `with`.
    """
    file = path.open("rb")
    try:
        collector = _Collector()
        reader = ContainerReader(collector)
        encrypted = envelope.pour(file, reader, identities)
        reader.close()
        if collector.manifest is None:
            raise MalformedError("the manifest is missing")
        return CheckedContainer(
            file, identities, encrypted=encrypted, manifest=collector.manifest, contents=collector.contents
        )
    except BaseException:
        file.close()
        raise


def verify(checked: CheckedContainer) -> VerifiedBundle:
    """Check every signature and digest; raise BundleError where the bundle as a whole does not hold."""
    signer_key = _verify_manifest(checked)
    _compare_members(checked)
    faults: list[Fault] = []
    rosters: list[SignedRoster] = []
    changesets: list[VerifiedChangeset] = []
    attachments: dict[str, int] = {}
    for content in checked.contents.values():
        name = content.name
        if name.is_signature:
            if name.text.removesuffix(SIGNATURE_SUFFIX) not in checked.contents:
                raise MalformedError(f"{name.text} signs nothing")
        elif name.kind is Kind.ATTACHMENT:
            if name.digest != content.sha256:
                raise DigestMismatchError(f"{name.text} has other content than its name says")
            attachments[name.digest] = content.size
        elif name.kind in (Kind.ROSTER, Kind.CHANGESET):
            try:
                signature = _signature_of(checked, name)
                if name.kind is Kind.ROSTER:
                    rosters.append(_roster(content, signature))
                else:
                    changesets.append(_changeset(content, signature))
            except BundleError as error:
                if isinstance(error, NewerSchemaError) and name.kind is Kind.ROSTER:
                    raise
                faults.append(Fault(name.text, name.stream, name.number, error))
    return VerifiedBundle(
        checked,
        signer_key=signer_key,
        rosters=tuple(rosters),
        changesets=tuple(sorted(changesets, key=lambda one: (one.stream, one.seq))),
        attachments=attachments,
        faults=tuple(faults),
    )


def verify_changeset(body: bytes, signature: bytes) -> VerifiedChangeset:
    """Check a changeset that was kept outside of a bundle; raises BundleError where it does not hold."""
    header = parse_header(body)
    name = members.parse_name(members.changeset_name(header.stream, header.seq))
    digest = hashlib.sha256(body).hexdigest()
    return _changeset(Content(name, len(body), digest, body, deflated=False), signature)


def _verify_manifest(checked: CheckedContainer) -> bytes:
    data = checked.contents[MANIFEST_NAME].read()
    armored = checked.contents[MANIFEST_NAME + SIGNATURE_SUFFIX].read()
    try:
        key = verify_signature(data, armored, namespace=NAMESPACE_BUNDLE)
    except BadSignatureError as error:
        raise BadSignatureError(f"{MANIFEST_NAME}: {error.detail}") from error
    if node_id(key) != checked.manifest.sender:
        raise BadSignatureError(f"{MANIFEST_NAME} is not signed by the node it names")
    return key


def _compare_members(checked: CheckedContainer) -> None:
    """Raise unless the members are exactly those that the signed manifest names, byte for byte."""
    listed = {member.name: member for member in checked.manifest.members}
    found = checked.contents.keys() - {MIMETYPE_NAME, MANIFEST_NAME, MANIFEST_NAME + SIGNATURE_SUFFIX}
    if unnamed := found - listed.keys():
        raise MalformedError(f"{min(unnamed)} is not named in the manifest")
    if missing := listed.keys() - found:
        raise MalformedError(f"{min(missing)[:200]!a} is named in the manifest and missing")
    for name, member in listed.items():
        content = checked.contents[name]
        if (content.size, content.sha256) != (member.size, member.sha256):
            raise DigestMismatchError(f"{name} is not what the manifest names")


def _signature_of(checked: CheckedContainer, name: MemberName) -> bytes:
    content = checked.contents.get(name.text + SIGNATURE_SUFFIX)
    if content is None:
        raise BadSignatureError(f"{name.text} is not signed")
    return content.read()


def _roster(content: Content, signature: bytes) -> SignedRoster:
    signed = verify_roster(content.read(), signature)
    if (signed.roster.issuer, signed.roster.version) != (content.name.issuer, content.name.number):
        raise MalformedError(f"{content.name.text} holds another roster than its name says")
    return signed


def _changeset(content: Content, signature: bytes) -> VerifiedChangeset:
    body = content.read()
    key = verify_signature(body, signature, namespace=NAMESPACE_CHANGESET)
    header = parse_header(body)
    if (header.stream, header.seq) != (content.name.stream, content.name.number):
        raise MalformedError(f"{content.name.text} holds another changeset than its name says")
    if node_id(key) != header.node:
        raise BadSignatureError(f"{content.name.text} is not signed by the node it names")
    return VerifiedChangeset(content, header, signature, key)


class _Collector:
    """Hashes every member and keeps, as packed, all but attachments."""

    def __init__(self) -> None:
        self.contents: dict[str, Content] = {}
        self.manifest: Manifest | None = None
        self._member: Member | None = None
        self._hash = hashlib.sha256()
        self._kept: list[bytes] = []
        self._all_kept = 0

    def begin(self, member: Member) -> None:
        self._member = member
        self._hash = hashlib.sha256()
        self._kept = []

    def packed(self, piece: bytes) -> None:
        self._keep(piece)

    def plain(self, piece: bytes) -> None:
        self._hash.update(piece)
        member = self._member
        if member is not None and not member.deflated and member.name.kind is not Kind.ATTACHMENT:
            self._keep(piece)

    def _keep(self, piece: bytes) -> None:
        self._all_kept += len(piece)
        if self._all_kept > members.MAX_TEXTS:
            raise TooLargeError("changesets and rosters take more than 256 MiB in the file")
        self._kept.append(piece)

    def end(self) -> None:
        member = self._member
        if member is None:
            return
        keeps = member.name.kind is not Kind.ATTACHMENT
        kept = b"".join(self._kept) if keeps else None
        content = Content(member.name, member.size, self._hash.hexdigest(), kept, member.deflated)
        self.contents[member.name.text] = content
        if member.name.kind is Kind.MIMETYPE and kept != members.MIMETYPE:
            raise NotABundleError("the content of `mimetype` is another")
        # Read at once, so that a newer format is known as such before its other members look malformed.
        if member.name.kind is Kind.MANIFEST:
            self.manifest = parse_manifest(content.read())


class _Delivery:
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
