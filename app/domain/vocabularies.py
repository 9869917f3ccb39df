"""Vocabularies: the closed lists of words that fields choose from, with their English and French labels.

Sources are in the field's own papers (UN DPKO policy 2002, de Coning 2007, IASC); lists without a confirmed
source are editable defaults, not rules.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Vocabulary(msgspec.Struct, frozen=True):
    """A closed list of words, each with its code, its English and its French label; goes as pairs of code and label."""

    items: tuple[tuple[str, str, str], ...]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Go through the words: code and English label."""
        return ((code, label) for code, label, _ in self.items)

    def __getitem__(self, place: int) -> tuple[str, str]:
        """Return the word at a place."""
        code, label, _ = self.items[place]
        return code, label

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.items)

    def french(self, code: str) -> str:
        """Return the French label of a word; empty where this app does not know it."""
        return next((french for known, _, french in self.items if known == code), "")


def words(*items: tuple[str, str, str]) -> Vocabulary:
    """Declare a vocabulary: code, English and French label of each of its words."""
    return Vocabulary(items)


MARKING = words(
    ("UNCLASSIFIED", "UNCLASSIFIED", "NON CLASSIFIÉ"), ("CONFIDENTIAL", "CONFIDENTIAL", "CONFIDENTIEL"),
    ("STRICTLY CONFIDENTIAL", "STRICTLY CONFIDENTIAL", "STRICTEMENT CONFIDENTIEL"),
)  # fmt: skip
MARKINGS = tuple(code for code, _ in MARKING)
LEGACY_MARKINGS = {"UN RESTRICTED": "CONFIDENTIAL", "RESTRICTED": "CONFIDENTIAL"}

