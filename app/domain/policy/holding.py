"""Holding: what must be true of a record in its state, asked of every revision whoever made it.

A revision after which an invariant of the resulting state would not hold does not bring it about: if it steps, it does
not step; else it does not set the fields that the invariant looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.decisions import DECIDED_ON
from app.domain.policy.authorization import STATE
from app.domain.records import Record
from app.domain.workflows import Invariant

UNTRUE = "would_not_hold"
Typed = Callable[[Mapping[str, Any]], Record]
"""Makes the structure of a kind of wire values."""


def broken(record: Record) -> tuple[Invariant, ...]:
    """Return the invariants of a record's state that do not hold."""
    workflow = type(record).workflow
    if workflow is None:
        return ()
    return tuple(one for one in workflow.invariants_of(getattr(record, STATE)) if not record.gate(one.name))


def not_held(before: Mapping[str, Any], allowed: Mapping[str, Any], typed: Typed) -> frozenset[str]:
    """Return which of the fields that a revision may set it does not set, so that nothing breaks.

    What was broken before it stays as it is: only what the revision would bring about is asked.
    """
    gone: frozenset[str] = frozenset()
    left = dict(allowed)
    if STATE in left and left[STATE] != before.get(STATE):
        if not broken(typed({**before, **left})):
            return gone
        gone = frozenset({STATE, DECIDED_ON} & left.keys())
        left = {name: value for name, value in left.items() if name not in gone}
    already = set(broken(typed(before)))
    anew = [one for one in broken(typed({**before, **left})) if one not in already]
    return gone | frozenset({name for one in anew for name in one.fields} & left.keys())
