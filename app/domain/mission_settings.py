"""Mission settings and term packs: what differs from mission to mission, travelling from Force HQ as records."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.audiences import CHAIN, NOBODY, PARTNERS
from app.domain.faults import Fault
from app.domain.money import Money
from app.domain.policy.community import LIMIT_DAYS_DEFAULT
from app.domain.qips import CLOCK_START_DEFAULT, WARNING_PERCENT_DEFAULT, TranchePlan
from app.domain.records import File, Record, Row, field
from app.domain.scopes import Level, Reach
from app.domain.sections import Section
from app.domain.vocabularies import CLOCK_START, MARKING, PHASE, SITREP_TYPE, VOCABULARIES

QIP = Section("QIPs", "PIR")
PROJECTS = Section("Community support", "Appui aux communautés")
REPORTS = Section("Reports", "Comptes rendus")
NAMES = Section("Names and marking", "Appellations et mentions")


class ReportRule(Row, frozen=True, kw_only=True):
    """One report type with its cut-off hour."""

    type: str | None = field("Type", "Type", CHAIN, choices=SITREP_TYPE)
    cut_off: str | None = field("Cut-off", "Heure limite", CHAIN, max=40)
    level: str | None = field("Level", "Niveau", CHAIN, max=40)


class MarkingLabel(Row, frozen=True, kw_only=True):
    """What a marking is called on this mission's paper."""

    marking: str | None = field("Marking", "Classification", CHAIN, choices=MARKING)
    label: str | None = field("Printed as", "Imprimé comme", CHAIN)


class MissionSettings(Record, frozen=True, kw_only=True):
    """The parameters of a mission; a logbook without one uses the defaults, which are not UN rules."""

    kind = "mission_settings"
    label = "Mission settings"
    plural = "Mission settings"
    french = ("Paramètres de la mission", "Paramètres de la mission")
    hint = "Without any, the usual figures count, such as 183 days for a QIP. Force HQ writes them."
    prefix = "SET"
    undated = True
    page = "settings"
    new_menu = 0
    title_from = ("title",)
    travels = Reach.BRANCH
    written_by = Level.FORCE
    columns = ("title", "qip_ceiling", "qip_limit_days", "phase")
    sections = (QIP, PROJECTS, REPORTS, NAMES)

    title: str | None = field(
        "Title",
        "Titre",
        CHAIN,
        section=NAMES,
        required=True,
        level=Level.FORCE,
        searched=3,
        tag="#activity+name",
    )
    qip_ceiling: Money | None = field(
        "Ceiling of a QIP", "Plafond d’un QIP", CHAIN, section=QIP, level=Level.FORCE
    )
    qip_limit_days: int | None = field(
        "Time limit (days)",
        "Délai (jours)",
        CHAIN,
        section=QIP,
        level=Level.FORCE,
        min_value=1,
        max_value=1825,
        default=LIMIT_DAYS_DEFAULT,
    )
    qip_warning_percent: int | None = field(
        "Warn at percent of the limit",
        "Avertir à ce pourcentage du délai",
        CHAIN,
        section=QIP,
        level=Level.FORCE,
        percent=True,
        default=WARNING_PERCENT_DEFAULT,
    )
    clock_start: str | None = field(
        "Clock starts with",
        "Le délai court à partir de",
        CHAIN,
        section=QIP,
        level=Level.FORCE,
        choices=CLOCK_START,
        default=CLOCK_START_DEFAULT,
    )
    tranche_plan: tuple[TranchePlan, ...] | None = field(
        "Usual tranches", "Tranches habituelles", CHAIN, section=QIP, level=Level.FORCE
    )
    pillars: tuple[str, ...] | None = field("Pillars", "Piliers", CHAIN, section=QIP, level=Level.FORCE)
    local_committee: bool | None = field(
        "A local review committee sits",
        "Un comité local d’examen siège",
        CHAIN,
        section=QIP,
        level=Level.FORCE,
    )
    sector_approves_to: Money | None = field(
        "Sector may approve up to",
        "Le secteur peut approuver jusqu’à",
        CHAIN,
        section=PROJECTS,
        level=Level.FORCE,
    )
    limit_replaces: tuple[str, ...] | None = field(
        "Former limits", "Anciennes limites", NOBODY, section=PROJECTS, level=Level.FORCE, searched=0,
        form=False, listed=False, sheet=False, paper=False, carried=False,
    )  # fmt: skip
    limit_kept: tuple[str, ...] | None = field(
        "Approvals that stand under a former limit", "Approbations maintenues sous une ancienne limite", NOBODY,
        section=PROJECTS, level=Level.FORCE, searched=0, form=False, listed=False, sheet=False, paper=False,
        carried=False,
    )  # fmt: skip
    reports: tuple[ReportRule, ...] | None = field(
        "Report types", "Types de rapport", CHAIN, section=REPORTS, level=Level.FORCE
    )
    cimic_title: str | None = field(
        "Title used here",
        "Titre en usage ici",
        CHAIN,
        section=NAMES,
        level=Level.FORCE,
        hint="CIMIC, CMLO, CIMCOORD",
    )
    phase: str | None = field(
        "Mission phase", "Phase de la mission", CHAIN, section=NAMES, level=Level.FORCE, choices=PHASE
    )
    marking_labels: tuple[MarkingLabel, ...] | None = field(
        "Marking on paper", "Mentions imprimées", CHAIN, section=NAMES, level=Level.FORCE
    )
    map_disclaimer: str | None = field(
        "Map disclaimer", "Avertissement des cartes", PARTNERS, section=NAMES, level=Level.FORCE, long=True
    )
    base_layers: tuple[File, ...] | None = field(
        "Map layers",
        "Couches de la carte",
        CHAIN,
        section=NAMES,
        level=Level.FORCE,
        hint="GeoJSON files",
        sheet=False,
    )

    def faults(self) -> Iterator[Fault]:
        """Yield a fault where the usual tranches do not add up to 100, or a report type stands there twice."""
        total = sum(share.percent or 0 for share in self.tranche_plan or ())
        if self.tranche_plan and total != 100:
            yield Fault("tranche_plan", "not_hundred", {"sum": total})
        types = [(rule.type, rule.level) for rule in self.reports or ()]
        if len(set(types)) < len(types):
            yield Fault("reports", "twice")


