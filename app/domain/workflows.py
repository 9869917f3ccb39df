"""Workflows: the states a record passes through, who may move it, and what must be there first."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import msgspec

from app.domain.levels import may_act_as
from app.domain.scopes import Level


class Transition(msgspec.Struct, frozen=True, kw_only=True):
    """One allowed step: from one state to another, the lowest level that may take it, and its gates.

    `needs` names fields that must be filled; `gates` names rules of the kind that must hold.
    """

    source: str
    target: str
    level: Level = Level.UNIT
    needs: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    reason: bool = False


class Workflow(msgspec.Struct, frozen=True, kw_only=True):
    """All states of a kind in their usual order, the steps between them, and which states count as open."""

    states: tuple[str, ...]
    transitions: tuple[Transition, ...]
    closed: frozenset[str]

    @property
    def initial(self) -> str:
        """The state of a new record."""
        return self.states[0]

    def step(self, source: str, target: str) -> Transition | None:
        """Return the declared step between two states, or None where there is none."""
        return next(
            (step for step in self.transitions if (step.source, step.target) == (source, target)), None
        )

    def steps_from(self, source: str) -> tuple[Transition, ...]:
        """Return every step that leaves a state, in declared order."""
        return tuple(step for step in self.transitions if step.source == source)

    def may_move(self, source: str, target: str, level: str) -> bool:
        """Return whether a node of this level may take the step, whatever else it needs; to stay is no step."""
        step = self.step(source, target)
        return source == target or (step is not None and may_act_as(level, step.level))

    def may_start(self, state: str, level: str) -> bool:
        """Return whether a new record of a node of this level may begin in a state: one it could have reached alone.

        So a unit cannot begin behind an approval, and Force HQ can bring in an old tracker as it stands.
        """
        reached, ahead = set(), [self.initial]
        while ahead:
            source = ahead.pop()
            reached.add(source)
            steps = self.steps_from(source)
            ahead += [
                one.target for one in steps if one.target not in reached and may_act_as(level, one.level)
            ]
        return state in reached

    def may_enter(self, state: str, level: str) -> bool:
        """Return whether a node of this level may ever write this state, as when it settles a conflict."""
        entries = [step.level for step in self.transitions if step.target == state]
        return state == self.initial or not entries or any(may_act_as(level, entry) for entry in entries)


def chain(*states: str, level: Level = Level.UNIT) -> list[Transition]:
    """Build the plain steps along a line of states."""
    return [Transition(source=a, target=b, level=level) for a, b in itertools.pairwise(states)]


def from_each(sources: Iterable[str], target: str, level: Level = Level.UNIT) -> list[Transition]:
    """Build a step with a reason from each of several states to one, as for suspending and cancelling."""
    return [Transition(source=source, target=target, level=level, reason=True) for source in sources]
