"""Budget periods: what the mission may spend on QIPs, and each sector's share; the rest is computed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.audiences import CHAIN
from app.domain.faults import Fault
from app.domain.money import Money
from app.domain.records import Record, Row, field, order_fault
from app.domain.roles import Role
from app.domain.scopes import Level, Reach, is_unit_path
from app.domain.sections import Section


class Quota(Row, frozen=True, kw_only=True):
    """One sector's share."""

    unit_path: str | None = field("Sector (unit path)", "Secteur (chemin de l’unité)", CHAIN, role=Role.CODE)
    amount: Money | None = field("Amount", "Montant", CHAIN)


class BudgetPeriod(Record, frozen=True, kw_only=True):
    """The QIP allotment of the mission for a period; only Force HQ records it."""

    kind = "budget_period"
    label = "Budget period"
    plural = "Budget periods"
    french = ("Période budgétaire", "Périodes budgétaires")
    hint = "What the mission may spend on QIPs in a period, and each sector's share. Force HQ writes it."
    order = ("start", True)
    prefix = "BUD"
    page = "projects"
    new_menu = 0
    title_from = ("title",)
    travels = Reach.BRANCH
    written_by = Level.FORCE
    columns = ("title", "start", "end", "allotment")
    sections = (Section("Period", "Période"),)

    title: str | None = field(
        "Title",
        "Titre",
        CHAIN,
        section="Period",
        required=True,
        searched=3,
        level=Level.FORCE,
        tag="#activity+name",
    )
    start: date | None = field(
        "Start",
        "Début",
        CHAIN,
        section="Period",
        required=True,
        level=Level.FORCE,
        role=Role.DAY,
        tag="#date+start",
    )
    end: date | None = field(
        "End",
        "Fin",
        CHAIN,
        section="Period",
        required=True,
        level=Level.FORCE,
        role=Role.DUE,
        tag="#date+end",
    )
    allotment: Money | None = field(
        "Allotment", "Dotation", CHAIN, section="Period", required=True, level=Level.FORCE
    )
    quotas: tuple[Quota, ...] | None = field("Quotas", "Quotas", CHAIN, section="Period", level=Level.FORCE)

    def faults(self) -> Iterator[Fault]:
        """Yield faults of dates, and of quotas above the allotment."""
        yield from order_fault(self.start, self.end, "end")
        paths = [quota.unit_path or "" for quota in self.quotas or ()]
        wrong = next((path for path in paths if not is_unit_path(path)), None)
        if wrong is not None:
            yield Fault("quotas", "not_a_unit")
        elif len(set(paths)) < len(paths):
            yield Fault("quotas", "twice")
        if self.allotment is not None:
            given = [quota.amount for quota in self.quotas or () if quota.amount is not None]
            same = [money.amount for money in given if money.currency == self.allotment.currency]
            if len(same) < len(given):
                yield Fault("quotas", "other_currency", {"currency": self.allotment.currency})
            elif sum(same) > self.allotment.amount:
                yield Fault("quotas", "above_allotment")
