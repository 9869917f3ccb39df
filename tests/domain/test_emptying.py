"""Emptying: when a save leaves nothing of a record to know it by."""

from typing import Any

import pytest

from app.domain.policy.emptying import is_emptied

FULL = {"title": "Bridge", "notes": "n", "facts": "f", "outcome": "o", "tags": ["a"]}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (FULL, FULL, False),
        (FULL, {**FULL, "title": None}, True),
        (FULL, {**FULL, "title": " "}, True),
        (FULL, {**FULL, "notes": None}, False),
        (FULL, {**FULL, "notes": None, "facts": ""}, False),
        (FULL, {**FULL, "notes": None, "facts": "", "tags": []}, True),
        (FULL, {"title": "Bridge"}, True),
        ({"title": "Bridge", "notes": "n", "facts": None}, {"title": "Bridge"}, False),
        ({}, {}, False),
        ({"title": None}, {}, False),
        ({"title": "x", "a": False, "b": 0, "c": 0}, {"title": "x", "a": False, "b": 0}, False),
    ],
)  # fmt: skip
def test_a_record_is_emptied_where_a_required_value_or_most_values_go(
    before: dict[str, Any], after: dict[str, Any], expected: bool
) -> None:
    assert is_emptied("meeting", before, after) is expected


def test_of_an_unknown_kind_nothing_is_required() -> None:
    assert not is_emptied("unheard", {"title": "x"}, {})
    assert is_emptied("unheard", {"title": "x", "a": 1, "b": 2}, {})
