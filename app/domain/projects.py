"""Community-support projects: what a contingent does for a community without QIP money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from app.domain.audiences import CHAIN, MISSION, PARTNERS
from app.domain.beneficiaries import Beneficiaries
from app.domain.faults import Fault
from app.domain.money import Money
from app.domain.policy.community import PARA9, RULES, work_unmet
from app.domain.policy.editors import Editors
from app.domain.policy.questions import answer, evidence
from app.domain.records import Record, Row, field, order_fault
from app.domain.roles import Role
from app.domain.scopes import Level
from app.domain.sections import STATE, WHERE, Section
from app.domain.shared_fields import Decided, Located, Staged
from app.domain.vocabularies import (
    CONFIDENCE_OBJECTIVE,
    COORDINATION_ANSWER,
    COORDINATION_PARTY,
    EFFECT,
    FUNDING,
    PROJECT_CATEGORY,
)
from app.domain.workflows import Invariant, Transition, Workflow, chain, from_each

WHAT = Section("What", "Quoi")
NEED = Section("Need", "Besoin")
PLAN = Section("Plan and money", "Plan et fonds")
COORDINATION = Section("Coordination", "Coordination")
AFTER = Section("Afterwards", "Ensuite")
OPEN = ("idea", "coordinated", "approved", "under_way", "completed", "handed_over")


def work_invariants(states: Iterable[str]) -> tuple[Invariant, ...]:
    """Return what is true of any community work in these states."""
    held = frozenset(states)
    return (
        *(Invariant(name=rule.name, states=held, fields=rule.looks_at) for rule in RULES),
        Invariant(name="coordinated", states=held, fields=("coordination", "guidance_in_line")),
    )


HELD = (*OPEN[1:], "closed")
"""Where a project stands that was coordinated; what is suspended or cancelled may be so because a rule is broken."""
WORKFLOW = Workflow(
    states=(*OPEN, "closed", "suspended", "cancelled"),
    french={
        "idea": "idée",
        "coordinated": "coordonné",
        "approved": "approuvé",
        "under_way": "en cours",
        "completed": "achevé",
        "handed_over": "remis",
        "closed": "clos",
        "suspended": "suspendu",
        "cancelled": "annulé",
    },
    transitions=(
        Transition(source="idea", target="coordinated"),
        # Default: the Head of Mission decides; a mission may let a sector approve up to a cost.
        Transition(source="coordinated", target="approved", level=Level.FORCE, delegated=True),
        *chain("approved", "under_way", "completed"),
        Transition(source="completed", target="handed_over", needs=("local_owner",)),
        Transition(source="handed_over", target="closed"),
        *from_each(("coordinated", "approved"), "idea"),
        *from_each(("approved", "under_way"), "suspended"),
        Transition(source="suspended", target="under_way", reason=True),
        *from_each((*OPEN, "suspended"), "cancelled"),
    ),
    closed=frozenset({"closed", "cancelled"}),
    decision=frozenset({"approved"}),
    resting=frozenset({"approved", "under_way", "completed", "handed_over", "closed", "suspended"}),
    invariants=work_invariants(HELD),
)


class Coordination(Row, frozen=True, kw_only=True):
    """One party that was asked: who, when, and what they answered."""

    party: str | None = field("Asked", "Consulté", MISSION, choices=COORDINATION_PARTY)
    who: str | None = field("Who", "Qui", MISSION)
    asked_on: date | None = field("Asked on", "Consulté le", MISSION)
    answer: str | None = field("Answer", "Réponse", MISSION, choices=COORDINATION_ANSWER)
    remark: str | None = field("Remark", "Remarque", CHAIN)


BINDING = (
    "mandate",
    "security_tasks",
    "effect",
    "coordination.party",
    "coordination.answer",
    "guidance_in_line",
)
"""The answers of screening that every decision on community work binds."""


class CommunityWork(Located, Decided, Staged, Record, frozen=True, kw_only=True):
    """What a community-support project and a Quick Impact Project have in common."""

    title: str | None = field(
        "Title", "Titre", PARTNERS, section=WHAT, required=True, searched=3, tag="#activity+name"
    )
    category: str | None = field(
        "Category", "Catégorie", PARTNERS, section=WHAT, choices=PROJECT_CATEGORY, tag="#sector"
    )
    executing_unit: str | None = field(
        "Unit doing it", "Unité exécutante", PARTNERS, section=WHAT, searched=2, tag="#org+prog+name"
    )
    community_partner: str | None = field(
        "Community partner", "Partenaire communautaire", PARTNERS, section=WHAT, searched=1
    )
    summary: str | None = field(
        "Summary", "Résumé", PARTNERS, section=WHAT, long=True, searched=1, tag="#description"
    )
    needs_statement: str | None = field("Need", "Besoin", PARTNERS, section=NEED, long=True, searched=1)
    voiced_by: str | None = field(
        "Voiced by", "Exprimé par", CHAIN, section=NEED, searched=1, sensitive=True, role=Role.PERSON
    )
    confidence_objective: str | None = field(
        "Confidence objective", "Objectif de confiance", MISSION, section=NEED, choices=CONFIDENCE_OBJECTIVE
    )
    beneficiaries: Beneficiaries | None = field("Beneficiaries", "Bénéficiaires", PARTNERS, section=NEED)
    beneficiaries_note: str | None = field(
        "Who benefits", "Qui en bénéficie", PARTNERS, section=NEED, searched=1, tag="#beneficiary+type"
    )
    start: date | None = field("Start", "Début", PARTNERS, section=PLAN, role=Role.DAY, tag="#date+start")
    end: date | None = field("End", "Fin", PARTNERS, section=PLAN, role=Role.DUE, tag="#date+end")
    percent_done: int | None = field(
        "Percent done", "Pourcentage réalisé", PARTNERS, section=PLAN, percent=True, short="Built"
    )
    cost: Money | None = field("Cost in cash", "Coût en espèces", PARTNERS, section=PLAN, short="Cost")
    cost_in_kind: Money | None = field("Cost in kind", "Coût en nature", PARTNERS, section=PLAN)
    funding: str | None = field("Funding", "Financement", MISSION, section=PLAN, choices=FUNDING)
    mandate: str | None = answer("Consistent with the mandate", "Conforme au mandat", PARA9)
    mandate_evidence: str | None = evidence(PARA9)
    security_tasks: str | None = answer(
        "No interference with security tasks", "Sans entrave aux tâches de sécurité", PARA9
    )
    security_evidence: str | None = evidence(PARA9)
    effect: str | None = field(
        "Effect on neutrality and on the safety of beneficiaries and aid workers",
        "Effet sur la neutralité et sur la sécurité des bénéficiaires et des travailleurs humanitaires",
        MISSION, section=PARA9, choices=EFFECT, hint="Harmful means: do not do it", width=5,
    )  # fmt: skip
    effect_evidence: str | None = evidence(PARA9)
    coordination: tuple[Coordination, ...] | None = field(
        "Who was asked", "Qui a été consulté", MISSION, section=COORDINATION,
        hint="An objection stands until the same party is asked again and no longer objects (default)",
    )  # fmt: skip
    guidance_in_line: bool | None = field(
        "In line with DSRSG/RC/HC guidance",
        "Conforme aux orientations du DSRSG/RC/HC",
        CHAIN,
        section=COORDINATION,
    )
    duplication_check: str | None = field(
        "Duplication check", "Vérification des doublons", MISSION, section=COORDINATION, long=True, searched=1
    )
    local_owner: str | None = field(
        "Local owner afterwards", "Responsable local ensuite", PARTNERS, section=AFTER, searched=1
    )
    visibility: str | None = field("Visibility", "Visibilité", CHAIN, section=AFTER, long=True)
    gender_note: str | None = field("Gender", "Genre", PARTNERS, section=AFTER, long=True, searched=1)
    do_no_harm: str | None = field("Do no harm", "Ne pas nuire", CHAIN, section=AFTER, long=True, searched=1)

    def faults(self) -> Iterator[Fault]:
        """Yield a fault where the work ends before it starts."""
        return order_fault(self.start, self.end, "end")

    def gate(self, name: str) -> bool:
        """Return whether a named gate of the workflow is passed."""
        return not self.unmet(name)

    def unmet(self, name: str) -> tuple[str, ...]:
        """Return the fields that keep a gate shut."""
        found = work_unmet(self, name)
        if found is None:
            raise KeyError(name)
        return found


class Project(CommunityWork, frozen=True, kw_only=True):
    """A community-support project that is not paid with QIP money."""

    kind = "project"
    label = "Community-support project"
    plural = "Community support"
    french = ("Projet d’appui aux communautés", "Appui aux communautés")
    hint = "Community support without QIP money."
    prefix = "CSP"
    page = "projects"
    new_menu = 8
    followed_by = (("visit", "project"), ("follow_up", "source"))
    shows_referring = True
    stepped_by = Editors.BRANCH
    title_from = ("title",)
    columns = ("title", "place", "category", "state", "percent_done", "start", "cost")
    workflow = WORKFLOW
    sections = (WHAT, STATE, WHERE, NEED, PARA9, PLAN, COORDINATION, AFTER)
    binding = (
        "title", "category", "place", "point", "executing_unit", "community_partner", "cost", "cost_in_kind",
        "funding", "beneficiaries", *BINDING,
    )  # fmt: skip
