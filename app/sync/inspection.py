"""What a bundle holds and who signed it, for people and scripts; a plain bundle needs no logbook."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

from app.domain.rosters import RosterBook, RosterNotAllowedError, check_successor
from app.domain.scopes import may_write
from app.sync.changesets import Header
from app.sync.errors import BundleError, ForkError
from app.sync.keys import fingerprint, node_id
from app.sync.manifest import Manifest
from app.sync.sshsig import parse_public_key_line
from app.sync.verification import VerifiedBundle, VerifiedChangeset, read_bundle, verify


class Signer(msgspec.Struct, frozen=True):
    """Who made the bundle; unit and names only where a roster that is trusted knows the node."""

    node: str
    fingerprint: str
    known: bool
    unit: str | None = None
    unit_name: str | None = None
    status: str | None = None


class InspectedChangeset(msgspec.Struct, frozen=True):
    """A changeset's header, or None where there is none, and whether it verifies; `fault` says why not."""

    name: str
    header: Header | None
    sha256: str | None
    verifies: bool
    fault: str | None = None


class InspectedRoster(msgspec.Struct, frozen=True):
    """A roster in the bundle, by the issuer it names."""

    issuer: str
    version: int
    mission_name: str
    entries: int


class Inspection(msgspec.Struct, frozen=True):
    """A bundle laid open; `faults` names everything that does not verify, and is empty where all does."""

    encrypted: bool
    bytes: int
    manifest: Manifest
    signer: Signer
    rosters: tuple[InspectedRoster, ...]
    changesets: tuple[InspectedChangeset, ...]
    attachments: int
    attachment_bytes: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every signature, digest, chain and text holds."""
        return not self.faults


def inspect_bundle(path: Path, identities: Sequence[str] = (), book: RosterBook | None = None) -> Inspection:
    """Return what a bundle holds; raise BundleError where it cannot be read or does not hold as a whole.

    Every text is parsed and every chain inside the bundle checked. With a `book` the signers must be known
    to it and write within their rights; without one a signature only shows that a node id said something.
    """
    with read_bundle(path, identities) as checked:
        bundle = verify(checked)
    book = _grown(book, bundle) if book is not None else None
    changesets = [*_sound(bundle.changesets, book), *_faulty(bundle)]
    signer = _signer(bundle, book)
    faults = [fault for fault in (one.fault for one in changesets) if fault is not None]
    faults += [f"{one.name}: {one.error}" for one in bundle.faults if one.stream is None]
    if book is not None and not signer.known:
        faults.append(f"manifest.json: no roster names node {signer.node} with this key")
    return Inspection(
        encrypted=checked.encrypted,
        bytes=path.stat().st_size,
        manifest=bundle.manifest,
        signer=signer,
        rosters=tuple(
            InspectedRoster(
                one.roster.issuer, one.roster.version, one.roster.mission_name, len(one.roster.entries)
            )
            for one in bundle.rosters
        ),
        changesets=tuple(changesets),
        attachments=len(bundle.attachments),
        attachment_bytes=sum(bundle.attachments.values()),
        faults=tuple(faults),
    )


def _grown(book: RosterBook, bundle: VerifiedBundle) -> RosterBook:
    """Return the book with the newer rosters of the bundle that it allows, as an import would take them."""
    offered = [one.roster for one in bundle.rosters if one.roster.mission == book.mission]
    for roster in sorted(offered, key=lambda one: one.issuer != book.root):
        held = book.rosters.get(roster.issuer)
        if held is not None and roster.version <= held.version:
            continue
        try:
            if held is not None:
                check_successor(held, roster)
            others = (one for one in book.rosters.values() if one is not held)
            book = RosterBook(book.root, [*others, roster], book.posts)
        except RosterNotAllowedError:
            continue
    return book


def _signer(bundle: VerifiedBundle, book: RosterBook | None) -> Signer:
    node, words = node_id(bundle.signer_key), fingerprint(bundle.signer_key)
    entry = book.entry_of(node) if book is not None else None
    if entry is None or parse_public_key_line(entry.public_key) != bundle.signer_key:
        return Signer(node, words, known=False)
    return Signer(node, words, True, entry.unit, entry.unit_name, entry.status)


def _sound(changesets: Iterable[VerifiedChangeset], book: RosterBook | None) -> Iterable[InspectedChangeset]:
    for _, group in groupby(changesets, key=lambda one: one.stream):
        before: VerifiedChangeset | None = None
        for changeset in group:
            fault = _fault_of(changeset, before, book)
            name = f"changesets/{changeset.stream}/{changeset.seq:08d}.jsonl"
            described = None if fault is None else f"{name}: {fault}"
            yield InspectedChangeset(name, changeset.header, changeset.digest, fault is None, described)
            before = changeset


def _fault_of(
    changeset: VerifiedChangeset, before: VerifiedChangeset | None, book: RosterBook | None
) -> str | None:
    """Say what is wrong with a signed changeset: its lines, its place in the chain, its node's right."""
    header = changeset.header
    try:
        for _ in changeset.revisions():
            pass
        if (changeset.seq == 1) != (header.prev is None):
            raise ForkError("only the first of a stream names none before it")
        if before is not None and before.seq == changeset.seq - 1 and header.prev != before.digest:
            raise ForkError(f"stands on {header.prev}, the bundle holds {before.digest}")
    except BundleError as error:
        return str(error)
    if book is None:
        return None
    entry = book.entry_of(header.node)
    if entry is None or parse_public_key_line(entry.public_key) != changeset.signer_key:
        return f"no roster names node {header.node} with this key"
    if not may_write(entry.unit, changeset.stream.scope):
        return f"{entry.unit} may not write to {header.unit}"
    return None


def _faulty(bundle: VerifiedBundle) -> Iterable[InspectedChangeset]:
    for fault in bundle.faults:
        if fault.stream is not None:
            yield InspectedChangeset(fault.name, None, None, False, f"{fault.name}: {fault.error}")
