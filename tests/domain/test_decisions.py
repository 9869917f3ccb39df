"""Decisions: the version a decision was taken on, as one text that tells what changed since."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.decisions import (
    DECIDED_ON,
    MOST_HEADS,
    changed_since,
    decided_day,
    version_moment,
    version_text,
    version_words,
)
from app.domain.fields import Field
from app.domain.kinds import KINDS
from app.domain.revisions import revision_id
from app.domain.writing import value_text

DAY = date(2026, 3, 3)
BINDING = ("title", "cost", "tranches.percent", "tranches.trigger")
MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)
HEAD = revision_id(MARCH, b"x")
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.text(max_size=3),
        "cost": st.fixed_dictionaries({"amount": st.integers(0, 2), "currency": st.just("USD")}),
        "tranches": st.lists(
            st.fixed_dictionaries({}, optional={"percent": st.integers(0, 2), "paid_on": st.just("2026-01-01")}),
            max_size=2,
        ),
        "summary": st.text(max_size=3),
    },
)  # fmt: skip


def mattering(values: dict[str, Any], name: str) -> Any:
    if name == "tranches":
        rows = values.get("tranches")
        return None if rows is None else [row.get("percent") for row in rows]
    return values.get(name)


@given(VALUES, VALUES)
def test_exactly_what_mattered_and_differs_is_named(then: dict[str, Any], now: dict[str, Any]) -> None:
    version = version_text(BINDING, [HEAD], then, DAY)
    differs = {
        name for name in ("title", "cost", "tranches") if mattering(then, name) != mattering(now, name)
    }
    assert set(changed_since(version, now)) == differs
    assert changed_since(version, {**then, "summary": "other"}) == ()
    assert changed_since(version, then, {"cost", "summary"}) == ("cost",)
    assert (decided_day(version), version_moment(version)) == (DAY, MARCH)


def test_the_version_is_dated_by_its_newest_revision_and_stays_short() -> None:
    later = revision_id(datetime(2026, 3, 2, tzinfo=UTC), b"y")
    assert version_moment(version_text(BINDING, [later, HEAD], {}, DAY)) == datetime(2026, 3, 2, tzinfo=UTC)
    assert version_moment(version_text(BINDING, [], {}, DAY)) is None
    many = version_text(KINDS["qip"].binding, [HEAD] * 40, {"cost": {"amount": 1, "currency": "USD"}}, DAY)
    assert len(many) <= KINDS["qip"].__fields__["decided_on"].max
    assert many.count("+") == MOST_HEADS - 1


def test_any_text_is_read_without_an_error() -> None:
    for text in ("", " ", "nonsense", "2026-13-40 zz =", "2026-03-03 " + "f" * 32, "a=b=c"):
        changed_since(text, {"a": 1})
        version_moment(text)
    assert decided_day("nonsense") is None
    assert decided_day(None) is None
    assert version_moment("2026-03-03 " + "f" * 32) is None


def test_a_version_is_read_by_people_without_its_digests() -> None:
    text = version_text(
        ("title",), ("01a20197cd7dad6808510ad080918039",), {"title": "Bridge"}, date(2026, 11, 22)
    )
    assert version_words(text) == "2026-11-22, on the version of 220450ZNOV26"
    assert version_words(version_text((), (), {}, date(2026, 11, 22))) == "2026-11-22"
    assert value_text(Field(label="Decided on version", name=DECIDED_ON), text) == version_words(text)
