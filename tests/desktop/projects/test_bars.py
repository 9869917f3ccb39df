"""Bars: how the time of a project is drawn against its limit."""

from datetime import date
from typing import Any

from PySide6.QtCore import QRect

from app.desktop.projects.bars import Span, bar_of
from app.services.attention import QipLimit
from app.services.views import RecordView

TODAY = date(2026, 11, 21)
LIMIT = QipLimit()


def qip(state: str = "in_progress", built: int | None = None, **fields: Any) -> RecordView:
    return RecordView(
        id="a", kind="qip", serial="EAST-QIP-2026-0001", unit="fhq/east", reach="up", state=state, title="Well",
        fields=fields, heads=(), conflicts=(), built=built,
    )  # fmt: skip


def test_the_clock_runs_from_the_first_payment_to_the_limit() -> None:
    bar = bar_of(qip(first_disbursed="2026-10-01", built=30), LIMIT, TODAY)
    assert bar is not None
    assert (bar.start, bar.end, bar.warn) == (date(2026, 10, 1), date(2027, 4, 2), date(2027, 2, 15))
    assert (bar.clock, bar.built, bar.tone, bar.words) == (True, 30, "good", "132 days left")


def test_near_and_past_the_limit_the_tone_changes() -> None:
    near = bar_of(qip(first_disbursed="2026-06-20"), LIMIT, TODAY)
    late = bar_of(qip(tranches=[{"percent": 80, "paid_on": "2026-05-01"}]), LIMIT, TODAY)
    done = bar_of(qip("completed", first_disbursed="2026-05-01"), LIMIT, TODAY)
    assert [bar.tone for bar in (near, late, done) if bar] == ["wait", "bad", "info"]
    assert [bar.words for bar in (late, done) if bar] == ["21 days late", "limit was Sat 31 Oct"]


def test_without_a_payment_the_plan_is_drawn_and_without_a_day_nothing() -> None:
    planned = bar_of(qip("idea", start="2026-12-01", end="2027-02-01"), LIMIT, TODAY)
    assert planned is not None
    assert (planned.clock, planned.start, planned.end) == (False, date(2026, 12, 1), date(2027, 2, 1))
    assert bar_of(qip("idea"), LIMIT, TODAY) is None


def test_days_are_spread_over_the_width_and_months_keep_their_distance() -> None:
    old = bar_of(qip("closed", start="2010-01-01"), LIMIT, TODAY)
    whole, near = Span.around([old, None], TODAY), Span.around([old, None], TODAY, whole=False)
    assert (whole.first, near.first) == (date(2009, 12, 18), date(2026, 1, 25))
    rect = QRect(100, 0, 400, 20)
    assert (near.place(near.first, rect), near.place(near.last, rect)) == (100, 500)
    assert len(near.months(44, 600)) == 11
    assert [day.month for day in near.months(100, 600)] == [3, 5, 7, 9, 11]
    assert {day.month for day in whole.months(44, 700)} == {1}


def test_days_at_the_ends_of_the_calendar_have_bars() -> None:
    """Whoever types or sends them breaks nobody's timeline."""
    paid = bar_of(qip(first_disbursed="9999-12-31"), LIMIT, TODAY)
    planned = bar_of(qip("idea", start="0001-01-01", end="9999-12-31"), LIMIT, TODAY)
    assert paid is not None
    assert (paid.start, paid.end) == (date.max, date.max)
    span = Span.around([paid, planned], TODAY)
    assert (span.first, span.last) == (date.min, date.max)
    assert span.months(100, 600)[-1].year <= date.max.year
