"""The printed labels of a report in English and French; months in date-time groups are English in both."""

from typing import Final

import msgspec


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """All labels of a situation report in one language."""

    kinds: dict[str, str]
    sender: str
    to: str
    info: str
    serial: str
    period: str
    period_to: str
    as_of: str
    prepared: str
    approved: str
    corrects: str
    not_yet: str
    signature: str
    page: str
    key_points: str
    liaison: str
    support: str
    projects: str
    qips: str
    follow_ups: str
    civil_situation: str
    gender: str
    decisions: str
    next_period: str
    distribution: str
    nothing: str
    facts: str
    comment: str
    assessment: str
    meeting_columns: tuple[str, ...]
    support_columns: tuple[str, ...]
    project_columns: tuple[str, ...]
    qip_columns: tuple[str, ...]
    follow_up_columns: tuple[str, ...]
    planned_columns: tuple[str, ...]
    emergency: str
    day: str
    days: str
    day_late: str
    days_late: str
    day_overdue: str
    days_overdue: str
    day_left: str
    days_left: str
    completed: str
    built: str
    chart_key: str
    chart_more: str
    total: str
    us: str
    them: str
    to_be_fixed: str
    thousands: str
    decimal: str
    percent: str
    colon: str


ENGLISH: Final = Words(
    kinds={
        "daily": "CIMIC daily situation report",
        "weekly": "CIMIC weekly situation report",
        "monthly": "CIMIC monthly situation report",
        "flash": "CIMIC flash report",
        "special": "CIMIC special report",
    },
    sender="From",
    to="To",
    info="Info",
    serial="Serial",
    period="Period",
    period_to="to",
    as_of="As of",
    prepared="Prepared by",
    approved="Approved by",
    corrects="Corrects",
    not_yet="not yet",
    signature="Signature, date-time group",
    page="page {page} of {pages}",
    key_points="Key points",
    liaison="Liaison and information management",
    support="Mission support",
    projects="Community support",
    qips="Quick Impact Projects",
    follow_ups="Follow-ups",
    civil_situation="Civil situation",
    gender="Gender and protection",
    decisions="Matters for decision",
    next_period="Next period",
    distribution="Distribution",
    nothing="Nothing to report.",
    facts="Facts",
    comment="Comment",
    assessment="Assessment",
    meeting_columns=("DTG", "Meeting", "With", "Outcome"),
    support_columns=("Serial", "Requester", "What", "State", "Screening"),
    project_columns=("Serial", "Title, place", "Unit", "State", "% done", "Beneficiaries"),
    qip_columns=("QIP", "Title, place", "State", "% physical", "% spent", "Days to limit", "Limit", "Cost"),
    follow_up_columns=("What", "Owed by", "Owner", "Counterpart", "Due"),
    planned_columns=("When", "What", "Where", "Who"),
    emergency="Emergency support not yet reported",
    day="{n} day",
    days="{n} days",
    day_late="{n} day late",
    days_late="{n} days late",
    day_overdue="{n} day overdue",
    days_overdue="{n} days overdue",
    day_left="{n} day left",
    days_left="{n} days left",
    completed="completed",
    built="{n} % built",
    chart_key="Bar: % physical.  Black mark: % spent.  "
    "Red: past the limit.  Amber: near the limit.  Green: completed.",
    chart_more="{n} more in the table.",
    total="Total",
    us="us",
    them="them",
    to_be_fixed="to be fixed",
    thousands=",",
    decimal=".",
    percent="{n} %",
    colon=":",
)

FRENCH: Final = Words(
    kinds={
        "daily": "Compte rendu quotidien CIMIC",
        "weekly": "Compte rendu hebdomadaire CIMIC",
        "monthly": "Compte rendu mensuel CIMIC",
        "flash": "Compte rendu éclair CIMIC",
        "special": "Compte rendu spécial CIMIC",
    },
    sender="De",
    to="À",
    info="Info",
    serial="Numéro",
    period="Période",
    period_to="au",
    as_of="Situation au",
    prepared="Établi par",
    approved="Approuvé par",
    corrects="Rectifie",
    not_yet="pas encore",
    signature="Signature, groupe date-heure",
    page="page {page} sur {pages}",
    key_points="Points essentiels",
    liaison="Liaison et gestion de l’information",
    support="Appui à la mission",
    projects="Appui aux communautés",
    qips="Projets à impact rapide",
    follow_ups="Suites à donner",
    civil_situation="Situation civile",
    gender="Genre et protection",
    decisions="Questions à trancher",
    next_period="Période suivante",
    distribution="Diffusion",
    nothing="Rien à signaler.",
    facts="Faits",
    comment="Commentaire",
    assessment="Appréciation",
    meeting_columns=("GDH", "Réunion", "Avec", "Résultat"),
    support_columns=("Numéro", "Demandeur", "Objet", "État", "Examen"),
    project_columns=("Numéro", "Titre, lieu", "Unité", "État", "% réalisé", "Bénéficiaires"),
    qip_columns=(
        "PIR",
        "Titre, lieu",
        "État",
        "% réalisé",
        "% dépensé",
        "Jours restants",
        "Échéance",
        "Coût",
    ),
    follow_up_columns=("Objet", "Dû par", "Responsable", "Interlocuteur", "Échéance"),
    planned_columns=("Quand", "Quoi", "Où", "Qui"),
    emergency="Appui d’urgence non encore signalé",
    day="{n} jour",
    days="{n} jours",
    day_late="{n} jour de retard",
    days_late="{n} jours de retard",
    day_overdue="{n} jour de retard",
    days_overdue="{n} jours de retard",
    day_left="{n} jour restant",
    days_left="{n} jours restants",
    completed="achevé",
    built="{n} % réalisé",
    chart_key="Barre : % réalisé.  Trait noir : % dépensé.  "
    "Rouge : en retard.  Ambre : proche de l’échéance.  Vert : achevé.",
    chart_more="{n} autres dans le tableau.",
    total="Total",
    us="nous",
    them="eux",
    to_be_fixed="à fixer",
    thousands="\u00a0",
    decimal=",",
    percent="{n} %",
    colon=" :",
)


def words_for(language: str) -> Words:
    """Return the labels for a language tag such as `fr` or `fr-CD`; English where there are none."""
    return FRENCH if language.split("-")[0].casefold() == "fr" else ENGLISH


def counted(n: int, one: str, many: str) -> str:
    """Put a number of days into words."""
    return (one if n == 1 else many).format(n=n)


def money(cents: int, currency: str, words: Words) -> str:
    """Write an amount with the language's separators; whole amounts without decimals."""
    whole, rest = divmod(abs(cents), 100)
    text = f"{whole:,}".replace(",", words.thousands)
    text += f"{words.decimal}{rest:02}" if rest else ""
    return f"{'-' if cents < 0 else ''}{text} {currency}"
