"""A small mission with fixed keys and times: who is in it, what they sealed, bundles that break a rule."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from app.domain import canonical
from app.domain.identifiers import format_moment
from app.domain.record_identity import record_id as bound_id
from app.domain.revisions import Revision, compose
from app.domain.rosters import End, Entry, Fork, Roster
from app.domain.scopes import Level, Reach, StreamKey
from app.sync.bundles import Attached, Carried, Written, write_bundle
from app.sync.changesets import Sealed, seal
from app.sync.container_writing import ContainerWriter
from app.sync.keys import NodeKeys
from app.sync.members import MIMETYPE, changeset_name, roster_name
from app.sync.planning import Plan
from app.sync.rosters import SignedRoster, sign_roster
from app.sync.sshsig import NAMESPACE_BUNDLE

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
MISSION = "019aa5b5-8c40-7000-8000-000000000001"
OTHER_MISSION = "019aa5b5-8c40-7000-8000-000000000002"
BUNDLE = "019aa5b5-8c40-7000-8000-0000000000b1"
SERIES = "019aa5b5-8c40-7000-8000-0000000000b2"
OFFICER = "019aa5b5-8c40-7000-8000-0000000000f1"
SCHEMA = 7
APP = "1.0.0"
EPOCH = "5eed0001"


def _keys(name: str, identity: str) -> NodeKeys:
    return NodeKeys(hashlib.sha256(name.encode()).digest(), f"AGE-SECRET-KEY-{identity}")


# Keys for tests only: anybody can read them here.
HQ = _keys("force headquarters", "1SK4MFM6YJ28V69LHDJHE3HRS5SWKE747KP6VZ46FLR07D47KHRXQ4WFNJV")
EAST = _keys("sector east", "1U4QV79WJLPDVFQM8KZVA2PM3PL8406Y689MSDFXD385RC65XJM5QH6Q7Y0")
WEST = _keys("sector west", "122QUNE6YJC6SGV6Z4TLHD5M04LVRGT6TG8LRASL2GWSP3FZYKVCSNF9E7T")
UNIT = _keys("unit in the east", "1VVE4NKCDVHC3X5PUC5604KS5CA9CC7S2K3CL6RKG2K8V6M2NJKFSLD6UGU")
STRANGER = _keys("nobody we know", "13GJFC8CD0CSVZJT42XE50CR0ZN4SPW5R48KRQ6JQLAE7FWN6HECS5EKXRD")

EAST_UP = StreamKey(EAST.node, EPOCH, "fhq/east", Reach.UP)
WEST_UP = StreamKey(WEST.node, EPOCH, "fhq/west", Reach.UP)
UNIT_UP = StreamKey(UNIT.node, EPOCH, "fhq/east/unit-1", Reach.UP)
HQ_ALL = StreamKey(HQ.node, EPOCH, "fhq", Reach.BRANCH)
POSTS = {
    HQ.node: "fhq", EAST.node: "fhq/east", WEST.node: "fhq/west", UNIT.node: "fhq/east/unit-1",
    STRANGER.node: "fhq/north",
}  # fmt: skip


def entry(keys: NodeKeys, unit: str, level: Level, **changes: Any) -> Entry:
    """Return an active entry of a roster, with changes."""
    plain = Entry(keys.node, keys.ssh_public_key, keys.recipient, unit, unit.upper(), level, "CIMIC")
    return msgspec.structs.replace(plain, **changes)


def entries() -> tuple[Entry, ...]:
    """Return the usual entries: headquarters, two sectors, a unit."""
    return (
        entry(HQ, "fhq", Level.FORCE),
        entry(EAST, "fhq/east", Level.SECTOR),
        entry(UNIT, "fhq/east/unit-1", Level.UNIT),
        entry(WEST, "fhq/west", Level.SECTOR),
    )


def roster(
    version: int = 1,
    listed: Sequence[Entry] | None = None,
    *,
    by: NodeKeys = HQ,
    mission: str = MISSION,
    forks: Mapping[str, Fork] | None = None,
) -> SignedRoster:
    """Return a signed roster."""
    content = Roster(
        mission=mission,
        mission_name="Mission in Testland",
        issuer=by.node,
        version=version,
        issued_at=format_moment(NOW),
        entries=entries() if listed is None else tuple(listed),
        forks=forks or {},
    )
    return sign_roster(content, by)


def stopped(keys: NodeKeys, last: Mapping[str, End], status: str = "retired") -> tuple[Entry, ...]:
    """Return the usual entries with one of them retired or revoked."""
    return tuple(
        msgspec.structs.replace(one, status=status, last=dict(last)) if one.node == keys.node else one
        for one in entries()
    )


def salt_of(number: int) -> str:
    """Return the salt of an invented record."""
    return f"{number:016x}"


def record_id(number: int, *, by: NodeKeys = EAST, kind: str = "meeting") -> str:
    """Return the id of an invented record, bound to the node that begins it and to its kind."""
    return bound_id(by.node, kind, salt_of(number), NOW + timedelta(minutes=number))


def revision(
    number: int,
    *,
    parents: Iterable[str] = (),
    record: int | None = None,
    by: NodeKeys = EAST,
    **fields: Any,
) -> Revision:
    """Return revision `number`, of its own record where none is named."""
    of = number if record is None else record
    return compose(
        kind="meeting",
        record=record_id(of, by=by),
        salt="" if parents else salt_of(of),
        parents=parents,
        at=NOW + timedelta(minutes=number),
        officer=OFFICER,
        officer_name="Maj A. Diallo",
        fields=fields or {"title": f"Meeting {number} at the préfecture"},
    )


def changeset(
    lines: Sequence[bytes],
    *,
    by: NodeKeys = EAST,
    stream: StreamKey = EAST_UP,
    seq: int = 1,
    prev: str | None = None,
    mission: str = MISSION,
    schema: int = SCHEMA,
    post: str | None = None,
) -> Sealed:
    """Return a sealed changeset; its node speaks from where the usual roster places it."""
    return seal(
        lines,
        keys=by,
        stream=stream,
        post=post or POSTS[by.node],
        mission=mission,
        seq=seq,
        prev=prev,
        sealed_at=NOW,
        schema=schema,
        app=APP,
    )


def chain(
    count: int, *, by: NodeKeys = EAST, stream: StreamKey = EAST_UP, first: int = 1, each: int = 2
) -> list[Sealed]:
    """Return consecutive changesets of one stream, with `each` new records in every one."""
    sealed: list[Sealed] = []
    for seq in range(1, count + 1):
        numbers = range(first + (seq - 1) * each, first + seq * each)
        prev = sealed[-1].digest if sealed else None
        lines = [revision(number, by=by).line for number in numbers]
        sealed.append(changeset(lines, by=by, stream=stream, seq=seq, prev=prev))
    return sealed


def attached(content: bytes) -> Attached:
    """Return an attachment to carry."""
    return Attached(hashlib.sha256(content).hexdigest(), len(content), lambda: content)


def write(
    path: Path,
    changesets: Iterable[Sealed],
    /,
    *,
    by: NodeKeys = EAST,
    to: Sequence[NodeKeys] = (HQ,),
    rosters: Sequence[SignedRoster] | None = None,
    attachments: Iterable[Attached] = (),
    recipients: Sequence[str] | None = None,
    **changes: Any,
) -> Written:
    """Write a sound bundle; `changes` replace arguments of `write_bundle`."""
    arguments: dict[str, Any] = {
        "keys": by,
        "mission": MISSION,
        "to": [keys.node for keys in to],
        "rosters": [roster()] if rosters is None else rosters,
        "changesets": [Carried.of(one) for one in changesets],
        "attachments": attachments,
        "have": {},
        "held_rosters": {},
        "wants": [],
        "marking": "UNCLASSIFIED",
        "created_at": NOW,
        "schema": SCHEMA,
        "app": APP,
        "recipients": recipients,
        "bundle": BUNDLE,
        **changes,
    }
    return write_bundle(path, **arguments)


def members_of(
    changesets: Iterable[Sealed], rosters: Iterable[SignedRoster] | None = None
) -> dict[str, bytes]:
    """Return what a bundle holds after its manifest, by name."""
    found: dict[str, bytes] = {}
    for signed in [roster()] if rosters is None else rosters:
        name = roster_name(signed.roster.issuer, signed.roster.version)
        found |= {name: signed.data, name + ".sig": signed.signature}
    for one in changesets:
        name = changeset_name(one.header.stream, one.header.seq)
        found |= {name: one.body, name + ".sig": one.signature}
    return found


def manifest_of(members: Mapping[str, bytes], /, **changes: Any) -> dict[str, Any]:
    """Return the body of a manifest for these members, with changes."""
    return {
        "format": 2,
        "bundle": BUNDLE,
        "mission": MISSION,
        "from": EAST.node,
        "to": [HQ.node],
        "created_at": format_moment(NOW),
        "marking": "UNCLASSIFIED",
        "schema": SCHEMA,
        "app": APP,
        "members": [
            {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in members.items()
        ],
        "have": {},
        "rosters": {},
        "wants": [],
        **changes,
    }


def assemble(
    members: Mapping[str, bytes],
    /,
    *,
    by: NodeKeys = EAST,
    manifest: bytes | None = None,
    namespace: str = NAMESPACE_BUNDLE,
    deflate: Callable[[str], bool] = lambda name: name.endswith((".json", ".jsonl")),
    mimetype: bytes = MIMETYPE,
    **changes: Any,
) -> bytes:
    """Return a container that is signed but otherwise unchecked, to break one rule at a time."""
    data = canonical.encode_unchecked(manifest_of(members, **changes)) if manifest is None else manifest
    head = {
        "mimetype": mimetype,
        "manifest.json": data,
        "manifest.json.sig": by.sign(data, namespace=namespace),
    }
    return pack({**head, **members}.items(), deflate)


def pack(
    members: Iterable[tuple[str, bytes]],
    deflate: Callable[[str], bool] = lambda name: name.endswith((".json", ".jsonl")),
) -> bytes:
    """Return a container of any members in any order."""
    writer = ContainerWriter()
    pieces = [
        piece for name, content in members for piece in writer.member(name, content, deflate=deflate(name))
    ]
    return b"".join([*pieces, *writer.end()])


class Held:
    """What a logbook holds, in memory; `apply` takes in what a plan says."""

    def __init__(self, keys: NodeKeys = HQ, rosters: Sequence[SignedRoster] | None = None) -> None:
        accepted = [roster()] if rosters is None else rosters
        self.node = keys.node
        self.identity = keys.identity
        self.mission: str | None = MISSION if accepted else None
        self.root: str | None = HQ.node if accepted else None
        self.schema = SCHEMA
        self.signed = {one.roster.issuer: one for one in accepted}
        self.changesets: dict[StreamKey, dict[int, set[str]]] = {}
        self.revisions: set[str] = set()
        self.saves: Counter[tuple[str, str]] = Counter()
        self.lineages: dict[str, list[tuple[str, tuple[str, ...], str]]] = {}
        self.attachments: set[str] = set()
        self.wanted: set[str] = set()
        self.posts: dict[str, str] = {}

    @property
    def rosters(self) -> list[tuple[bytes, bytes]]:
        return [(one.data, one.signature) for one in self.signed.values()]

    def head_of(self, stream: StreamKey) -> int:
        return max(self.changesets.get(stream, {}), default=0)

    def digests_held(
        self, places: Collection[tuple[StreamKey, int]]
    ) -> Mapping[tuple[StreamKey, int], Collection[str]]:
        return {
            (stream, seq): held
            for stream, seq in places
            if (held := self.changesets.get(stream, {}).get(seq))
        }

    def saves_of(self, records: Collection[str], node: str) -> Mapping[str, int]:
        return {record: self.saves[node, record] for record in records if (node, record) in self.saves}

    def lineage_of(self, record: str) -> list[tuple[str, tuple[str, ...], str]]:
        return self.lineages.get(record, [])

    def misfit(self, revision: Revision) -> str | None:
        """Say what a program would whose only declared type is that of a title: text."""
        return None if isinstance(revision.fields.get("title", ""), str) else "a title that is no text"

    def revisions_held(self, revisions: Collection[str]) -> Collection[str]:
        return self.revisions.intersection(revisions)

    def attachments_held(self, digests: Collection[str]) -> Collection[str]:
        return self.attachments.intersection(digests)

    def attachments_wanted(self, digests: Collection[str]) -> Collection[str]:
        return self.wanted.intersection(digests)

    def hold(self, *changesets: Sealed) -> "Held":
        """Hold changesets as if they had been imported before."""
        for one in changesets:
            place = self.changesets.setdefault(one.header.stream, {})
            place.setdefault(one.header.seq, set()).add(one.digest)
            self.posts.setdefault(one.header.node, one.header.post)
        return self

    def apply(self, plan: Plan) -> None:
        """Take in what a plan says is new."""
        if plan.new_root is not None:
            self.mission, self.root = plan.new_root.mission, plan.new_root.node
        self.signed.update({one.roster.issuer: one for one in plan.rosters})
        self.attachments.update(plan.attachments)
        for one in plan.taken:
            change = one.changeset
            self.changesets.setdefault(change.stream, {}).setdefault(change.seq, set()).add(change.digest)
            for each in change.revisions():
                self.revisions.add(each.id)
                self.saves[change.stream.node, each.record] += 1
                said = (each.id, each.parents, change.stream.node)
                self.lineages.setdefault(each.record, []).append(said)
