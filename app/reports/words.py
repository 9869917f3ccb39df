"""The printed labels of a report in English and French; months in date-time groups are English in both."""

from typing import Final

import msgspec

from app.reports import french


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
    unrecorded: str
    facts: str
    comment: str
    assessment: str
    meeting_columns: tuple[str, ...]
    support_columns: tuple[str, ...]
    project_columns: tuple[str, ...]
    qip_columns: tuple[str, ...]
    follow_up_columns: tuple[str, ...]
    planned_columns: tuple[str, ...]
    note_columns: tuple[str, ...]
    emergency: str
    flash: str
    annex: str
    releasable: str
    draft: str
    seal_title: str
    seal_issued: str
    seal_draft: str
    seal_check: str
    seal_records: str
    no_picture: str
    picture_absent: str
    picture_damaged: str
    disclaimer: str
    map_title: str
    signs: dict[str, str]
    money_title: str
    money_key: str
    spent_of: str
    by_sector: str
    by_category: str
    states_title: str
    time_title: str
    time_key: str
    folded: dict[str, str]
    unreported: str
    exempt: str
    para_10: dict[str, str]
    meeting: str
    meetings: str
    attended: str
    hosted: str
    with_one: str
    with_many: str
    late_point: str
    left_out: dict[str, str]
    next_one: str
    translated: bool = False

    def said(self, text: str) -> str:
        """Return a label, a state or a word of a vocabulary in this language; as it is where it has none."""
        return french.labels().get(text, text) if self.translated else text

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
    unrecorded="Nothing recorded.",
    facts="Facts",
    comment="Comment",
    assessment="Assessment",
    meeting_columns=("DTG", "Meeting", "With", "Outcome"),
    support_columns=("Serial", "Requester", "What", "State", "Screening"),
    project_columns=("Serial", "Title, place", "Unit", "State", "% done", "Beneficiaries"),
    qip_columns=("QIP", "Title, place", "State", "% physical", "% spent", "Days to limit", "Limit", "Cost"),
    follow_up_columns=("What", "Owed by", "Owner", "Counterpart", "Due"),
    planned_columns=("When", "What", "Where", "Who"),
    note_columns=("DTG", "Topic, place", "Facts, comment, assessment"),
    emergency="Emergency support not yet reported",
    flash="Flash not yet reported",
    annex="Annex: photos",
    releasable="Releasable version",
    draft="Draft, not issued",
    seal_title="How to check this report",
    seal_issued="Issued by {who} as {serial}, {moment}. Node {node}.",
    seal_draft="Made by {who}, {moment}, and not issued. Node {node}.",
    seal_check="Digest {digest}. The file itself is signed: liaison verify FILE.pdf says who issued it, whether "
    "it is untouched, and whether records have changed since.",
    seal_records="Built from {count} records; their revisions are listed in the file it carries.",
    no_picture="No picture: {name} {why}.",
    picture_absent="has not arrived here yet",
    picture_damaged="is damaged or of a kind that is not shown",
    disclaimer="The boundaries, names and designations on this map do not imply endorsement or acceptance by the "
    "United Nations.",
    map_title="Map of the period",
    signs={
        "meeting": "Meeting",
        "qip": "Quick Impact Project",
        "project": "Community support",
        "support_request": "Support request",
        "note": "Note",
        "assessment": "Assessment",
    },
    money_title="Money by {what}",
    spent_of="{spent} of {total}",
    by_sector="sector",
    by_category="sort of project",
    money_key="Blue: spent, by the percent reported.  Dark grey: the rest of the cost.",
    states_title="Where they stand",
    time_title="Time against the limit",
    time_key="Bar: days used of the limit.  Red: past it.  Amber: near it.",
    folded={
        "planned": "Planned",
        "ongoing": "Under way",
        "completed": "Completed",
        "suspended": "Suspended",
        "cancelled": "Cancelled",
    },
    unreported="not reported",
    exempt="exempt (para 21)",
    para_10={"unique": "unique", "no_alternative": "timely", "last_resort": "last resort"},
    meeting="{n} meeting",
    meetings="{n} meetings",
    attended="{n} attended",
    hosted="{n} hosted",
    with_one="with {n} organisation",
    with_many="with {n} organisations",
    late_point="QIP {serial} {title}, {place}: {n} days past its limit.",
    next_one="Next: {what}",
    left_out={
        "name": "name left out",
        "telephone": "telephone left out",
        "address": "address left out",
        "position": "position left out",
    },
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
    unrecorded="Rien d’enregistré.",
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
    note_columns=("GDH", "Sujet, lieu", "Faits, commentaire, appréciation"),
    emergency="Appui d’urgence non encore signalé",
    flash="Message éclair non encore transmis",
    annex="Annexe : photos",
    releasable="Version communicable",
    draft="Projet, non diffusé",
    seal_title="Comment vérifier ce compte rendu",
    seal_issued="Diffusé par {who} sous {serial}, {moment}. Nœud {node}.",
    seal_draft="Établi par {who}, {moment}, et non diffusé. Nœud {node}.",
    seal_check="Empreinte {digest}. Le fichier lui-même est signé : liaison verify FICHIER.pdf dit qui l’a diffusé, "
    "s’il est intact et si des fiches ont changé depuis.",
    seal_records="Établi à partir de {count} fiches ; leurs révisions figurent dans le fichier joint.",
    no_picture="Pas d’image : {name} {why}.",
    picture_absent="n’est pas encore arrivé ici",
    picture_damaged="est endommagé ou d’un type non affiché",
    disclaimer="Les frontières, les noms et les désignations figurant sur cette carte n’impliquent ni "
    "reconnaissance ni acceptation par l’Organisation des Nations Unies.",
    map_title="Carte de la période",
    signs={
        "meeting": "Réunion",
        "qip": "Projet à impact rapide",
        "project": "Appui aux communautés",
        "support_request": "Demande d’appui",
        "note": "Note",
        "assessment": "Évaluation",
    },
    money_title="Fonds par {what}",
    spent_of="{spent} sur {total}",
    by_sector="secteur",
    by_category="type de projet",
    money_key="Bleu : dépensé, selon le pourcentage signalé.  Gris foncé : le reste du coût.",
    states_title="Avancement",
    time_title="Temps au regard de l’échéance",
    time_key="Barre : jours écoulés sur le délai.  Rouge : échéance dépassée.  Ambre : échéance proche.",
    folded={
        "planned": "Prévus",
        "ongoing": "En cours",
        "completed": "Achevés",
        "suspended": "Suspendus",
        "cancelled": "Annulés",
    },
    unreported="non signalé",
    exempt="dispensé (par. 21)",
    para_10={"unique": "unique", "no_alternative": "à temps", "last_resort": "dernier recours"},
    meeting="{n} réunion",
    meetings="{n} réunions",
    attended="{n} suivie(s)",
    hosted="{n} accueillie(s)",
    with_one="avec {n} organisation",
    with_many="avec {n} organisations",
    late_point="PIR {serial} {title}, {place} : {n} jours au-delà de l’échéance.",
    next_one="Prochaine : {what}",
    left_out={
        "name": "nom omis",
        "telephone": "téléphone omis",
        "address": "adresse omise",
        "position": "position omise",
    },
    translated=True,
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
