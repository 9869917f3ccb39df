"""Reasons: whom a reason is about, by the rosters that are held; and who a stranger claims to be."""

from __future__ import annotations

from itertools import islice

from app.domain.rosters import RosterBook
from app.domain.scopes import StreamKey
from app.services.officers import claimed
from app.services.views import Claim, Reason
from app.services.views import Gap as GapView
from app.storage.reader import Reader
from app.sync.errors import BundleError, UnknownSignerError
from app.sync.keys import fingerprint
from app.sync.reasons import Gap
from app.sync.rosters import held_roster
from app.sync.verification import VerifiedBundle, VerifiedChangeset

LONGEST = 80
MOST_OFFICERS, MOST_SAVES = 3, 20
MOST_READ = 256 * 1024
"""Bytes of a changeset of somebody unknown that are unpacked to see whose name stands in it."""


class Names:
    """Tells whom reasons are about, by what is held now; what costs is looked up once."""

    def __init__(self, reader: Reader, book: RosterBook | None) -> None:
        self._reader = reader
        self._book = book
        self._ended: dict[str, str] | None = None

    def known(self, reason: Reason) -> Reason:
        """Return a reason with the name of whom it is about; of a laptop that ended, also how and since when."""
        node = reason.node or (StreamKey.parse(reason.stream).node if reason.stream else "")
        entry = self._book.entry_of(node) if self._book and node else None
        if entry is None:
            return Reason(code=reason.code, stream=reason.stream, detail=reason.detail, node=node)
        return Reason(
            code=reason.code, stream=reason.stream, detail=reason.detail, node=node,
            unit_name=entry.unit_name, status=entry.status, since="" if entry.is_active else self._since(node),
        )  # fmt: skip

    def lacking(self, gap: Gap) -> GapView:
        """Return a gap with the name of the unit whose changesets are missing."""
        entry = self._book.entry_of(StreamKey.parse(gap.stream).node) if self._book else None
        name = entry.unit_name if entry else ""
        return GapView(stream=gap.stream, first=gap.first, last=gap.last, unit_name=name)

    def _since(self, node: str) -> str:
        if self._ended is None:
            self._ended = endings(self._reader)
        return self._ended.get(node, "")


def endings(reader: Reader) -> dict[str, str]:
    """Return when the first roster that is held was issued in which a node is not active any more, by node."""
    found: dict[str, str] = {}
    for stored in reader.rosters():
        roster = held_roster(stored.body, stored.signature.encode()).roster
        for entry in roster.entries:
            if not entry.is_active:
                found[entry.node] = min(found.get(entry.node, roster.issued_at), roster.issued_at)
    return found


def claim_of(bundle: VerifiedBundle, reasons: tuple[Reason, ...], book: RosterBook | None) -> Claim | None:
    """Return whom the first unknown signer of a bundle claims to be, or None where there is none."""
    node = next((one.node for one in reasons if one.code == UnknownSignerError.code), "")
    if not node:
        return None
    said = [one for one in bundle.changesets if one.stream.node == node]
    is_maker = node == bundle.manifest.sender
    key = bundle.signer_key if is_maker else next((one.signer_key for one in said), None)
    found = next(
        (
            (entry, signed.roster.issuer)
            for signed in sorted(bundle.rosters, key=lambda one: -one.roster.version)
            if (entry := signed.roster.entry_of(node)) is not None
        ),
        None,
    )
    entry, issuer = found or (None, "")
    voucher = book.entry_of(issuer) if book and issuer else None
    return Claim(
        node=node,
        fingerprint=fingerprint(key) if key else "",
        unit=entry.unit if entry else next((one.stream.unit for one in said), ""),
        unit_name=entry.unit_name[:LONGEST] if entry else "",
        vouched_by=voucher.unit_name if voucher else "",
        officers=tuple(claimed(name, known=False) for name in _officers(said)),
    )


def _officers(said: list[VerifiedChangeset]) -> tuple[str, ...]:
    """Return who signed the first saves, where they are few: a stranger may not make us read much."""
    found: set[str] = set()
    for one in said[:1]:
        if one.size > MOST_READ:
            continue
        try:
            found.update(revision.officer_name[:LONGEST] for revision in islice(one.revisions(), MOST_SAVES))
        except BundleError:
            continue
    return tuple(sorted(found))[:MOST_OFFICERS]
