"""The plan: what importing a verified bundle would do to a logbook, decided before anything is written."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from app.domain.identifiers import is_digest
from app.domain.rosters import RosterBook
from app.domain.schemas import may_take
from app.sync.errors import (
    BadSignatureError,
    BundleError,
    GapError,
    MalformedError,
    NewerSchemaError,
    NotForYouError,
    RevokedError,
    UnknownSignerError,
    WrongMissionError,
)
from app.sync.holdings import Holdings
from app.sync.keys import fingerprint, node_id
from app.sync.reasons import Gap, Reason, is_held
from app.sync.roster_planning import RosterPlan, plan_rosters
from app.sync.rosters import SignedRoster
from app.sync.sshsig import parse_public_key_line
from app.sync.stream_planning import PlannedChangeset, StreamPlanner, Verdict
from app.sync.verification import VerifiedBundle


class Outcome(StrEnum):
    """What becomes of a bundle; one that is held is kept and tried again by itself."""

    APPLIED = "applied"
    NOTHING_NEW = "nothing-new"
    HELD = "held"
    REFUSED = "refused"


class NewRoot(msgspec.Struct, frozen=True):
    """Whom a newcomer is about to trust as the root of its mission: people compare the fingerprint."""

    node: str
    fingerprint: str
    mission: str
    mission_name: str


class KindCount(msgspec.Struct, frozen=True):
    """How many records of a kind a bundle adds, and how many it changes."""

    added: int
    changed: int


class Plan(msgspec.Struct, frozen=True):
    """What an import would do. Only `taken` changesets, `rosters` and `attachments` are to be written.

    `is_incomplete` asks to keep the bundle, even where it is applied: part of it is held. `waiting` are revisions
    whose parents are missing, `awaited` attachments of a part whose records come in another part. `book` is None where
    the bundle was set aside before that.
    """

    bundle: VerifiedBundle
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    gaps: tuple[Gap, ...] = ()
    rosters: tuple[SignedRoster, ...] = ()
    older_rosters: tuple[SignedRoster, ...] = ()
    changesets: tuple[PlannedChangeset, ...] = ()
    attachments: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    counts: Mapping[str, KindCount] = {}
    book: RosterBook | None = None
    new_root: NewRoot | None = None

    @property
    def taken(self) -> tuple[PlannedChangeset, ...]:
        """The changesets to write, in the order of their streams."""
        return tuple(one for one in self.changesets if one.verdict is Verdict.TAKE)

    @property
    def is_incomplete(self) -> bool:
        """Whether something in the bundle may be taken later."""
        return any(is_held(reason.code) for reason in self.reasons)


def plan(bundle: VerifiedBundle, holdings: Holdings) -> Plan:
    """Decide what to do with a bundle; never raises for what is in it."""
    try:
        _check_address(bundle, holdings)
        rosters = plan_rosters(bundle.rosters, holdings, bundle.manifest.mission, _posts(bundle))
        unit = _check_parties(bundle, holdings, rosters.book)
    except BundleError as error:
        reason = Reason(error.code, None, error.detail, bundle.manifest.sender)
        return Plan(bundle, outcome_of(error), (reason,))
    streams = StreamPlanner(bundle.changesets, holdings, rosters.book, unit, faults=bundle.faults)
    attachments, unreferenced = _attachments(bundle, holdings, streams.planned)
    awaited = unreferenced if bundle.manifest.part is not None else ()
    waiting = _waiting(streams.planned, holdings)
    reasons = [*rosters.reasons, *streams.reasons]
    if awaited:
        detail = f"{len(awaited)} attachments whose records come in another part, first {awaited[0]}"
        reasons.append(Reason(GapError.code, None, detail))
    elif unreferenced:
        detail = f"{len(unreferenced)} attachments that nothing refers to, first {unreferenced[0]}"
        reasons.append(Reason(MalformedError.code, None, detail))
    if waiting:
        reasons.append(
            Reason(GapError.code, None, f"{len(waiting)} revisions wait for others, first {waiting[0]}")
        )
    return Plan(
        bundle=bundle,
        outcome=_outcome(rosters, streams, attachments, reasons),
        reasons=tuple(reasons),
        gaps=tuple(streams.gaps),
        rosters=rosters.new,
        older_rosters=rosters.older,
        changesets=tuple(streams.planned),
        attachments=attachments,
        awaited=awaited,
        waiting=waiting,
        counts=_counts(streams.planned),
        book=rosters.book,
        new_root=_new_root(holdings, rosters.book),
    )


def outcome_of(error: BundleError) -> Outcome:
    """Return the outcome of a bundle that is set aside as a whole, also where no plan could be made."""
    return Outcome.HELD if is_held(error.code) else Outcome.REFUSED


def _check_address(bundle: VerifiedBundle, holdings: Holdings) -> None:
    manifest = bundle.manifest
    if not may_take(holdings.schema, manifest.schema):
        raise NewerSchemaError(f"made with schema {manifest.schema}; this program knows {holdings.schema}")
    if holdings.mission is not None and manifest.mission != holdings.mission:
        raise WrongMissionError(f"the bundle is of mission {manifest.mission}")
    if holdings.node not in (*manifest.to, manifest.sender):
        raise NotForYouError("the bundle is addressed to others")


def _check_parties(bundle: VerifiedBundle, holdings: Holdings, book: RosterBook) -> str:
    """Check who made the bundle; return the unit of this logbook."""
    sender = bundle.manifest.sender
    maker = book.entry_of(sender)
    if maker is None:
        words = fingerprint(bundle.signer_key)
        raise UnknownSignerError(f"made by node {sender}, which no roster names; its fingerprint is {words}")
    if parse_public_key_line(maker.public_key) != bundle.signer_key:
        raise BadSignatureError("signed by another key than the roster names")
    for changeset in bundle.changesets:
        place = (changeset.stream, changeset.seq, changeset.digest)
        if changeset.stream.node == sender and not book.within(*place):
            beyond = f"number {changeset.seq} of {changeset.stream} is beyond its last"
            raise RevokedError(f"{maker.unit_name} ({sender}) is {maker.status}; {beyond}")
    own = book.entry_of(holdings.node)
    if own is None:
        raise NotForYouError("no roster names this logbook")
    return own.unit


def _posts(bundle: VerifiedBundle) -> dict[str, str]:
    """Return the unit path that each node signs in the changesets of a bundle; of several the least by text."""
    found: dict[str, str] = {}
    for changeset in bundle.changesets:
        header = changeset.header
        if header.mission == bundle.manifest.mission:
            found[header.node] = min(header.post, found.get(header.node, header.post))
    return found


def _attachments(
    bundle: VerifiedBundle, holdings: Holdings, planned: Iterable[PlannedChangeset]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the attachments to take, and those that nothing refers to."""
    offered = set(bundle.attachments)
    if not offered:
        return (), ()
    offered -= set(holdings.attachments_held(offered))
    wanted = set(holdings.attachments_wanted(offered))
    taken: set[str] = set()
    later: set[str] = set()
    for one in planned:
        if one.verdict is not Verdict.HAVE:
            found = _named_by(one)
            (taken if one.verdict is Verdict.TAKE else later).update(found)
    new = offered & (wanted | taken)
    return tuple(sorted(new)), tuple(sorted(offered - new - later))


