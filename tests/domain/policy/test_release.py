"""Release: what leaves of a record is what the declarations and the record's own settings let out, and no more."""

from typing import Any

import pytest

from app.domain.audiences import CHAIN, NOBODY, PARTNERS
from app.domain.points import read_point
from app.domain.policy.release import is_open, released, told_point

OPEN = {"releasable": True, "marking": "UNCLASSIFIED"}
EXACT = read_point("6.123456, 31.654321")


def told(kind: str, **values: Any) -> dict[str, Any]:
    return released(kind, {**OPEN, **values}, PARTNERS, word="[left out]")


def test_only_what_its_owner_released_unclassified_is_open_to_partners() -> None:
    assert is_open("support_request", OPEN, PARTNERS)
    for closed in (
        {"releasable": "yes"},
        {"releasable": None},
        {"marking": "CONFIDENTIAL"},
        {"marking": None},
    ):
        assert not is_open("support_request", {**OPEN, **closed}, PARTNERS)
        assert is_open("support_request", {**OPEN, **closed}, CHAIN)
    assert not is_open("support_request", OPEN, NOBODY)
    assert not is_open("of a newer version", OPEN, CHAIN)


@pytest.mark.parametrize(("setting", "precision"), [("1km", 1000), ("10km", 10_000)])
def test_partners_are_told_a_position_as_coarse_as_was_chosen(setting: str, precision: int) -> None:
    point = told_point({"point": EXACT, "coarsen": setting}, PARTNERS)
    assert point is not None
    assert point["precision"] == precision
    assert (point["lat"], point["lon"]) != (EXACT["lat"], EXACT["lon"])


def test_a_position_that_is_coarse_enough_is_told_as_it_is() -> None:
    coarse = {**EXACT, "precision": 5000}
    assert told_point({"point": coarse, "coarsen": "1km"}, PARTNERS) == coarse
    assert told_point({"point": EXACT, "coarsen": "exact"}, CHAIN) == EXACT


@pytest.mark.parametrize("setting", ["exact", "", None, "admin", "of my own", 1, ["1km"]])
def test_partners_are_told_no_position_that_nobody_made_coarse(setting: object) -> None:
    assert told_point({"point": EXACT, "coarsen": setting}, PARTNERS) is None


def test_a_state_that_no_workflow_has_is_not_told() -> None:
    assert told("support_request", state="approved").get("state") == "approved"
    assert "state" not in told("support_request", state="ask Maj Deng of the third company")
