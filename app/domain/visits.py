"""Monitoring visits to projects and QIPs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from app.domain.audiences import CHAIN, MISSION, PARTNERS
from app.domain.faults import Fault
from app.domain.records import Record, field, order_fault
from app.domain.roles import Role
from app.domain.sections import Section


class Visit(Record, frozen=True, kw_only=True):
    """One visit to a project: what is built, what is spent, what deviates, what is done about it."""

    kind = "visit"
    label = "Monitoring visit"
    plural = "Monitoring visits"
    french = ("Visite de suivi", "Visites de suivi")
    hint = "What is built, what is spent, and what to do about it."
    order = ("date", True)
    prefix = "VIS"
    page = "projects"
    new_menu = 9
    followed_by = (("follow_up", "source"),)
    follow_lines, follow_lines_in = ("us", "them"), "Findings"
    shows_referring = True
    title_from = ("findings", "visitors")
    sections = (Section("Visit", "Visite"), Section("Findings", "Constatations"))
    columns = ("date", "project", "visitors", "percent_physical", "percent_spent", "next_visit")

    project: str | None = field(
        "Project or QIP",
        "Projet ou PIR",
        PARTNERS,
        section="Visit",
        required=True,
        ref="project|qip",
        width=6,
    )
    date: Day | None = field("Date", "Date", PARTNERS, section="Visit", required=True, role=Role.DAY)
    visitors: str | None = field(
        "Visitors",
        "Visiteurs",
        CHAIN,
        section="Visit",
        searched=2,
        role=Role.PERSON,
        width=6,
    )
    percent_physical: int | None = field(
        "Percent physical", "Pourcentage physique", PARTNERS, section="Findings", percent=True, short="Built"
    )
    percent_spent: int | None = field(
        "Percent spent", "Pourcentage dépensé", MISSION, section="Findings", percent=True, short="Spent"
    )
    findings: str | None = field(
        "Findings", "Constatations", CHAIN, section="Findings", long=True, searched=2
    )
    deviations: str | None = field(
        "Deviations", "Écarts", CHAIN, section="Findings", long=True, searched=1, width=6
    )
    action: str | None = field("Action", "Mesure", CHAIN, section="Findings", long=True, searched=1, width=6)
    next_visit: Day | None = field(
        "Next visit", "Prochaine visite", PARTNERS, section="Findings", role=Role.DUE
    )

    def faults(self) -> Iterator[Fault]:
        """Yield a fault where the next visit lies before this one."""
        return order_fault(self.date, self.next_visit, "next_visit")
