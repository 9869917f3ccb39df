"""Newest first: lists by the time of change, in which no date that lies ahead comes before what was saved today.

A save dated more than a day ahead of this laptop's clock is doubtful: it comes after all others, where it would else
stand on top for good. Nothing of this is stored, so that logbooks compare alike whatever their clocks.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain.moments import moment_text
from app.domain.policy.doubting import LEEWAY
from app.storage.reader import Reader

NEWEST_FIRST = ("updated_at", True)


def newest_first(
    reader: Reader,
    kind: str,
    where: Sequence[tuple[str, str, Any]],
    now: datetime,
    limit: int | None = None,
) -> array[int]:
    """Return the first `limit` keys of a list, the last saved first and what is dated ahead at the end."""
    latest = moment_text(now + LEEWAY)
    found = reader.keys(kind, (*where, ("updated_at", "<=", latest)), NEWEST_FIRST, limit)
    left = None if limit is None else limit - len(found)
    if left == 0:
        return found
    return found + reader.keys(kind, (*where, ("updated_at", ">", latest)), NEWEST_FIRST, left)
