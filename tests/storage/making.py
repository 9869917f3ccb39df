"""Makes the plain data that the store's tests put in: revisions, states and changesets that are sound."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain import canonical
from app.domain.identifiers import new_id
from app.domain.revisions import compose
from app.storage.keys import PassphraseCost
from app.storage.rows import RecordState, StoredChangeset, StoredRevision, Unsealed
from app.storage.writer import Writer

CHEAP = PassphraseCost(passes=1, memory=8192)
PASSPHRASE = "correct horse battery"
NODE = "a" * 24
STREAM = f"{NODE}/00000000/fhq.east.up"
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
OFFICER = new_id(START)
SALT = "5eed5eed5eed5eed"


FILES, SHARED = "files", "shared"


class UndoneError(Exception):
    """Ends a transaction without a trace."""


def revision(
    number: int = 0,
    *,
    record: str | None = None,
    kind: str = "meeting",
    fields: dict[str, Any] | None = None,
    parents: Sequence[str] = (),
    status: str = "effect",
) -> StoredRevision:
    """Make a revision, `number` minutes after the start."""
    at = START + timedelta(minutes=number)
    made = compose(
        kind=kind,
        record=record or new_id(at),
        parents=parents,
        at=at,
        officer=OFFICER,
        officer_name="Maj A. Diallo",
        salt="" if parents else SALT,
        fields={"title": f"Meeting {number}"} if fields is None else fields,
    )
    return StoredRevision.of(made, node=NODE, status=status)


def state(of: StoredRevision, **changes: Any) -> RecordState:
    """Make the state of a record with a single revision."""
    values: dict[str, Any] = {
        "id": of.record,
        "kind": of.kind,
        "unit": "fhq/east",
        "reach": "up",
        "values": of.fields,
        "heads": (of.id,),
        "created_at": of.at,
        "created_by": of.officer_name,
        "updated_at": of.at,
        "updated_by": of.officer_name,
        "updated_node": NODE,
        "node": NODE,
    }
    return RecordState(**(values | changes))


def save(writer: Writer, number: int = 0, kind: str = "meeting", **fields: Any) -> RecordState:
    """Put a new record with these fields, with its revision, and return its state."""
    made = revision(number, kind=kind, fields=fields)
    writer.put_revisions([made])
    stored = state(made)
    writer.put_states([stored])
    return stored


def changeset(
    lines: Sequence[StoredRevision | Unsealed], *, seq: int = 1, prev: str | None = None
) -> StoredChangeset:
    """Make the changeset of some revisions, with its right digest."""
    header = canonical.encode({"count": len(lines), "prev": prev, "seq": seq})
    body = b"".join(line + b"\n" for line in (header, *(one.line for one in lines)))
    return StoredChangeset(
        stream=STREAM,
        node=NODE,
        epoch="00000000",
        unit="fhq/east",
        reach="up",
        seq=seq,
        prev=prev,
        digest=hashlib.sha256(body).hexdigest(),
        header=header,
        count=len(lines),
        sealed_at="2026-11-21T10:00:00.000Z",
        schema=1,
        app="1.0.0",
        signature="signed",
    )
