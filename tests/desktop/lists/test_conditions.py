"""Conditions: what the chips mean to the store."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from app.desktop.lists.conditions import PERIODS, conditions_of, span
from app.desktop.lists.standpoint import Standpoint
from app.domain.kinds import KINDS
from app.services import records
from app.services.desks import Desk

STAND = Standpoint(
    now=datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=2))), officer="Maj A. Diallo"
)


@pytest.mark.parametrize(
    ("kind", "chips", "meant"),
    [
        ("follow_up", {"open": "yes"}, [("state", "in", ["open"])]),
        ("follow_up", {"due": "yes"}, [("state", "in", ["open"]), ("due", "<", "2026-11-21")]),
        ("meeting", {"unit": "fhq/east"}, [("unit", "under", "fhq/east")]),
        ("meeting", {"mine": "yes"}, [("created_by", "=", "Maj A. Diallo")]),
        ("meeting", {"conflict": "yes", "withdrawn": "yes"},
         [("conflicts", ">", 0), ("withdrawn", "filled", None)]),
        ("meeting", {"period": "today"},
         [("started_at", ">=", "2026-11-21T00:00:00+02:00"), ("started_at", "<", "2026-11-22T00:00:00+02:00")]),
        ("visit", {"period": "week"}, [("date", ">=", "2026-11-16"), ("date", "<", "2026-11-23")]),
        ("organisation", {"period": "month"},
         [("updated_at", ">=", "2026-10-31T22:00:00"), ("updated_at", "<", "2026-11-30T22:00:00")]),
        ("note", {"due": "yes"}, [("flash", "=", True), ("reported_at", "empty", None)]),
        ("support_request", {"emergency": "yes"}, [("emergency", "=", True)]),
        ("meeting", {"period": "of a newer version", "emergency": "yes"}, []),
    ],
)  # fmt: skip
def test_each_chip_has_its_meaning(kind: str, chips: dict[str, str], meant: list[Any]) -> None:
    assert list(conditions_of(kind, chips, STAND)) == meant


def test_periods_follow_each_other_and_are_never_empty() -> None:
    days = {name: tuple(one.date() for one in span(name, STAND)) for name in PERIODS}
    assert all(first < after for first, after in days.values())
    assert days["last_month"][1] == days["month"][0]
    assert days["past_7"][1] - days["past_7"][0] == days["next_7"][1] - days["next_7"][0] == timedelta(days=7)


@pytest.mark.parametrize("kind", KINDS)
def test_the_store_understands_every_chip_of_every_kind(desk: Desk, kind: str) -> None:
    chips = {"unit": "fhq", "mine": "yes", "conflict": "yes", "withdrawn": "yes", "period": "year"}
    chips |= {"open": "yes"} if KINDS[kind].workflow else {}
    chips |= {"due": "yes"} if KINDS[kind].overdue_name else {}
    assert records.count(desk, kind, where=conditions_of(kind, chips, STAND)) == 0
