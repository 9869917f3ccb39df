"""What each level of the chain of command may do."""

from __future__ import annotations

from functools import lru_cache

from app.domain.scopes import Level

RANKS = {Level.UNIT: 0, Level.SECTOR: 1, Level.FORCE: 2}
LEVEL_LABELS = {Level.UNIT: "Unit", Level.SECTOR: "Sector HQ", Level.FORCE: "Force HQ"}


@lru_cache(maxsize=64)
def may_act_as(level: str, required: str) -> bool:
    """Return whether a node of `level` may do what is reserved to `required` and above."""
    return RANKS[Level(level)] >= RANKS[Level(required)]
