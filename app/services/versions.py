"""Versions: which version of a record the decision in force was taken on, also where an older app noted none."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.domain.decisions import DECIDED_ON, version_text
from app.domain.identifiers import parse_moment
from app.domain.kinds import KINDS
from app.domain.workflows import Workflow
from app.services.rights import STATE, RecordRights
from app.services.standing import Standing
from app.services.steps import is_exception
from app.services.structures import typed_record
from app.storage.reader import Reader
from app.storage.rows import RecordState, StoredRevision


def version_in_force(reader: Reader, state: RecordState, standing: Standing) -> str | None:
    """Return the version that a record beyond its decision was decided on; None where nothing was decided."""
    kind = KINDS.get(state.kind)
    workflow = kind.workflow if kind else None
    if kind is None or workflow is None or state.values.get(STATE) not in workflow.resting:
        return None
    noted = state.values.get(DECIDED_ON)
    if isinstance(noted, str):
        return noted
    occurrences = reader.revisions_of([state.id]).get(state.id, ())
    return version_by_history(RecordRights(occurrences, standing), kind.binding, workflow)


def version_by_history(rights: RecordRights, binding: tuple[str, ...], workflow: Workflow) -> str | None:
    """Return the version of the last revision that took the decision, or brought the record in behind it."""
    deciding = [one for same in rights.by_id.values() if _decides(one := same[0], rights, workflow)]
    if not deciding:
        return None
    last = max(deciding, key=lambda one: (one.at, one.id))
    return version_text(binding, [last.id], rights.values_at(last.id), _day(last))


def _decides(revision: StoredRevision, rights: RecordRights, workflow: Workflow) -> bool:
    state = revision.fields.get(STATE)
    if state not in workflow.resting or not rights.may_set(revision, STATE):
        return False
    brought_in = not revision.parents and not is_exception(
        workflow, typed_record(revision.kind, revision.fields)
    )
    return state in workflow.decision or brought_in


def _day(revision: StoredRevision) -> date:
    moment: datetime = parse_moment(revision.at)
    return moment.astimezone(UTC).date()
