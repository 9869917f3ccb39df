"""Standpoint: from where a filter is read: which day it is, and whose logbook it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import msgspec


class Standpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The moment by the clock of this laptop, and the officer who writes."""

    now: datetime
    officer: str = ""

    @property
    def today(self) -> str:
        """The day, as fields store it."""
        return self.now.date().isoformat()

    @property
    def zone(self) -> tzinfo:
        """The offset of this laptop."""
        return self.now.tzinfo or UTC

    def day(self, days: int) -> datetime:
        """Return the beginning of a day, so many days from today."""
        start = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        return start + timedelta(days=days)
