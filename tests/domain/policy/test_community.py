"""Community support: whose objection stands, and what cost and time are within what a mission laid down."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from app.domain.money import Money
from app.domain.policy.community import all_scored, coordination_unmet, objecting, within_ceiling, within_time


def row(party: str, answer: str, asked_on: date | None = None, who: str | None = None) -> Any:
    return SimpleNamespace(party=party, answer=answer, asked_on=asked_on, who=who)


def work(*rows: Any, brought_in: bool = False, in_line: bool | None = None) -> Any:
    return SimpleNamespace(coordination=rows, brought_in=brought_in, guidance_in_line=in_line)


EARLY, LATE = date(2026, 11, 1), date(2026, 11, 9)


@pytest.mark.parametrize("party", ["ocha", "cluster_lead", "resident_coordinator"])
def test_an_objection_stands_until_the_same_party_takes_it_back(party: str) -> None:
    no = row(party, "objects", EARLY)
    assert objecting([no]) == (no,)
    assert objecting([no, row(party, "asked", LATE)]) == (no,)
    assert objecting([no, row("local_authority", "supports", LATE)]) == (no,)
    assert objecting([no, row(party, "no_objection", LATE)]) == ()
    assert objecting([row(party, "supports", LATE), no]) == ()
    assert objecting([row(party, "supports", EARLY), row(party, "objects", LATE)])
    assert objecting([row(party, "objects"), row(party, "supports", EARLY)]) == ()


def test_another_voice_of_a_party_takes_nothing_back() -> None:
    health = row("cluster_lead", "objects", EARLY, "Health")
    assert objecting([health, row("cluster_lead", "supports", LATE, "Shelter")]) == (health,)
    assert objecting([health, row("cluster_lead", "supports", LATE, " HEALTH ")]) == ()


def test_who_does_not_coordinate_relief_blocks_nothing() -> None:
    assert objecting([row("local_authority", "objects", LATE)]) == ()


def test_a_work_is_coordinated_where_somebody_was_asked_and_nobody_objects() -> None:
    asked = row("ocha", "no_objection", EARLY)
    assert coordination_unmet(work(asked)) == ()
    assert coordination_unmet(work()) == ("coordination",)
    assert coordination_unmet(work(row("", "supports"))) == ("coordination",)
    assert coordination_unmet(work(brought_in=True)) == ()
    assert coordination_unmet(work(row("ocha", "objects"), brought_in=True)) == ("coordination",)
    assert coordination_unmet(work(asked, in_line=False)) == ("guidance_in_line",)
    assert coordination_unmet(work(asked, in_line=True)) == ()


def test_a_cost_is_within_the_ceiling_of_its_currency() -> None:
    ceiling = Money(amount=100, currency="EUR")
    assert within_ceiling(Money(amount=100, currency="EUR"), ceiling)
    assert not within_ceiling(Money(amount=101, currency="EUR"), ceiling)
    assert not within_ceiling(Money(amount=1, currency="USD"), ceiling)
    assert not within_ceiling(None, ceiling)
    assert within_ceiling(Money(amount=5_000_000, currency="USD"), None)
    assert not within_ceiling(Money(amount=5_000_001, currency="USD"), None)


def test_a_work_is_within_time_only_where_it_says_when_it_starts_and_ends() -> None:
    assert within_time(EARLY, LATE, 8)
    assert not within_time(EARLY, LATE, 7)
    assert not within_time(None, LATE, 8)
    assert not within_time(EARLY, None, 8)
    assert within_time(date(2026, 1, 1), date(2026, 7, 3), None)
    assert not within_time(date(2026, 1, 1), date(2026, 7, 4), None)


def test_every_criterion_has_a_score() -> None:
    given = [SimpleNamespace(criterion="need", score=0), SimpleNamespace(criterion="risk", score=None)]
    assert all_scored(given, ["need"])
    assert not all_scored(given, ["need", "risk"])
