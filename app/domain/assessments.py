"""Village and area assessments: what is there, what is lacking, and what men, women and youth say they need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.beneficiaries import Beneficiaries
from app.domain.faults import Fault
from app.domain.records import Located, Record, field, order_fault
from app.domain.vocabularies import RATING

PEOPLE, STATE, NEEDS, TRUST = "People", "State of the place", "Needs as voiced", "Confidence"


class Assessment(Located, Record, frozen=True, kw_only=True):
    """An assessment of a village or an area; it never names victims, it refers."""

    kind = "assessment"
    label = "Area assessment"
    plural = "Assessments"
    prefix = "ASM"
    title_from = ("place", "admin2", "admin1")
    columns = ("place", "assessed_on", "admin1", "confidence", "valid_until")
    sections = ("What", "Where", PEOPLE, STATE, NEEDS, TRUST)

    assessed_on: date | None = field("Assessed on", section="What", required=True)
    assessed_by: str | None = field("Assessed by", section="What", searched=1)
    sources: str | None = field(
        "Sources and period", section="What", long=True, searched=1, hint="Who said it, and for which time"
    )
    population: Beneficiaries | None = field("Population", section=PEOPLE)
    displaced: int | None = field("Displaced people", section=PEOPLE)
    returnees: int | None = field("Returnees", section=PEOPLE)
    leaders: str | None = field("Leaders", section=PEOPLE, long=True, searched=1, sensitive=True)
    actors: tuple[str, ...] | None = field("Actors present", section=PEOPLE, ref="organisation")
    access: str | None = field("Access", section=STATE, long=True, searched=1)
    security: str | None = field("Security", section=STATE, long=True, searched=1)
    water: str | None = field("Water", section=STATE, long=True, searched=1)
    health: str | None = field("Health", section=STATE, long=True, searched=1)
    education: str | None = field("Education", section=STATE, long=True, searched=1)
    food_market: str | None = field("Food and market", section=STATE, long=True, searched=1)
    livelihood: str | None = field("Livelihood", section=STATE, long=True, searched=1)
    shelter: str | None = field("Shelter", section=STATE, long=True, searched=1)
    power_telecoms: str | None = field("Power and telecoms", section=STATE, long=True, searched=1)
    justice: str | None = field("Justice", section=STATE, long=True, searched=1)
    protection: str | None = field(
        "Protection concerns", section=STATE, long=True, searched=1, sensitive=True,
        hint="Never names of victims: refer only",
    )  # fmt: skip
    needs_men: str | None = field("Three most urgent needs: men", section=NEEDS, long=True, searched=1)
    needs_women: str | None = field("Three most urgent needs: women", section=NEEDS, long=True, searched=1)
    needs_youth: str | None = field("Three most urgent needs: youth", section=NEEDS, long=True, searched=1)
    confidence: str | None = field("Confidence", section=TRUST, choices=RATING)
    valid_until: date | None = field("Valid until", section=TRUST)

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
