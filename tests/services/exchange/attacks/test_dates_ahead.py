"""A save that is dated far ahead is shown as doubtful and stands on top of no list."""

from datetime import timedelta
from typing import Any

from app.services import clocks, records
from app.services.newest import NEWEST_FIRST
from tests.services.exchange.attacks.lab import FUTURE, Lab

UP = "fhq/east/indbatt-1"


def topics(lab: Lab, name: str, **options: Any) -> list[str]:
    return [
        str(one.fields["topic"])
        for one in records.page(lab.mission[name], "note", order=NEWEST_FIRST, **options)
    ]


def test_a_save_of_the_year_9999_comes_last_of_those_sorted_by_the_last_save(lab: Lab) -> None:
    lab.complete("unit", "note", topic="First")
    lab.complete("unit", "note", topic="Second")
    forged = lab.begun("unit", "note", at=FUTURE, topic="Look at me")
    soon = lab.begun("unit", "note", at=lab.mission.unit.clock() + timedelta(hours=23), topic="Clock ahead")
    lab.spread("unit", *(lab.sealed("unit", [one], UP) for one in (forged, soon)), to=("force", "sector"))
    for name in ("force", "sector"):
        desk = lab.mission[name]
        assert topics(lab, name) == ["Clock ahead", "Second", "First", "Look at me"]
        assert [topics(lab, name, limit=limit)[-1] for limit in (1, 2, 3, 4)] == [
            "Clock ahead", "Second", "First", "Look at me",
        ]  # fmt: skip
        keys = records.keys(desk, "note", order=NEWEST_FIRST)
        shown = records.window(desk, "note", order=NEWEST_FIRST, size=3)
        assert (list(shown.keys), shown.count) == (list(keys[:3]), 4)
        assert lab.history(name, forged).doubtful
        assert not lab.history(name, soon).doubtful
    lab.agree(forged.record, "force", "sector")


def test_emergencies_are_not_pushed_out_of_sight_by_dates_ahead(lab: Lab) -> None:
    flash = lab.complete(
        "unit", "note", topic="Shots at the market", flash=True, observed_at="2026-11-20T06:00:00Z"
    )
    many = [
        lab.begun(
            "unit", "note", at=FUTURE, topic=f"Noise {number}", flash=True, observed_at="2026-11-20T06:00:00Z"
        )
        for number in range(clocks.MOST_CLOCKS)
    ]
    lab.spread("unit", lab.sealed("unit", many, UP), to=("force",))
    running = clocks.running(lab.mission.force, lab.mission.force.clock())
    assert flash.id in {one.record.id for one in running}
