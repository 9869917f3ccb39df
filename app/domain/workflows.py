"""Workflows: the states a record passes through, who may move it, and what must be there first."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

import msgspec

from app.domain.levels import may_act_as
from app.domain.scopes import Level

STEP_WORDS = ("state_reason", "state_evidence")
"""What is said of one step and no longer holds after the next."""


class Transition(msgspec.Struct, frozen=True, kw_only=True):
    """One allowed step: from one state to another, the lowest level that may take it, and its gates.

    `needs` names fields that must be filled; `gates` names rules of the kind that must hold where people write.
    `proven` names rules that are asked of what arrives too: such a step goes around a decision, and only they allow it.
    `mission` names a rule of the mission settings; `delegated` lets a sector take it within the mission's limit.
    """

    source: str
    target: str
    level: Level = Level.UNIT
    needs: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    proven: tuple[str, ...] = ()
    mission: str = ""
    delegated: bool = False
    reason: bool = False


class Invariant(msgspec.Struct, frozen=True, kw_only=True):
    """What is true of a record as long as it is in one of some states, whoever wrote it and by which way it came there.

    `name` is a gate of the kind (`Record.gate`); `fields` are those it looks at. It is asked of a new record, at every
    later save and at every step, in forms and of what arrives: what would break it is kept and not applied.
    """

    name: str
    states: frozenset[str]
    fields: tuple[str, ...]


Allows = Callable[[Transition], bool]
"""Tells whether somebody may take a step, whatever else it needs."""


class Workflow(msgspec.Struct, frozen=True, kw_only=True):
    """All states of a kind in their usual order, the steps between them, and which states count as closed.

    `decision` holds the states that a decision leads to; `resting` those that nothing reaches without one.
    `invariants` are what holds in which states. `french` says each state in French.
    """

    states: tuple[str, ...]
    transitions: tuple[Transition, ...]
    closed: frozenset[str]
    decision: frozenset[str] = frozenset()
    resting: frozenset[str] = frozenset()
    invariants: tuple[Invariant, ...] = ()
    french: dict[str, str] = {}

    def invariants_of(self, state: str | None) -> tuple[Invariant, ...]:
        """Return what holds in a state."""
        return tuple(one for one in self.invariants if state in one.states)

    def gates_of(self, step: Transition) -> tuple[str, ...]:
        """Return the gates of a step: its own, and those of what begins to hold where it leads."""
        held = {one.name for one in self.invariants_of(step.source)}
        return step.gates + tuple(one.name for one in self.invariants_of(step.target) if one.name not in held)

    @property
    def initial(self) -> str:
        """The state of a new record."""
        return self.states[0]

    @property
    def given_up(self) -> frozenset[str]:
        """The closed states into which every step needs a reason: the record comes to nothing for good."""
        plain = {step.target for step in self.transitions if not step.reason}
        return self.closed - plain

    def step(self, source: str, target: str) -> Transition | None:
        """Return the declared step between two states, or None where there is none."""
        return next(
            (step for step in self.transitions if (step.source, step.target) == (source, target)), None
        )

    def steps_from(self, source: str) -> tuple[Transition, ...]:
        """Return every step that leaves a state, in declared order."""
        return tuple(step for step in self.transitions if step.source == source)

    def goes_on(self, step: Transition) -> bool:
        """Return whether a step goes on from a decision, so that it needs one that still stands.

        To where nothing must hold, as when a work is suspended because it turned out harmful, anybody may stop.
        """
        stops = bool(self.invariants) and not self.invariants_of(step.target)
        return step.source in self.resting and step.target in self.resting - self.decision and not stops

    def may_move(self, source: str, target: str, allows: str | Allows) -> bool:
        """Return whether a step may be taken, by a level or a rule, whatever else it needs; to stay is none."""
        step = self.step(source, target)
        return source == target or (step is not None and _rule(allows)(step))

    def may_start(self, state: str, allows: str | Allows) -> bool:
        """Return whether a new record may begin in a state: one that its writer could have brought it to alone.

        So a unit cannot begin behind an approval, and Force HQ can bring in an old tracker as it stands.
        """
        if state == self.initial:
            return True
        may_take = _rule(allows)
        reached, ahead = set(), [self.initial]
        while ahead:
            source = ahead.pop()
            reached.add(source)
            steps = self.steps_from(source)
            ahead += [one.target for one in steps if one.target not in reached and may_take(one)]
        return state in reached

    def may_enter(self, state: str, allows: str | Allows) -> bool:
        """Return whether somebody may ever write this state, as when they settle a conflict."""
        may_take = _rule(allows)
        entries = [step for step in self.transitions if step.target == state]
        return state == self.initial or not entries or any(may_take(entry) for entry in entries)


def _rule(allows: str | Allows) -> Allows:
    """Return a level as the rule that it is."""
    return (lambda step: may_act_as(allows, step.level)) if isinstance(allows, str) else allows


def chain(*states: str, level: Level = Level.UNIT) -> list[Transition]:
    """Build the plain steps along a line of states."""
    return [Transition(source=a, target=b, level=level) for a, b in itertools.pairwise(states)]


def from_each(sources: Iterable[str], target: str, level: Level = Level.UNIT) -> list[Transition]:
    """Build a step with a reason from each of several states to one, as for suspending and cancelling."""
    return [Transition(source=source, target=target, level=level, reason=True) for source in sources]
