"""Points: a position in WGS84 with the precision it was captured at, as latitude/longitude or MGRS.

A point read from MGRS is the middle of its square, so that writing it back at its own precision truncates to
the same text; coarsening truncates and never rounds.
"""

from __future__ import annotations

import itertools
import re
import warnings
from decimal import Decimal, DecimalException
from functools import lru_cache
from typing import Annotated, Any

import msgspec

from app.domain.faults import FaultyValueError

MICRO = 1_000_000
METRES_A_DEGREE = 111_320
_INSIDE = (0.3, 0.5, 0.15, 0.7, 0.0)
"""Steps in metres into a one-metre square, tried until the rounding to micro-degrees stays inside it."""
_MGRS = re.compile(r"(\d{1,2}[C-HJ-NP-X]|[ABYZ])[A-HJ-NP-Z]{2}(\d{0,10})")
_BLANKS = re.compile(r"\s+")


class Point(msgspec.Struct, frozen=True):
    """A position in integer micro-degrees and the side, in metres, of the square it is known to."""

    lat: Annotated[int, msgspec.Meta(ge=-90 * MICRO, le=90 * MICRO)]
    lon: Annotated[int, msgspec.Meta(ge=-180 * MICRO, le=180 * MICRO)]
    precision: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 1


@lru_cache(maxsize=1)
def _converter() -> Any:
    import mgrs  # loaded on first use: it costs start-up time and most commands never need it

    return mgrs.MGRS()


def read_point(value: Any) -> dict[str, int]:
    """Read `{"lat": "4.85939", "lon": "31.57125"}`, "4.85939, 31.57125" or MGRS into the wire form."""
    if isinstance(value, str):
        text = value.strip()
        if "," in text:
            lat, _, lon = text.partition(",")
            return _from_degrees(lat, lon)
        return _from_mgrs(text)
    if isinstance(value, dict) and {"lat", "lon"} <= set(value) <= {"lat", "lon", "precision"}:
        if _is_whole(value["lat"]) and _is_whole(value["lon"]):
            return _checked(value["lat"], value["lon"], value.get("precision", 1))
        return _from_degrees(value["lat"], value["lon"])
    raise FaultyValueError("not_a_point")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _from_degrees(lat: Any, lon: Any) -> dict[str, int]:
    try:
        pair = [Decimal(str(part).strip()) for part in (lat, lon)]
    except DecimalException:
        raise FaultyValueError("not_a_point") from None
    if not all(part.is_finite() for part in pair):
        raise FaultyValueError("not_a_point")
    if any(part.adjusted() > 2 for part in pair):
        raise FaultyValueError("outside_the_world")
    exponents = [part.as_tuple().exponent for part in pair]
    decimals = min(max(0, -exponent) if isinstance(exponent, int) else 0 for exponent in exponents)
    if any(abs(part) > 360 for part in pair):
        raise FaultyValueError("outside_the_world")
    return _checked(int(pair[0] * MICRO), int(pair[1] * MICRO), 10 ** max(0, 5 - decimals))


def _checked(lat: int, lon: int, precision: Any) -> dict[str, int]:
    if abs(lat) > 90 * MICRO or abs(lon) > 180 * MICRO:
        raise FaultyValueError("outside_the_world")
    if not _is_whole(precision) or not 1 <= precision <= 100_000:
        raise FaultyValueError("not_a_point")
    return {"lat": lat, "lon": lon, "precision": precision}


def _from_mgrs(text: str) -> dict[str, int]:
    compact = _BLANKS.sub("", text).upper()
    match = _MGRS.fullmatch(compact)
    if not match or len(match.group(2)) % 2:
        raise FaultyValueError("not_mgrs")
    figures = len(match.group(2)) // 2
    square, easting, northing = compact[: match.start(2)], *_halves(match.group(2))
    for east, north in itertools.product(_fillings(easting), _fillings(northing)):
        lat, lon = _to_degrees(square + east + north)
        for metres in _INSIDE if figures == 5 else (0.0,):
            shift = metres / METRES_A_DEGREE
            wire = _checked(round((lat + shift) * MICRO), round((lon + shift) * MICRO), 10 ** (5 - figures))
            if mgrs_text(wire).replace(" ", "").lstrip("0") == compact.lstrip("0"):
                return wire
    raise FaultyValueError("not_mgrs")


def _halves(digits: str) -> tuple[str, str]:
    return digits[: len(digits) // 2], digits[len(digits) // 2 :]


def _fillings(figures: str) -> list[str]:
    """Extend the figures of one axis to metres: the middle, then nearer an edge where a zone cuts."""
    return [figures] if len(figures) == 5 else [(figures + digit).ljust(5, "0") for digit in "519"]


def _to_degrees(mgrs_metres: str) -> tuple[float, float]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # the library warns where a square does not exist
            lat, lon = _converter().toLatLon(mgrs_metres)
            return lat, lon
    except Exception as error:  # the library raises its own bare classes
        raise FaultyValueError("not_mgrs") from error


def mgrs_text(point: dict[str, int] | Point, *, coarsest: int = 1) -> str:
    """Write a point as MGRS (`36N UL 41567 37288`), truncated to its precision or to `coarsest` metres."""
    lat, lon, precision = _parts(point)
    figures = 6 - len(str(max(precision, coarsest)))
    try:
        text: str = _converter().toMGRS(lat / MICRO, lon / MICRO, MGRSPrecision=figures)
    except Exception as error:  # the library raises its own bare classes
        raise FaultyValueError("outside_the_world") from error
    zone = 3 if text[0].isdigit() else 1
    easting, northing = text[zone + 2 : zone + 2 + figures], text[zone + 2 + figures :]
    return " ".join(part for part in (text[:zone], text[zone : zone + 2], easting, northing) if part)


def degrees_text(point: dict[str, int] | Point) -> str:
    """Write a point as decimal degrees with the decimals its precision deserves: `4.85939, 31.57125`."""
    lat, lon, precision = _parts(point)
    decimals = 6 - len(str(precision))
    return ", ".join(_truncated(part, decimals) for part in (lat, lon))


def _truncated(micro: int, decimals: int) -> str:
    whole, rest = divmod(abs(micro), MICRO)
    sign = "-" if micro < 0 else ""
    return f"{sign}{whole}" + (f".{rest:06d}"[: decimals + 1] if decimals else "")


def _parts(point: dict[str, int] | Point) -> tuple[int, int, int]:
    if isinstance(point, Point):
        return point.lat, point.lon, point.precision
    return point["lat"], point["lon"], point.get("precision", 1)
