"""Invented examples: they say that they are invented, their days follow today, and every kind is shown."""

from datetime import date

from app.domain.kinds import KINDS
from app.services.demo_examples import examples
from app.services.demo_records import shipped

TODAY = date(2026, 11, 22)


def test_each_says_that_it_is_invented() -> None:
    for one in examples(TODAY):
        assert one.fields["notes"] == "Invented example, not a public record."
        assert "example" in one.fields["tags"]


def test_days_are_counted_from_today() -> None:
    found = {one.key: one.fields for one in examples(TODAY)}
    assert found["meeting-council"]["started_at"] == "2026-11-21T10:00Z"
    assert found["meeting-council"]["next_meeting_at"] == "2026-11-28T10:00Z"
    assert found["f1"]["due"] == "2026-11-19"
    assert found["officer-1"]["trainings"][0]["taken_on"] == "2026-06-25"


def test_with_the_public_records_they_show_almost_every_kind() -> None:
    shown = {one.kind for one in (*shipped(), *examples(TODAY))}
    assert KINDS.keys() - shown == {"sitrep", "acknowledgement", "term_pack"}
