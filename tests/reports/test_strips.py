"""Placing strips on pages."""

from hypothesis import given
from hypothesis import strategies as st

from app.reports.pdf import Pen
from app.reports.strips import Strip, paginate


def nothing(pen: Pen, top: float) -> None:
    """Draw nothing."""


def strip(height: float, *, gap: float = 0.0, keep: bool = False, head: Strip | None = None) -> Strip:
    return Strip(height, nothing, gap, keep, head)


def test_a_heading_goes_to_the_next_page_with_what_it_heads() -> None:
    body, heading, text = strip(80), strip(10, keep=True), strip(30)
    pages = paginate([body, heading, text], height=100)
    assert [[placed.strip for placed in page] for page in pages] == [[body], [heading, text]]


def test_a_table_head_is_repeated_on_each_further_page() -> None:
    head = strip(10)
    rows = [strip(30, head=head) for _ in range(5)]
    pages = paginate([head._replace(keep=True), *rows], height=100)
    assert [len(page) for page in pages] == [3 + 1, 2 + 1]
    assert pages[1][0].strip is head
    assert pages[1][1].top == 10


def test_the_gap_above_a_strip_vanishes_at_the_top_of_a_page() -> None:
    pages = paginate([strip(60), strip(60, gap=20)], height=100)
    assert pages[1][0].top == 0


def test_what_is_kept_together_but_too_tall_is_parted() -> None:
    pages = paginate([strip(40, keep=True) for _ in range(10)], height=100)
    assert [len(page) for page in pages] == [2] * 5


@given(
    st.lists(
        st.builds(
            lambda height, gap, keep, headed: (height, gap, keep, headed),
            st.floats(1, 60),
            st.floats(0, 20),
            st.booleans(),
            st.booleans(),
        ),
        max_size=60,
    )
)
def test_every_strip_is_placed_once_in_order_and_on_the_page(
    plan: list[tuple[float, float, bool, bool]],
) -> None:
    head = strip(12)
    strips = [
        strip(height, gap=gap, keep=keep, head=head if headed else None) for height, gap, keep, headed in plan
    ]
    pages = paginate(strips, height=100)
    placed = [item for page in pages for item in page if item.strip is not head]
    assert [id(item.strip) for item in placed] == [id(one) for one in strips]
    for page in pages:
        bottoms = [0.0]
        for item in page:
            assert item.top >= bottoms[-1] - 1e-6
            bottoms.append(item.top + item.strip.height)
        assert bottoms[-1] <= 100 + 1e-6
