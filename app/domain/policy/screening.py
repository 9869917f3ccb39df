"""Screening: what is asked of a request for mission support, by who asks.

Paragraph 9 of the DPKO Civil-Military Coordination Policy of 9 September 2002 is asked of everybody (confirmed). Its
paragraph 10, the six operating principles of the IASC Working Group of 27 September 1995 and the criteria of the IASC
guidelines on armed escorts of 27 February 2013 bind humanitarian actors alone (confirmed; de Coning 2007 warns of
asking them of anybody else). Support to security forces that are not of the United Nations comes under the human rights
due diligence policy (A/67/775-S/2013/110, confirmed that it is mandatory); its three questions here are put together by
us from the contents of its guidance note of 2015 and are a default. Which kinds of organisation are which requester is
a default as well, and can be changed in each request.
"""

from __future__ import annotations

from typing import Any, Final

from app.domain.policy.questions import MANDATED, Question, Rule, always, unmet
from app.domain.policy.questions import PARA9 as PARA9
from app.domain.sections import Section
from app.domain.vocabularies import RULE_SET

PARA10 = Section("Policy para 10", "Politique, par. 10")
PRINCIPLES = Section("Six operating principles", "Six principes d’action")
NEUTRALITY = Section("Neutrality and safety", "Neutralité et sécurité")
ESCORT = Section("Armed escort", "Escorte armée")
DILIGENCE = Section("Human rights due diligence", "Diligence voulue en matière de droits humains")
HUMANITARIAN: Final = "humanitarian"
SECURITY_FORCE: Final = "security_force"
CIVILIAN: Final = "mission_or_agency"
AUTHORITY: Final = "national_authority"
SETS = frozenset(code for code, _ in RULE_SET)
_BY_TYPE = {
    "mission_component": CIVILIAN,
    "international_ngo": HUMANITARIAN,
    "national_ngo": HUMANITARIAN,
    "red_cross_red_crescent": HUMANITARIAN,
    "national_authority": AUTHORITY,
    "local_authority": AUTHORITY,
    "international_military": SECURITY_FORCE,
    "security_force": SECURITY_FORCE,
}
"""Which rules a type of organisation usually comes under (default); the others have to be said."""


def usual_rule_set(kind: str | None, tier: str | None, humanitarian: bool | None) -> str | None:
    """Return the rules for an organisation of a type and tier (default), or None where nobody can tell from these.

    An agency of the United Nations asks as a humanitarian actor or not: without that answer it could be either.
    """
    if humanitarian:
        return HUMANITARIAN
    usual = _BY_TYPE.get(kind or "")
    if usual == HUMANITARIAN and humanitarian is False:
        return CIVILIAN
    if (
        usual is None
        and humanitarian is False
        and (kind == "un_agency" or tier in ("mission", "country_team"))
    ):
        return CIVILIAN
    return CIVILIAN if usual is None and kind is None and tier == "mission" else usual


def rule_set_of(request: Any) -> str | None:
    """Return by which rules a request is judged; None where that is not said, or said in two ways."""
    said = request.rule_set
    if said not in SETS or (request.humanitarian and said != HUMANITARIAN):
        return None
    return None if request.humanitarian is False and said == HUMANITARIAN else str(said)


def _for_humanitarian(request: Any) -> bool:
    return rule_set_of(request) in (HUMANITARIAN, None)


def _for_security_forces(request: Any) -> bool:
    return rule_set_of(request) in (SECURITY_FORCE, None)


def _for_escorts(request: Any) -> bool:
    return _for_humanitarian(request) and request.support_kind in ("escort", None)


RULES = (
    Rule(
        name="para_9",
        section=PARA9,
        questions=(
            *MANDATED,
            Question("coordinated_within", ("yes",), "coordinated_evidence"),
        ),
    ),
    Rule(
        name="para_10",
        section=PARA10,
        questions=(
            Question("unique", ("yes",), "unique_evidence"),
            Question("no_alternative", ("yes",), "alternative_evidence"),
            Question("last_resort", ("yes",), "last_resort_evidence"),
        ),
        asks=_for_humanitarian,
    ),
    Rule(
        name="principles",
        section=PRINCIPLES,
        questions=(
            Question("on_criteria", (True,)),
            Question("critical_need", (True,)),
            Question("civilian_character", (True,)),
            Question("respects_code", (True,)),
            Question("no_direct_delivery", (True,)),
            Question("multilateral", (True,)),
        ),
        asks=_for_humanitarian,
    ),
    Rule(
        name="harmless",
        section=NEUTRALITY,
        questions=(Question("effect", ("none", "acceptable"), "effect_evidence"),),
    ),
    Rule(
        name="escort_criteria",
        section=ESCORT,
        questions=(
            Question("support_kind"),
            Question("need_criticality"),
            Question("authorities"),
            Question("safety_security"),
            Question("sustainability"),
            Question("plan_to_stop"),
        ),
        asks=_for_escorts,
    ),
    Rule(
        name="due_diligence",
        section=DILIGENCE,
        questions=(
            Question("risk_assessed", ("yes",), "risk_evidence", proven=True),
            Question("support_cleared", ("yes",), "clearance_evidence", proven=True),
            Question("mitigation", ("yes", "not_needed"), "mitigation_evidence", proven=True),
        ),
        asks=_for_security_forces,
    ),
)
"""Every rule of screening, in the order in which it is asked."""
BY_NAME = {rule.name: rule for rule in RULES}
ANSWERS = tuple(dict.fromkeys(name for rule in RULES for name in rule.fields))
"""Every field that holds an answer of screening: a decision binds them all."""
KNOWN = "rules_known"
"""The gate that is open where it is said by which rules a request is judged."""


def asked(request: Any) -> tuple[Rule, ...]:
    """Return the rules that are asked of a request as it is; where its requester is not known, those of everybody."""
    known = rule_set_of(request) is not None
    return tuple(rule for rule in RULES if rule.asks(request) and (known or rule.asks is always))


def unmet_of(request: Any, name: str) -> tuple[str, ...]:
    """Return the fields that keep a gate of screening shut; where nobody knows who asks, that comes first."""
    rule = None if name == KNOWN else BY_NAME[name]
    excused = request.brought_in and request.rule_set is None
    if rule_set_of(request) is None and not excused and (rule is None or rule.asks is not always):
        return ("rule_set",)
    return unmet(rule, request) if rule is not None else ()
