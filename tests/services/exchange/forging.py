"""What a wrongdoer, an older clone or a damaged stick makes: changesets and bundles beside the use cases."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from app.domain.identifiers import format_moment, new_id
from app.domain.kinds import SCHEMA
from app.domain.record_identity import record_id as bound_id
from app.domain.revisions import Revision, compose
from app.domain.roster_texts import parse_roster
from app.domain.rosters import Entry, Fork, Roster
from app.domain.scopes import Reach, StreamKey
from app.services.desks import Desk, newest_rosters
from app.sync.changesets import Sealed, parse_header, seal
from app.sync.keys import NodeKeys
from app.sync.rosters import SignedRoster, sign_roster, verify_roster
from tests.services.missions import Mission
from tests.sync import scene

MADE = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)
OFFICER = "019aa5b5-8c40-7000-8000-0000000000f1"


def record_id(desk: Desk, number: int = 1, kind: str = "meeting") -> str:
    """Return the id of an invented record that a node begins."""
    return bound_id(desk.identity.node, kind, f"{number:016x}", MADE)


def line(
    desk: Desk,
    number: int = 1,
    *,
    parents: Sequence[str] = (),
    kind: str = "meeting",
    record: str | None = None,
    **fields: Any,
) -> Revision:
    """Return a revision of an invented record of a node, or of the record named."""
    return compose(
        kind=kind, record=record or record_id(desk, number, kind), parents=parents, at=MADE, officer=OFFICER,
        officer_name="Cpt X", salt="" if parents else f"{number:016x}",
        fields=fields or {"title": f"Forged {number}", "started_at": "2026-11-20T08:00:00Z"},
    )  # fmt: skip


def stream_of(
    desk: Desk, *, unit: str | None = None, reach: str = "up", epoch: str = "0badcafe"
) -> StreamKey:
    """Return a stream of a node beside those it has."""
    return StreamKey(desk.identity.node, epoch, unit or desk.standing.unit, Reach(reach))


def changeset(
    desk: Desk,
    revisions: Iterable[Revision],
    *,
    stream: StreamKey | None = None,
    seq: int = 1,
    prev: str | None = None,
    **changes: Any,
) -> Sealed:
    """Return a changeset that a node seals, whether it may or not."""
    arguments: dict[str, Any] = {
        "keys": desk.keys, "stream": stream or stream_of(desk), "post": desk.standing.unit or "fhq/west",
        "mission": mission_of(desk), "seq": seq, "prev": prev, "sealed_at": MADE, "schema": SCHEMA, "app": "1.0.0",
        **changes,
    }  # fmt: skip
    return seal([revision.line for revision in revisions], **arguments)


def kept(body: bytes, signature: str) -> Sealed:
    """Return a changeset as a store holds it."""
    return Sealed(parse_header(body), body, hashlib.sha256(body).hexdigest(), signature.encode())


def chain(desk: Desk, count: int, *, first: int = 1, stream: StreamKey | None = None) -> list[Sealed]:
    """Return consecutive changesets with one new record each."""
    made: list[Sealed] = []
    for seq in range(1, count + 1):
        prev = made[-1].digest if made else None
        made.append(changeset(desk, [line(desk, first + seq - 1)], stream=stream, seq=seq, prev=prev))
    return made


def mission_of(desk: Desk) -> str:
    """Return the mission's id."""
    return desk.identity.mission or ""


def held_rosters(desk: Desk) -> list[SignedRoster]:
    """Return the newest rosters that a logbook holds."""
    with desk.logbook.reading() as reader:
        return [verify_roster(one.body, one.signature.encode()) for one in newest_rosters(reader)]


def newer_roster(
    force: Desk,
    *,
    entries: Sequence[Entry] | None = None,
    more: Sequence[Entry] = (),
    version: int | None = None,
    forks: Mapping[str, Fork] | None = None,
    by: NodeKeys | None = None,
) -> SignedRoster:
    """Return a roster of the root on top of the one it holds, not stored anywhere."""
    (held,) = (one.roster for one in held_rosters(force))
    made: Roster = msgspec.structs.replace(
        held,
        version=version or held.version + 1,
        entries=(*(held.entries if entries is None else entries), *more),
        forks=forks or {},
    )
    if by is not None:
        made = msgspec.structs.replace(made, issuer=by.node)
    return sign_roster(made, by or force.keys)


def entries_of(force: Desk) -> tuple[Entry, ...]:
    """Return the entries of the root's roster."""
    return parse_roster(held_rosters(force)[0].data).entries


def bundle(
    mission: Mission,
    sender: Desk,
    receiver: Desk,
    changesets: Iterable[Sealed] = (),
    /,
    *,
    rosters: Sequence[SignedRoster] | None = None,
    **changes: Any,
) -> Path:
    """Write a sound plain bundle with any changesets; `changes` replace arguments of `write_bundle`."""
    arguments: dict[str, Any] = {
        "by": sender.keys,
        "to": [receiver.keys],
        "rosters": held_rosters(sender) if rosters is None else rosters,
        "mission": mission_of(sender),
        "created_at": MADE,
        "schema": SCHEMA,
        "bundle": new_id(MADE),
        **changes,
    }
    target = mission.path()
    return scene.write(target.with_name(target.name.removesuffix(".age")), changesets, **arguments).path


def assembled(
    mission: Mission, sender: Desk, receiver: Desk, content: Mapping[str, bytes], /, **changes: Any
) -> Path:
    """Write a bundle of any members, signed and otherwise unchecked; `changes` are of the manifest."""
    about: dict[str, Any] = {
        "by": sender.keys,
        "from": sender.identity.node,
        "to": [receiver.identity.node],
        "mission": mission_of(sender),
        "created_at": format_moment(MADE),
        "schema": SCHEMA,
        "bundle": new_id(MADE),
        **changes,
    }
    target = mission.path()
    target = target.with_name(target.name.removesuffix(".age"))
    target.write_bytes(scene.assemble(content, **about))
    return target


def members(changesets: Iterable[Sealed], rosters: Sequence[SignedRoster]) -> dict[str, bytes]:
    """Return the members of a bundle after its manifest."""
    return scene.members_of(changesets, rosters)
