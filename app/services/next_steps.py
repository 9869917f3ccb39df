"""Next steps: what a record may become from where it stands, with what is missing, who may do it, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.decisions import changed_since
from app.domain.faults import Fault
from app.domain.kinds import kind_named
from app.domain.levels import LEVEL_LABELS
from app.domain.policy.steps import may_take
from app.domain.records import Record
from app.domain.workflows import Transition, Workflow
from app.services.barring import Bar, barred_steps
from app.services.desks import Desk
from app.services.invariants import unmet_in
from app.services.settings import Settings, read
from app.services.step_faults import missing_for, stale_params
from app.services.structures import typed_record
from app.services.versions import version_in_force
from app.services.views import View
from app.services.wording import fault_words
from app.storage.rows import RecordState


class NextStep(View, frozen=True, kw_only=True):
    """One step: where to, whether it needs a reason, what is missing, who may take it where this logbook may not, and
    the sentence that says why nobody may at present.
    """

    target: str
    reason: bool = False
    missing: tuple[str, ...] = ()
    who: str = ""
    refused: str = ""

    @property
    def possible(self) -> bool:
        """Whether this logbook can take the step now."""
        return not (self.missing or self.who or self.refused)


def next_steps(
    desk: Desk, kind: str, values: Mapping[str, Any], record_id: str | None = None
) -> tuple[NextStep, ...]:
    """Return every step from the state of wire values, as typed so far, of a stored record or of a new one."""
    workflow = kind_named(kind).workflow
    if workflow is None:
        return ()
    source = str(values.get("state") or workflow.initial)
    record = typed_record(kind, values)
    with desk.logbook.reading() as reader:
        settings = read(desk, reader)
        state = reader.record(record_id) if record_id else None
        stale = _stale(state, values)
        barred = barred_steps(desk, reader, kind, state)
    return tuple(
        next_step(step, workflow, record, desk.standing.level, settings, stale, barred.get(step.target))
        for step in workflow.steps_from(source)
    )


def _stale(state: RecordState | None, values: Mapping[str, Any]) -> str:
    """Return the sentence that the decision on a record no longer stands, or nothing."""
    version = version_in_force(state) if state else None
    if state is None or version is None:
        return ""
    changed = changed_since(version, values, state.conflicts)
    params = stale_params(kind_named(state.kind), version, changed)
    return fault_words(Fault("state", "decision_stale", params)) if changed else ""


def next_step(
    step: Transition,
    workflow: Workflow,
    record: Record,
    level: str,
    settings: Settings,
    stale: str = "",
    bar: Bar | None = None,
) -> NextStep:
    """Return one step as a logbook of a level sees it.

    `stale` says why the decision on the record stands no longer, `bar` why this logbook may not take the step at all.
    """
    refused = next(_refusals(step, workflow, settings, stale), "")
    who = "" if may_take(step, level, record, settings.sector_limits) else LEVEL_LABELS[step.level]
    missing = tuple(missing_for(step, record))
    if all(record.gate(gate) for gate in step.proven):
        missing += tuple(one.words for one in unmet_in(record, step.target))
    else:
        who = ""  # what is missing says so already: nobody of any level may without it
    if bar is not None:
        who, refused = bar.who or who, bar.refused or refused
    return NextStep(target=step.target, reason=step.reason, missing=missing, who=who, refused=refused)


def _refusals(step: Transition, workflow: Workflow, settings: Settings, stale: str) -> Iterator[str]:
    if stale and workflow.goes_on(step):
        yield stale
    if step.mission == "no_local_committee" and settings.local_committee:
        yield fault_words(Fault("state", "local_committee_sits"))
