"""Scopes: who reads and who writes what, and the text form of streams."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.scopes import (
    MalformedScopeError,
    Reach,
    Scope,
    StreamKey,
    ancestors,
    is_unit_path,
    may_read,
    may_write,
)

NODE = "a" * 24
PARTS = st.text("abc-9", min_size=1, max_size=4)
UNITS = st.lists(PARTS, min_size=1, max_size=4).map("/".join)
REACHES = st.sampled_from([Reach.UP, Reach.BRANCH])


@given(UNITS, UNITS, REACHES)
def test_reading_follows_the_definition(unit: str, other: str, reach: Reach) -> None:
    scope = Scope(other, reach)
    above = unit in ancestors(other)
    below = other in ancestors(unit)
    assert may_read(unit, scope) == (unit == other or above or (below and reach is Reach.BRANCH))
    assert may_write(unit, scope) == (unit == other or above or below)


@given(UNITS, REACHES)
def test_stream_keys_are_read_back(unit: str, reach: Reach) -> None:
    key = StreamKey(NODE, "0badcafe", unit, reach)
    assert StreamKey.parse(str(key)) == key
    assert str(key) == f"{NODE}/0badcafe/{unit.replace('/', '.')}.{reach.value}"


def test_examples_of_the_chain() -> None:
    assert ancestors("fhq/east/indbatt-1") == ("fhq", "fhq/east")
    assert may_read("fhq", Scope("fhq/east", Reach.UP))
    assert not may_read("fhq/west", Scope("fhq/east", Reach.BRANCH))
    assert not may_read("fhq/east/unit", Scope("fhq/east", Reach.UP))
    assert not may_read("fhq/eas", Scope("fhq/east", Reach.UP))
    assert not may_read("fhq", Scope("fhq", Reach.LAPTOP))
    assert not may_write("fhq", Scope("fhq", Reach.LAPTOP))


@pytest.mark.parametrize("text", ["", "/", "fhq/", "Fhq", "a/b/c/d/e", "a" * 33, "a.b", "a b", "fhq\n", "é"])
def test_other_unit_paths_are_refused(text: str) -> None:
    assert not is_unit_path(text)
    with pytest.raises(MalformedScopeError):
        Scope(text, Reach.UP)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{NODE}/0badcafe/fhq.laptop",
        f"{NODE}/0badcafe/fhq",
        f"{NODE}/0badcafe/.up",
        f"{NODE}/0badcafe/fhq..up",
        f"{NODE}/0BADCAFE/fhq.up",
        f"{NODE[1:]}/0badcafe/fhq.up",
        f"{NODE}/0badcafe/fhq/east.up",
        f"{NODE}/0badcafe/a.b.c.d.e.up",
    ],
)
def test_other_stream_keys_are_refused(text: str) -> None:
    with pytest.raises(MalformedScopeError):
        StreamKey.parse(text)
