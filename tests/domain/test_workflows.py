"""Workflows: every state can be reached and left, nothing gets around a decision, levels and gates hold."""

from collections.abc import Collection

import pytest

from app.domain.kinds import KINDS
from app.domain.levels import RANKS, may_act_as
from app.domain.qips import FOLDED
from app.domain.qips import WORKFLOW as QIP
from app.domain.records import Record
from app.domain.scopes import Level
from app.domain.workflows import Transition, Workflow, chain, from_each

STAGED = {name: kind for name, kind in KINDS.items() if kind.workflow is not None}
DECIDED = (
    "mou_signed",
    "first_tranche",
    "in_progress",
    "completed",
    "handed_over",
    "final_report",
    "final_tranche",
)


def workflow_of(kind: type[Record]) -> Workflow:
    """Return the workflow of a kind that has one."""
    assert kind.workflow is not None
    return kind.workflow


def reached(workflow: Workflow, *, without: Collection[str] = (), level: Level = Level.FORCE) -> set[str]:
    """Return the states that steps lead to from the first, never entering some of them."""
    found, ahead = {workflow.initial}, [workflow.initial]
    while ahead:
        for step in workflow.steps_from(ahead.pop()):
            if step.target not in found and step.target not in without and may_act_as(level, step.level):
                found.add(step.target)
                ahead.append(step.target)
    return found


@pytest.mark.parametrize("name", STAGED)
def test_every_state_is_reached_and_every_step_joins_known_states(name: str) -> None:
    workflow = workflow_of(STAGED[name])
    assert reached(workflow) == set(workflow.states)
    steps = [(step.source, step.target) for step in workflow.transitions]
    assert len(steps) == len(set(steps))
    assert {state for step in steps for state in step} == set(workflow.states)
    assert len(workflow.states) == len(set(workflow.states))
    assert all(source != target for source, target in steps)


@pytest.mark.parametrize("name", STAGED)
def test_every_open_state_leads_on_and_can_be_closed(name: str) -> None:
    workflow = workflow_of(STAGED[name])
    assert workflow.closed < set(workflow.states)
    for state in set(workflow.states) - workflow.closed:
        assert any(step.target in workflow.closed for step in workflow.transitions)
        assert workflow.steps_from(state)


@pytest.mark.parametrize("name", STAGED)
def test_needs_and_gates_are_fields_and_rules_of_the_kind(name: str) -> None:
    kind = STAGED[name]
    for step in workflow_of(kind).transitions:
        assert set(step.needs) <= kind.__fields__.keys()
        for gate in step.gates:
            assert kind().gate(gate) is False
    with pytest.raises(KeyError):
        kind().gate("no such gate")


@pytest.mark.parametrize("state", [*DECIDED, "evaluated", "closed"])
def test_no_path_avoids_the_approval(state: str) -> None:
    assert state not in reached(QIP, without=("approved",))
    assert "under_way" not in reached(workflow_of(KINDS["project"]), without=("approved",))


def test_only_force_hq_recommends_and_approves() -> None:
    for level in (Level.UNIT, Level.SECTOR):
        states = reached(QIP, level=level)
        assert not states & {"recommended", "approved", "rejected", "deferred", *DECIDED}
        assert not any(
            QIP.may_enter(state, level) for state in ("recommended", "approved", "rejected", "deferred")
        )
        assert "approved" not in reached(workflow_of(KINDS["project"]), level=level)
    early = {"idea", "assessed", "drafted", "submitted_local", "submitted_prc", "suspended", "cancelled"}
    assert reached(QIP, level=Level.UNIT) <= early
    assert {"returned", "cleared_local", "submitted_prc"} <= reached(QIP, level=Level.SECTOR)
    assert not QIP.may_enter("cleared_local", Level.UNIT)
    assert QIP.may_enter("cleared_local", Level.SECTOR)


def test_suspending_cancelling_and_returning_need_a_reason() -> None:
    for kind in STAGED.values():
        for step in workflow_of(kind).transitions:
            if step.target in ("suspended", "cancelled", "returned", "deferred", "rejected"):
                assert step.reason, step


def test_closing_a_qip_needs_everything() -> None:
    step = QIP.step("evaluated", "closed")
    assert step is not None
    assert set(step.gates) == {"final_report", "reconciled", "photos", "certificate", "evaluation"}
    assert [other.source for other in QIP.transitions if other.target == "closed"] == ["evaluated"]


def test_every_state_of_a_qip_folds_into_one_of_five_words() -> None:
    assert FOLDED.keys() == set(QIP.states)
    assert set(FOLDED.values()) == {"planned", "ongoing", "completed", "suspended", "cancelled"}


