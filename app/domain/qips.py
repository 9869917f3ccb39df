"""Quick Impact Projects: their money, their clock, their gates.

Ceilings, limits and tranches differ by mission (domain.md 1.2); the figures here are defaults, not UN rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.audiences import CHAIN, MISSION, PARTNERS
from app.domain.decisions import decided_day
from app.domain.faults import Fault
from app.domain.moments import days_after
from app.domain.money import Money
from app.domain.photos import before_and_after
from app.domain.policy.community import (
    LIMIT_DAYS_DEFAULT,
    PARA9,
    all_scored,
    within_ceiling,
    within_time,
    work_unmet,
)
from app.domain.policy.editors import Editors
from app.domain.projects import (
    AFTER,
    BINDING,
    COORDINATION,
    NEED,
    PLAN,
    WHAT,
    CommunityWork,
    work_invariants,
)
from app.domain.records import Row, field
from app.domain.roles import Role
from app.domain.scopes import Level
from app.domain.sections import STATE, WHERE, Section
from app.domain.vocabularies import CRITERION, PARTNER_KIND
from app.domain.workflows import Invariant, Transition, Workflow, chain, from_each

MONEY = Section("Money and clock", "Fonds et délai")
SELECTION = Section("Selection", "Sélection")
PARTNER = Section("Implementing partner", "Partenaire d’exécution")
CLOSING = Section("Closing", "Clôture")
WARNING_PERCENT_DEFAULT = 75
CLOCK_START_DEFAULT = "first_disbursement"
_RUNNING = ("mou_signed", "first_tranche", "in_progress")
_BEFORE = (
    "idea", "assessed", "drafted", "submitted_local", "returned", "cleared_local", "submitted_prc",
    "recommended", "deferred", "approved",
)  # fmt: skip
_AFTER = ("completed", "handed_over", "final_report", "final_tranche", "evaluated")
_BEHIND = frozenset({"approved", *_RUNNING, *_AFTER, "closed"})
_REVIEWED = _BEHIND | {"submitted_prc", "recommended"}
_PROPOSED = _REVIEWED | {"submitted_local", "cleared_local"}
PROPOSAL = ("title", "place", "cost", "confidence_objective", "implementing_partner")
"""What a proposal says before anybody reviews it."""
WORKFLOW = Workflow(
    states=(
        *_BEFORE[:9], "rejected", "approved", *_RUNNING, *_AFTER, "closed", "suspended", "cancelled",
    ),
    french={
        "idea": "idée", "assessed": "évalué", "drafted": "rédigé", "submitted_local": "soumis au comité local",
        "returned": "renvoyé", "cleared_local": "validé localement", "submitted_prc": "soumis au PRC",
        "recommended": "recommandé", "deferred": "ajourné", "rejected": "rejeté", "approved": "approuvé",
        "mou_signed": "protocole signé", "first_tranche": "première tranche", "in_progress": "en cours",
        "completed": "achevé", "handed_over": "remis", "final_report": "rapport final",
        "final_tranche": "dernière tranche", "evaluated": "évalué", "closed": "clos", "suspended": "suspendu",
        "cancelled": "annulé",
    },
    transitions=(
        *chain("idea", "assessed", "drafted"),
        Transition(source="drafted", target="submitted_local"),
        Transition(source="drafted", target="submitted_prc", mission="no_local_committee"),
        Transition(source="submitted_local", target="returned", level=Level.SECTOR, reason=True),
        Transition(source="returned", target="submitted_local"),
        Transition(source="submitted_local", target="cleared_local", level=Level.SECTOR),
        Transition(source="cleared_local", target="submitted_prc", level=Level.SECTOR),
        *chain("submitted_prc", "recommended", level=Level.FORCE),
        Transition(source="submitted_prc", target="deferred", level=Level.FORCE, reason=True),
        Transition(source="submitted_prc", target="rejected", level=Level.FORCE, reason=True),
        Transition(source="deferred", target="submitted_prc", level=Level.FORCE),
        Transition(source="recommended", target="deferred", level=Level.FORCE, reason=True),
        Transition(source="cleared_local", target="returned", level=Level.SECTOR, reason=True),
        Transition(source="recommended", target="approved", level=Level.FORCE),
        Transition(source="approved", target="mou_signed", needs=("mou_date",)),
        Transition(source="mou_signed", target="first_tranche", gates=("first_tranche_paid",)),
        *chain("first_tranche", "in_progress", "completed"),
        Transition(source="completed", target="handed_over", gates=("certificate",)),
        Transition(source="handed_over", target="final_report", gates=("final_report",)),
        Transition(source="final_report", target="final_tranche", gates=("all_tranches_paid",)),
        Transition(source="final_tranche", target="evaluated", needs=("evaluation",)),
        Transition(
            source="evaluated", target="closed",
            gates=("final_report", "reconciled", "photos", "certificate", "evaluation"),
        ),
        *from_each((*_BEFORE, *_RUNNING, *_AFTER), "suspended"),
        # What was suspended goes on by a new decision, so that suspending is no way around the first one.
        Transition(source="suspended", target="approved", level=Level.FORCE, reason=True),
        Transition(source="suspended", target="idea", reason=True),
        *from_each((*_BEFORE, *_RUNNING, *_AFTER, "suspended"), "cancelled"),
    ),
    closed=frozenset({"rejected", "closed", "cancelled"}),
    decision=frozenset({"approved"}),
    resting=_BEHIND,
    invariants=(
        Invariant(name="proposal", states=_PROPOSED, fields=PROPOSAL),
        *work_invariants(_REVIEWED),
        Invariant(name="scored", states=_BEHIND | {"recommended"}, fields=("scores",)),
        Invariant(name="within_ceiling", states=_BEHIND, fields=("cost", "ceiling")),
        Invariant(name="within_time", states=_BEHIND, fields=("start", "end", "limit_days")),
    ),
)  # fmt: skip
FOLDED = {
    **dict.fromkeys(_BEFORE, "planned"),
    "rejected": "cancelled",
    **dict.fromkeys(_RUNNING, "ongoing"),
    **dict.fromkeys((*_AFTER, "closed"), "completed"),
    "suspended": "suspended",
    "cancelled": "cancelled",
}
"""The states folded into the five words of a 3W exchange."""


def _above(cost: Money, ceiling: Money) -> bool:
    return cost.currency == ceiling.currency and cost.amount > ceiling.amount


class BudgetLine(Row, frozen=True, kw_only=True):
    """One line of the budget."""

    line: str | None = field("Line", "Ligne", MISSION)
    amount: Money | None = field("Amount", "Montant", MISSION)
    in_kind: bool | None = field("In kind", "En nature", MISSION)


class TranchePlan(Row, frozen=True, kw_only=True):
    """One share of a usual tranche plan."""

    percent: int | None = field("Percent", "Pourcentage", CHAIN, percent=True)
    trigger: str | None = field("Trigger", "Déclencheur", CHAIN)


class Tranche(Row, frozen=True, kw_only=True):
    """One payment: its share, what triggers it, the evidence, and when it was paid."""

    percent: int | None = field("Percent", "Pourcentage", MISSION, percent=True)
    trigger: str | None = field("Trigger", "Déclencheur", MISSION)
    evidence: str | None = field("Evidence", "Justification", CHAIN)
    paid_on: date | None = field("Paid on", "Payé le", MISSION)


TRANCHES_DEFAULT = (
    TranchePlan(percent=80, trigger="Signature of the MOU"),
    TranchePlan(percent=20, trigger="Final report"),
)
"""The usual plan (default: tranche rules differ by mission and were not confirmed)."""


class Score(Row, frozen=True, kw_only=True):
    """One of the nine selection criteria, scored 0 to 3 with a remark."""

    criterion: str | None = field("Criterion", "Critère", CHAIN, choices=CRITERION)
    score: int | None = field("Score", "Note", CHAIN, max_value=3)
    remark: str | None = field("Remark", "Remarque", CHAIN)


class Deliverable(Row, frozen=True, kw_only=True):
    """One step of the work plan."""

    what: str | None = field("Deliverable", "Livrable", PARTNERS)
    due: date | None = field("Due", "Échéance", PARTNERS, role=Role.DUE)
    done_on: date | None = field("Done on", "Fait le", PARTNERS)


class Qip(CommunityWork, frozen=True, kw_only=True):
    """A Quick Impact Project through its whole life, from the idea to the closed file."""

    kind = "qip"
    label = "Quick Impact Project"
    plural = "QIPs"
    french = ("Projet à impact rapide", "PIR")
    hint = "An idea is enough to begin; the form shows what the next step needs."
    overdue_name = "Late"
    prefix = "QIP"
    page = "projects"
    new_menu = 7
    followed_by = (("visit", "project"), ("follow_up", "source"))
    shows_referring = True
    stepped_by = Editors.BRANCH
    title_from = ("title",)
    columns = ("title", "place", "state", "percent_done", "first_disbursed", "cost", "implementing_partner")
    workflow = WORKFLOW
    binding = (
        "title", "category", "place", "point", "implementing_partner", "partner_kind", "cost", "cost_in_kind",
        "ceiling", "budget", "tranches.percent", "tranches.trigger", "beneficiaries", "confidence_objective",
        "limit_days", "scores.criterion", "scores.score", *BINDING,
    )  # fmt: skip
    sections = (
        WHAT,
        STATE,
        WHERE,
        NEED,
        PARA9,
        PARTNER,
        MONEY,
        PLAN,
        SELECTION,
        COORDINATION,
        AFTER,
        CLOSING,
    )

    reference: str | None = field(
        "Mission reference",
        "Référence de la mission",
        PARTNERS,
        section=WHAT,
        searched=2,
        max=80,
        role=Role.CODE,
        tag="#meta+ref",
    )
    pillar: str | None = field("Pillar", "Pilier", PARTNERS, section=WHAT, searched=1)
    ceiling: Money | None = field(
        "Ceiling", "Plafond", MISSION, section=MONEY, level=Level.FORCE,
        hint="The mission's, else 50,000 USD (default); Force HQ may grant another",
    )  # fmt: skip
    limit_days: int | None = field(
        "Days from start to end at most", "Jours du début à la fin, au plus", MISSION, section=MONEY,
        level=Level.FORCE, min_value=1, max_value=1825,
        hint="The mission's, else six months (default); Force HQ may grant more",
    )  # fmt: skip
    rate: str | None = field(
        "Exchange rate and its date", "Taux de change et sa date", MISSION, section=MONEY
    )
    budget: tuple[BudgetLine, ...] | None = field(
        "Budget lines", "Lignes budgétaires", MISSION, section=MONEY
    )
    tranches: tuple[Tranche, ...] | None = field(
        "Tranches", "Tranches", MISSION, section=MONEY, hint="Default 80/20; must add up to 100"
    )
    percent_spent: int | None = field(
        "Percent spent", "Pourcentage dépensé", MISSION, section=MONEY, percent=True, short="Spent"
    )
    mou_date: date | None = field("MOU signed on", "Protocole signé le", MISSION, section=MONEY)
    first_disbursed: date | None = field(
        "First disbursement",
        "Premier décaissement",
        MISSION,
        section=MONEY,
        hint="Starts the clock (default)",
        short="Limit",
    )
    implementing_partner: str | None = field(
        "Implementing partner",
        "Partenaire d’exécution",
        PARTNERS,
        section=PARTNER,
        searched=2,
        short="Partner",
        tag="#org+impl+name",
    )
    partner_kind: str | None = field(
        "Kind of partner", "Type de partenaire", PARTNERS, section=PARTNER, choices=PARTNER_KIND
    )
    partner_registration: str | None = field(
        "Registration", "Enregistrement", CHAIN, section=PARTNER, role=Role.CODE
    )
    partner_record: str | None = field("Past record", "Antécédents", CHAIN, section=PARTNER, long=True)
    scores: tuple[Score, ...] | None = field(
        "Selection criteria", "Critères de sélection", CHAIN, section=SELECTION
    )
    risk: str | None = field("Risk", "Risque", CHAIN, section=SELECTION, long=True, searched=1)
    endorsement: str | None = field(
        "Local authority's endorsement", "Aval de l’autorité locale", MISSION, section=COORDINATION, long=True
    )
    engineer_review: str | None = field(
        "Engineer's review", "Avis du génie", MISSION, section=COORDINATION, long=True
    )
    work_plan: tuple[Deliverable, ...] | None = field("Work plan", "Plan de travail", PARTNERS, section=PLAN)
    low_visibility: str | None = field(
        "Reason for low visibility", "Motif d’une faible visibilité", CHAIN, section=AFTER, long=True
    )
    handover_date: date | None = field(
        "Handed over on", "Remis le", PARTNERS, section=CLOSING, tag="#date+handover"
    )
    certificate: str | None = field("Hand-over certificate", "Certificat de remise", MISSION, section=CLOSING)
    final_report: str | None = field(
        "Final report", "Rapport final", MISSION, section=CLOSING, long=True, searched=1
    )
    money_reconciled: bool | None = field("Money reconciled", "Fonds rapprochés", MISSION, section=CLOSING)
    photos_before_after: bool | None = field(
        "Photos before and after on file", "Photos avant et après au dossier", MISSION, section=CLOSING
    )
    evaluation: str | None = field(
        "Evaluation", "Évaluation", MISSION, section=CLOSING, long=True, searched=1
    )

    def faults(self) -> Iterator[Fault]:
        """Yield faults of dates, of tranches that do not add up to 100, and of scores without a remark."""
        yield from CommunityWork.faults(self)
        if self.tranches and sum(tranche.percent or 0 for tranche in self.tranches) != 100:
            yield Fault("tranches", "not_hundred", {"sum": sum(t.percent or 0 for t in self.tranches)})
        criteria = [score.criterion for score in self.scores or () if score.criterion]
        if len(set(criteria)) < len(criteria):
            yield Fault("scores", "twice")
        if any(score.score is not None and not score.remark for score in self.scores or ()):
            yield Fault("scores", "score_without_remark")
        if self.cost and self.ceiling and _above(self.cost, self.ceiling):
            yield Fault("cost", "above_ceiling")

    def warnings(self, today: date) -> Iterator[Fault]:
        """Yield warnings of a cost and a duration that nobody could approve as they are."""
        if self.state in _BEFORE and not self.brought_in:
            if self.cost and self._too_dear():
                yield Fault("cost", "above_usual_ceiling")
            if self.start and self.end and self._too_long():
                yield Fault("end", "beyond_usual_time", {"days": self.limit_days or LIMIT_DAYS_DEFAULT})

    def gate(self, name: str) -> bool:
        """Return whether a named gate of the workflow is passed."""
        paid = [tranche.paid_on is not None for tranche in self.tranches or ()]
        closing = {
            "first_tranche_paid": self.first_disbursed is not None or any(paid),
            "all_tranches_paid": bool(paid) and all(paid),
            "certificate": bool(self.certificate),
            "final_report": bool(self.final_report),
            "reconciled": bool(self.money_reconciled),
            "photos": bool(self.photos_before_after) or before_and_after(self.attachments or ()),
            "evaluation": bool(self.evaluation),
        }
        return closing[name] if name in closing else not self.unmet(name)

    def unmet(self, name: str) -> tuple[str, ...]:
        """Return the fields that keep a gate shut."""
        own = {
            "proposal": self._unproposed,
            "scored": self._unscored,
            "within_ceiling": self._too_dear,
            "within_time": self._too_long,
        }
        if name in own:
            return () if self.brought_in else own[name]()
        found = work_unmet(self, name)
        if found is None:
            raise KeyError(name)
        return found

    def _unproposed(self) -> tuple[str, ...]:
        return tuple(name for name in PROPOSAL if getattr(self, name) is None)

    def _unscored(self) -> tuple[str, ...]:
        return () if all_scored(self.scores or (), (code for code, _ in CRITERION)) else ("scores",)

    def _too_dear(self) -> tuple[str, ...]:
        return () if within_ceiling(self.cost, self.ceiling) else ("cost",)

    def _too_long(self) -> tuple[str, ...]:
        if within_time(self.start, self.end, self.limit_days):
            return ()
        return tuple(name for name in ("start", "end") if getattr(self, name) is None) or ("end",)

    def clock_started(self, by: str = CLOCK_START_DEFAULT) -> date | None:
        """Return the day the clock starts: by the mission's rule the first disbursement, the MOU or the approval."""
        if by == "mou":
            return self.mou_date
        if by == "approval":
            return decided_day(self.decided_on)
        paid = [tranche.paid_on for tranche in self.tranches or () if tranche.paid_on]
        return self.first_disbursed or (min(paid) if paid else None)

    def limit(self, days: int = LIMIT_DAYS_DEFAULT, by: str = CLOCK_START_DEFAULT) -> date | None:
        """Return the day by which the project must be complete, or None before the clock starts."""
        started = self.clock_started(by)
        return days_after(started, days) if started else None

    def days_left(
        self, today: date, days: int = LIMIT_DAYS_DEFAULT, by: str = CLOCK_START_DEFAULT
    ) -> int | None:
        """Return days to the limit (negative: late) while the work runs, else None."""
        limit = self.limit(days, by)
        running = self.state in (*_RUNNING, "suspended")
        return (limit - today).days if limit and running else None

    @property
    def spent_cents(self) -> int:
        """What was paid so far of the cost in cash, by the tranches, or by the first disbursement and percent spent."""
        if self.cost is None:
            return 0
        paid = sum(tranche.percent or 0 for tranche in self.tranches or () if tranche.paid_on)
        return self.cost.amount * max(paid, 0 if self.tranches else self.percent_spent or 0) // 100
