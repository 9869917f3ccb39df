"""Changes: what a use case changed, broadcast to every open page."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Changes(msgspec.Struct, frozen=True):
    """The kinds and record ids that a use case changed; `exchange` where peers or rosters did."""

    kinds: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    exchange: bool = False

    @classmethod
    def of(cls, kind: str, *ids: str) -> Changes:
        """Build the changes of one kind."""
        return cls(frozenset({kind}), frozenset(ids))

    def touches(self, kinds: Iterable[str]) -> bool:
        """Return whether any of these kinds changed."""
        return not self.kinds.isdisjoint(kinds)
