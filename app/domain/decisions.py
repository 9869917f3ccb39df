"""Decisions: a decision is taken on one version of a record, and stands while what it was taken on stays as it was.

The version is kept as one text: the day of the decision, the newest revisions that the decider saw, and a short digest
of each binding field. So every logbook can tell by the record alone, without its history, whether it has changed since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from app.domain import canonical
from app.domain.identifiers import is_revision_id
from app.domain.moments import dtg

DECIDED_ON = "decided_on"
NOW = "now"
"""What a person writes in `decided_on` to decide anew on the version at hand."""
MARK_LENGTH = 16
MOST_HEADS = 4
"""More revisions side by side than anybody decides on; they only date the version."""


def version_text(binding: Iterable[str], heads: Iterable[str], values: Mapping[str, Any], day: date) -> str:
    """Return the version of a record with these newest revisions and wire values, decided on that day."""
    seen = "+".join(sorted(heads)[-MOST_HEADS:]) or "-"
    marks = (f"{name}={_mark(_value(values, name))}" for name in binding)
    return " ".join([day.isoformat(), seen, *marks])


def changed_since(version: str, values: Mapping[str, Any], disputed: Collection[str] = ()) -> tuple[str, ...]:
    """Return the binding fields that are no longer as they were in a version, or that people disagree on."""
    changed = (
        name
        for name, mark in _marks(version)
        if name.partition(".")[0] in disputed or _mark(_value(values, name)) != mark
    )
    return tuple(dict.fromkeys(name.partition(".")[0] for name in changed))


def version_moment(version: str) -> datetime | None:
    """Return when the version was last written to (UTC, by its author's clock), or None where it had no past."""
    heads = [head for head in _part(version, 1).split("+") if is_revision_id(head)]
    latest = max((int(head[:12], 16) for head in heads), default=None)
    try:
        return None if latest is None else datetime.fromtimestamp(latest / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None  # a year that no calendar has


def decided_day(version: str | None) -> date | None:
    """Return the day of the decision, or None where the text names none."""
    try:
        return date.fromisoformat(_part(version or "", 0))
    except ValueError:
        return None


def version_words(version: str) -> str:
    """Return the day of a decision and when its version was written, as people read them: no digests."""
    day, moment = decided_day(version), version_moment(version)
    said = [day.isoformat() if day else "", f"on the version of {dtg(moment)}" if moment else ""]
    return ", ".join(part for part in said if part) or version


def _part(version: str, number: int) -> str:
    parts = version.split(" ")
    return parts[number] if number < len(parts) else ""


def _marks(version: str) -> Iterator[tuple[str, str]]:
    for part in version.split(" "):
        name, equals, mark = part.partition("=")
        if equals:
            yield name, mark


def _value(values: Mapping[str, Any], name: str) -> Any:
    """Return a value, or one column of its rows."""
    field, _, column = name.partition(".")
    value = values.get(field)
    if not column or not isinstance(value, list | tuple):
        return value
    return [row.get(column) if isinstance(row, dict) else None for row in value]


def _mark(value: Any) -> str:
    """Return the short digest of a wire value; of nothing it is a dash."""
    if value is None:
        return "-"
    return hashlib.sha256(canonical.encode_unchecked(value)).hexdigest()[:MARK_LENGTH]
