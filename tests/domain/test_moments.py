"""Moments: both notations, every zone letter, half-hour zones, and times that do not exist."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.faults import FaultyValueError
from app.domain.moments import (
    MONTHS,
    dtg,
    moment_text,
    parse_moment,
    read_date,
    read_moment,
    zone_letter,
)

HOURS = st.integers(-12, 12).map(lambda hours: timezone(timedelta(hours=hours)))
MINUTES = st.integers(1, 365 * 99 * 1440).map(
    lambda minutes: datetime(2000, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)
)


def code(value: object) -> str:
    """Return why a value is no moment."""
    with pytest.raises(FaultyValueError) as caught:
        read_moment(value)
    return caught.value.code


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ("2026-11-21T16:00+02:00", "2026-11-21T16:00:00+02:00"),
        (" 2026-11-21 16:00:30z ", "2026-11-21T16:00:30Z"),
        ("2026-11-21T16:00:30.123456789Z", "2026-11-21T16:00:30Z"),
        ("2026-11-21T16:00+00:00", "2026-11-21T16:00:00Z"),
        ("2026-11-21T16:00-00:00", "2026-11-21T16:00:00Z"),
        ("2026-11-21T16:00+05:45", "2026-11-21T16:00:00+05:45"),
        ("211400ZNOV26", "2026-11-21T14:00:00Z"),
        ("211600bnov26", "2026-11-21T16:00:00+02:00"),
        ("211600YNOV26", "2026-11-21T16:00:00-12:00"),
        ("211600MNOV26", "2026-11-21T16:00:00+12:00"),
        ("290000ZFEB28", "2028-02-29T00:00:00Z"),
    ],
)
def test_both_notations_are_read(typed: str, wire: str) -> None:
    assert read_moment(typed) == wire
    assert read_moment(wire) == wire
    assert read_moment(parse_moment(wire)) == wire


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("211600JNOV26", "not_a_moment"),
        ("2026-11-21T16:00", "no_offset"),
        ("2026-11-21", "no_offset"),
        ("2026-02-29T10:00Z", "no_such_moment"),
        ("2026-11-21T24:00Z", "no_such_moment"),
        ("2026-12-31T23:59:60Z", "no_such_moment"),
        ("2026-11-21T16:00+24:00", "no_such_moment"),
        ("10000-01-01T00:00Z", "not_a_moment"),
        ("290000ZFEB26", "no_such_moment"),
        ("310000ZNOV26", "no_such_moment"),
        ("212400ZNOV26", "no_such_moment"),
        ("211460ZNOV26", "no_such_moment"),
        ("001400ZNOV26", "no_such_moment"),
        ("211400ZNOW26", "no_such_moment"),
        ("yesterday", "not_a_moment"),
        ("", "not_a_moment"),
        (7, "not_a_moment"),
        (None, "not_a_moment"),
        (datetime(2026, 11, 21), "no_offset"),  # noqa: DTZ001 - that is the fault
        ("٢١١٤٠٠ZNOV26", "not_a_moment"),
    ],
)
def test_what_is_no_moment_says_why(typed: object, fault: str) -> None:
    assert code(typed) == fault


@given(MINUTES, HOURS)
def test_groups_are_read_back_in_their_zone(moment: datetime, zone: timezone) -> None:
    local = moment.replace(tzinfo=zone)
    assert parse_moment(read_moment(dtg(local))) == local
    assert parse_moment(read_moment(dtg(local, local=True))) == local
    assert dtg(parse_moment(read_moment(dtg(local, local=True))), local=True) == dtg(local, local=True)
    assert dtg(local)[6] == "Z"


@given(MINUTES, st.sampled_from([330, 345, 570, -210, 780, 840]))
def test_zones_without_a_letter_are_written_in_utc(moment: datetime, minutes: int) -> None:
    local = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert zone_letter(local) is None
    assert dtg(local, local=True) == dtg(local.astimezone(UTC))
    assert parse_moment(moment_text(local)).utcoffset() == timedelta(minutes=minutes)


def test_every_letter_but_j() -> None:
    letters = {
        zone_letter(datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=hours)))) for hours in range(-12, 13)
    }
    assert "".join(sorted(letter or "?" for letter in letters)) == "ABCDEFGHIKLMNOPQRSTUVWXYZ"
    assert len(MONTHS) == 12


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    for reader in (read_moment, read_date):
        with suppress(FaultyValueError):
            assert reader(reader(text)) == reader(text)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("2026-02-29", "no_such_date"),
        ("21.11.2026", "not_a_date"),
        (20261121, "not_a_date"),
        ("2026-1-1", "not_a_date"),
    ],
)
def test_what_is_no_date_says_why(typed: object, fault: str) -> None:
    with pytest.raises(FaultyValueError) as caught:
        read_date(typed)
    assert caught.value.code == fault


def test_dates_are_read() -> None:
    assert read_date(" 2028-02-29 ") == "2028-02-29"
    assert read_date(date(2026, 11, 21)) == "2026-11-21"
    with pytest.raises(FaultyValueError):
        read_date(datetime(2026, 11, 21, tzinfo=UTC))
