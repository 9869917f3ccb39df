"""Faults of steps: what keeps a record from taking one, and the version that a decision is taken on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from app.domain.decisions import DECIDED_ON, NOW, changed_since, decided_day, version_moment, version_text
from app.domain.faults import Fault
from app.domain.kinds import kind_named
from app.domain.levels import LEVEL_LABELS, may_act_as
from app.domain.money import money_text
from app.domain.policy.authorization import Actor
from app.domain.policy.steps import is_exception, may_decide, rule, within
from app.domain.records import Record
from app.domain.scopes import Level
from app.domain.workflows import Transition, Workflow
from app.domain.writing import state_text
from app.services.nearness import Nearness
from app.services.settings import Settings
from app.services.structures import typed_record
from app.services.wording import GATES


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes, how near to the record, by which settings, and on what.

    `seen_values` are the values that were seen where others have saved since.
    `heads` are the newest revisions that were seen, `version` the one that a decision in force was taken on (also where
    an older app noted none), `disputed` the fields in conflict.
    """

    actor: Actor
    place: Nearness
    settings: Settings
    today: date
    heads: tuple[str, ...] = ()
    version: str | None = None
    disputed: frozenset[str] = frozenset()
    seen_values: Mapping[str, Any] | None = None

    @property
    def level(self) -> str:
        """The level of who writes."""
        return self.actor.level


def version_decided(
    kind: str,
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
    anew: Any,
    around: Circumstances,
    *,
    free: bool,
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the version that a save decides on, as the field it is kept in, and the faults of asking for one.

    A save decides by a step into a decision, by bringing in a record behind one, or where a person asks for it `anew`.
    """
    declared = kind_named(kind)
    workflow = declared.workflow
    if workflow is None or DECIDED_ON not in declared.__fields__:
        return {}, [Fault(DECIDED_ON, "unknown_field")] if anew else []
    after = {**before, **changed}
    state = after.get("state")
    if anew and anew != before.get(DECIDED_ON):
        if str(anew).strip().lower() != NOW:
            return {}, [Fault(DECIDED_ON, "decided_by_the_logbook")]
        if state not in workflow.resting - workflow.closed:
            return {}, [Fault(DECIDED_ON, "no_decision_here")]
        if not may_decide(workflow, _rule(typed_record(kind, after), around)):
            return {}, [Fault(DECIDED_ON, "level_too_low", {"who": LEVEL_LABELS[Level.FORCE]})]
        decides = True
    elif free:
        decides = (
            not before and state in workflow.resting and not is_exception(workflow, typed_record(kind, after))
        )
    else:
        decides = "state" in changed and state in workflow.decision
    if not decides:
        return {}, []
    seen = after if around.seen_values is None else {**around.seen_values, **changed}
    return {DECIDED_ON: version_text(declared.binding, around.heads, seen, around.today)}, []


def step_faults(
    workflow: Workflow,
    record: Record,
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
    around: Circumstances,
    *,
    free: bool,
) -> list[Fault]:
    """Return what keeps a record, as it would be, from the state it is to have."""
    source = before.get("state")
    target = changed["state"] or ""
    if free or source is None:
        return _entry(workflow, target, record, around, new=source is None)
    step = workflow.step(source, target)
    if step is None:
        possible = ", ".join(state_text(one.target) for one in workflow.steps_from(source)) or "none"
        params = {"source": state_text(source), "target": state_text(target), "possible": possible}
        return [Fault("state", "no_such_step", params)]
    after = {**before, **changed}
    faults = [*_level(step, record, around), *_decision(workflow, step, type(record), after, around)]
    missing = missing_for(step, record)
    if missing:
        faults.append(Fault("state", "gate_missing", {"missing": "; ".join(missing)}))
    if step.mission == "no_local_committee" and around.settings.local_committee:
        faults.append(Fault("state", "local_committee_sits"))
    if step.reason and not after.get("state_reason"):
        faults.append(Fault("state_reason", "reason_required"))
    return faults


def missing_for(step: Transition, record: Record) -> list[str]:
    """Return what a step itself needs and has not, in words."""
    fields = type(record).__fields__
    missing = [fields[name].label for name in step.needs if getattr(record, name) is None]
    return missing + [GATES[gate] for gate in step.gates if not record.gate(gate)]


def _rule(record: Record, around: Circumstances) -> Any:
    return rule(around.level, record, around.settings.sector_limits)


def _level(step: Transition, record: Record, around: Circumstances) -> list[Fault]:
    limits = around.settings.sector_limits
    if may_act_as(around.level, step.level):
        return []
    if step.delegated and limits and may_act_as(around.level, Level.SECTOR):
        if within(record, limits):
            return []
        limit = ", ".join(money_text({"amount": cents, "currency": name}) for name, cents in limits.items())
        return [Fault("state", "above_sector_limit", {"limit": limit})]
    return [Fault("state", "level_too_low", {"who": LEVEL_LABELS[step.level]})]


def _decision(
    workflow: Workflow,
    step: Transition,
    kind: type[Record],
    after: Mapping[str, Any],
    around: Circumstances,
) -> list[Fault]:
    """A step that goes on from a decision needs one that stands."""
    if around.version is None or not workflow.goes_on(step):
        return []
    changed = changed_since(around.version, after, around.disputed)
    if not changed:
        return []
    return [Fault("state", "decision_stale", stale_params(kind, around.version, changed))]


def stale_params(kind: type[Record], version: str, changed: tuple[str, ...]) -> dict[str, str | int]:
    """Return the figures of the sentence about a decision whose record has changed: the day, and what changed."""
    moment = version_moment(version)
    day = moment.date() if moment else decided_day(version)
    labels = ", ".join(kind.__fields__[name].label.lower() for name in changed if name in kind.__fields__)
    return {"day": day_text(day), "changed": labels}


def day_text(day: date | None) -> str:
    """Return a day as people write it: 3 March 2026."""
    return f"{day.day} {day:%B %Y}" if day else "an earlier day"


def _entry(
    workflow: Workflow, target: str, record: Record, around: Circumstances, *, new: bool
) -> list[Fault]:
    """A new record starts where its writer could have brought it alone; a conflict ends in what they may set."""
    if target not in workflow.states:
        return [Fault("state", "not_a_state")]
    may = workflow.may_start if new else workflow.may_enter
    if may(target, _rule(record, around)):
        return []
    above = (Level.SECTOR, Level.FORCE)
    who = next(
        (LEVEL_LABELS[one] for one in above if may(target, rule(one, record))), LEVEL_LABELS[Level.FORCE]
    )
    return [Fault("state", "level_too_low", {"who": who})]
