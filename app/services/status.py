"""Status: who this logbook is, what it holds, what it owes to whom, and what needs a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from app.domain.kinds import SCHEMA
from app.domain.rosters import Entry, RosterBook
from app.domain.scopes import StreamKey, is_above
from app.services.backups_made import last_backup
from app.services.desks import Desk
from app.services.forks import held_ends
from app.services.officers import Officers
from app.services.peers import readable_by_all
from app.services.reasons import Names
from app.services.roster_alarms import alarms
from app.services.settings import SEVERAL, several
from app.services.standing import RESTORED, UNSURE
from app.services.views import Claim, Gap, HeldBundle, Peer, Reason, Status
from app.storage.reader import Reader
from app.storage.rows import HeldBundle as StoredHeld
from app.storage.rows import StoredRevision
from app.sync.manifest import BUNDLE_FORMAT

WARNINGS = {
    "root-unconfirmed": "The fingerprint of the mission's root has not been compared yet: {words}.",
    "not-admitted": "This logbook has not been admitted to a mission yet.",
    "no-backup": "There is no backup of this logbook.",
    "backup-inside": "The only backup lies in the logbook's own folder and is lost with this laptop. Back up to "
    "another medium.",
    "waiting": "{saves} save(s) of {units} are kept and not shown: they stand on saves that are not here, and wait for "
    "them. Those come with the next bundles; those of a laptop that no roster names come after Force HQ has retired or "
    "revoked it, or admitted it again.",
    "unknown": "Of {records} record(s) a newer version of the app wrote something that this one does not know. It is "
    "kept and passed on; update the app to see it.",
}


def status(desk: Desk) -> Status:
    """Return everything that the status command and the sync pill say, from one snapshot."""
    with desk.logbook.reading() as reader:
        desk.refresh(reader)
        ends = held_ends(reader, desk.book, reader.stream_heads())
        heads = {stream: seq for stream, (seq, _) in ends.items()}
        forked = {one.stream for one in reader.refused_places()}
        kept = reader.held()
        makers = _makers(reader, kept)
        troubles, doubled = alarms(desk.book, reader), several(reader)
        return Status(
            identity=desk.identity,
            schema=SCHEMA,
            format=BUNDLE_FORMAT,
            records=reader.counts(),
            unsent=_unsent(desk, reader, heads),
            peers=_peers(desk, reader, heads),
            gaps=_gaps(desk, reader, kept, makers),
            held=_held(desk, reader, kept, makers),
            forks=tuple(sorted(forked)),
            conflicts=reader.conflict_count(),
            backup=last_backup(reader),
            warnings=(
                *_warnings(desk, reader),
                *(one.sentence for one in troubles),
                *([doubled] if doubled else ()),
            ),
            alerts=(
                *_alerts(desk, reader, forked),
                *dict.fromkeys(one.code for one in troubles),
                *([SEVERAL] if doubled else ()),
            ),
            roster_alarms=tuple(one.sentence for one in troubles),
        )


def journal(desk: Desk, limit: int = 100) -> tuple[dict[str, Any], ...]:
    """Return the newest lines of the bundle journal: what came in and went out, and what became of it."""
    with desk.logbook.reading() as reader:
        entries = reader.journal(limit)
        told, officers = Names(reader, desk.book), Officers(reader, desk.standing)
        by = {entry.pk: officers.own(entry.officer or "") for entry in entries}
        reasons = {entry.pk: _reasons(told, entry.reasons) for entry in entries}
    names = {entry.node: entry.unit_name for entry in desk.book.entries} if desk.book else {}
    return tuple(
        {
            "at": entry.at,
            "direction": entry.direction,
            "outcome": entry.outcome,
            "file": entry.file,
            "bundle": entry.bundle,
            "node": entry.node,
            "unit_name": names.get(entry.node or "", ""),
            "reasons": reasons[entry.pk],
            "counts": entry.counts,
            "officer": by[entry.pk] or None,
            "digest": entry.digest,
            "path": entry.path,
        }
        for entry in entries
    )


def _unsent(desk: Desk, reader: Reader, heads: Mapping[str, int]) -> int:
    """Count what has not been sealed, and own revisions that no superior has a receipt for."""
    unsent = reader.unsent()
    book = desk.book
    if book is None:
        return unsent
    above = book.superiors_of(desk.standing.unit)
    own = {stream: seq for stream, seq in heads.items() if stream.startswith(desk.identity.node)}
    if not above or not own:
        return unsent
    receipts = [reader.receipts(entry.node) for entry in above]
    have = {stream: max(receipt.get(stream, 0) for receipt in receipts) for stream in own}
    lacking = [stream for stream, seq in own.items() if seq > have[stream]]
    readable = readable_by_all(lacking, above[:1])
    return unsent + sum(one.count for one in reader.due_changesets(have, readable))


def _peers(desk: Desk, reader: Reader, heads: Mapping[str, int]) -> tuple[Peer, ...]:
    book = desk.book
    if book is None:
        return ()
    seen = {peer.node: peer for peer in reader.peers()}
    found = []
    for entry in book.entries:
        if entry.node == desk.identity.node or not (entry.node in seen or _is_near(desk, book, entry)):
            continue
        receipt = reader.receipts(entry.node)
        lacks = sum(max(0, heads[s] - receipt.get(s, 0)) for s in readable_by_all(list(heads), [entry]))
        known = seen.get(entry.node)
        found.append(
            Peer(
                node=entry.node,
                unit=entry.unit,
                unit_name=entry.unit_name,
                level=entry.level.value,
                has={stream: seq for stream, seq in receipt.items() if seq},
                lacks=lacks,
                status=entry.status,
                last_in=known.last_in if known else None,
                last_out=known.last_out if known else None,
            )
        )
    return tuple(found)


def _is_near(desk: Desk, book: RosterBook, entry: Entry) -> bool:
    """The superior and the units directly below are peers even before the first exchange."""
    own = desk.standing.unit
    below = is_above(own, entry.unit) and entry.unit.count("/") == own.count("/") + 1
    return entry.is_active and (below or entry in book.superiors_of(own))


def _gaps(
    desk: Desk, reader: Reader, kept: Sequence[StoredHeld], makers: Mapping[str, str]
) -> tuple[Gap, ...]:
    """Return what is missing; whoever sent what came after it holds it and can be asked for it."""
    found: dict[tuple[str, int, int], Gap] = {}
    for held in kept:
        maker = makers.get(held.bundle or "", "")
        for gap in (gap for reason in held.reasons for gap in reason.get("gaps", ())):
            found.setdefault(
                (gap["stream"], gap["from"], gap["to"]),
                Gap(
                    stream=gap["stream"], first=gap["from"], last=gap["to"], since=held.at, maker=maker,
                    unit_name=_name(desk, StreamKey.parse(gap["stream"]).node), maker_name=_name(desk, maker),
                    asked=reader.peer(maker).asked_at or "",
                ),
            )  # fmt: skip
    return tuple(found.values())


def _held(
    desk: Desk, reader: Reader, kept: Sequence[StoredHeld], makers: Mapping[str, str]
) -> tuple[HeldBundle, ...]:
    told = Names(reader, desk.book)
    found = []
    for one in kept:
        claims = (said["claim"] for said in one.reasons if said.get("claim"))
        claim = next(claims, None)
        maker = makers.get(one.bundle or "", "")
        found.append(
            HeldBundle(
                file=one.file,
                bundle=one.bundle or "",
                at=one.at,
                reasons=_reasons(told, one.reasons),
                maker=maker,
                maker_name=_name(desk, maker),
                claim=msgspec.convert(claim, Claim) if claim else None,
            )
        )
    return tuple(found)


def _reasons(told: Names, said: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Return reasons as they were noted, with the names that the rosters give now."""
    return tuple(
        told.known(
            Reason(code=one["code"], stream=one["stream"], detail=one["detail"], node=one.get("node", ""))
        )
        for one in said
    )


