"""Versions: which version of a record the decision in force was taken on."""

from __future__ import annotations

from app.domain.decisions import DECIDED_ON
from app.domain.kinds import KINDS
from app.domain.policy.authorization import STATE
from app.storage.rows import RecordState


def version_in_force(state: RecordState) -> str | None:
    """Return the version that a record beyond its decision was decided on; None where nothing was decided."""
    kind = KINDS.get(state.kind)
    workflow = kind.workflow if kind else None
    noted = state.values.get(DECIDED_ON)
    rests = workflow is not None and state.values.get(STATE) in workflow.resting
    return noted if rests and isinstance(noted, str) else None
