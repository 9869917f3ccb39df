"""Budgets: allotted, committed, spent and left, per sector and currency, in the period in which the money began."""

from datetime import date

from app.services import budgets
from tests.services.missions import Mission, saved

EAST, WEST = "fhq/east/indbatt-1", "fhq/west"
TRANCHES = [{"percent": 80, "paid_on": "2026-09-01"}, {"percent": 20}]


def lines(found: tuple[budgets.BudgetLine, ...]) -> dict[tuple[str, str], tuple[object, ...]]:
    return {
        (one.unit, one.currency): (one.allotted, one.committed, one.spent, one.left, one.projects)
        for one in found
    }


def test_what_is_left_of_the_period(mission: Mission) -> None:
    def qip(unit: str, state: str, cost: str, **fields: object) -> None:
        saved(mission.force, "qip", unit=unit, state=state, cost=cost, **fields)

    qip(EAST, "in_progress", "10000.00 USD", tranches=TRANCHES)
    qip(EAST, "approved", "2000.00 USD")
    qip(EAST, "recommended", "9000.00 USD")
    qip(EAST, "cancelled", "9000.00 USD")
    qip(WEST, "closed", "3000.00 USD", percent_spent=100, first_disbursed="2026-08-01")
    qip(WEST, "in_progress", "500.00 XAF", first_disbursed="2026-08-02", ceiling="1000.00 XAF")
    qip("fhq", "approved", "100.00 USD", mou_date="2026-10-01")
    qip(WEST, "closed", "7000.00 USD", first_disbursed="2025-08-01")
    saved(
        mission.force, "budget_period", allotment="20000.00 USD",
        quotas=[
            {"unit_path": "fhq/east", "amount": "11000.00 USD"}, {"unit_path": "fhq/west", "amount": "9000.00 USD"},
        ],
    )  # fmt: skip
    found = budgets.overview(mission.force)
    assert (found.start, found.end) == (date(2026, 7, 1), date(2027, 6, 30))
    assert lines(found.mission) == {
        ("", "USD"): (2_000_000, 1_510_000, 1_100_000, 490_000, 4),
        ("", "XAF"): (None, 50_000, 0, None, 1),
    }
    assert lines(found.sectors) == {
        ("fhq/east", "USD"): (1_100_000, 1_200_000, 800_000, -100_000, 2),
        ("fhq/west", "USD"): (900_000, 300_000, 300_000, 600_000, 1),
        ("fhq/west", "XAF"): (None, 50_000, 0, None, 1),
        ("", "USD"): (None, 10_000, 0, None, 1),
    }
    assert [one.unit_name for one in found.sectors][:2] == ["SECTOR", "WEST"]
    mission.settle()
    seen = lines(budgets.overview(mission.sector).sectors)
    assert seen["fhq/east", "USD"] == (
        1_100_000,
        1_200_000,
        800_000,
        -100_000,
        2,
    )


def test_without_a_period_everything_counts(mission: Mission) -> None:
    saved(mission.force, "qip", unit=EAST, state="approved", cost="2000.00 USD")
    found = budgets.overview(mission.force)
    assert found.period is None
    assert lines(found.mission) == {("", "USD"): (None, 200_000, 0, None, 1)}


def test_the_period_of_a_day_is_shown_else_the_latest(mission: Mission) -> None:
    for year in (2025, 2026):
        saved(
            mission.force, "budget_period", title=f"{year}", start=f"{year}-01-01", end=f"{year}-12-31",
            allotment=f"{year}.00 USD",
        )  # fmt: skip
    assert budgets.overview(mission.force, date(2025, 5, 1)).start == date(2025, 1, 1)
    assert budgets.overview(mission.force, date(2031, 5, 1)).start == date(2026, 1, 1)
    assert len(budgets.overviews(mission.force)) == 2
