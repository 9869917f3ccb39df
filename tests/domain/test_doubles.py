"""Pointers of doubles lead to one record, whatever chains and circles people make."""

import itertools

import pytest

from app.domain.doubles import doubles_of, kept_of, resolved


def test_a_chain_is_followed_to_its_end() -> None:
    kept = kept_of({"a": "b", "b": "c", "d": "c"})
    assert kept == {"a": "c", "b": "c", "d": "c"}
    assert doubles_of(kept) == {"c": ("a", "b", "d")}
    assert resolved(["x", "a", "c", "x"], kept) == ("x", "c")


@pytest.mark.parametrize("order", list(itertools.permutations("abcx")))
def test_of_a_circle_the_smallest_id_stays_in_whatever_order_it_is_read(order: tuple[str, ...]) -> None:
    pointers = {"a": "b", "b": "c", "c": "a", "x": "c"}
    kept = kept_of({one: pointers[one] for one in order})
    assert kept == {"b": "a", "c": "a", "x": "a"}


def test_a_record_that_points_to_itself_is_no_double() -> None:
    assert kept_of({"a": "a", "b": "a"}) == {"b": "a"}


def test_a_very_long_chain_is_followed() -> None:
    pointers = {f"{number:05d}": f"{number + 1:05d}" for number in range(5_000)}
    assert set(kept_of(pointers).values()) == {"05000"}
