"""Showing: the views of records that the store's states and rows become."""

from __future__ import annotations

from app.domain.kinds import KINDS
from app.services.views import RecordView
from app.storage.rows import RecordState


def title_of(kind: str, values: dict[str, object]) -> str:
    """Return what a record is called: the first of its kind's title fields that is filled, in one line."""
    known = KINDS.get(kind)
    for name in known.title_from if known else ():
        text = str(values.get(name) or "").strip()
        if text:
            return " ".join(text.split())[:200]
    return str(values.get("serial") or "")


def view_of(state: RecordState) -> RecordView:
    """Return the view of a record's state."""
    return RecordView(
        id=state.id,
        kind=state.kind,
        serial=str(state.values.get("serial") or ""),
        unit=state.unit or None,
        reach=state.reach,
        state=state.values.get("state"),
        title=title_of(state.kind, state.values),
        fields={name: value for name, value in state.values.items() if value is not None},
        heads=state.heads,
        conflicts=tuple(sorted(state.conflicts)),
        withdrawn=state.withdrawn,
        sealed=state.sealed,
        created_at=state.created_at,
        created_by=state.created_by,
        updated_at=state.updated_at,
        updated_by=state.updated_by,
    )
