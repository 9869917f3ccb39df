"""Widths: columns share the room; the last are left out before the title gets too narrow."""

from hypothesis import given
from hypothesis import strategies as st

from app.desktop.lists.widths import Wish, shared

SERIAL, TITLE, PLACE, COST = Wish(80, 80), Wish(100, 300), Wish(60, 160), Wish(90, 90)
COLUMNS = (SERIAL, TITLE, PLACE, COST)


def test_what_is_left_goes_to_those_who_have_a_use_for_it() -> None:
    assert shared(COLUMNS, 1, 330) == {1: 100, 0: 80, 2: 60, 3: 90}
    assert shared(COLUMNS, 1, 480) == {1: 200, 0: 80, 2: 110, 3: 90}
    assert shared(COLUMNS, 1, 1000) == {1: 670, 0: 80, 2: 160, 3: 90}


def test_the_last_are_left_out_first() -> None:
    assert shared(COLUMNS, 1, 329).keys() == {0, 1, 2}
    assert shared(COLUMNS, 1, 200).keys() == {0, 1}
    assert shared(COLUMNS, 1, 50) == {1: 50}


@given(
    st.lists(st.tuples(st.integers(1, 200), st.integers(0, 200)), min_size=1, max_size=9),
    st.integers(201, 3000), st.data(),
)  # fmt: skip
def test_the_room_is_used_up_and_never_overrun(
    pairs: list[tuple[int, int]], room: int, data: st.DataObject
) -> None:
    wishes = [Wish(least, least + more) for least, more in pairs]
    widest = data.draw(st.integers(0, len(wishes) - 1))
    widths = shared(wishes, widest, room)
    assert sum(widths.values()) == room
    assert all(width >= wishes[place].least for place, width in widths.items())
