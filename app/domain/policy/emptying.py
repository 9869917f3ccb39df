"""Emptying: a save that leaves nothing to know a record by is as bad as withdrawing it, and meets the same brake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.domain.kinds import KINDS, fields_of, title_field

_FEW: Final = 3
"""Fewer emptied fields than this are no emptying of a record, unless one of them is required."""


def is_emptied(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether a record lost a required value, what gave it its title, or most of what it said."""
    held = {name for name, value in before.items() if not is_empty(value)}
    lost = {name for name in held if is_empty(after.get(name))}
    if not lost:
        return False
    declared = fields_of(kind) if kind in KINDS else {}
    needed = title_field(kind, before) in lost or any(
        name in declared and declared[name].required for name in lost
    )
    return needed or (len(lost) >= _FEW and 2 * len(lost) > len(held))


def is_empty(value: Any) -> bool:
    """Tell whether a value says nothing."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple | dict) and not value)
