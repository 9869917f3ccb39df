"""Figures that no form takes, days at the ends of the calendar: no record of one breaks the lists of another."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.moments import days_after, dtg, parse_moment
from app.domain.qips import Qip
from app.services import calendar, matrix, records
from tests.services.exchange import forging
from tests.services.exchange.attacks.lab import FUTURE, Lab

UP = "fhq/east/indbatt-1"
LAST = "9999-12-31T23:59:59-12:00"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("qip", {"title": "Well", "state": "idea", "cost": {"amount": -900_000_000, "currency": "USD"}}),
        ("qip", {"title": "Well", "state": "idea", "cost": {"amount": 10**15, "currency": "USD"}}),
        ("qip", {"title": "Well", "state": "idea", "cost": {"amount": 1, "currency": "u$d"}}),
        ("qip", {"title": "Well", "state": "idea", "percent_done": 101}),
        ("qip", {"title": "Well", "state": "idea", "tranches": [{"percent": -1}]}),
        ("qip", {"title": "Well", "state": "idea", "beneficiaries": {"total": -5}}),
        ("qip", {"title": "Well", "state": "idea", "beneficiaries": {"cells": {"f": {"adults": 2**53 - 1}}}}),
        ("organisation", {"name": "Water Committee", "contact_every": 2**53 - 1}),
    ],
)
def test_figures_beyond_what_a_form_takes_are_malformed(lab: Lab, kind: str, fields: dict[str, Any]) -> None:
    begun = lab.begun("unit", kind, **fields)
    file = forging.bundle(lab.mission, lab.mission.unit, lab.mission.force, [lab.sealed("unit", [begun], UP)])
    (outcome,) = lab.mission.take("force", file)
    assert (outcome.outcome, [one.code for one in outcome.reasons]) == ("refused", ["refused:malformed"])


def test_days_at_the_ends_of_the_calendar_break_no_list(lab: Lab) -> None:
    partner = lab.complete("force", "organisation", contact_every=730, reach="branch")
    ahead = lab.begun("unit", "organisation", at=FUTURE, name="Of the year 9999", contact_every=30)
    met = lab.begun(
        "unit", "meeting", title="In the year 9999", started_at=LAST, ended_at=LAST, next_meeting_at=LAST,
        organisations=[partner.id], participants=[{"name": "X", "organisation": partner.id}],
    )  # fmt: skip
    paid = lab.begun(
        "unit", "qip", title="Well", state="idea", first_disbursed="9999-12-31", start="0001-01-01"
    )
    lab.spread("unit", *(lab.sealed("unit", [one], UP) for one in (ahead, met, paid)), to=("force",))
    desk = lab.mission.force
    assert {row.id for row in matrix.matrix(desk)} == {partner.id, ahead.record}
    zone = desk.clock().tzinfo
    assert zone is not None
    calendar.entries(desk, date(9999, 12, 1), date(9999, 12, 31), zone)
    assert {one.id for one in records.page(desk, "qip")} == {paid.record}
    assert Qip(title="Well", first_disbursed=date(9999, 12, 31)).limit() == date.max
    assert dtg(parse_moment(LAST)) == "312359ZDEC99"


def test_days_are_counted_no_further_than_the_calendar_goes() -> None:
    assert days_after(date.max, 1) == date.max
    assert days_after(date.min, -1) == date.min
    assert days_after(date(2026, 11, 21), -3) == date(2026, 11, 21) - timedelta(days=3)