def _makers(reader: Reader, kept: Iterable[StoredHeld]) -> dict[str, str]:
    """Return the node that made each kept bundle, as the journal noted when it came."""
    lines = reader.imports_of({one.bundle for one in kept if one.bundle})
    return {bundle: next((line.node for line in found if line.node), "") for bundle, found in lines.items()}


def _name(desk: Desk, node: str) -> str:
    entry = desk.book.entry_of(node) if desk.book and node else None
    return entry.unit_name if entry else ""


def _alerts(desk: Desk, reader: Reader, forked: Iterable[str]) -> tuple[str, ...]:
    """Return what is wrong with this logbook itself, the worst first."""
    found = {
        "behind-anchor": "logbook-behind-anchor" in desk.logbook.warnings,
        RESTORED: reader.meta(UNSURE) == "yes",
        "twin": any(StreamKey.parse(stream).node == desk.identity.node for stream in forked),
    }
    return tuple(code for code, holds in found.items() if holds)


def _writers(desk: Desk, saves: Iterable[StoredRevision]) -> str:
    """Return the names of the units that wrote some saves."""
    entries = (desk.book.entry_of(one.node) if desk.book else None for one in saves)
    return ", ".join(sorted({entry.unit_name if entry else "a laptop in no roster" for entry in entries}))


def _warnings(desk: Desk, reader: Reader) -> tuple[str, ...]:
    found = list(desk.warnings)
    own = desk.identity
    if own.mission is None:
        found.append(WARNINGS["not-admitted"])
    elif not own.root_confirmed:
        found.append(WARNINGS["root-unconfirmed"].format(words=own.root_fingerprint))
    last = last_backup(reader)
    if last is None or not last.elsewhere:
        found.append(WARNINGS["no-backup" if last is None else "backup-inside"])
    if waiting := reader.waiting():
        found.append(WARNINGS["waiting"].format(saves=len(waiting), units=_writers(desk, waiting)))
    if unknown := reader.unknown():
        found.append(WARNINGS["unknown"].format(records=len(unknown)))
    return tuple(found)
