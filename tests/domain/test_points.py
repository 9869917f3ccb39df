"""Points: MGRS round trips, truncation and never rounding, and what is outside the world."""

import math
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.faults import FaultyValueError
from app.domain.points import MICRO, Point, degrees_text, mgrs_text, read_point

LATITUDES = st.integers(-79_900_000, 83_900_000)
LONGITUDES = st.integers(-179_999_999, 179_999_999)
PRECISIONS = st.sampled_from([1, 10, 100, 1000, 10_000])


def code(value: object) -> str:
    """Return why a value is no point."""
    with pytest.raises(FaultyValueError) as caught:
        read_point(value)
    return caught.value.code


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ({"lat": "4.85939", "lon": "31.57125"}, {"lat": 4_859_390, "lon": 31_571_250, "precision": 1}),
        ("4.85939, 31.57125", {"lat": 4_859_390, "lon": 31_571_250, "precision": 1}),
        ("-4.85, -31.5", {"lat": -4_850_000, "lon": -31_500_000, "precision": 10_000}),
        ("4,31", {"lat": 4_000_000, "lon": 31_000_000, "precision": 100_000}),
        ("4.8593912349, 31.5712512349", {"lat": 4_859_391, "lon": 31_571_251, "precision": 1}),
        ({"lat": 4_859_390, "lon": 31_571_250}, {"lat": 4_859_390, "lon": 31_571_250, "precision": 1}),
        ("90, -180", {"lat": 90_000_000, "lon": -180_000_000, "precision": 100_000}),
    ],
)
def test_degrees_are_read(typed: object, wire: dict[str, int]) -> None:
    assert read_point(typed) == wire
    assert read_point(wire) == wire


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("91, 0", "outside_the_world"), ("0, 181", "outside_the_world"), ("1e9999999, 0", "outside_the_world"),
        ("400, 0", "outside_the_world"), ({"lat": 91_000_000, "lon": 0}, "outside_the_world"),
        ("NaN, 0", "not_a_point"), ("Infinity, 0", "not_a_point"), ("a, b", "not_a_point"), ("1,2,3", "not_a_point"),
        ({"lat": 1}, "not_a_point"), ({"lat": "1", "lon": "1", "x": 1}, "not_a_point"), (7, "not_a_point"),
        ({"lat": 1, "lon": 1, "precision": 0}, "not_a_point"), ({"lat": 1, "lon": 1, "precision": "1"}, "not_a_point"),
        ({"lat": True, "lon": False}, "not_a_point"), ({"lat": None, "lon": "1"}, "not_a_point"),
        ({"lat": 1, "lon": 1, "precision": True}, "not_a_point"),
        ("36N UL 41567 3728", "not_mgrs"), ("99N UL 41567 37288", "not_mgrs"), ("36I UL 41567 37288", "not_mgrs"),
        ("36N UZ 41567 37288", "not_mgrs"), ("Bentiu", "not_mgrs"), ("", "not_mgrs"), ("00N UL 1 1", "not_mgrs"),
    ],
)  # fmt: skip
def test_what_is_no_point_says_why(typed: object, fault: str) -> None:
    assert code(typed) == fault


def test_an_mgrs_of_the_field() -> None:
    point = read_point("36NUL4156737288")
    assert mgrs_text(point) == "36N UL 41567 37288"
    assert point["precision"] == 1
    assert degrees_text(point).startswith("4.85")
    assert mgrs_text(point, coarsest=1000) == "36N UL 41 37"
    assert mgrs_text(point, coarsest=10_000) == "36N UL 4 3"
    assert mgrs_text(read_point("36N UL 41 37")) == "36N UL 41 37"
    assert mgrs_text(read_point("36n ul")) == "36N UL"


@given(LATITUDES, LONGITUDES, PRECISIONS)
def test_what_mgrs_writes_is_read_back_to_the_same_square(lat: int, lon: int, precision: int) -> None:
    text = mgrs_text(Point(lat, lon, precision))
    try:
        point = read_point(text)
    except FaultyValueError:
        # A square of this size whose middle and corners all lie in the neighbouring zone or band.
        assume(precision > 1)
        return
    assert mgrs_text(point) == text
    assert point["precision"] == precision


@given(LATITUDES, LONGITUDES, st.sampled_from([10, 100, 1000, 10_000]))
def test_coarsening_cuts_figures_off_and_never_rounds(lat: int, lon: int, coarsest: int) -> None:
    fine = mgrs_text(Point(lat, lon)).replace(" ", "")
    coarse = mgrs_text(Point(lat, lon), coarsest=coarsest).replace(" ", "")
    figures = 5 - int(math.log10(coarsest))
    square, easting, northing = fine[:-10], fine[-10:-5], fine[-5:]
    assert coarse == square + easting[:figures] + northing[:figures]


@given(st.integers(-90 * MICRO, 90 * MICRO), st.integers(-180 * MICRO, 180 * MICRO), PRECISIONS)
def test_degrees_are_cut_towards_zero(lat: int, lon: int, precision: int) -> None:
    read = read_point(degrees_text(Point(lat, lon, precision)))
    for name, exact in (("lat", lat), ("lon", lon)):
        assert abs(read[name]) <= abs(exact)
        assert abs(exact) - abs(read[name]) < precision * 10
        assert read[name] * exact >= 0


@given(st.integers(-90 * MICRO, 90 * MICRO), st.integers(-180 * MICRO, 180 * MICRO))
def test_every_point_of_the_world_can_be_written(lat: int, lon: int) -> None:
    assert mgrs_text(Point(lat, lon))
    assert degrees_text(Point(lat, lon))


@given(st.one_of(st.text(max_size=25), st.from_regex(r"[0-9]{1,2}[A-Z]{3}[0-9]{0,11}", fullmatch=True)))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(FaultyValueError):
        point = read_point(text)
        assert read_point(point) == point
