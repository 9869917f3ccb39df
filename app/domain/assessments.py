"""Village and area assessments: what is there, what is lacking, and what men, women and youth say they need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.audiences import CHAIN, MISSION, PARTNERS
from app.domain.beneficiaries import Beneficiaries
from app.domain.faults import Fault
from app.domain.records import NOW, Record, field, order_fault
from app.domain.roles import Role
from app.domain.sections import WHERE, Section
from app.domain.shared_fields import Located
from app.domain.vocabularies import RATING

PEOPLE = Section("People", "Population")
STATE = Section("State of the place", "État des lieux")
NEEDS = Section("Needs as voiced", "Besoins exprimés")
TRUST = Section("Confidence", "Confiance")


class Assessment(Located, Record, frozen=True, kw_only=True):
    """An assessment of a village or an area; it never names victims, it refers."""

    kind = "assessment"
    label = "Area assessment"
    plural = "Assessments"
    french = ("Évaluation de zone", "Évaluations")
    hint = "What is there, what is lacking, and what men, women and youth say they need."
    order = ("assessed_on", True)
    overdue_name = "Expired"
    overdue_when = (("valid_until", "<", NOW),)
    prefix = "ASM"
    page = "liaison"
    new_menu = 5
    title_from = ("place", "admin2", "admin1")
    columns = ("place", "assessed_on", "admin1", "confidence", "valid_until")
    sections = (Section("What", "Quoi"), WHERE, PEOPLE, STATE, NEEDS, TRUST)

    assessed_on: date | None = field(
        "Assessed on", "Évalué le", PARTNERS, section="What", required=True, role=Role.DAY
    )
    assessed_by: str | None = field(
        "Assessed by", "Évalué par", CHAIN, section="What", searched=1, role=Role.PERSON
    )
    sources: str | None = field(
        "Sources and period",
        "Sources et période",
        CHAIN,
        section="What",
        long=True,
        searched=1,
        hint="Who said it, and for which time",
    )
    population: Beneficiaries | None = field(
        "Population", "Population", PARTNERS, section=PEOPLE, tag="#population"
    )
    displaced: int | None = field("Displaced people", "Personnes déplacées", PARTNERS, section=PEOPLE)
    returnees: int | None = field("Returnees", "Personnes retournées", PARTNERS, section=PEOPLE)
    leaders: str | None = field(
        "Leaders",
        "Responsables",
        CHAIN,
        section=PEOPLE,
        long=True,
        searched=1,
        sensitive=True,
        role=Role.PERSON,
    )
    actors: tuple[str, ...] | None = field(
        "Actors present", "Acteurs présents", PARTNERS, section=PEOPLE, ref="organisation"
    )
    access: str | None = field("Access", "Accès", PARTNERS, section=STATE, long=True, searched=1, width=6)
    security: str | None = field(
        "Security", "Sécurité", MISSION, section=STATE, long=True, searched=1, width=6
    )
    water: str | None = field("Water", "Eau", PARTNERS, section=STATE, long=True, searched=1, width=6)
    health: str | None = field("Health", "Santé", PARTNERS, section=STATE, long=True, searched=1, width=6)
    education: str | None = field(
        "Education", "Éducation", PARTNERS, section=STATE, long=True, searched=1, width=6
    )
    food_market: str | None = field(
        "Food and market",
        "Alimentation et marché",
        PARTNERS,
        section=STATE,
        long=True,
        searched=1,
        width=6,
    )
    livelihood: str | None = field(
        "Livelihood",
        "Moyens de subsistance",
        PARTNERS,
        section=STATE,
        long=True,
        searched=1,
        width=6,
    )
    shelter: str | None = field("Shelter", "Abri", PARTNERS, section=STATE, long=True, searched=1, width=6)
    power_telecoms: str | None = field(
        "Power and telecoms",
        "Électricité et télécommunications",
        PARTNERS,
        section=STATE,
        long=True,
        searched=1,
        width=6,
    )
    justice: str | None = field("Justice", "Justice", PARTNERS, section=STATE, long=True, searched=1, width=6)
    protection: str | None = field(
        "Protection concerns", "Préoccupations de protection", CHAIN,
        section=STATE, long=True, searched=1, sensitive=True, hint="Never names of victims: refer only",
    )  # fmt: skip
    needs_men: str | None = field(
        "Three most urgent needs: men",
        "Trois besoins les plus urgents : hommes",
        PARTNERS,
        section=NEEDS,
        long=True,
        searched=1,
    )
    needs_women: str | None = field(
        "Three most urgent needs: women",
        "Trois besoins les plus urgents : femmes",
        PARTNERS,
        section=NEEDS,
        long=True,
        searched=1,
    )
    needs_youth: str | None = field(
        "Three most urgent needs: youth",
        "Trois besoins les plus urgents : jeunes",
        PARTNERS,
        section=NEEDS,
        long=True,
        searched=1,
    )
    confidence: str | None = field("Confidence", "Confiance", PARTNERS, section=TRUST, choices=RATING)
    valid_until: date | None = field(
        "Valid until", "Valable jusqu’au", PARTNERS, section=TRUST, role=Role.DUE
    )

    def faults(self) -> Iterator[Fault]:
        """Yield a fault where it ends to be valid before it was made."""
        return order_fault(self.assessed_on, self.valid_until, "valid_until")

    def warnings(self, today: date) -> Iterator[Fault]:
        """Yield a warning where it is past its date."""
        if self.expired(today):
            yield Fault("valid_until", "expired")

    def expired(self, today: date) -> bool:
        """Return whether the assessment is past its date."""
        return self.valid_until is not None and self.valid_until < today