def _named_by(one: PlannedChangeset) -> set[str]:
    try:
        return {
            digest for revision in one.changeset.revisions() for digest in _digests(revision.fields.values())
        }
    except BundleError:
        return set()


def _digests(values: Iterable[Any]) -> Iterator[str]:
    """Yield every text, at any depth, that has the form of a SHA-256."""
    for value in values:
        if isinstance(value, str):
            if len(value) == 64 and is_digest(value):
                yield value
        elif isinstance(value, dict):
            yield from _digests(value.values())
        elif isinstance(value, list):
            yield from _digests(value)


def _waiting(planned: Iterable[PlannedChangeset], holdings: Holdings) -> tuple[str, ...]:
    """Return the revisions to take whose parents are neither held nor in the bundle."""
    gists = [one.gist for one in planned if one.gist is not None]
    taken = frozenset[str]().union(*(gist.ids for gist in gists))
    parents = {child: group for gist in gists for child, group in gist.parents.items()}
    asked = {parent for group in parents.values() for parent in group} - taken
    if not asked:
        return ()
    missing = asked - set(holdings.revisions_held(asked))
    return tuple(sorted(child for child, group in parents.items() if not missing.isdisjoint(group)))


def _counts(planned: Iterable[PlannedChangeset]) -> dict[str, KindCount]:
    added: dict[str, set[str]] = {}
    touched: dict[str, set[str]] = {}
    for one in planned:
        if one.gist is not None:
            for kind, records in one.gist.touched.items():
                touched.setdefault(kind, set()).update(records)
            for kind, records in one.gist.begun.items():
                added.setdefault(kind, set()).update(records)
    return {
        kind: KindCount(len(added.get(kind, ())), len(records - added.get(kind, set())))
        for kind, records in sorted(touched.items())
    }


def _outcome(
    rosters: RosterPlan, streams: StreamPlanner, attachments: tuple[str, ...], reasons: list[Reason]
) -> Outcome:
    if rosters.new or attachments or any(one.verdict is Verdict.TAKE for one in streams.planned):
        return Outcome.APPLIED
    if any(reason.code.startswith("refused:") for reason in reasons):
        return Outcome.REFUSED
    return Outcome.HELD if reasons else Outcome.NOTHING_NEW


def _new_root(holdings: Holdings, book: RosterBook) -> NewRoot | None:
    entry = book.entry_of(book.root)
    if holdings.root is not None or entry is None:
        return None
    key = parse_public_key_line(entry.public_key)
    return NewRoot(node_id(key), fingerprint(key), book.mission, book.mission_name)
