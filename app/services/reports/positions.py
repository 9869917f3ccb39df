"""Positions in reports: as exact as the record's own setting allows, and never exact for partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from app.domain.faults import FaultyValueError
from app.domain.points import degrees_text, mgrs_text, read_point
from app.reports.document import Chart, Symbol
from app.reports.words import Words
from app.services.reports.base_map import ATTRIBUTION, outlines_near

Sign = Literal["meeting", "qip", "project", "support_request", "note", "assessment"]
SIGNS: tuple[Sign, ...] = ("meeting", "support_request", "qip", "project", "note", "assessment")
_METRES = {"exact": 1, "1km": 1000, "10km": 10_000}
KILOMETRE = 1000


def metres(values: Mapping[str, Any], *, releasable: bool) -> int | None:
    """Return the side of the square that a record's position is told to; None where it is not told at all.

    Partners are told none that is exact: only where an officer has chosen how coarse it is shown.
    """
    setting = values.get("coarsen") or "exact"
    return None if releasable and setting == "exact" else _METRES.get(setting)


def told(values: Mapping[str, Any], *, releasable: bool) -> dict[str, int] | None:
    """Return a record's position as a report may tell it: truncated to its square, or None."""
    point = values.get("point")
    coarsest = metres(values, releasable=releasable)
    if not point or coarsest is None:
        return None
    if coarsest <= int(point.get("precision", 1)):
        return dict(point)
    try:
        return read_point(mgrs_text(point, coarsest=coarsest))
    except FaultyValueError:
        return None  # near the poles there is no square to truncate to


def position_text(values: Mapping[str, Any], *, releasable: bool) -> str:
    """Write a record's position as a report may tell it; empty where it may not."""
    point = told(values, releasable=releasable)
    if point is None:
        return ""
    if point.get("precision", 1) >= KILOMETRE:
        return mgrs_text(point)  # degrees would seem more exact than they are
    return f"{mgrs_text(point)} ({degrees_text(point)})"


def map_of(
    placed: Iterable[tuple[Sign, str, Mapping[str, Any]]],
    words: Words,
    *,
    releasable: bool,
    disclaimer: str = "",
) -> Chart | None:
    """Return the map of records, each a sign, a label and its values; None where none has a position to tell."""
    symbols = []
    for sign, label, values in placed:
        point = told(values, releasable=releasable)
        if point is not None:
            symbols.append(Symbol(point["lat"], point["lon"], point.get("precision", 1), sign, label))
    if not symbols:
        return None
    used = {symbol.sign for symbol in symbols}
    return Chart(
        symbols=tuple(symbols),
        signs=tuple((sign, words.signs[sign]) for sign in SIGNS if sign in used),
        disclaimer=disclaimer or words.disclaimer,
        outlines=outlines_near(symbols),
        attribution=f"{ATTRIBUTION}.",
        title=words.map_title,
    )
