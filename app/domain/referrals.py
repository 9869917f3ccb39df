"""Referrals: matters that are not CIMIC's, passed on to whoever they belong to (de Coning 2007: outside UN CIMIC)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.audiences import CHAIN, NOBODY
from app.domain.faults import Fault
from app.domain.records import Moment, Record, field, order_fault
from app.domain.roles import Role
from app.domain.sections import Section
from app.domain.vocabularies import REFERRED_TO


class Referral(Record, frozen=True, kw_only=True):
    """One matter passed on: to whom, when, and whether it was acknowledged."""

    kind = "referral"
    label = "Referral"
    plural = "Referrals"
    french = ("Renvoi", "Renvois")
    hint = "A matter that is not CIMIC's: to whom it was passed on, and whether they said so."
    order = ("referred_at", True)
    overdue_name = "Not acknowledged"
    overdue_when = (("acknowledged_at", "empty", None),)
    prefix = "REF"
    page = "liaison"
    new_menu = 6
    title_from = ("matter",)
    columns = ("matter", "referred_to", "referred_at", "acknowledged_at")
    sections = (Section("What", "Quoi"), Section("Acknowledgement", "Accusé de réception"))

    matter: str | None = field(
        "Matter", "Affaire", CHAIN, section="What", required=True, searched=3, max=1000
    )
    details: str | None = field(
        "Details", "Détails", NOBODY, section="What", long=True, searched=1, paper=False, sheet=False
    )
    referred_to: str | None = field(
        "Passed on to", "Transmis à", CHAIN, section="What", required=True, choices=REFERRED_TO
    )
    receiver: str | None = field(
        "Received by", "Reçu par", CHAIN, section="What", searched=1, role=Role.PERSON
    )
    referred_at: Moment | None = field("Passed on", "Transmis", CHAIN, section="What", role=Role.DAY)
    source: str | None = field("Comes from", "Vient de", CHAIN, section="What", ref="*")
    acknowledged_at: Moment | None = field("Acknowledged", "Accusé reçu", CHAIN, section="Acknowledgement")
    acknowledged_by: str | None = field(
        "Acknowledged by", "Accusé par", CHAIN, section="Acknowledgement", searched=1, role=Role.PERSON
    )

    def faults(self) -> Iterator[Fault]:
        """Yield a fault where it was acknowledged before it was passed on."""
        return order_fault(self.referred_at, self.acknowledged_at, "acknowledged_at")
