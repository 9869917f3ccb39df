"""Consequences: what follows from the values of a record that is being written, before it is saved.

A save works them out again by the same declaration (`Record.follows`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.kinds import kind_named
from app.services.desks import Desk


def consequences(
    desk: Desk, kind: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the wire values that follow from those of a record as typed, on top of those that stand."""
    changed = {name: after.get(name) for name in {*before, *after} if before.get(name) != after.get(name)}
    with desk.logbook.reading() as reader:

        def look(identifier: str) -> Mapping[str, Any]:
            state = reader.record(identifier)
            return state.values if state is not None else {}

        return kind_named(kind).follows(before, changed, look)
