"""Markings: the highest of what is on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.vocabularies import MARKINGS
from app.services.views import RecordView


def highest(markings: Iterable[str]) -> str:
    """Return the highest of these markings; empty where none of them is known."""
    known = {MARKINGS.index(one) for one in markings if one in MARKINGS}
    return MARKINGS[max(known)] if known else ""


def highest_of(records: Iterable[RecordView]) -> str:
    """Return the highest marking of these records."""
    return highest(str(one.fields.get("marking") or "") for one in records)
