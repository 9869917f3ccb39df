"""French for the labels, states and vocabularies that reports print; what is missing stays in English."""

from __future__ import annotations

from functools import cache

import msgspec

from app.assets import resource


@cache
def labels() -> dict[str, str]:
    """Return the French of each English label, read once."""
    return msgspec.json.decode(resource("labels", "fr.json").read_bytes(), type=dict[str, str])
