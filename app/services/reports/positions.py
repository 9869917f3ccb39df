"""Positions in reports: as exact as the record's own setting allows, and never exact for partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from app.domain.points import degrees_text, mgrs_text
from app.domain.policy.release import told_point
from app.reports.document import Chart, Symbol
from app.reports.words import Words
from app.services.reports.base_map import ATTRIBUTION, outlines_near
from app.services.reports.release import audience_of

Sign = Literal["meeting", "qip", "project", "support_request", "note", "assessment"]
SIGNS: tuple[Sign, ...] = ("meeting", "support_request", "qip", "project", "note", "assessment")
KILOMETRE = 1000


def told(values: Mapping[str, Any], *, releasable: bool) -> dict[str, int] | None:
    """Return a record's position as a report may tell it: truncated to its square, or None."""
    return told_point(values, audience_of(releasable=releasable))


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
