"""Levels of the chain of command, as the roster gives them."""

from __future__ import annotations

from typing import Literal

Level = Literal["unit", "sector", "force"]
LEVELS: tuple[Level, ...] = ("unit", "sector", "force")
LEVEL_LABELS = {"unit": "Unit", "sector": "Sector HQ", "force": "Force HQ"}


def may_act_as(level: str, required: str) -> bool:
    """Return whether a node of `level` may do what is reserved to `required` and above."""
    return level in LEVELS and LEVELS.index(level) >= LEVELS.index(required)  # type: ignore[arg-type]
