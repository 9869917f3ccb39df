"""Taking back: what Ctrl+Z offers after a save: the values from before it, written as a new revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.desktop.editors.history import Change, Saved
from app.desktop.words import tr
from app.domain.fields import Field
from app.domain.raw_values import raw_of

SHOWN = 3
NOT_TAKEN_BACK = ("state", "state_reason", "state_evidence")


def last_save(saves: Sequence[Saved], node: str) -> Saved | None:
    """Return the newest save where it is one's own, changed something, and was not the first."""
    newest = saves[0] if saves else None
    if newest is None or newest.first or newest.node != node or not newest.counts:
        return None
    return newest if changes_back(newest) else None


def changes_back(saved: Saved) -> tuple[Change, ...]:
    """Return what can be taken back; a step stays with its reason, because the workflow has its own ways back."""
    step = any(one.field == "state" for one in saved.changes)
    return tuple(one for one in saved.changes if not (step and one.field in NOT_TAKEN_BACK))


def words(saved: Saved) -> str:
    """Say what taking a save back would bring."""
    changes = changes_back(saved)
    said = [f"{one.label}: {_cut(one.after)} → {_cut(one.before)}" for one in changes[:SHOWN]]
    if len(changes) > SHOWN:
        said.append(tr("and {count} more", count=len(changes) - SHOWN))
    return tr("Take back your last save? {what}", what="; ".join(said))


def values_before(saved: Saved, fields: Mapping[str, Field]) -> dict[str, Any]:
    """Return the raw values from before a save, by field."""
    return {one.field: raw_of(fields[one.field], one.was) for one in changes_back(saved)}


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"
