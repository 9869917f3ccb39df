"""Identifiers and moments: exact shapes, and nothing near them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import identifiers
from app.domain.identifiers import MalformedIdentifierError, format_moment, new_id, parse_moment

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS)
def test_ids_are_version_seven_and_carry_the_time(moment: datetime) -> None:
    identifier = new_id(moment)
    assert identifiers.is_id(identifier)
    assert int(identifier[:8] + identifier[9:13], 16) == identifiers.to_milliseconds(moment)


def test_ids_differ_within_a_millisecond() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert len({new_id(now) for _ in range(1000)}) == 1000
    assert identifiers.is_epoch(identifiers.new_epoch())


@given(MOMENTS)
def test_moments_keep_milliseconds(moment: datetime) -> None:
    assert parse_moment(format_moment(moment)) == moment - timedelta(microseconds=moment.microsecond % 1000)


def test_moments_are_written_in_utc() -> None:
    local = datetime(2026, 11, 21, 12, 30, tzinfo=timezone(timedelta(hours=3)))
    assert format_moment(local) == "2026-11-21T09:30:00.000Z"


@pytest.mark.parametrize("moment", [datetime(2026, 1, 1), datetime(1969, 12, 31, tzinfo=UTC)])  # noqa: DTZ001
def test_moments_without_zone_or_before_1970_are_refused(moment: datetime) -> None:
    with pytest.raises(MalformedIdentifierError):
        format_moment(moment)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-21T09:30:00Z",
        "2026-11-21T09:30:00.0000Z",
        "2026-11-21 09:30:00.000Z",
        "2026-11-21T09:30:00.000+00:00",
        "2026-02-29T09:30:00.000Z",
        "2026-11-21T23:59:60.000Z",
        "2026-11-21T24:00:00.000Z",
        "10000-01-01T00:00:00.000Z",
        "0000-01-01T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "2026-11-21T09:30:00.000Z\n",
        "２026-11-21T09:30:00.000Z",
    ],
)
def test_other_moments_are_refused(text: str) -> None:
    with pytest.raises(MalformedIdentifierError):
        parse_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "019AA5B5-8c40-7000-8000-000000000001",
        "019aa5b5-8c40-4000-8000-000000000001",
        "019aa5b58c40700080000000",
    ],
)
def test_other_ids_are_refused(text: str) -> None:
    assert not identifiers.is_id(text)


def test_shapes_of_nodes_epochs_digests_and_revisions() -> None:
    assert identifiers.is_node_id("a2" * 12)
    assert not identifiers.is_node_id("a1" * 12)
    assert not identifiers.is_epoch("5EED0001")
    assert identifiers.is_digest("0f" * 32)
    assert not identifiers.is_digest("0F" * 32)
    assert identifiers.is_revision_id("0f" * 16)
    assert not identifiers.is_revision_id("0f" * 16 + "\n")