def test_levels_are_ordered() -> None:
    assert sorted(Level, key=RANKS.__getitem__) == [Level.UNIT, Level.SECTOR, Level.FORCE]
    for upper in Level:
        for lower in Level:
            assert may_act_as(upper, lower) == (RANKS[upper] >= RANKS[lower])


def test_parts_of_a_workflow() -> None:
    steps = (*chain("a", "b", "c", level=Level.SECTOR), *from_each(("a", "b"), "x"))
    workflow = Workflow(states=("a", "b", "c", "x"), transitions=steps, closed=frozenset({"x"}))
    assert workflow.step("b", "c") == Transition(source="b", target="c", level=Level.SECTOR)
    assert workflow.step("c", "b") is None
    assert [step.target for step in workflow.steps_from("a")] == ["b", "x"]
    assert all(step.reason for step in steps[2:])
    assert workflow.may_enter("a", Level.UNIT)
    assert not workflow.may_enter("b", Level.UNIT)
    assert workflow.may_enter("x", Level.UNIT)
    assert workflow.may_enter("of a newer app", Level.UNIT)


@pytest.mark.parametrize("name", STAGED)
def test_what_must_hold_is_a_gate_that_nothing_opens_by_itself(name: str) -> None:
    workflow, kind = workflow_of(STAGED[name]), STAGED[name]
    for one in workflow.invariants:
        assert one.states <= set(workflow.states)
        assert workflow.initial not in one.states
        assert set(one.fields) <= kind.__fields__.keys()
        assert kind().gate(one.name) is False
        assert set(kind().unmet(one.name)) <= set(one.fields), one.name
    for state in workflow.decision:
        assert workflow.invariants_of(state)


@pytest.mark.parametrize("name", STAGED)
def test_every_state_in_which_something_holds_and_work_goes_on_leads_out(name: str) -> None:
    """So that whoever learns that an answer was wrong can say so, and stop, without asking anybody."""
    workflow = workflow_of(STAGED[name])
    for state in {state for one in workflow.invariants for state in one.states}:
        ways = [step for step in workflow.steps_from(state) if not workflow.invariants_of(step.target)]
        assert state in workflow.closed or any(step.reason and step.level == Level.UNIT for step in ways), (
            state
        )


def test_suspending_asks_for_no_standing_decision() -> None:
    project = workflow_of(KINDS["project"])
    stop, on = project.step("under_way", "suspended"), project.step("suspended", "under_way")
    assert stop is not None
    assert on is not None
    assert (project.goes_on(stop), project.goes_on(on)) == (False, True)


DECIDING = {name: kind for name, kind in STAGED.items() if workflow_of(kind).decision}


def test_the_kinds_that_are_decided_on() -> None:
    assert set(DECIDING) == {"qip", "project", "support_request"}
    for kind in DECIDING.values():
        assert "decided_on" in kind.__fields__
        for name in kind.binding:
            field, _, column = name.partition(".")
            assert field in kind.__fields__
            assert not column or column in {one.name for one in kind.__fields__[field].columns}
    assert not any(kind.binding for name, kind in KINDS.items() if name not in DECIDING)


@pytest.mark.parametrize("name", DECIDING)
def test_what_rests_on_a_decision_is_what_nothing_reaches_without_one(name: str) -> None:
    workflow = workflow_of(DECIDING[name])
    plain = tuple(step for step in workflow.transitions if not step.proven)
    without = Workflow(states=workflow.states, transitions=plain, closed=workflow.closed)
    assert workflow.resting == set(workflow.states) - reached(without, without=workflow.decision)
    assert workflow.decision <= workflow.resting


@pytest.mark.parametrize("name", DECIDING)
def test_what_goes_around_a_decision_has_to_be_proven(name: str) -> None:
    workflow = workflow_of(DECIDING[name])
    record = DECIDING[name]()
    for step in workflow.transitions:
        if step.source not in workflow.resting and step.target in workflow.resting - workflow.decision:
            assert step.proven, step
            assert set(step.proven) <= set(step.gates)
            assert not all(record.gate(gate) for gate in step.proven)
        assert workflow.goes_on(step) is (
            step.source in workflow.resting
            and step.target in workflow.resting - workflow.decision
            and step.target != "suspended"
        )


def test_a_rule_of_its_own_stands_for_a_level() -> None:
    project = workflow_of(KINDS["project"])
    delegated = [step for step in project.transitions if step.delegated]
    assert [(step.target, step.level) for step in delegated] == [("approved", Level.FORCE)]
    assert not project.may_move("coordinated", "approved", Level.SECTOR)
    assert project.may_move("coordinated", "approved", lambda step: step.delegated)
    assert not project.may_start("approved", lambda step: False)
    assert project.may_start("idea", lambda step: False)
    assert project.may_enter("approved", lambda step: step.delegated)
    assert not project.may_enter("approved", lambda step: False)
