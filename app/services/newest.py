"""Newest first: lists by the time of change, in which no date that lies ahead comes before what was saved today.

A save dated more than a day ahead of this laptop's clock is doubtful: it comes after all others, where it would else
stand on top for good. Nothing of this is stored, so that logbooks compare alike whatever their clocks.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from app.domain.moments import moment_text
from app.domain.policy.doubting import LEEWAY
from app.storage.reader import Reader

NEWEST_FIRST = ("updated_at", True)


def latest(now: datetime) -> str:
    """Return the last moment that a right clock may show elsewhere while this one shows `now`, as on the wire."""
    return moment_text((now + LEEWAY).astimezone(UTC))


def is_ahead(at: str, now: datetime) -> bool:
    """Tell whether a moment or a day on the wire lies more than a day ahead of a clock."""
    return at > latest(now)


def recency(at: str, now: datetime) -> tuple[bool, str]:
    """Return what moments or days on the wire are sorted by, the latest last, and before all others those ahead."""
    return not is_ahead(at, now), at


def newest_first(
    reader: Reader,
    kind: str,
    where: Sequence[tuple[str, str, Any]],
    now: datetime,
    limit: int | None = None,
) -> array[int]:
    """Return the first `limit` keys of a list, the last saved first and what is dated ahead at the end."""
    found = reader.keys(kind, (*where, ("updated_at", "<=", latest(now))), NEWEST_FIRST, limit)
    left = None if limit is None else limit - len(found)
    if left == 0:
        return found
    return found + reader.keys(kind, (*where, ("updated_at", ">", latest(now))), NEWEST_FIRST, left)
