"""Limits: up to which cost sectors may approve, by which what they approved is judged, and how a limit is corrected.

Which settings were in force when a sector approved cannot be told on every logbook alike: clocks differ, and bundles
come in any order. So a save that changes the limit names the saves that gave the former ones, and which approvals
counted under them. A former limit counts for these alone, whatever comes when; the highest of the others for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from app.domain.kinds import KINDS
from app.domain.policy.authorization import STATE
from app.domain.scopes import Level
from app.services.ledger import remerge
from app.services.rights import RecordRights
from app.services.standing import FormerLimit, Standing
from app.storage.reader import Reader
from app.storage.rows import EFFECT, StoredRevision
from app.storage.writer import Writer

SETTINGS, FIELD = "mission_settings", "sector_approves_to"
REPLACES, KEPT = "limit_replaces", "limit_kept"
DELEGATING = tuple(
    name
    for name, kind in KINDS.items()
    if kind.workflow is not None and any(step.delegated for step in kind.workflow.transitions)
)
"""The kinds some of whose steps a sector may take within the limit."""


def sector_limits(reader: Reader, standing: Standing) -> Mapping[str, int]:
    """Return the highest limit of each currency that Force HQ gave and did not replace, in cents."""
    given, replaced = _given(reader, standing)
    return _highest(one for one in given if one.revision not in replaced)


def former_limits(reader: Reader, standing: Standing) -> tuple[FormerLimit, ...]:
    """Return the limits that Force HQ replaced, with the approvals that stand under each all the same."""
    given, replaced = _given(reader, standing)
    return tuple(
        FormerLimit(one.currency, one.cents, frozenset.intersection(*replaced[one.revision]))
        for one in given
        if one.revision in replaced
    )


class _Given(msgspec.Struct, frozen=True):
    """One limit, and the revision that gave it."""

    revision: str
    currency: str
    cents: int


def _given(reader: Reader, standing: Standing) -> tuple[list[_Given], dict[str, list[frozenset[str]]]]:
    """Return every limit that Force HQ gave by right, and for those replaced what each that replaced them kept."""
    given: list[_Given] = []
    replaced: dict[str, list[frozenset[str]]] = {}
    for occurrences in reader.revisions_of(reader.identifiers_of((SETTINGS,))).values():
        for one, counts in _counting(occurrences, standing):
            for former in _texts(counts.get(REPLACES)):
                replaced.setdefault(former, []).append(frozenset(_texts(counts.get(KEPT))))
            money = counts.get(FIELD)
            if isinstance(money, dict) and isinstance(cents := money.get("amount"), int):
                given.append(_Given(one.id, str(money.get("currency")), cents))
    return sorted(given, key=lambda one: one.revision), replaced


def _counting(
    occurrences: Sequence[StoredRevision], standing: Standing
) -> Iterator[tuple[StoredRevision, Mapping[str, Any]]]:
    """Yield the revisions of settings that are in effect, each with what it sets by right."""
    rights = RecordRights(occurrences, standing)
    for one in occurrences:
        if one.status == EFFECT and standing.level_of(one.node) == Level.FORCE:
            yield one, {name: value for name, value in one.fields.items() if rights.may_set(one, name)}


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _highest(given: Iterable[_Given]) -> dict[str, int]:
    highest: dict[str, int] = {}
    for one in given:
        highest[one.currency] = max(one.cents, highest.get(one.currency, one.cents))
    return highest


def replacing(reader: Reader, standing: Standing) -> dict[str, list[str]]:
    """Return what a save that changes the limit says of those before it: their revisions, and what counted."""
    given, replaced = _given(reader, standing)
    former = sorted({one.revision for one in given} - replaced.keys())
    if not former:
        return {}
    kept = set()
    for record in reader.revisions_of(reader.identifiers_of(DELEGATING)).values():
        if any(_approves(one, standing) for one in record):
            rights = RecordRights(record, standing)
            kept |= {one.id for one in record if _approves(one, standing) and rights.may_set(one, STATE)}
    return {REPLACES: former, KEPT: sorted(kept)}


def _approves(revision: StoredRevision, standing: Standing) -> bool:
    workflow = KINDS[revision.kind].workflow if revision.kind in KINDS else None
    reached = workflow is not None and revision.fields.get(STATE) in workflow.decision
    return reached and standing.level_of(revision.node) == Level.SECTOR


def with_limits(reader: Reader, standing: Standing) -> Standing:
    """Return a standing that knows the limits of this logbook."""
    return msgspec.structs.replace(
        standing,
        sector_limits=sector_limits(reader, standing),
        former_limits=former_limits(reader, standing),
    )


def rejudge(writer: Writer, standing: Standing) -> Standing:
    """Work out again what sectors approved where the limits are not what the standing says; returns the new one."""
    now = with_limits(writer, standing)
    if (now.sector_limits, now.former_limits) != (standing.sector_limits, standing.former_limits):
        remerge(writer, writer.identifiers_of(DELEGATING), now)
    return now


def speaks_of_limits(kinds: Iterable[str]) -> bool:
    """Return whether a change of records of these kinds can change a limit."""
    return SETTINGS in set(kinds)
