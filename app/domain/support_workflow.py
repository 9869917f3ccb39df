"""The way of a request for mission support: its states, its steps, and what is true in which of them."""

from __future__ import annotations

from app.domain.policy.screening import KNOWN, RULES
from app.domain.scopes import Level
from app.domain.workflows import Invariant, Transition, Workflow, from_each

_LINE = (
    "received",
    "screened",
    "coordinated",
    "advised",
    "approved",
    "tasked",
    "executing",
    "done",
    "reported",
)
_OPEN = _LINE[:-1]
EXECUTED = ("executing", "done", "reported")
"""Where an emergency may stand that nobody screened or approved."""


def _from(state: str) -> frozenset[str]:
    return frozenset(_LINE[_LINE.index(state) :])


WORKFLOW = Workflow(
    states=(*_LINE, "refused", "withdrawn"),
    french={
        "received": "reçue",
        "screened": "examinée",
        "coordinated": "coordonnée",
        "advised": "avis rendu",
        "approved": "approuvée",
        "tasked": "confiée",
        "executing": "en exécution",
        "done": "faite",
        "reported": "rendue compte",
        "refused": "refusée",
        "withdrawn": "retirée",
    },
    transitions=(
        Transition(source="received", target="screened"),
        Transition(source="screened", target="coordinated"),
        Transition(source="coordinated", target="advised", level=Level.SECTOR),
        Transition(source="advised", target="approved", level=Level.FORCE),
        Transition(source="approved", target="tasked"),
        Transition(source="tasked", target="executing"),
        Transition(source="received", target="executing", gates=("emergency",), proven=("emergency",)),
        Transition(source="screened", target="executing", gates=("emergency",), proven=("emergency",)),
        Transition(source="executing", target="done"),
        Transition(source="done", target="reported", needs=("reported_at",), gates=("hand_over",)),
        # What turns out otherwise than it was answered is asked again from the beginning, or refused.
        *from_each(("screened", "coordinated", "advised", "approved", "tasked"), "received"),
        *from_each(_OPEN, "withdrawn"),
        *from_each(_OPEN, "refused"),
    ),
    closed=frozenset({"reported", "refused", "withdrawn"}),
    decision=frozenset({"approved"}),
    resting=frozenset({"approved", "tasked", "executing", "done", "reported"}),
    invariants=(
        Invariant(name=KNOWN, states=_from("screened"), fields=("rule_set", "humanitarian")),
        *(
            Invariant(name=rule.name, states=_from("screened"), fields=("rule_set", *rule.looks_at))
            for rule in RULES
        ),
        Invariant(name="coordination_written", states=_from("coordinated"), fields=("coordination_note",)),
        Invariant(name="advice_given", states=_from("advised"), fields=("advice",)),
        Invariant(
            name="contributor_consent", states=_from("approved"), fields=("consent_needed", "consent_on")
        ),
        Invariant(name="administration", states=_from("approved"), fields=("finance_consulted",)),
        Invariant(name="by_right", states=frozenset(EXECUTED), fields=("emergency", "emergency_reason")),
        Invariant(name="unit_tasked", states=_from("tasked"), fields=("tasked_unit",)),
    ),
)