ORGANISATION_TYPE = words(
    ("un_agency", "UN agency", "Organisme des Nations Unies"),
    ("mission_component", "Mission component", "Composante de la mission"),
    ("international_ngo", "International NGO", "ONG internationale"),
    ("national_ngo", "National NGO", "ONG nationale"),
    ("red_cross_red_crescent", "Red Cross / Red Crescent movement",
     "Mouvement de la Croix-Rouge et du Croissant-Rouge"),
    ("donor", "Donor", "Donateur"), ("international_military", "International military", "Forces internationales"),
    ("security_force", "Host or other security force", "Forces de sécurité du pays hôte ou autres"),
    ("national_authority", "National authority", "Autorité nationale"),
    ("local_authority", "Local authority", "Autorité locale"),
    ("traditional_leader", "Traditional or community leader", "Chef traditionnel ou communautaire"),
    ("civil_society", "Civil society", "Société civile"),
    ("private_contractor", "Private contractor", "Entreprise privée"), ("media", "Media", "Médias"),
    ("other", "Other", "Autre"),
)  # fmt: skip
TIER = words(
    ("mission", "Inside the mission", "Dans la mission"),
    ("country_team", "UN Country Team", "Équipe de pays des Nations Unies"), ("external", "External", "Externe"),
    ("internal", "Internal to the country", "Propre au pays"),
)  # fmt: skip
CLUSTER = words(
    ("cccm", "CCCM", "CCCM"), ("early_recovery", "Early recovery", "Relèvement précoce"),
    ("education", "Education", "Éducation"), ("etc", "Emergency telecommunications", "Télécommunications d’urgence"),
    ("food_security", "Food security", "Sécurité alimentaire"), ("health", "Health", "Santé"),
    ("logistics", "Logistics", "Logistique"), ("nutrition", "Nutrition", "Nutrition"),
    ("protection", "Protection", "Protection"), ("shelter", "Shelter", "Abri"),
    ("wash", "WASH", "Eau, assainissement et hygiène"),
)  # fmt: skip
SEX = words(
    ("f", "Female", "Femme"), ("m", "Male", "Homme"), ("i", "Intersex", "Intersexe"),
    ("unknown", "Unknown", "Inconnu"),
)  # fmt: skip
AGE = words(
    ("infants", "Infants", "Nourrissons"), ("children", "Children", "Enfants"),
    ("adolescents", "Adolescents", "Adolescents"), ("adults", "Adults", "Adultes"),
    ("elderly", "Elderly", "Personnes âgées"), ("unknown", "Unknown", "Inconnu"),
)  # fmt: skip
CONSENT = words(("yes", "Yes", "Oui"), ("no", "No", "Non"), ("unknown", "Unknown", "Inconnu"))
FORUM_TYPE = words(
    ("joc", "JOC", "JOC"), ("jmac", "JMAC", "JMAC"),
    ("protection_working_group", "Protection working group", "Groupe de travail sur la protection"),
    ("cluster", "Cluster", "Groupe sectoriel"),
    ("civil_military_working_group", "Civil-military working group", "Groupe de travail civilo-militaire"),
    ("security_management", "Security management", "Gestion de la sécurité"),
    ("local_security_committee", "Local security committee", "Comité local de sécurité"), ("cmoc", "CMOC", "CMOC"),
    ("tripartite", "Tripartite", "Tripartite"), ("other", "Other", "Autre"),
)  # fmt: skip
MEETING_FORM = words(
    ("coordination", "Coordination", "Coordination"), ("bilateral", "Bilateral", "Bilatérale"),
    ("key_leader_engagement", "Key-leader engagement", "Entretien avec un responsable"),
    ("town_hall", "Town hall", "Assemblée publique"), ("security_briefing", "Security briefing", "Point de sécurité"),
    ("joint_assessment", "Joint assessment", "Évaluation conjointe"),
    ("joint_planning", "Joint planning", "Planification conjointe"), ("visit", "Visit", "Visite"),
    ("other", "Other", "Autre"),
)  # fmt: skip
OUR_PART = words(("attended", "Attended", "Suivie"), ("hosted", "Hosted", "Accueillie"))
SIDE = words(("ours", "Ours", "Le nôtre"), ("theirs", "Theirs", "Le leur"))
RELEASE_LEVEL = words(
    ("none", "Nothing given", "Rien"), ("internal", "Mission only", "Mission seulement"),
    ("partners", "Partners", "Partenaires"), ("public", "Public", "Public"),
)  # fmt: skip
OWED_BY = words(("us", "Us", "Nous"), ("them", "Them", "Eux"))
PROJECT_CATEGORY = words(
    ("education", "Education", "Éducation"), ("health", "Health", "Santé"),
    ("water_sanitation", "Water and sanitation", "Eau et assainissement"),
    ("roads_bridges", "Roads and bridges", "Routes et ponts"),
    ("public_buildings", "Public buildings", "Bâtiments publics"),
    ("security_rule_of_law", "Security and rule of law", "Sécurité et état de droit"),
    ("livelihoods", "Livelihoods", "Moyens de subsistance"),
    ("social_cohesion", "Social cohesion", "Cohésion sociale"),
    ("energy_lighting", "Energy and lighting", "Énergie et éclairage"),
    ("social_services", "Social services", "Services sociaux"), ("training", "Training", "Formation"),
    ("other", "Other", "Autre"),
)  # fmt: skip
CONFIDENCE_OBJECTIVE = words(
    ("mission", "Confidence in the mission", "Confiance dans la mission"),
    ("mandate", "Confidence in the mandate", "Confiance dans le mandat"),
    ("peace_process", "Confidence in the peace process", "Confiance dans le processus de paix"),
)  # fmt: skip
FUNDING = words(
    ("national_funds", "National funds", "Fonds nationaux"),
    ("national_supplies", "National supplies", "Fournitures nationales"),
    ("soldiers_collection", "Soldiers' collection", "Collecte des soldats"),
    ("shared_unit_stores", "Shared unit stores", "Stocks partagés de l’unité"),
    ("specialist_personnel", "Specialist personnel", "Personnel spécialisé"), ("donation", "Donation", "Don"),
    ("trust_fund", "Trust fund", "Fonds d’affectation spéciale"),
    ("mission_budget", "Mission budget", "Budget de la mission"), ("other", "Other", "Autre"),
    ("unknown", "Unknown", "Inconnu"),
)  # fmt: skip
PARTNER_KIND = words(
    ("local_authority", "Local authority", "Autorité locale"), ("ngo", "NGO", "ONG"),
    ("community_body", "Community body", "Organe communautaire"), ("contractor", "Contractor", "Entreprise"),
    ("own_unit", "The unit itself", "L’unité elle-même"), ("other", "Other", "Autre"),
)  # fmt: skip
CRITERION = words(
    ("non_recurrent", "Non recurrent", "Non récurrent"),
    ("quick_impact", "Quick impact on a defined group", "Impact rapide sur un groupe défini"),
    ("labour_intensive", "Labour intensive", "À forte main-d’œuvre"), ("visible", "Visible", "Visible"),
    ("cost_effective", "Cost effective", "D’un bon rapport coût-efficacité"),
    ("ownership", "Potential for community ownership", "Potentiel d’appropriation par la communauté"),
    ("urgency", "Urgency", "Urgence"),
    ("authority_support", "Support of the local authority", "Soutien de l’autorité locale"),
    ("reliable_partner", "Reliable partner, no duplication", "Partenaire fiable, sans doublon"),
)  # fmt: skip
COORDINATION_ANSWER = words(
    ("no_objection", "No objection", "Pas d’objection"), ("supports", "Supports", "Soutient"),
    ("objects", "Objects", "S’oppose"), ("no_answer", "No answer", "Sans réponse"),
)  # fmt: skip
COORDINATION_PARTY = words(
    ("ocha", "OCHA", "OCHA"), ("cluster_lead", "Cluster lead", "Chef de file sectoriel"),
    ("local_authority", "Local authority", "Autorité locale"), ("resident_coordinator", "DSRSG/RC/HC", "DSRSG/RC/HC"),
    ("other", "Other", "Autre"),
)  # fmt: skip
SITREP_TYPE = words(
    ("daily", "Daily", "Quotidien"), ("weekly", "Weekly", "Hebdomadaire"), ("monthly", "Monthly", "Mensuel"),
    ("flash", "Flash", "Éclair"), ("special", "Special", "Spécial"),
)  # fmt: skip
COARSEN = words(
    ("exact", "Exact", "Exacte"), ("1km", "1 km", "1 km"), ("10km", "10 km", "10 km"),
    ("admin", "Administrative unit only", "Unité administrative seulement"),
)  # fmt: skip
WEEKDAY = words(
    ("monday", "Monday", "Lundi"), ("tuesday", "Tuesday", "Mardi"), ("wednesday", "Wednesday", "Mercredi"),
    ("thursday", "Thursday", "Jeudi"), ("friday", "Friday", "Vendredi"), ("saturday", "Saturday", "Samedi"),
    ("sunday", "Sunday", "Dimanche"),
)  # fmt: skip
RATING = words(
    ("1", "1 very low", "1 très faible"), ("2", "2 low", "2 faible"), ("3", "3 fair", "3 moyen"),
    ("4", "4 good", "4 bon"), ("5", "5 very good", "5 très bon"),
)  # fmt: skip
REFERRED_TO = words(
    ("dss", "Security of personnel (DSS)", "Sécurité du personnel (DSS)"),
    ("protection_working_group", "Civilian protection (working group)", "Protection des civils (groupe de travail)"),
    ("impt", "Planning (IMPT)", "Planification (IMPT)"), ("jmac", "Analysis (JMAC)", "Analyse (JMAC)"),
    ("joc", "Daily operations (JOC)", "Opérations courantes (JOC)"), ("logistics", "Logistics", "Logistique"),
    ("human_rights", "Human rights", "Droits de l’homme"), ("other", "Other", "Autre"),
)  # fmt: skip
RECEIVED_HOW = words(("written", "Written", "Par écrit"), ("verbal", "Verbal", "Oralement"))
SUPPORT_KIND = words(
    ("transport", "Asset: transport", "Moyens : transport"), ("engineering", "Asset: engineering", "Moyens : génie"),
    ("medical", "Asset: medical", "Moyens : santé"), ("equipment", "Asset: equipment", "Moyens : équipement"),
    ("expertise", "Asset: expertise", "Moyens : expertise"), ("storage", "Asset: storage", "Moyens : stockage"),
    ("other_asset", "Asset: other", "Moyens : autre"), ("escort", "Security: escort", "Sécurité : escorte"),
    ("area_security", "Security: area security", "Sécurité : sécurisation de zone"),
    ("static_guard", "Security: static guard", "Sécurité : garde statique"),
    ("other_security", "Security: other", "Sécurité : autre"),
)  # fmt: skip
PRIORITY = words(
    ("life_saving", "Life saving", "Vitale"), ("life_sustaining", "Life sustaining", "Maintien de la vie"),
    ("high", "High", "Haute"), ("normal", "Normal", "Normale"),
)  # fmt: skip
YES_NO = words(("yes", "Yes", "Oui"), ("no", "No", "Non"))
RULE_SET = words(
    ("humanitarian", "Humanitarian actor", "Acteur humanitaire"),
    ("mission_or_agency", "Mission component, UN agency or other civilian body",
     "Composante de la mission, organisme des Nations Unies ou autre organe civil"),
    ("national_authority", "National authority", "Autorité nationale"),
    ("security_force", "Host or other security force", "Forces de sécurité du pays hôte ou autres"),
)  # fmt: skip
MITIGATION = words(
    ("yes", "Yes", "Oui"), ("no", "No", "Non"), ("not_needed", "Not needed", "Pas nécessaires")
)
EFFECT = words(
    ("none", "None", "Aucun"), ("acceptable", "Acceptable", "Acceptable"), ("harmful", "Harmful", "Néfaste"),
)  # fmt: skip
ASSET_OWNER = words(
    ("contributor", "Troop contributor", "Pays contributeur"), ("united_nations", "United Nations", "Nations Unies"),
)  # fmt: skip
EMERGENCY_REASON = words(
    ("loss_of_life", "To prevent loss of life", "Pour éviter la perte de vies"),
    ("serious_injury", "To prevent serious injury", "Pour éviter des blessures graves"),
    ("property_loss", "To prevent significant loss of property", "Pour éviter une perte importante de biens"),
)  # fmt: skip
TRAINING_LEVEL = words(
    ("oncall_hq", "(a) On-call headquarters staff",
     "(a) Personnel d’astreinte des quartiers généraux"),
    ("civilian_staff", "(b) Civilian staff", "(b) Personnel civil"),
    ("hq_military_police", "(c) Mission and sector HQ military and police",
     "(c) Militaires et policiers des QG de mission et de secteur"),
    ("unit_officer", "(d) Unit officers", "(d) Officiers d’unité"),
)  # fmt: skip
PHASE = words(
    ("stabilisation", "Stabilisation", "Stabilisation"), ("transition", "Transition", "Transition"),
    ("consolidation", "Consolidation", "Consolidation"),
)  # fmt: skip
CLOCK_START = words(
    ("first_disbursement", "First disbursement", "Premier décaissement"),
    ("mou", "Signature of the MOU", "Signature du protocole"), ("approval", "Approval", "Approbation"),
)  # fmt: skip

VOCABULARIES: dict[str, Vocabulary] = {
    name.lower(): value for name, value in dict(globals()).items() if isinstance(value, Vocabulary)
}
"""Every list by its name in small letters, as a term pack names it."""
