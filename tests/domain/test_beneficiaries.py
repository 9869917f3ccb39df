"""Beneficiaries: a grid filled in part, a total alone, and totals that cannot be."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.beneficiaries import AGES, LIMIT, SEXES, Beneficiaries, read_beneficiaries
from app.domain.faults import FaultyValueError

GRIDS = st.dictionaries(
    st.sampled_from(SEXES),
    st.dictionaries(st.sampled_from(AGES), st.integers(0, 1000), min_size=1),
    min_size=1,
)


@given(GRIDS, st.one_of(st.none(), st.integers(0, 5000)))
def test_a_grid_is_read_and_counted(grid: dict[str, dict[str, int]], extra: int | None) -> None:
    counted = sum(count for ages in grid.values() for count in ages.values())
    total = None if extra is None else counted + extra
    wire = read_beneficiaries({**grid, "total": total})
    assert wire == {"cells": grid, "total": total} == read_beneficiaries(wire)
    known = msgspec.convert(wire, Beneficiaries)
    assert known.counted == counted
    assert known.people == (counted if total is None else total)
    assert known.partial == bool(extra)


@pytest.mark.parametrize("typed", [1200, " 1200 ", {"total": 1200}])
def test_the_total_may_be_given_alone(typed: object) -> None:
    assert read_beneficiaries(typed) == {"cells": {}, "total": 1200}


def test_blank_cells_are_left_out() -> None:
    wire = read_beneficiaries({"f": {"adults": 3, "children": None}, "m": {}})
    assert wire == {"cells": {"f": {"adults": 3}}, "total": None}


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"f": {"adults": 9}, "total": 8}, "total_below_cells"), ({"x": {"adults": 1}}, "not_beneficiaries"),
        ({"f": {"old": 1}}, "not_beneficiaries"), ({"f": 3}, "not_beneficiaries"), ({"cells": 3}, "not_beneficiaries"),
        ("many", "not_beneficiaries"), ([], "not_beneficiaries"), ({"f": {"adults": -1}}, "not_a_count"),
        ({"f": {"adults": "3"}}, "not_a_count"), ({"total": 1.5}, "not_a_count"), ({"total": LIMIT + 1}, "not_a_count"),
        (-3, "not_a_count"), (True, "not_a_count"), ("²", "not_beneficiaries"), ("9" * 5000, "not_beneficiaries"),
    ],
)  # fmt: skip
def test_what_cannot_be_says_why(typed: object, fault: str) -> None:
    with pytest.raises(FaultyValueError) as caught:
        read_beneficiaries(typed)
    assert caught.value.code == fault
