"""Budgets: what the mission may spend on QIPs in a period, what is committed, spent and left of it, by sector.

Committed is the cost of every QIP that was approved and not given up; spent is what was paid of it. A QIP belongs to
the period in which its money began: its first disbursement, else its MOU, its decision, its start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.budget_periods import BudgetPeriod
from app.domain.decisions import decided_day
from app.domain.qips import WORKFLOW, Qip
from app.services.desks import Desk
from app.services.showing import view_of
from app.services.structures import typed_record
from app.services.views import RecordView, View
from app.storage.reader import Reader
from app.storage.rows import RecordState

ELSEWHERE = ""
"""The line of what belongs to no sector with a quota."""
_SUSPENDED = "suspended"


class BudgetLine(View, frozen=True, kw_only=True):
    """The money of one sector or of the whole mission in one currency, in cents; `allotted` None: nothing laid down."""

    unit: str
    unit_name: str
    currency: str
    allotted: int | None
    committed: int
    spent: int
    projects: int

    @property
    def left(self) -> int | None:
        """What may still be committed; below zero where more is committed than allotted."""
        return None if self.allotted is None else self.allotted - self.committed


class Budget(View, frozen=True, kw_only=True):
    """One period, or all time where none is laid down: the mission's line per currency, then each sector's."""

    period: RecordView | None
    start: date | None
    end: date | None
    mission: tuple[BudgetLine, ...]
    sectors: tuple[BudgetLine, ...]


class _Share(View, frozen=True, kw_only=True):
    unit: str
    currency: str
    committed: int
    spent: int


def overview(desk: Desk, today: date | None = None) -> Budget:
    """Return the budget of the period of a day (default: today by the desk's clock), else of the latest."""
    day = today or desk.clock().date()
    found = overviews(desk)
    holding = [one for one in found if one.start and one.end and one.start <= day <= one.end]
    return (holding or found)[0]


def overviews(desk: Desk) -> tuple[Budget, ...]:
    """Return the budget of every period, the latest first; one of all time where no period is laid down."""
    with desk.logbook.reading() as reader:
        periods = [state for state in _all(reader, "budget_period") if state.values.get("title")]
        qips = _all(reader, "qip")
    typed = [(state, typed_record("budget_period", state.values)) for state in periods]
    known = [(state, one) for state, one in typed if isinstance(one, BudgetPeriod)]
    known.sort(key=lambda pair: (pair[1].start or date.min, pair[0].id), reverse=True)
    made = [_budget(desk, state, period, qips) for state, period in known]
    return tuple(made) or (_budget(desk, None, BudgetPeriod(), qips),)


def _all(reader: Reader, kind: str) -> list[RecordState]:
    return reader.states(reader.keys(kind))


def _budget(
    desk: Desk, state: RecordState | None, period: BudgetPeriod, qips: Sequence[RecordState]
) -> Budget:
    quotas = {
        (quota.unit_path, quota.amount.currency): quota.amount.amount
        for quota in period.quotas or ()
        if quota.unit_path and quota.amount
    }
    units = sorted({unit for unit, _ in quotas} | _sectors(desk))
    shares = list(_shares(qips, period, units))
    allotted = {period.allotment.currency: period.allotment.amount} if period.allotment else {}
    currencies = sorted({*allotted, *(one.currency for one in shares)}) or ["USD"]
    mission = [_line(desk, None, name, allotted.get(name), shares) for name in currencies]
    sectors = [
        _line(desk, unit, name, quotas.get((unit, name)), shares)
        for unit in (*units, ELSEWHERE)
        for name in currencies
        if (unit, name) in quotas or any((one.unit, one.currency) == (unit, name) for one in shares)
    ]
    return Budget(
        period=view_of(state) if state else None,
        start=period.start,
        end=period.end,
        mission=tuple(mission),
        sectors=tuple(sectors),
    )


def _sectors(desk: Desk) -> set[str]:
    entries = desk.book.entries if desk.book else ()
    return {one.unit for one in entries if one.level == "sector"}


def _shares(qips: Iterable[RecordState], period: BudgetPeriod, units: Sequence[str]) -> Iterable[_Share]:
    for state in qips:
        qip = typed_record("qip", state.values)
        if not isinstance(qip, Qip) or qip.cost is None or not _is_committed(qip):
            continue
        if _belongs(_money_day(qip, state), period):
            yield _Share(
                unit=_sector_of(state.unit, units),
                currency=qip.cost.currency,
                committed=qip.cost.amount,
                spent=qip.spent_cents,
            )


def _is_committed(qip: Qip) -> bool:
    """A suspended QIP keeps its money where it had been decided on or paid for."""
    started = qip.decided_on is not None or qip.clock_started() is not None
    return qip.state in WORKFLOW.resting or (qip.state == _SUSPENDED and started)


def _money_day(qip: Qip, state: RecordState) -> date:
    days = (qip.clock_started(), qip.mou_date, decided_day(qip.decided_on), qip.start)
    return next((day for day in days if day), date.fromisoformat(state.created_at[:10]))


def _belongs(day: date, period: BudgetPeriod) -> bool:
    return (period.start is None or period.start <= day) and (period.end is None or day <= period.end)


def _sector_of(unit: str, units: Sequence[str]) -> str:
    above = [one for one in units if unit == one or unit.startswith(f"{one}/")]
    return max(above, key=len, default=ELSEWHERE)


def _line(
    desk: Desk, unit: str | None, currency: str, allotted: int | None, shares: Sequence[_Share]
) -> BudgetLine:
    own = [one for one in shares if one.currency == currency and unit in (None, one.unit)]
    return BudgetLine(
        unit=unit or "",
        unit_name=_name(desk, unit),
        currency=currency,
        allotted=allotted,
        committed=sum(one.committed for one in own),
        spent=sum(one.spent for one in own),
        projects=len(own),
    )


def _name(desk: Desk, unit: str | None) -> str:
    if unit is None:
        return "Mission"
    if unit == ELSEWHERE:
        return "No sector"
    entries = desk.book.entries if desk.book else ()
    return next((one.unit_name for one in entries if one.unit == unit), unit)
