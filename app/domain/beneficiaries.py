"""Beneficiaries: a grid of sex by age that may be filled in part, or a total alone."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec

from app.domain.faults import FaultyValueError
from app.domain.vocabularies import AGE, SEX

LIMIT = 100_000_000
SEXES = tuple(code for code, _ in SEX)
AGES = tuple(code for code, _ in AGE)

Count = Annotated[int, msgspec.Meta(ge=0, le=LIMIT)]


class Beneficiaries(msgspec.Struct, frozen=True):
    """Counts by sex and age (`cells[sex][age]`), and a total where only that is known or it is larger."""

    cells: dict[str, dict[str, Count]] = {}
    total: Count | None = None

    @property
    def counted(self) -> int:
        """The sum of the filled cells."""
        return sum(count for ages in self.cells.values() for count in ages.values())

    @property
    def people(self) -> int:
        """The total as given, or the sum of the cells."""
        return self.counted if self.total is None else self.total

    @property
    def partial(self) -> bool:
        """Whether the cells account for fewer people than the total."""
        return self.total is not None and self.counted < self.total


_DIGITS = re.compile("[0-9]{1,12}")


def read_beneficiaries(value: Any) -> dict[str, Any]:
    """Read a number, `{"f": {"adults": 3}, "total": 9}` or `{"cells": …, "total": …}` into the wire form."""
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, int):
        value = {"total": value}
    if not isinstance(value, dict):
        raise FaultyValueError("not_beneficiaries")
    total = value.get("total")
    cells = value.get("cells", {sex: ages for sex, ages in value.items() if sex != "total"})
    grid = _grid(cells)
    if total is not None:
        counted = sum(count for ages in grid.values() for count in ages.values())
        if _count(total) < counted:
            raise FaultyValueError("total_below_cells", total=total, counted=counted)
    return {"cells": grid, "total": total}


def _grid(cells: Any) -> dict[str, dict[str, int]]:
    if not isinstance(cells, dict):
        raise FaultyValueError("not_beneficiaries")
    grid: dict[str, dict[str, int]] = {}
    for sex, ages in cells.items():
        if sex not in SEXES or not isinstance(ages, dict) or not set(ages) <= set(AGES):
            raise FaultyValueError("not_beneficiaries")
        filled = {age: _count(count) for age, count in ages.items() if count is not None}
        if filled:
            grid[sex] = filled
    return grid


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LIMIT:
        raise FaultyValueError("not_a_count")
    return value
