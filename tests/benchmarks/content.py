"""What is measured on: meetings of sixteen fields with fixed lengths, and photos; the same every time."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

PASSPHRASE = "measured on every change"
PATHS = {"force": "fhq", "sector": "fhq/east", "unit": "fhq/east/indbatt-1"}
RECORDS = 10_000
LARGE = 100_000
SMALL = 200
PHOTO_BYTES = 100_000
WORDS = (
    "village", "elder", "road", "school", "clinic", "market", "water", "well", "bridge", "patrol",
    "meeting", "mayor", "police", "women", "youth", "committee", "agreed", "repair", "delivery",
    "contractor", "sector", "battalion", "liaison", "project", "request", "follow", "security", "access",
    "convoy", "harvest", "displaced", "return",
)  # fmt: skip
LONG = {"facts": 600, "agenda": 200}
SHORT = (
    "title", "place", "admin1", "admin2", "host", "objective", "comment", "requests", "commitments",
    "information_given", "outcome",
)  # fmt: skip
_FIRST_DAY = datetime(2025, 10, 9, 6, tzinfo=UTC)


def text(chance: random.Random, size: int) -> str:
    """Return words of at least `size` characters together."""
    words: list[str] = []
    length = 0
    while length < size:
        word = chance.choice(WORDS)
        words.append(word)
        length += len(word) + 1
    return " ".join(words)


def meeting(chance: random.Random, number: int) -> dict[str, Any]:
    """Return fourteen fields of a meeting; its serial and marking are added when it is saved."""
    fields = {name: text(chance, LONG.get(name, 20)) for name in (*SHORT, *LONG)}
    return fields | {"started_at": (_FIRST_DAY + timedelta(minutes=15 * number)).isoformat()}


def photo(number: int) -> bytes:
    """Return the bytes of one photo, which nothing can pack."""
    return random.Random(number).randbytes(PHOTO_BYTES)
