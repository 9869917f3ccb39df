"""Standing: who counts as what for this logbook, from the rosters it has accepted and its own place."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from app.domain.levels import RANKS
from app.domain.policy.authorization import Actor, Origin
from app.domain.rosters import RosterBook
from app.domain.scopes import Level

RESTORED = "restored"
"""The warning of a logbook that was restored and has heard from nobody since."""
UNSURE = "rosters_unsure"
"""Set by a restore: rosters that were issued after the backup have to come back before another is issued."""


class FormerLimit(msgspec.Struct, frozen=True):
    """A limit of sectors that was replaced: its currency and cents, and the approvals that stand under it."""

    currency: str
    cents: int
    kept: frozenset[str]


class Standing(msgspec.Struct, frozen=True):
    """The roster book as held (None before admission), and this logbook's own node, unit and level.

    `sector_limits` is the highest cost up to which Force HQ lets sectors approve, in cents by currency;
    `former_limits` are those that it replaced.
    """

    node: str
    unit: str
    level: str
    book: RosterBook | None = None
    sector_limits: Mapping[str, int] = {}
    former_limits: tuple[FormerLimit, ...] = ()

    def limits_of(self, revision: str) -> Mapping[str, int]:
        """Return the limits by which one approval is judged: those of today, and former ones under which it stands."""
        limits = dict(self.sector_limits)
        for one in self.former_limits:
            if revision in one.kept:
                limits[one.currency] = max(one.cents, limits.get(one.currency, one.cents))
        return limits

    def actor_of(self, node: str) -> Actor | None:
        """Return the post and level a node acts at; None for one that the rosters do not name, which has no rights.

        A logbook without a mission knows only itself.
        """
        if self.book is None:
            return Actor("", self.level) if node == self.node else None
        entry = self.book.entry_of(node)
        return None if entry is None else Actor(entry.unit, entry.level)

    def rank_of(self, node: str) -> int:
        """Return the rank of the level at which a node acts; that of one without rights is below all."""
        actor = self.actor_of(node)
        return RANKS[Level(actor.level)] if actor is not None else -1

    def origin_of(self, author: str, scope_unit: str) -> Origin:
        """Return whose a record is that a node began in a scope."""
        actor = self.actor_of(author)
        return Origin(actor.unit if actor else None, scope_unit)

    def level_of(self, node: str) -> str | None:
        """Return the level a node acts at, or None for one that the rosters do not name."""
        actor = self.actor_of(node)
        return actor.level if actor else None
