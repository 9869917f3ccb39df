"""Doubting: moments that a clock cannot rightly have shown. They are shown as doubtful and decide nothing.

A clock may be wrong by a day; a save made more than that after it came, before what it stands on, or before its mission
was begun, carries a moment that somebody set.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from app.domain.identifiers import is_id

LEEWAY = timedelta(days=1)


def is_doubtful(
    at: datetime,
    *,
    received: datetime | None,
    stands_on: Iterable[datetime] = (),
    mission: datetime | None = None,
) -> bool:
    """Return whether a moment lies more than a day after it came, or before what must have been before it."""
    if received is not None and at - received > LEEWAY:
        return True
    before = [*stands_on, *([mission] if mission is not None else ())]
    return any(one - at > LEEWAY for one in before)


def begun(identifier: str) -> datetime | None:
    """Return the moment in a UUIDv7; None for any other text, and for a year that no calendar has."""
    if not is_id(identifier):
        return None
    try:
        return datetime.fromtimestamp(int(identifier[:8] + identifier[9:13], 16) / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None
