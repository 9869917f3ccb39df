"""Moments lie in the order of time and come back in the wire form."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.moments import moment_text
from app.storage.columns import stored_moment, wire_moment

_ZONES = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
_MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=_ZONES)  # noqa: DTZ001 - zones follow


@pytest.mark.parametrize(
    ("wire", "stored"),
    [
        ("2026-11-21T16:00:00+02:00", "2026-11-21T14:00:00Z+02:00"),
        ("2026-11-21T16:00:00Z", "2026-11-21T16:00:00Z"),
        ("2026-01-01T00:15:00+05:45", "2025-12-31T18:30:00Z+05:45"),
        ("2026-12-31T23:30:00-03:30", "2027-01-01T03:00:00Z-03:30"),
    ],
)
def test_moments_are_stored_with_utc_first(wire: str, stored: str) -> None:
    assert stored_moment(wire) == stored
    assert wire_moment(stored) == wire


@given(_MOMENTS)
def test_every_moment_comes_back(moment: datetime) -> None:
    wire = moment_text(moment)
    assert wire_moment(stored_moment(wire)) == wire


@given(_MOMENTS, _MOMENTS)
def test_text_order_is_time_order(one: datetime, other: datetime) -> None:
    first, second = (moment.replace(microsecond=0).astimezone(UTC) for moment in (one, other))
    texts = [stored_moment(moment_text(moment)) for moment in (one, other)]
    if first != second:
        assert (texts[0] < texts[1]) == (first < second)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "yesterday",
        "2026-11-21",
        "2026-11-21T16:00:00",
        "2026-13-01T00:00:00+01:00",
        "2026-13-01T00:00:00Z",
        "2026-11-21T16:00:00.5+02:00",
        "0001-01-01T00:00:00+05:00",
    ],
)
def test_what_is_no_moment_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        stored_moment(wrong)