class Term(Row, frozen=True, kw_only=True):
    """One word that this mission uses for a word of the app."""

    vocabulary: str | None = field("Vocabulary", "Vocabulaire", CHAIN)
    code: str | None = field("Code", "Code", CHAIN)
    label: str | None = field("Shown as", "Affiché comme", CHAIN)


class Template(Row, frozen=True, kw_only=True):
    """A text that a new record of a kind begins with in one of its fields."""

    name: str | None = field("Template", "Modèle", CHAIN)
    for_kind: str | None = field("Kind", "Nature", CHAIN)
    for_field: str | None = field("Field", "Champ", CHAIN)
    text: str | None = field("Text", "Texte", CHAIN, long=True)


class TermPack(Record, frozen=True, kw_only=True):
    """Words and templates of a mission."""

    kind = "term_pack"
    label = "Term pack"
    plural = "Term packs"
    french = ("Lexique", "Lexiques")
    hint = "The words and templates of this mission. Force HQ writes them."
    prefix = "TRM"
    undated = True
    page = "settings"
    new_menu = 0
    title_from = ("title",)
    travels = Reach.BRANCH
    written_by = Level.FORCE
    columns = ("title", "language")
    sections = (Section("Terms", "Termes"),)

    title: str | None = field(
        "Title",
        "Titre",
        CHAIN,
        section="Terms",
        required=True,
        level=Level.FORCE,
        searched=3,
        tag="#activity+name",
    )
    language: str | None = field("Language", "Langue", CHAIN, section="Terms", level=Level.FORCE, max=20)
    terms: tuple[Term, ...] | None = field("Terms", "Termes", CHAIN, section="Terms", level=Level.FORCE)
    templates: tuple[Template, ...] | None = field(
        "Templates", "Modèles", CHAIN, section="Terms", level=Level.FORCE
    )

    def faults(self) -> Iterator[Fault]:
        """Yield faults of words that no list of the app has."""
        for number, term in enumerate(self.terms or (), 1):
            known = VOCABULARIES.get(term.vocabulary or "")
            if known is None:
                yield Fault("terms", "no_such_vocabulary", {"line": number, "value": term.vocabulary or ""})
            elif term.code not in dict(known):
                yield Fault("terms", "no_such_word", {"line": number, "value": term.code or ""})
