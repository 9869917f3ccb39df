"""Attention: what somebody must look at: expired assessments, and the limit of a QIP."""

from __future__ import annotations

from datetime import date

from app.domain.policy.community import LIMIT_DAYS_DEFAULT
from app.domain.qips import CLOCK_START_DEFAULT, WARNING_PERCENT_DEFAULT
from app.services import records, settings
from app.services.desks import Desk
from app.services.views import RecordView, View

QIP_RUNNING = ("mou_signed", "first_tranche", "in_progress", "suspended")
"""The states in which a QIP can have a running clock."""


class QipLimit(View, frozen=True, kw_only=True):
    """How many days a QIP may take, after what share of them to warn, and what starts its clock."""

    days: int = LIMIT_DAYS_DEFAULT
    warning_percent: int = WARNING_PERCENT_DEFAULT
    clock: str = CLOCK_START_DEFAULT

    @property
    def warning_days(self) -> int:
        """From how many days left on a QIP is near its limit."""
        return self.days * (100 - self.warning_percent) // 100


USUAL_LIMIT = QipLimit()
"""The limit where the mission has laid down nothing."""


def qip_limit(desk: Desk) -> QipLimit:
    """Return the limit by the mission's settings, else the defaults."""
    found = settings.current(desk)
    return QipLimit(
        days=found.qip_limit_days, warning_percent=found.qip_warning_percent, clock=found.clock_start
    )


def expired_assessments(desk: Desk, today: date, limit: int) -> tuple[tuple[RecordView, ...], int]:
    """Return the assessments past their date, the latest expiry first, and how many there are."""
    where = (("valid_until", "<", today.isoformat()),)
    found = records.page(desk, "assessment", where=where, order=("valid_until", True), limit=limit)
    return found, records.count(desk, "assessment", where=where)
