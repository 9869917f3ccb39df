"""Cells: what lists say about a record."""

from datetime import date
from typing import Any

import msgspec
import pytest

from app.desktop.lists.cells import cell_text, columns_of, lateness, qip_days_left, references, short_serial
from app.domain.kinds import KINDS
from app.services.views import RecordView

TODAY = date(2026, 11, 21)


def record(kind: str, state: str | None = None, **fields: Any) -> RecordView:
    return RecordView(
        id="a", kind=kind, serial="EAST-X-2026-0001", unit="fhq/east", reach="up", state=state, title="A title",
        fields=fields, heads=(), conflicts=(),
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_serial_and_its_declared_columns(kind: str) -> None:
    assert [column.name for column in columns_of(kind)] == ["serial", *KINDS[kind].columns]


@pytest.mark.parametrize(
    ("kind", "name", "value", "said"),
    [
        ("meeting", "started_at", "2026-11-21T16:00:00+02:00", "today 16:00"),
        ("follow_up", "due", "2026-11-18", "Wed 18 Nov"),
        ("follow_up", "due", "2025-11-18", "18 Nov 2025"),
        ("follow_up", "counterpart", "known", "OCHA"),
        ("follow_up", "counterpart", "unknown", "not on this laptop"),
        ("meeting", "outcome", "first line\nsecond line", "first line second line"),
        ("organisation", "type", "un_agency", "UN agency"),
        ("meeting", "title", None, "A title"),
        ("meeting", "outcome", None, ""),
    ],
)
def test_a_cell_says_its_value_in_short_words(kind: str, name: str, value: Any, said: str) -> None:
    field = KINDS[kind].__fields__[name]
    assert cell_text(record(kind, **{name: value}), field, {"known": "OCHA"}, TODAY) == said


def test_what_is_built_is_what_the_newest_visit_saw() -> None:
    field = KINDS["qip"].__fields__["percent_done"]
    seen = msgspec.structs.replace(record("qip", percent_done=10), built=62)
    assert cell_text(seen, field, {}, TODAY) == "62 %"


def test_the_clock_of_a_qip_is_said_as_days_to_its_limit() -> None:
    limit = next(column for column in columns_of("qip") if column.name == "first_disbursed")
    late = record("qip", "in_progress", first_disbursed="2026-05-18")
    soon = record("qip", "in_progress", tranches=[{"percent": 80, "paid_on": "2026-05-31"}])
    done = record("qip", "completed", first_disbursed="2020-01-01")
    said = [cell_text(one, limit.field, {}, TODAY) for one in (late, soon, done)]
    assert limit.label == "Limit"
    assert said == ["4 days late", "9 days left", ""]
    assert qip_days_left(done, TODAY) is None


def test_a_promise_is_late_the_day_after_it_was_due() -> None:
    assert lateness(record("follow_up", "open", due="2026-11-20"), TODAY) == "1 day late"
    assert lateness(record("follow_up", "open", due="2026-11-21"), TODAY) == ""
    assert lateness(record("follow_up", "done", due="2026-01-01"), TODAY) == ""


def test_each_reference_is_asked_for_once() -> None:
    fields = list(KINDS["meeting"].__fields__.values())
    found = references(
        [record("meeting", forum="f", organisations=["o", "p"]), record("meeting", forum="f")], fields
    )
    assert sorted(found) == ["f", "o", "p"]


@pytest.mark.parametrize(
    ("serial", "said"),
    [
        ("EAST-QIP-2026-0012", "EAST 0012"),
        ("INDBATT-1-QIP-2026-0003", "INDBATT-1 0003"),
        ("EAST-QIP-2025-0012", "EAST 2025-0012"),
        ("Q001", "Q001"),
    ],
)
def test_a_list_shows_the_short_serial(serial: str, said: str) -> None:
    assert short_serial(msgspec.structs.replace(record("qip"), serial=serial), TODAY) == said


def test_a_record_of_which_nothing_was_applied_says_so() -> None:
    assert short_serial(msgspec.structs.replace(record("budget_period"), serial=""), TODAY) == "not applied"


@pytest.mark.parametrize("kind", ["support_request", "project", "qip"])
def test_what_was_brought_in_is_said_not_to_be_screened_here(kind: str) -> None:
    field = KINDS[kind].__fields__["state"]
    assert cell_text(record(kind, "approved"), field, {}, TODAY) == "approved"
    old = record(kind, "approved", brought_in=True)
    assert cell_text(old, field, {}, TODAY) == "approved, not screened here"
