"""Revisions: exact lines, ids from bytes, and refusal of everything near them."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import canonical, revisions
from app.domain.revisions import (
    MalformedRevisionError,
    OversizedRevisionError,
    Revision,
    compose,
    parse,
    revision_id,
)

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
RECORD = "019aa5b5-8c40-7000-8000-000000000001"
OFFICER = "019aa5b5-8c40-7000-8000-000000000002"
PARENT = "0" * 32
SALT = "0123456789abcdef"


def make(**fields: Any) -> Revision:
    return compose(
        kind="meeting",
        record=RECORD,
        parents=[],
        salt=SALT,
        at=AT,
        officer=OFFICER,
        officer_name="Maj A. Diallo",
        fields=fields,
    )


def body() -> dict[str, Any]:
    return {
        "kind": "meeting",
        "record": RECORD,
        "parents": [],
        "at": "2026-11-21T09:30:00.000Z",
        "by": {"officer": OFFICER, "name": "Maj A. Diallo"},
        "fields": {"title": "Préfecture"},
        "salt": SALT,
    }


def test_bytes_and_id_are_as_the_format_says() -> None:
    made = make(title="x")
    assert made.line == (
        b'{"at":"2026-11-21T09:30:00.000Z","by":{"name":"Maj A. Diallo","officer":"%s"},'
        b'"fields":{"title":"x"},"kind":"meeting","parents":[],"record":"%s","salt":"%s"}'
        % (OFFICER.encode(), RECORD.encode(), SALT.encode())
    )
    milliseconds = int(AT.timestamp() * 1000)
    assert made.id == f"{milliseconds:012x}" + hashlib.sha256(made.line).hexdigest()[:20]
    assert made.id == revision_id(AT, made.line)
    assert made.moment == AT
    assert parse(made.line) == made


def test_parents_are_sorted_and_unique() -> None:
    made = compose(
        kind="qip",
        record=RECORD,
        parents=["f" * 32, PARENT, PARENT],
        at=AT,
        officer=OFFICER,
        officer_name="x",
        fields={},
    )
    assert made.parents == (PARENT, "f" * 32)


SOUND_VALUES = [
    "",
    "plain",
    "naïve — “quoted”",
    '\n\t\\"',
    5,
    None,
    True,
    [1, ["x", {"a": {"b": [[[[1]]]]}}]],
    {"é": 1}["é"],
]


@pytest.mark.parametrize("value", SOUND_VALUES, ids=map(str, range(len(SOUND_VALUES))))
def test_every_kind_of_value_survives(value: Any) -> None:
    made = make(value=value)
    assert parse(made.line).fields == {"value": value}


def test_withdrawal_gives_a_reason_or_is_taken_back() -> None:
    assert make(withdrawn={"reason": "double"}).fields["withdrawn"] == {"reason": "double"}
    assert make(withdrawn=None).fields == {"withdrawn": None}
    for wrong in ({}, {"reason": 1}, "double", {"reason": "x", "more": 1}):
        with pytest.raises(MalformedRevisionError):
            make(withdrawn=wrong)


def _set(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda target: target.update({key: value})


def _drop(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda target: target.pop(key)


WRONG_LINES = [
    _set("more", 1),
    *(_drop(key) for key in body()),
    _set("kind", ""),
    _set("kind", "Meeting"),
    _set("kind", "sqlite master"),
    _set("kind", 1),
    _set("record", "x"),
    _set("record", RECORD.upper()),
    _set("parents", None),
    _set("parents", [PARENT]),
    _set("salt", ""),
    _set("salt", SALT.upper()),
    _set("salt", SALT[:-1]),
    _set("salt", 1),
    _set("parents", ["x"]),
    _set("parents", ["f" * 32, PARENT]),
    _set("parents", [PARENT, PARENT]),
    _set("at", "2026-11-21T09:30:00Z"),
    _set("at", "2026-02-30T09:30:00.000Z"),
    _set("by", {"officer": OFFICER}),
    _set("by", {"officer": "x", "name": "y"}),
    _set("by", {"officer": OFFICER, "name": ""}),
    _set("by", {"officer": OFFICER, "name": "y", "rank": "z"}),
    _set("fields", []),
    _set("fields", {"cost": 1.5}),
    _set("fields", {"cost": 2**53}),
    _set("fields", {"é": 1}),
    _set("fields", {"title": "e\u0301"}),
    _set("fields", {"title": "\x07"}),
]


@pytest.mark.parametrize("change", WRONG_LINES, ids=map(str, range(len(WRONG_LINES))))
def test_other_lines_are_refused(change: Callable[[dict[str, Any]], None]) -> None:
    assert parse(canonical.encode_unchecked(body())).fields == body()["fields"]
    wrong = body()
    change(wrong)
    with pytest.raises(MalformedRevisionError):
        parse(canonical.encode_unchecked(wrong))


_TEXTS = st.text(st.sampled_from('x"\\\n\té,:[{1'), max_size=14)
_VALUES = st.recursive(
    _TEXTS | st.integers(-(10**9), 10**9) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=6) | st.dictionaries(st.text("xyz", max_size=14), inner, max_size=6)
    ),
)


def texts_of(value: Any) -> list[str]:
    """Return every text and key within a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [*value, *(text for inner in value.values() for text in texts_of(inner))]
    return [text for inner in value for text in texts_of(inner)] if isinstance(value, list) else []


@given(_VALUES)
def test_a_long_text_is_found_by_its_quotes(value: Any) -> None:
    line = canonical.encode_unchecked(value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revisions, "MAX_TEXT", 8)
        found = revisions._has_long_text(line)
    assert found == any(len(text.encode()) > 8 for text in texts_of(value))


@pytest.mark.parametrize(
    ("text", "composing"),
    [
        ("plain", False),
        ("pr\u00e9fecture", False),
        ("\u4e2d\u0995\u0416", False),
        ("q\u0301", True),
        ("\u0995\u09be", True),
        ("\n\u0303", True),
    ],
)
def test_lines_that_take_long_to_compare_are_weighed(text: str, composing: bool) -> None:
    slow, quick = make(title=text).line, make(title="\u4e2d").line
    block = revisions.parse_block(quick + b"\n" + slow + b"\n")
    assert block.composing == (len(slow) if composing else 0)
    assert canonical.composing_in([{"a": ["x", text]}]) == composing


def test_sizes_are_limited() -> None:
    assert len(make(title="x" * 65_536).line) > 65_536
    assert make(title="é" * 32_768).fields == {"title": "é" * 32_768}
    for wrong in (
        {"title": "x" * 65_537},
        {"title": ["é" * 32_769]},
        {"x" * 65_537: 1},
        {f"f{n}": "x" * 60_000 for n in range(5)},
    ):
        with pytest.raises(OversizedRevisionError):
            make(**wrong)
