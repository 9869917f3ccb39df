"""Reading everything beside the records: identity, settings, rosters, peers, journal, attached files, drafts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, and_, bindparam, func, select

from app.storage import tables
from app.storage.errors import AttachmentMissingError
from app.storage.rows import Attachment, Draft, HeldBundle, JournalEntry, PeerState, StoredRoster
from app.storage.sessions import AnySelect, Session, among


def _value(table: Table) -> AnySelect:
    """Return the query for the value under a key."""
    return select(table.c.value).where(table.c.key == bindparam("of"))


def _newest_rosters() -> AnySelect:
    """Return the query for the newest roster of each issuer."""
    table = tables.roster
    newest = (
        select(table.c.issuer, func.max(table.c.version).label("version")).group_by(table.c.issuer).subquery()
    )
    both = and_(newest.c.issuer == table.c.issuer, newest.c.version == table.c.version)
    return select(table).join(newest, both).order_by(table.c.issuer)


_META, _SECRET, _SETTING = map(_value, (tables.meta, tables.secret, tables.setting))
_ALL_META = select(tables.meta).order_by(tables.meta.c.key)
_SETTINGS = select(tables.setting).order_by(tables.setting.c.key)
_ROSTERS = select(tables.roster).order_by(tables.roster.c.issuer, tables.roster.c.version)
_NEWEST_ROSTERS = _newest_rosters()
_POSTS = select(tables.post)
_PEERS = select(tables.peer_state).order_by(tables.peer_state.c.node)
_PEER = select(tables.peer_state).where(tables.peer_state.c.node == bindparam("of"))
_RECEIPTS = select(tables.receipt.c.stream, tables.receipt.c.seq).where(
    tables.receipt.c.node == bindparam("of")
)
_HELD = select(tables.held_bundle).order_by(tables.held_bundle.c.at, tables.held_bundle.c.digest)
_DRAFTS = select(tables.draft).order_by(tables.draft.c.at.desc(), tables.draft.c.key)
_FILES = among(select(tables.attachment), tables.attachment.c.sha256)
_WANTED = (
    select(tables.attachment.c.sha256)
    .where(tables.attachment.c.held.is_(False))
    .order_by(tables.attachment.c.sha256)
)


class AccountReads(Session):
    """What can be asked about the logbook itself."""

    def meta(self, key: str) -> str | None:
        """Return one fact of the logbook's identity, such as `mission`, `node` or `epoch`, or None."""
        row = self._first(_META, of=key)
        return None if row is None else row.value

    def all_meta(self) -> dict[str, str]:
        """Return every fact of the logbook's identity."""
        return {row.key: row.value for row in self._all(_ALL_META)}

    def secret(self, key: str) -> bytes | None:
        """Return a secret, such as the signing seed, or None."""
        row = self._first(_SECRET, of=key)
        return None if row is None else self._backend.reveal(key, row.value)

    def setting(self, key: str, default: Any = None) -> Any:
        """Return a setting's JSON value, or the default."""
        row = self._first(_SETTING, of=key)
        return default if row is None else row.value

    def settings(self) -> dict[str, Any]:
        """Return all settings."""
        return {row.key: row.value for row in self._all(_SETTINGS)}

    def rosters(self) -> tuple[StoredRoster, ...]:
        """Return every roster held, by issuer and version."""
        return tuple(StoredRoster(**row._mapping) for row in self._all(_ROSTERS))

    def newest_rosters(self) -> tuple[StoredRoster, ...]:
        """Return the newest roster of each issuer."""
        return tuple(StoredRoster(**row._mapping) for row in self._all(_NEWEST_ROSTERS))

    def posts(self) -> dict[str, str]:
        """Return the unit path from which each node speaks, as it signed it in what is held of it."""
        return {row.node: row.unit for row in self._all(_POSTS)}

    def peers(self) -> tuple[PeerState, ...]:
        """Return the nodes we have exchanged bundles with."""
        return tuple(PeerState(**row._mapping) for row in self._all(_PEERS))

    def peer(self, node: str) -> PeerState:
        """Return what is known of a node, which is nothing of one we have not exchanged bundles with."""
        row = self._first(_PEER, of=node)
        return PeerState(node=node) if row is None else PeerState(**row._mapping)

    def receipts(self, node: str) -> dict[str, int]:
        """Return how far a peer has each stream, by its own last word."""
        return {row.stream: row.seq for row in self._all(_RECEIPTS, of=node)}

    def journal(self, limit: int = 100, before: int | None = None) -> tuple[JournalEntry, ...]:
        """Return the latest entries of the bundle journal, latest first; `before` is the key of the last one seen."""
        query = select(tables.journal).order_by(tables.journal.c.pk.desc()).limit(limit)
        if before is not None:
            query = query.where(tables.journal.c.pk < before)
        return tuple(JournalEntry(**row._mapping) for row in self._all(query))

    def held(self) -> tuple[HeldBundle, ...]:
        """Return the bundles that wait in `held/`, oldest first."""
        return tuple(HeldBundle(**row._mapping) for row in self._all(_HELD))

    def drafts(self) -> tuple[Draft, ...]:
        """Return all autosaved drafts, latest first."""
        return tuple(Draft(**row._mapping) for row in self._all(_DRAFTS))

    def draft(self, key: str) -> Draft | None:
        """Return one autosaved draft, or None."""
        row = self._first(select(tables.draft).where(tables.draft.c.key == key))
        return None if row is None else Draft(**row._mapping)

    def attachments(self, digests: Iterable[str]) -> dict[str, Attachment]:
        """Return what is known of attached files, by digest."""
        rows = self._among(_FILES, digests)
        return {row.sha256: Attachment(**row._mapping) for row in rows}

    def wanted_attachments(self) -> tuple[str, ...]:
        """Return the digests of files that records name and that have not arrived."""
        return tuple(row.sha256 for row in self._all(_WANTED))

    def attachment_bytes(self, sha256: str) -> bytes:
        """Return the bytes of an attached file; raises `AttachmentMissingError`."""
        found = self._backend.blobs.get(sha256)
        if found is None:
            raise AttachmentMissingError(sha256)
        return found
