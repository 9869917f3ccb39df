"""Doubting: a moment that a clock cannot rightly have shown, and the moment in an id."""

from datetime import UTC, datetime, timedelta

from app.domain.policy.doubting import begun, is_doubtful

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY, MORE = timedelta(days=1), timedelta(days=1, seconds=1)


def test_a_clock_may_be_wrong_by_a_day() -> None:
    assert not is_doubtful(NOON, received=None)
    assert not is_doubtful(NOON + DAY, received=NOON)
    assert is_doubtful(NOON + MORE, received=NOON)
    assert not is_doubtful(NOON, received=NOON + 99 * DAY)
    assert not is_doubtful(NOON, received=NOON, stands_on=[NOON + DAY])
    assert is_doubtful(NOON, received=NOON, stands_on=[NOON - DAY, NOON + MORE])
    assert not is_doubtful(NOON, received=NOON, mission=NOON + DAY)
    assert is_doubtful(NOON, received=NOON, mission=NOON + MORE)


def test_an_id_says_when_it_was_made_and_another_text_does_not() -> None:
    made = begun("019a0000-0000-7000-8000-000000000000")
    assert made is not None
    assert made.year == 2025
    assert begun("a meeting") is None
    assert begun("019a0000-0000-4000-8000-000000000000") is None
    assert begun("ffffffff-ffff-7000-8000-000000000000") is None
