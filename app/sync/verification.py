"""From a file to a verified bundle: names and sizes first, then signatures and digests over exact bytes."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec

from app.domain.revisions import Revision
from app.domain.scopes import StreamKey
from app.sync import envelope, members
from app.sync.changesets import Header, Marks, first_line, iterate_revisions, memory_of, parse_header
from app.sync.collecting import AttachmentSink, Collector, Content, Delivery
from app.sync.container import ContainerReader
from app.sync.errors import (
    BadSignatureError,
    BundleError,
    DigestMismatchError,
    MalformedError,
    NewerSchemaError,
)
from app.sync.keys import node_id
from app.sync.manifest import Manifest
from app.sync.members import MANIFEST_NAME, MIMETYPE_NAME, SIGNATURE_SUFFIX, Kind, MemberName
from app.sync.rosters import SignedRoster, verify_roster
from app.sync.sshsig import NAMESPACE_BUNDLE, NAMESPACE_CHANGESET, verify_digest
from app.sync.sshsig import verify as verify_signature


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
        delivery = Delivery(frozenset(wanted), sink)
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

    def revisions(self) -> Iterator[Revision]:
        """Yield the revisions, parsed strictly unless they were kept; raise MalformedError or TooLargeError."""
        if self._revisions is not None:
            return iter(self._revisions)
        return iterate_revisions(self.body(), self.header)

    def keep_revisions(self, room: int) -> int:
        """Parse and keep the revisions if they may take up to so many bytes; return how many, or 0 if not kept."""
        if 2 * self.size > room:  # the lines and the texts in them
            return 0
        body = self.body()
        marks = Marks.of(body)
        if (needed := memory_of(body, marks)) > room:
            return 0
        self._revisions = list(iterate_revisions(body, self.header, marks))
        return needed


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
        collector = Collector()
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
    content = Content(
        name=name,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        kept=body,
        deflated=False,
        sha512=hashlib.sha512(body).digest(),
        first_line=first_line(body),
    )
    return _changeset(content, signature)


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
    key = verify_digest(content.sha512, signature, namespace=NAMESPACE_CHANGESET)
    header = parse_header(content.first_line)
    if (header.stream, header.seq) != (content.name.stream, content.name.number):
        raise MalformedError(f"{content.name.text} holds another changeset than its name says")
    if node_id(key) != header.node:
        raise BadSignatureError(f"{content.name.text} is not signed by the node it names")
    return VerifiedChangeset(content, header, signature, key)
