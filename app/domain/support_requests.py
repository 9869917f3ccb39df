"""Requests for mission support: screened, coordinated, advised on, decided, carried out, handed over.

The tests are those of the DPKO Civil-Military Coordination Policy of 9 September 2002 (paragraphs 9, 10, 20, 21), the
six operating principles of the IASC Working Group of 27 September 1995, and the four criteria of the IASC guidelines on
armed escorts of 27 February 2013.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.audiences import CHAIN, MISSION, PARTNERS
from app.domain.beneficiaries import Beneficiaries
from app.domain.faults import Fault
from app.domain.policy import screening
from app.domain.policy.editors import Editors
from app.domain.policy.questions import answer, evidence
from app.domain.policy.screening import DILIGENCE as DILIGENCE
from app.domain.policy.screening import ESCORT as ESCORT
from app.domain.policy.screening import NEUTRALITY as NEUTRALITY
from app.domain.policy.screening import PARA9 as PARA9
from app.domain.policy.screening import PARA10 as PARA10
from app.domain.policy.screening import PRINCIPLES as PRINCIPLES
from app.domain.records import NOW, Moment, Record, field, order_fault
from app.domain.roles import Role
from app.domain.scopes import Level
from app.domain.sections import STATE, WHERE, Section
from app.domain.shared_fields import Decided, Located, Staged
from app.domain.support_workflow import EXECUTED, WORKFLOW
from app.domain.vocabularies import (
    ASSET_OWNER,
    EFFECT,
    EMERGENCY_REASON,
    MITIGATION,
    PRIORITY,
    RECEIVED_HOW,
    RULE_SET,
    SUPPORT_KIND,
    YES_NO,
)

ASKED = Section("Requester", "Demandeur")
WHAT = Section("Request", "Demande")
DECISION = Section("Advice and decision", "Avis et décision")
EMERGENCY = Section("Emergency (para 21)", "Urgence (par. 21)", wanted_when=("emergency", (True,)))
HANDOVER = Section("Hand-over", "Passation", wanted_when=("state", ("executing", "done", "reported")))


class SupportRequest(Located, Decided, Staged, Record, frozen=True, kw_only=True):
    """A request by a mission component or an international body for what the force has or can do."""

    kind = "support_request"
    label = "Support request"
    plural = "Support requests"
    french = ("Demande d’appui", "Demandes d’appui")
    hint = "What others ask the force to do for them; the form leads through the screening."
    overdue_name = "Overdue"
    overdue_when = (("needed_to", "<", NOW),)
    prefix = "RFA"
    page = "support"
    new_menu = 3
    stepped_by = Editors.BRANCH
    leading = ("requester", "humanitarian")
    title_from = ("title", "description")
    columns = ("title", "requester", "support_kind", "priority", "state", "needed_from", "emergency")
    workflow = WORKFLOW
    binding = (
        "title", "description", "support_kind", "quantity", "requester", "place", "point", "needed_from", "needed_to",
        "humanitarian", "rule_set", *(name for name in screening.ANSWERS if name != "support_kind"),
    )  # fmt: skip
    sections = (
        WHAT, ASKED, STATE, EMERGENCY, WHERE, PARA9, PARA10, PRINCIPLES, NEUTRALITY, ESCORT, DILIGENCE,
        DECISION, HANDOVER,
    )  # fmt: skip

    title: str | None = field(
        "Title", "Titre", PARTNERS, section=WHAT, required=True, searched=3, tag="#activity+name"
    )
    tracking_number: str | None = field(
        "Requester's tracking number",
        "Numéro de suivi du demandeur",
        PARTNERS,
        section=ASKED,
        searched=2,
        max=80,
        role=Role.CODE,
    )
    description: str | None = field(
        "Description", "Description", PARTNERS, section=WHAT, long=True, searched=1
    )
    support_kind: str | None = field("Kind", "Nature", PARTNERS, section=WHAT, choices=SUPPORT_KIND)
    quantity: str | None = field("Quantity", "Quantité", PARTNERS, section=WHAT)
    priority: str | None = field("Priority", "Priorité", PARTNERS, section=WHAT, choices=PRIORITY)
    needed_from: Moment | None = field("Needed from", "Nécessaire du", PARTNERS, section=WHAT)
    needed_to: Moment | None = field("Needed to", "Nécessaire au", PARTNERS, section=WHAT, role=Role.DUE)
    beneficiaries: Beneficiaries | None = field("Beneficiaries", "Bénéficiaires", PARTNERS, section=WHAT)
    received_at: Moment | None = field(
        "Received", "Reçue", PARTNERS, section=ASKED, required=True, role=Role.DAY
    )
    received_how: str | None = field("How", "Comment", PARTNERS, section=ASKED, choices=RECEIVED_HOW)
    requester: str | None = field("Requester", "Demandeur", PARTNERS, section=ASKED, ref="organisation")
    requester_name: str | None = field(
        "Requested by", "Demandé par", CHAIN, section=ASKED, searched=2, role=Role.PERSON
    )
    contact: str | None = field(
        "24-hour contact", "Contact 24 heures", CHAIN, section=ASKED, sensitive=True, role=Role.TELEPHONE
    )
    humanitarian: bool | None = field("Humanitarian request", "Demande humanitaire", MISSION, section=ASKED)
    rule_set: str | None = field(
        "Judged by the rules for", "Jugée selon les règles pour", MISSION, section=ASKED, choices=RULE_SET,
        hint="Follows the requester (default); change it where that is wrong",
    )  # fmt: skip
    source: str | None = field("Comes from", "Vient de", CHAIN, section=ASKED, ref="meeting")
    mandate: str | None = answer("Consistent with the mandate", "Conforme au mandat", PARA9)
    mandate_evidence: str | None = evidence(PARA9)
    security_tasks: str | None = answer(
        "No interference with security tasks", "Sans entrave aux tâches de sécurité", PARA9
    )
    security_evidence: str | None = evidence(PARA9)
    coordinated_within: str | None = answer(
        "Coordinated in the mission, with the Country Team and the wider community",
        "Coordonné dans la mission, avec l’Équipe de pays et l’ensemble des acteurs",
        PARA9,
    )
    coordinated_evidence: str | None = evidence(PARA9)
    unique: str | None = answer("Unique capability", "Capacité unique", PARA10)
    unique_evidence: str | None = evidence(PARA10)
    no_alternative: str | None = answer(
        "No timely civilian alternative", "Pas de solution civile à temps", PARA10
    )
    alternative_evidence: str | None = evidence(PARA10)
    last_resort: str | None = answer("Last resort", "Dernier recours", PARA10)
    last_resort_evidence: str | None = evidence(PARA10)
    on_criteria: bool | None = field(
        "Decided on humanitarian criteria",
        "Décidé selon des critères humanitaires",
        CHAIN,
        section=PRINCIPLES,
        width=6,
    )
    critical_need: bool | None = field(
        "No comparable civilian option, critical need",
        "Pas d’option civile comparable, besoin critique",
        CHAIN,
        section=PRINCIPLES,
        width=6,
    )
    civilian_character: bool | None = field(
        "Civilian character, unarmed where possible",
        "Caractère civil, sans armes si possible",
        CHAIN,
        section=PRINCIPLES,
        width=6,
    )
    respects_code: bool | None = field(
        "Provider respects the code of conduct",
        "Le fournisseur respecte le code de conduite",
        CHAIN,
        section=PRINCIPLES,
        width=6,
    )
    no_direct_delivery: bool | None = field(
        "No large direct delivery by the military",
        "Pas de distribution directe de grande ampleur par les militaires",
        CHAIN,
        section=PRINCIPLES,
        width=6,
    )
    multilateral: bool | None = field(
        "International, multilateral character kept",
        "Caractère international et multilatéral préservé",
        CHAIN,
        section=PRINCIPLES,
        width=6,
    )
    effect: str | None = field(
        "Effect on neutrality and on the safety of beneficiaries and aid workers",
        "Effet sur la neutralité et sur la sécurité des bénéficiaires et des travailleurs humanitaires",
        MISSION, section=NEUTRALITY,
        choices=EFFECT, hint="Harmful means: do not use", width=5,
    )  # fmt: skip
    effect_evidence: str | None = evidence(NEUTRALITY)
    asset_owner: str | None = field(
        "Owner of the asset",
        "Propriétaire du moyen",
        CHAIN,
        section=NEUTRALITY,
        choices=ASSET_OWNER,
        hint="The effect counts, whoever owns it",
    )
    need_criticality: str | None = field(
        "Humanitarian need and programme criticality",
        "Besoin humanitaire et criticité du programme",
        CHAIN,
        section=ESCORT,
        long=True,
        width=6,
    )
    authorities: str | None = field(
        "Responsible authorities",
        "Autorités responsables",
        CHAIN,
        section=ESCORT,
        long=True,
        width=6,
    )
    safety_security: str | None = field(
        "Safety and security",
        "Sûreté et sécurité",
        CHAIN,
        section=ESCORT,
        long=True,
        width=6,
    )
    sustainability: str | None = field(
        "Sustainability", "Viabilité", CHAIN, section=ESCORT, long=True, width=6
    )
    plan_to_stop: str | None = field(
        "Plan to stop using escorts", "Plan de sortie des escortes", CHAIN, section=ESCORT, long=True
    )
    risk_assessed: str | None = field(
        "Risk of grave violations assessed", "Risque de violations graves évalué", MISSION, section=DILIGENCE,
        choices=YES_NO, width=5,
        hint="Human rights due diligence policy, A/67/775; these three questions are a default",
    )  # fmt: skip
    risk_evidence: str | None = field(
        "What the assessment found",
        "Conclusions de l’évaluation",
        CHAIN,
        section=DILIGENCE,
        long=True,
        width=7,
    )
    support_cleared: str | None = answer("Decided that support may be given", "Appui autorisé", DILIGENCE)
    clearance_evidence: str | None = field(
        "Who decided, when and why",
        "Qui a décidé, quand et pourquoi",
        CHAIN,
        section=DILIGENCE,
        long=True,
        width=7,
    )
    mitigation: str | None = field(
        "Mitigating measures in place", "Mesures d’atténuation en place", MISSION, section=DILIGENCE,
        choices=MITIGATION, width=5,
    )  # fmt: skip
    mitigation_evidence: str | None = field(
        "Which measures, or why none",
        "Quelles mesures, ou pourquoi aucune",
        CHAIN,
        section=DILIGENCE,
        long=True,
        width=7,
    )
    coordination_note: str | None = field(
        "Coordinated with", "Coordonné avec", CHAIN, section=DECISION, long=True, searched=1
    )
    advice: str | None = field(
        "Advice to the commander",
        "Avis au commandant",
        CHAIN,
        section=DECISION,
        long=True,
        searched=1,
        level=Level.SECTOR,
        edited_by=Editors.BRANCH,
    )
    finance_consulted: bool | None = field(
        "Chief administrative officer consulted",
        "Chef de l’administration consulté",
        CHAIN,
        section=DECISION,
        level=Level.FORCE,
        edited_by=Editors.BRANCH,
    )
    consent_needed: bool | None = field(
        "Troop contributor's consent needed",
        "Consentement du pays contributeur requis",
        CHAIN,
        section=DECISION,
    )
    consent_on: date | None = field(
        "Consent given on",
        "Consentement donné le",
        CHAIN,
        section=DECISION,
        level=Level.FORCE,
        edited_by=Editors.BRANCH,
        wanted_when=("consent_needed", True),
    )
    tasked_unit: str | None = field("Unit tasked", "Unité chargée", CHAIN, section=DECISION, searched=1)
    emergency: bool | None = field(
        "Emergency", "Urgence", MISSION, section=EMERGENCY, hint="Executed at once, without approval"
    )
    emergency_reason: str | None = field(
        "To prevent", "Pour éviter", MISSION, section=EMERGENCY, choices=EMERGENCY_REASON
    )
    executed_at: Moment | None = field("Executed", "Exécutée", CHAIN, section=EMERGENCY)
    reported_at: Moment | None = field(
        "Reported to Mission HQ", "Signalé au QG de la mission", CHAIN, section=EMERGENCY
    )
    taken_over_by: str | None = field(
        "Civilian actor to take over",
        "Acteur civil qui prendra le relais",
        PARTNERS,
        section=HANDOVER,
        searched=1,
    )
    take_over_due: date | None = field("By", "D’ici au", PARTNERS, section=HANDOVER)
    take_over_missing: str | None = field(
        "What is missing", "Ce qui manque", PARTNERS, section=HANDOVER, long=True, searched=1
    )

    @classmethod
    def follows(
        cls, before: Mapping[str, Any], changed: Mapping[str, Any], look: Callable[[str], Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Return the rules of the requester where nobody named any, or where who asks has changed since."""
        after = {**before, **changed}
        if "rule_set" in changed and changed["rule_set"] is not None:
            return {}
        asker = look(after["requester"]) if after.get("requester") else {}
        usual = screening.usual_rule_set(asker.get("type"), asker.get("tier"), after.get("humanitarian"))
        follows = (
            after.get("rule_set") is None or "requester" in changed or (usual and "humanitarian" in changed)
        )
        return {"rule_set": usual} if follows and usual != after.get("rule_set") else {}

    def faults(self) -> Iterator[Fault]:
        """Yield faults of an emergency without its reason, of carrying out what nobody decided, and of times."""
        if self.emergency and self.emergency_reason is None:
            yield Fault("emergency_reason", "emergency_reason")
        if self.state in ("executing", "done") and not self.emergency and self.decided_on is None:
            yield Fault("emergency", "not_decided")
        contradicts = self.rule_set in screening.SETS and screening.rule_set_of(self) is None
        if contradicts:
            yield Fault("rule_set", "rules_contradict")
        yield from order_fault(self.needed_from, self.needed_to, "needed_to")
        yield from order_fault(self.executed_at, self.reported_at, "reported_at")

    def gate(self, name: str) -> bool:
        """Return whether a named gate of the workflow is passed."""
        if name in ("emergency", "hand_over"):
            return self._emergency() if name == "emergency" else self._handed_over()
        return not self.unmet(name)

    def unmet(self, name: str) -> tuple[str, ...]:
        """Return the fields that keep a gate shut; what an emergency goes around is not asked of it."""
        if self._emergency() and self.state in EXECUTED:
            return ()
        if name == "by_right":
            return () if self.decided_on is not None or self._emergency() else ("emergency",)
        if name in _WRITTEN:
            answer = getattr(self, _WRITTEN[name])
            return () if answer or (self.brought_in and answer is None) else (_WRITTEN[name],)
        if name == "contributor_consent":
            return self._consent()
        return screening.unmet_of(self, name)

    def clock(self, now: datetime) -> timedelta | None:
        """Return how long an emergency has waited to be reported to Mission HQ, or None where no clock runs."""
        started = self.executed_at or self.received_at
        undecided = bool(self.emergency) or self.decided_on is None
        running = undecided and self.state in ("executing", "done") and self.reported_at is None
        return now - started if running and started else None

    def _emergency(self) -> bool:
        return bool(self.emergency and self.emergency_reason)

    def _handed_over(self) -> bool:
        return bool(self.taken_over_by or self.take_over_missing)

    def _consent(self) -> tuple[str, ...]:
        if self.consent_needed is None:
            return () if self.brought_in else ("consent_needed",)
        return ("consent_on",) if self.consent_needed and self.consent_on is None else ()


_WRITTEN = {
    "coordination_written": "coordination_note",
    "advice_given": "advice",
    "administration": "finance_consulted",
    "unit_tasked": "tasked_unit",
}
"""Gates that are open where one field says something."""
