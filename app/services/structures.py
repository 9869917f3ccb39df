"""Structures: wire values as the typed records of their kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from app.domain.kinds import kind_named
from app.domain.records import Record


def typed_record(kind: str, values: Mapping[str, Any]) -> Record:
    """Return wire values as the kind's structure; values of a newer app that do not fit are left out."""
    cls = kind_named(kind)
    try:
        return msgspec.convert(values, cls)
    except msgspec.ValidationError:
        return msgspec.convert({k: v for k, v in values.items() if fits(kind, {k: v})}, cls)


def fits(kind: str, values: Mapping[str, Any]) -> bool:
    """Return whether wire values have the types that the kind declares; unknown fields always do."""
    try:
        msgspec.convert(values, kind_named(kind))
    except msgspec.ValidationError:
        return False
    return True
