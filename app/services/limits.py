"""Limits: the highest cost that Force HQ ever let sectors approve, by which what arrives is judged.

Which settings were in force when a sector approved cannot be told on every logbook alike: clocks differ, and bundles
come in any order. The highest limit ever given can. What a sector approved before a limit was lowered stays approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from app.domain.kinds import KINDS
from app.domain.scopes import Level
from app.services.ledger import remerge
from app.services.standing import Standing
from app.storage.reader import Reader
from app.storage.rows import DISREGARDED
from app.storage.writer import Writer

SETTINGS, FIELD = "mission_settings", "sector_approves_to"
DELEGATING = tuple(
    name
    for name, kind in KINDS.items()
    if kind.workflow is not None and any(step.delegated for step in kind.workflow.transitions)
)
"""The kinds some of whose steps a sector may take within the limit."""


def sector_limits(reader: Reader, standing: Standing) -> Mapping[str, int]:
    """Return the highest limit of each currency that a node of Force HQ ever set, in cents."""
    highest: dict[str, int] = {}
    for revisions in reader.revisions_of(reader.identifiers_of((SETTINGS,))).values():
        for one in revisions:
            given = one.fields.get(FIELD)
            if not isinstance(given, dict) or one.status == DISREGARDED:
                continue
            if standing.level_of(one.node) == Level.FORCE:
                currency, cents = str(given.get("currency")), given.get("amount")
                if isinstance(cents, int):
                    highest[currency] = max(cents, highest.get(currency, cents))
    return highest


def with_limits(reader: Reader, standing: Standing) -> Standing:
    """Return a standing that knows the limits of this logbook."""
    return msgspec.structs.replace(standing, sector_limits=sector_limits(reader, standing))


def rejudge(writer: Writer, standing: Standing) -> Standing:
    """Work out again what sectors approved where the limits are not what the standing says; returns the new one."""
    now = with_limits(writer, standing)
    if now.sector_limits != standing.sector_limits:
        remerge(writer, writer.identifiers_of(DELEGATING), now)
    return now


def speaks_of_limits(kinds: Iterable[str]) -> bool:
    """Return whether a change of records of these kinds can change a limit."""
    return SETTINGS in set(kinds)
