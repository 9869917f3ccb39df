"""Reading direction against worked examples of UAX 9."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.bidi import base_level, levels, visual_order


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("road 12", 0),
        ("القطاع", 1),
        ("12 القطاع", 1),
        ("QIP القطاع", 0),
        ("", 0),
        ("12.5 %", 0),
        ("עברית abc", 1),
    ],
)
def test_first_strong_letter_sets_the_direction(text: str, expected: int) -> None:
    assert base_level(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", "000"),
        ("abc אב", "000011"),
        ("אב abc", "111222"),
        ("אב 12", "11122"),
        ("א (b) ג", "1112111"),
        ("a (ב) c", "0000100"[:3] + "1" + "000"),
        ("אב (cd); ef", "11112211122"),
    ],
)
def test_levels(text: str, expected: str) -> None:
    assert "".join(map(str, levels(text, base_level(text)))) == expected


def test_embedding_controls_keep_their_place_in_the_list() -> None:
    text = "a \u202b\u05d0 b\u202c c"
    assert len(levels(text, 0)) == len(text)
    assert levels(text, 0)[3] == 1
    assert levels(text, 0)[5] == 2
    assert levels(text, 0)[8] == 0


@given(st.text(alphabet="ab 12()[]אבج،\u200f\u202b\u202a\u202c-+.%", max_size=60), st.sampled_from([0, 1]))
def test_every_character_gets_a_level_at_or_above_the_base(text: str, base: int) -> None:
    found = levels(text, base)
    assert len(found) == len(text)
    assert all(level >= base for level in found)


@pytest.mark.parametrize(
    ("piece_levels", "expected"),
    [
        ([], []),
        ([0, 0], [0, 1]),
        ([1, 1], [1, 0]),
        ([0, 1, 1, 0], [0, 2, 1, 3]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
    ],
)
def test_pieces_are_drawn_in_visual_order(piece_levels: list[int], expected: list[int]) -> None:
    assert visual_order(piece_levels) == expected


@given(st.lists(st.integers(0, 4), max_size=40))
def test_visual_order_is_a_permutation(piece_levels: list[int]) -> None:
    assert sorted(visual_order(piece_levels)) == list(range(len(piece_levels)))
