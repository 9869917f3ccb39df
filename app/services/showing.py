"""Showing: the views of records that the store's states and rows become."""

from __future__ import annotations

from app.domain.decisions import DECIDED_ON, changed_since
from app.domain.kinds import KINDS, title_of
from app.services.officers import Officers, claimed, signing_fields
from app.services.views import RecordView
from app.storage.rows import RecordState


def view_of(state: RecordState, officers: Officers | None = None) -> RecordView:
    """Return the view of a record's state; one without a title is called by its serial.

    Without `officers` nobody is known, and every officer's name is marked as claimed.
    """
    serial = str(state.values.get("serial") or "")
    created_known = officers is not None and officers.knows(state.node, state.created_by)
    updated_known = officers is not None and officers.knows(state.updated_node, state.updated_by)
    return RecordView(
        id=state.id,
        kind=state.kind,
        serial=serial,
        unit=state.unit or None,
        reach=state.reach,
        state=state.values.get("state"),
        title=title_of(state.kind, state.values) or serial,
        fields={name: value for name, value in state.values.items() if value is not None},
        heads=state.heads,
        conflicts=tuple(sorted(state.conflicts)),
        withdrawn=state.withdrawn,
        sealed=state.sealed,
        created_at=state.created_at,
        created_by=claimed(state.created_by, created_known),
        updated_at=state.updated_at,
        updated_by=claimed(state.updated_by, updated_known),
        created_known=created_known,
        updated_known=updated_known,
        claimed=officers.unproven(state) if officers is not None else signing_fields(state.kind),
        undecided=undecided(state),
    )


def signed(view: RecordView, name: str, text: str) -> str:
    """Return a field in words with the mark of a claimed name where it names an officer who is not known."""
    return claimed(text, name not in view.claimed)


def undecided(state: RecordState) -> tuple[str, ...]:
    """Return what changed since the decision that a record rests on, as far as the record itself notes one."""
    version, kind = state.values.get(DECIDED_ON), KINDS.get(state.kind)
    if kind is None or kind.workflow is None or not isinstance(version, str):
        return ()
    if state.values.get("state") not in kind.workflow.resting - kind.workflow.closed:
        return ()
    return changed_since(version, state.values, state.conflicts)
