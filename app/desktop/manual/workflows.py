"""Workflows in the manual: their steps as a table, made from the declarations, so that neither can say otherwise."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from app.domain.kinds import KINDS
from app.domain.levels import LEVEL_LABELS
from app.domain.records import Record
from app.domain.workflows import Transition, Workflow
from app.domain.writing import state_text
from app.services.wording import GATES

PICTURE = re.compile(r"^!\[[^\]]*\]\(workflow-([a-z_]+)\)$", re.MULTILINE)
"""Where the manual asks for the workflow of a kind."""
MISSION_RULES = {"no_local_committee": "that no local review committee sits in this mission"}
EVERY_OPEN = "any open state"


class Steps(msgspec.Struct, frozen=True):
    """Steps that differ only in where they come from."""

    sources: tuple[str, ...]
    step: Transition


def main_line(workflow: Workflow) -> tuple[str, ...]:
    """Return the states of the usual way: from the first, each time by the first step that needs no reason."""
    line, ahead = [workflow.initial], True
    while ahead:
        steps = (one.target for one in workflow.steps_from(line[-1]) if not one.reason and not one.proven)
        following = next((one for one in steps if one not in line), None)
        ahead = following is not None
        line += [following] if following else []
    return tuple(line)


def grouped(workflow: Workflow) -> tuple[Steps, ...]:
    """Return every step, those that differ only in where they come from together, in declared order."""
    found: dict[tuple[Transition, tuple[str, ...]], list[str]] = {}
    for step in workflow.transitions:
        key = (msgspec.structs.replace(step, source=""), workflow.gates_of(step))
        found.setdefault(key, []).append(step.source)
    return tuple(Steps(tuple(sources), step) for (step, _), sources in found.items())


def with_workflows(text: str) -> str:
    """Return the manual with the table of steps below the picture of each workflow it asks for."""
    return PICTURE.sub(lambda found: f"{found.group()}\n\n{table(KINDS[found.group(1)])}", text)


def asked_for(text: str) -> tuple[str, ...]:
    """Return the kinds whose workflows the manual shows."""
    return tuple(PICTURE.findall(text))


def table(kind: type[Record]) -> str:
    """Return the steps of a kind's workflow as a table: from where, to where, who, and what must be there.

    What the picture says already is left out: steps along the usual way that need nothing.
    """
    workflow = kind.workflow
    assert workflow is not None  # noqa: S101 - the manual asks for kinds with a workflow, which a test holds
    rows = []
    along = set(pairwise(main_line(workflow)))
    for one in grouped(workflow):
        step = msgspec.structs.replace(one.step, source=one.sources[0])
        needs_nothing = not needed(kind, step) and not step.delegated
        if needs_nothing and {(source, one.step.target) for source in one.sources} <= along:
            continue
        cells = (
            sources_text(workflow, one),
            state_text(one.step.target),
            who(one.step),
            needed(kind, step),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(["| from | to | who | what must be there |", "|---|---|---|---|", *rows])


def sources_text(workflow: Workflow, steps: Steps) -> str:
    """Return where a group of steps comes from, in words."""
    left_out = set(workflow.states) - workflow.closed - {steps.step.target} - set(steps.sources)
    if len(steps.sources) > 4 and not left_out:
        return EVERY_OPEN
    if len(steps.sources) > 4 and len(left_out) == 1:
        return f"{EVERY_OPEN} but {state_text(left_out.pop())}"
    return ", ".join(state_text(source) for source in steps.sources)


def who(step: Transition) -> str:
    """Return the lowest level that may take a step."""
    lowest = LEVEL_LABELS[step.level]
    return f"{lowest}; Sector HQ up to the mission's limit" if step.delegated else lowest


def needed(kind: type[Record], step: Transition) -> str:
    """Return what must be there before a step, in words."""
    parts = [_within_a_sentence(kind.__fields__[name].label) for name in step.needs]
    workflow = kind.workflow
    parts += [GATES[gate] for gate in (workflow.gates_of(step) if workflow else ())]
    parts += [MISSION_RULES[step.mission]] if step.mission else []
    parts += ["a reason"] if step.reason else []
    return "; ".join(parts)


def _within_a_sentence(label: str) -> str:
    """Return a label with a small first letter, unless it begins with an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
