"""The base map: outlines of coasts and boundaries near some points, for orientation only."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import accumulate

import msgspec

from app.assets import resource
from app.reports.document import Outline, Symbol

ATTRIBUTION = "Natural Earth"
UNITS = 100
"""Parts of a degree in the file."""
AROUND = 6.0
"""Degrees around the symbols in which lines may be seen; a map of wider extent shows more."""
MICRO = 1_000_000
Line = tuple[tuple[float, float, float, float], tuple[tuple[float, float], ...]]


def outlines_near(symbols: Iterable[Symbol]) -> tuple[Outline, ...]:
    """Return the lines that come near the stretch of the symbols."""
    lats = [symbol.lat / MICRO for symbol in symbols]
    lons = [symbol.lon / MICRO for symbol in symbols]
    if not lats:
        return ()
    reach = max(AROUND, max(lats) - min(lats), max(lons) - min(lons))
    west, east = min(lons) - reach, max(lons) + reach
    south, north = min(lats) - reach, max(lats) + reach
    return tuple(
        Outline(points)
        for (left, bottom, right, top), points in _lines()
        if left <= east and right >= west and bottom <= north and top >= south
    )


@cache
def _lines() -> tuple[Line, ...]:
    """Return every line of the file with the box around it, read once."""
    steps = msgspec.json.decode(resource("map", "outlines.json").read_bytes(), type=list[list[int]])
    return tuple(_line(one) for one in steps)


def _line(steps: list[int]) -> Line:
    lons = [step / UNITS for step in accumulate(steps[0::2])]
    lats = [step / UNITS for step in accumulate(steps[1::2])]
    return (min(lons), min(lats), max(lons), max(lats)), tuple(zip(lons, lats, strict=True))
