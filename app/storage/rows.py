"""The plain data that crosses the border of the store: frozen structures, no rows and no connections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from app.domain.revisions import Revision

EFFECT, WAITING, DISREGARDED, FOREIGN = "effect", "waiting", "disregarded", "foreign"
"""What a stored revision does: it counts, it waits for a parent, it sets nothing, or it is none of its record's own."""


class RecordState(msgspec.Struct, frozen=True, kw_only=True):
    """What a record's revisions mean now.

    `values` is field to wire value; a null and an absent field are the same here. `conflicts` is field to
    the leading revision ids, the shown one first. `withdrawn` is the reason, or None. Times are the wire
    text of revisions. `node` began the record, `updated_node` saved it last.
    """

    id: str
    kind: str
    unit: str
    reach: str
    values: dict[str, Any]
    heads: tuple[str, ...]
    created_at: str
    created_by: str
    updated_at: str
    updated_by: str
    updated_node: str
    node: str
    sealed: bool = False
    conflicts: dict[str, tuple[str, ...]] = {}
    withdrawn: str | None = None


class RecordRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list: what every record has, and the wire values of the fields that were asked for."""

    pk: int
    id: str
    kind: str
    serial: str
    title: str
    unit: str
    reach: str
    sealed: bool
    state: str | None
    conflicts: int
    withdrawn: str | None
    created_at: str
    updated_at: str
    updated_by: str
    node: str
    values: dict[str, Any]


class Page(msgspec.Struct, frozen=True):
    """Part of a list, and the key to ask for the next part with (None at the end)."""

    rows: tuple[RecordRow, ...]
    after: tuple[Any, int] | None


class SearchHit(msgspec.Struct, frozen=True):
    """One record that a search found; `snippet` is a piece of its text with the first match in it."""

    id: str
    kind: str
    serial: str
    title: str
    snippet: str


class Referrer(msgspec.Struct, frozen=True):
    """One record that points to another, and the field it does so in (`participants.person` inside rows)."""

    id: str
    kind: str
    serial: str
    title: str
    field: str


class StoredRevision(msgspec.Struct, frozen=True, kw_only=True):
    """A revision as stored: what it says, whose it is, where it came in, and whether it counts.

    `changeset` is None while it is not sealed; otherwise `unit` and `reach` are the scope it was sealed for, and
    `schema` that of its maker.
    `unknown` marks a kind or field that this version does not know.
    """

    id: str
    kind: str
    record: str
    parents: tuple[str, ...]
    at: str
    officer: str
    officer_name: str
    fields: dict[str, Any]
    line: bytes
    node: str
    salt: str = ""
    changeset: int | None = None
    position: int | None = None
    status: str = EFFECT
    unknown: bool = False
    unit: str = ""
    reach: str = ""
    schema: int = 0
    pk: int = 0

    @classmethod
    def of(
        cls,
        revision: Revision,
        *,
        node: str,
        changeset: int | None = None,
        position: int | None = None,
        status: str = EFFECT,
        unknown: bool = False,
        schema: int = 0,
    ) -> StoredRevision:
        """Make the row of a revision that is not stored yet."""
        return cls(
            id=revision.id,
            kind=revision.kind,
            record=revision.record,
            parents=revision.parents,
            at=revision.at,
            officer=revision.officer,
            officer_name=revision.officer_name,
            fields=revision.fields,
            line=revision.line,
            node=node,
            salt=revision.salt,
            changeset=changeset,
            position=position,
            status=status,
            unknown=unknown,
            schema=schema,
        )


class Unsealed(msgspec.Struct, frozen=True):
    """A revision that waits to be sealed: its key, id, record and exact line."""

    pk: int
    id: str
    record: str
    line: bytes


class StoredChangeset(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed changeset: its place in its stream, its exact header bytes, digest and signature.

    `stream` is the text of its stream key; `bundle` the id of the bundle that brought it, None for our own.
    """

    stream: str
    node: str
    epoch: str
    unit: str
    reach: str
    seq: int
    prev: str | None
    digest: str
    header: bytes
    count: int
    sealed_at: str
    schema: int
    app: str
    signature: str
    bundle: str | None = None
    pk: int = 0


class ChangesetFile(msgspec.Struct, frozen=True):
    """A changeset and its exact bytes: the header and every line, each ended by a newline."""

    changeset: StoredChangeset
    body: bytes


class RefusedChangeset(msgspec.Struct, frozen=True, kw_only=True):
    """A changeset kept aside because it contradicts one that is held."""

    stream: str
    seq: int
    digest: str
    body: bytes
    signature: str
    reason: str
    at: str
    pk: int = 0


class RefusedPlace(msgspec.Struct, frozen=True):
    """Where a changeset that is kept aside stands: its stream, number, digest, and that of the one before it."""

    pk: int
    stream: str
    seq: int
    digest: str
    prev: str | None


class StoredRoster(msgspec.Struct, frozen=True, kw_only=True):
    """A roster as received: exact bytes and signature."""

    issuer: str
    version: int
    body: bytes
    signature: str
    received_at: str


class PeerState(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of another logbook; moments are wire texts, or None where there was none.

    `last_in` and `last_out`: the last bundle from and for it. `receipt_at`: when it made the newest bundle from which
    its receipt is known. `asked_at`: when it was last asked for something. `wants`: the files that it asked for.
    `rosters_held`: by issuer, how the digest of the newest roster begins that it said to hold.
    """

    node: str
    last_in: str | None = None
    last_out: str | None = None
    receipt_at: str | None = None
    asked_at: str | None = None
    wants: Sequence[str] = ()
    rosters_held: Mapping[str, str] = {}


class JournalEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One bundle that came in or went out, and what became of it; `path` is where the file lay."""

    at: str
    direction: str
    outcome: str
    file: str
    digest: str
    bundle: str | None = None
    node: str | None = None
    reasons: list[Any] = []
    counts: dict[str, Any] = {}
    officer: str | None = None
    path: str = ""
    pk: int = 0


class HeldBundle(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that waits in the folder `held/` for something it needs.

    `maker` is the node it names as its maker; `vouched` says that a roster names that node and the signature holds.
    """

    digest: str
    file: str
    at: str
    bundle: str | None = None
    reasons: list[Any] = []
    maker: str = ""
    vouched: bool = False


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """An attached file as known: digest, size in bytes, media type, whether its bytes are here, and then its proof."""

    sha256: str
    size: int
    media: str
    held: bool
    proof: str = ""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a form held when it was last autosaved."""

    key: str
    kind: str
    data: dict[str, Any]
    at: str
    record: str | None = None


class Fault(msgspec.Struct, frozen=True):
    """One thing that a check found wrong: a code, and the id, page or digest that it concerns."""

    code: str
    detail: str


class RecordScope(msgspec.Struct, frozen=True):
    """Who a record is for, and whether that is fixed because it was sealed."""

    unit: str
    reach: str
    sealed: bool


class Receipt(msgspec.Struct, frozen=True):
    """How far a peer has a stream, by its own last word."""

    node: str
    stream: str
    seq: int
