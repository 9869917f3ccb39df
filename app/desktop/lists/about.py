"""About kinds: how the list of each kind begins, and what an empty one says."""

from __future__ import annotations

from app.desktop.words import many, tr
from app.domain.kinds import kind_named


def hint(kind: str) -> str:
    """Return what an empty list of a kind says."""
    return tr(kind_named(kind).hint)


def count_words(kind: str, count: int, narrowed: bool) -> str:
    """Say how many rows a list has."""
    declared = kind_named(kind)
    words = many(count, declared.label, declared.plural)
    return tr("{words}, narrowed", words=words) if narrowed else words
