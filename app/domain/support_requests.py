"""Requests for mission support: screened, coordinated, advised on, decided, carried out, handed over.

The tests are those of the DPKO Civil-Military Coordination Policy of 9 September 2002 (paragraphs 9, 10, 20, 21), the
six operating principles of the IASC Working Group of 27 September 1995, and the four criteria of the IASC guidelines on
armed escorts of 27 February 2013.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.domain.audiences import CHAIN, MISSION, PARTNERS
from app.domain.beneficiaries import Beneficiaries
from app.domain.faults import Fault
from app.domain.records import Decided, Located, Moment, Record, Staged, field, order_fault
from app.domain.roles import Role
from app.domain.scopes import Level
from app.domain.sections import STATE, WHERE, Section
from app.domain.vocabularies import (
    ASSET_OWNER,
    EFFECT,
    EMERGENCY_REASON,
    PRIORITY,
    RECEIVED_HOW,
    SUPPORT_KIND,
    YES_NO,
)
from app.domain.workflows import Transition, Workflow, from_each

ASKED = Section("Requester", "Demandeur")
WHAT = Section("Request", "Demande")
PARA9 = Section("Policy para 9 (any no blocks)", "Politique, par. 9 (tout non bloque)")
PARA10 = Section("Policy para 10", "Politique, par. 10")
PRINCIPLES = Section("Six operating principles", "Six principes d’action")
NEUTRALITY = Section("Neutrality and safety", "Neutralité et sécurité")
ESCORT = Section("Armed escort", "Escorte armée")
DECISION = Section("Advice and decision", "Avis et décision")
EMERGENCY = Section("Emergency (para 21)", "Urgence (par. 21)")
HANDOVER = Section("Hand-over", "Passation")
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
WORKFLOW = Workflow(
    states=(*_LINE, "refused", "withdrawn"),
    french={
        "received": "reçue", "screened": "examinée", "coordinated": "coordonnée", "advised": "avis rendu",
        "approved": "approuvée", "tasked": "confiée", "executing": "en exécution", "done": "faite",
        "reported": "rendue compte", "refused": "refusée", "withdrawn": "retirée",
    },
    transitions=(
        Transition(
            source="received", target="screened",
            needs=("mandate", "security_tasks", "coordinated_within", "effect"),
            gates=("para_9", "para_10", "principles", "harmless", "escort_criteria"),
        ),
        Transition(source="screened", target="coordinated", needs=("coordination_note",)),
        Transition(source="coordinated", target="advised", level=Level.SECTOR, needs=("advice",)),
        Transition(
            source="advised", target="approved", level=Level.FORCE,
            gates=("contributor_consent", "administration"),
        ),
        Transition(source="approved", target="tasked", needs=("tasked_unit",)),
        Transition(source="tasked", target="executing"),
        Transition(source="received", target="executing", gates=("emergency",), proven=("emergency",)),
        Transition(source="screened", target="executing", gates=("emergency",), proven=("emergency",)),
        Transition(source="executing", target="done"),
        Transition(source="done", target="reported", needs=("reported_at",), gates=("hand_over",)),
        *from_each(_OPEN, "withdrawn"),
        *from_each(_OPEN, "refused"),
    ),
    closed=frozenset({"reported", "refused", "withdrawn"}),
    decision=frozenset({"approved"}),
    resting=frozenset({"approved", "tasked", "executing", "done", "reported"}),
)  # fmt: skip


class SupportRequest(Located, Decided, Staged, Record, frozen=True, kw_only=True):
    """A request by a mission component or an international body for what the force has or can do."""

    kind = "support_request"
    label = "Support request"
    plural = "Support requests"
    french = ("Demande d’appui", "Demandes d’appui")
    hint = "What others ask the force to do for them; the form leads through the screening."
    overdue_name = "Overdue"
    prefix = "RFA"
    title_from = ("title", "description")
    columns = ("title", "requester", "support_kind", "priority", "state", "needed_from", "emergency")
    workflow = WORKFLOW
    binding = (
        "title", "description", "support_kind", "quantity", "requester", "place", "point", "needed_from", "needed_to",
    )  # fmt: skip
    sections = (
        WHAT, ASKED, STATE, EMERGENCY, WHERE, PARA9, PARA10, PRINCIPLES, NEUTRALITY, ESCORT, DECISION, HANDOVER,
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
    source: str | None = field("Comes from", "Vient de", CHAIN, section=ASKED, ref="meeting")
    mandate: str | None = field(
        "Consistent with the mandate", "Conforme au mandat", MISSION, section=PARA9, choices=YES_NO
    )
    mandate_evidence: str | None = field("Evidence", "Justification", CHAIN, section=PARA9, long=True)
    security_tasks: str | None = field(
        "No interference with security tasks",
        "Sans entrave aux tâches de sécurité",
        MISSION,
        section=PARA9,
        choices=YES_NO,
    )
    security_evidence: str | None = field("Evidence", "Justification", CHAIN, section=PARA9, long=True)
    coordinated_within: str | None = field(
        "Coordinated in the mission, with the Country Team and the wider community",
        "Coordonné dans la mission, avec l’Équipe de pays et l’ensemble des acteurs",
        MISSION,
        section=PARA9,
        choices=YES_NO,
    )
    coordinated_evidence: str | None = field("Evidence", "Justification", CHAIN, section=PARA9, long=True)
    unique: str | None = field(
        "Unique capability", "Capacité unique", MISSION, section=PARA10, choices=YES_NO
    )
    unique_evidence: str | None = field("Evidence", "Justification", CHAIN, section=PARA10, long=True)
    no_alternative: str | None = field(
        "No timely civilian alternative",
        "Pas de solution civile à temps",
        MISSION,
        section=PARA10,
        choices=YES_NO,
    )
    alternative_evidence: str | None = field("Evidence", "Justification", CHAIN, section=PARA10, long=True)
    last_resort: str | None = field("Last resort", "Dernier recours", MISSION, section=PARA10, choices=YES_NO)
    last_resort_evidence: str | None = field("Evidence", "Justification", CHAIN, section=PARA10, long=True)
    on_criteria: bool | None = field(
        "Decided on humanitarian criteria",
        "Décidé selon des critères humanitaires",
        CHAIN,
        section=PRINCIPLES,
    )
    critical_need: bool | None = field(
        "No comparable civilian option, critical need",
        "Pas d’option civile comparable, besoin critique",
        CHAIN,
        section=PRINCIPLES,
    )
    civilian_character: bool | None = field(
        "Civilian character, unarmed where possible",
        "Caractère civil, sans armes si possible",
        CHAIN,
        section=PRINCIPLES,
    )
    respects_code: bool | None = field(
        "Provider respects the code of conduct",
        "Le fournisseur respecte le code de conduite",
        CHAIN,
        section=PRINCIPLES,
    )
    no_direct_delivery: bool | None = field(
        "No large direct delivery by the military",
        "Pas de distribution directe de grande ampleur par les militaires",
        CHAIN,
        section=PRINCIPLES,
    )
    multilateral: bool | None = field(
        "International, multilateral character kept",
        "Caractère international et multilatéral préservé",
        CHAIN,
        section=PRINCIPLES,
    )
    effect: str | None = field(
        "Effect on neutrality and on the safety of beneficiaries and aid workers",
        "Effet sur la neutralité et sur la sécurité des bénéficiaires et des travailleurs humanitaires",
        MISSION, section=NEUTRALITY,
        choices=EFFECT, hint="Harmful means: do not use",
    )  # fmt: skip
    effect_evidence: str | None = field("Evidence", "Justification", CHAIN, section=NEUTRALITY, long=True)
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
    )
    authorities: str | None = field(
        "Responsible authorities", "Autorités responsables", CHAIN, section=ESCORT, long=True
    )
    safety_security: str | None = field(
        "Safety and security", "Sûreté et sécurité", CHAIN, section=ESCORT, long=True
    )
    sustainability: str | None = field("Sustainability", "Viabilité", CHAIN, section=ESCORT, long=True)
    plan_to_stop: str | None = field(
        "Plan to stop using escorts", "Plan de sortie des escortes", CHAIN, section=ESCORT, long=True
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
    )
    finance_consulted: bool | None = field(
        "Chief administrative officer consulted",
        "Chef de l’administration consulté",
        CHAIN,
        section=DECISION,
        level=Level.FORCE,
    )
    consent_needed: bool | None = field(
        "Troop contributor's consent needed",
        "Consentement du pays contributeur requis",
        CHAIN,
        section=DECISION,
    )
    consent_on: date | None = field(
        "Consent given on", "Consentement donné le", CHAIN, section=DECISION, level=Level.FORCE
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

    def faults(self) -> Iterator[Fault]:
        """Yield faults of an emergency without its reason, of carrying out what nobody decided, and of times."""
        if self.emergency and self.emergency_reason is None:
            yield Fault("emergency_reason", "emergency_reason")
        if self.state in ("executing", "done") and not self.emergency and self.decided_on is None:
            yield Fault("emergency", "not_decided")
        yield from order_fault(self.needed_from, self.needed_to, "needed_to")
        yield from order_fault(self.executed_at, self.reported_at, "reported_at")

    def gate(self, name: str) -> bool:
        """Return whether a named gate of the workflow is passed."""
        return {
            "para_9": all(
                answer == "yes" for answer in (self.mandate, self.security_tasks, self.coordinated_within)
            ),
            "para_10": all(
                answer == "yes" for answer in (self.unique, self.no_alternative, self.last_resort)
            ),
            "principles": self.humanitarian is False or all(self._principles()),
            "harmless": self.effect in ("none", "acceptable"),
            "escort_criteria": self.support_kind not in (None, "escort") or all(self._escort()),
            "contributor_consent": self.consent_needed is False or self.consent_on is not None,
            "administration": bool(self.finance_consulted),
            "emergency": bool(self.emergency and self.emergency_reason),
            "hand_over": bool(self.taken_over_by or self.take_over_missing),
        }[name]

    def clock(self, now: datetime) -> timedelta | None:
        """Return how long an emergency has waited to be reported to Mission HQ, or None where no clock runs."""
        started = self.executed_at or self.received_at
        undecided = bool(self.emergency) or self.decided_on is None
        running = undecided and self.state in ("executing", "done") and self.reported_at is None
        return now - started if running and started else None

    def _principles(self) -> tuple[bool | None, ...]:
        return (
            self.on_criteria, self.critical_need, self.civilian_character, self.respects_code,
            self.no_direct_delivery, self.multilateral,
        )  # fmt: skip

    def _escort(self) -> tuple[str | None, ...]:
        return (
            self.need_criticality, self.authorities, self.safety_security, self.sustainability, self.plan_to_stop,
        )  # fmt: skip
