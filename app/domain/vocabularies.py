"""Vocabularies: the closed lists of words that fields choose from, with their English labels.

Sources are in the field's own papers (UN DPKO policy 2002, de Coning 2007, IASC); lists without a confirmed
source are editable defaults, not rules.
"""

from __future__ import annotations

Vocabulary = tuple[tuple[str, str], ...]


def words(*codes: str, **labels: str) -> Vocabulary:
    """Build a vocabulary from codes; a label is the code in plain words unless given by keyword."""
    return tuple((code, labels.get(code, code.replace("_", " ").capitalize())) for code in codes)


MARKING: Vocabulary = (
    ("UNCLASSIFIED", "UNCLASSIFIED"),
    ("CONFIDENTIAL", "CONFIDENTIAL"),
    ("STRICTLY CONFIDENTIAL", "STRICTLY CONFIDENTIAL"),
)
MARKINGS = tuple(code for code, _ in MARKING)
LEGACY_MARKINGS = {"UN RESTRICTED": "CONFIDENTIAL", "RESTRICTED": "CONFIDENTIAL"}

ORGANISATION_TYPE = words(
    "un_agency", "mission_component", "international_ngo", "national_ngo", "red_cross_red_crescent", "donor",
    "international_military", "national_authority", "local_authority", "traditional_leader", "civil_society",
    "private_contractor", "media", "other",
    un_agency="UN agency", international_ngo="International NGO", national_ngo="National NGO",
    red_cross_red_crescent="Red Cross / Red Crescent movement",
    traditional_leader="Traditional or community leader",
)  # fmt: skip
TIER = words(
    "mission", "country_team", "external", "internal",
    mission="Inside the mission", country_team="UN Country Team", internal="Internal to the country",
)  # fmt: skip
CLUSTER = words(
    "cccm", "early_recovery", "education", "etc", "food_security", "health", "logistics", "nutrition",
    "protection", "shelter", "wash", cccm="CCCM", etc="Emergency telecommunications", wash="WASH",
)  # fmt: skip
SEX = words("f", "m", "i", "unknown", f="Female", m="Male", i="Intersex")
AGE = words("infants", "children", "adolescents", "adults", "elderly", "unknown")
CONSENT = words("yes", "no", "unknown")
FORUM_TYPE = words(
    "joc", "jmac", "protection_working_group", "cluster", "civil_military_working_group",
    "security_management", "local_security_committee", "cmoc", "tripartite", "other",
    joc="JOC", jmac="JMAC", cmoc="CMOC", civil_military_working_group="Civil-military working group",
)  # fmt: skip
MEETING_FORM = words(
    "coordination", "bilateral", "key_leader_engagement", "town_hall", "security_briefing",
    "joint_assessment", "joint_planning", "visit", "other", key_leader_engagement="Key-leader engagement",
)  # fmt: skip
OUR_PART = words("attended", "hosted")
SIDE = words("ours", "theirs")
RELEASE_LEVEL = words(
    "none", "internal", "partners", "public",
    none="Nothing given", internal="Mission only", partners="Partners",
)  # fmt: skip
OWED_BY = words("us", "them")
PROJECT_CATEGORY = words(
    "education", "health", "water_sanitation", "roads_bridges", "public_buildings", "security_rule_of_law",
    "livelihoods", "social_cohesion", "energy_lighting", "social_services", "training", "other",
    water_sanitation="Water and sanitation", roads_bridges="Roads and bridges",
    security_rule_of_law="Security and rule of law", energy_lighting="Energy and lighting",
)  # fmt: skip
CONFIDENCE_OBJECTIVE = words(
    "mission", "mandate", "peace_process",
    mission="Confidence in the mission", mandate="Confidence in the mandate",
    peace_process="Confidence in the peace process",
)  # fmt: skip
FUNDING = words(
    "national_funds", "national_supplies", "soldiers_collection", "shared_unit_stores",
    "specialist_personnel", "donation", "trust_fund", "mission_budget", "other", "unknown",
    soldiers_collection="Soldiers' collection",
)  # fmt: skip
PARTNER_KIND = words(
    "local_authority", "ngo", "community_body", "contractor", "own_unit", "other",
    ngo="NGO", own_unit="The unit itself",
)  # fmt: skip
CRITERION = words(
    "non_recurrent", "quick_impact", "labour_intensive", "visible", "cost_effective", "ownership", "urgency",
    "authority_support", "reliable_partner",
    quick_impact="Quick impact on a defined group", ownership="Potential for community ownership",
    authority_support="Support of the local authority", reliable_partner="Reliable partner, no duplication",
)  # fmt: skip
COORDINATION_ANSWER = words("no_objection", "supports", "objects", "no_answer")
COORDINATION_PARTY = words(
    "ocha", "cluster_lead", "local_authority", "resident_coordinator", "other",
    ocha="OCHA", resident_coordinator="DSRSG/RC/HC",
)  # fmt: skip
SITREP_TYPE = words("daily", "weekly", "monthly", "flash", "special")
COARSEN = words(
    "exact", "1km", "10km", "admin",
    **{"1km": "1 km", "10km": "10 km"}, admin="Administrative unit only",
)  # fmt: skip
WEEKDAY = words("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RATING = words(
    "1", "2", "3", "4", "5",
    **{"1": "1 very low", "2": "2 low", "3": "3 fair", "4": "4 good", "5": "5 very good"},
)  # fmt: skip
REFERRED_TO = words(
    "dss", "protection_working_group", "impt", "jmac", "joc", "logistics", "human_rights", "other",
    dss="Security of personnel (DSS)", protection_working_group="Civilian protection (working group)",
    impt="Planning (IMPT)", jmac="Analysis (JMAC)", joc="Daily operations (JOC)", human_rights="Human rights",
)  # fmt: skip
RECEIVED_HOW = words("written", "verbal")
SUPPORT_KIND = words(
    "transport", "engineering", "medical", "equipment", "expertise", "storage", "other_asset",
    "escort", "area_security", "static_guard", "other_security",
    transport="Asset: transport", engineering="Asset: engineering", medical="Asset: medical",
    equipment="Asset: equipment", expertise="Asset: expertise", storage="Asset: storage",
    other_asset="Asset: other", escort="Security: escort", area_security="Security: area security",
    static_guard="Security: static guard", other_security="Security: other",
)  # fmt: skip
PRIORITY = words("life_saving", "life_sustaining", "high", "normal")
YES_NO = words("yes", "no")
EFFECT = words("none", "acceptable", "harmful")
ASSET_OWNER = words(
    "contributor", "united_nations", contributor="Troop contributor", united_nations="United Nations"
)
EMERGENCY_REASON = words(
    "loss_of_life", "serious_injury", "property_loss",
    loss_of_life="To prevent loss of life", serious_injury="To prevent serious injury",
    property_loss="To prevent significant loss of property",
)  # fmt: skip
TRAINING_LEVEL = words(
    "oncall_hq", "civilian_staff", "hq_military_police", "unit_officer",
    oncall_hq="(a) On-call headquarters staff", civilian_staff="(b) Civilian staff",
    hq_military_police="(c) Mission and sector HQ military and police", unit_officer="(d) Unit officers",
)  # fmt: skip
PHASE = words("stabilisation", "transition", "consolidation")
CLOCK_START = words(
    "first_disbursement", "mou", "approval", mou="Signature of the MOU", approval="Approval",
)  # fmt: skip

VOCABULARIES: dict[str, Vocabulary] = {
    name.lower(): value for name, value in dict(globals()).items() if name.isupper() and isinstance(value, tuple)
    and value and isinstance(value[0], tuple)
}  # fmt: skip
"""Every list by its name in small letters, as a term pack names it."""
