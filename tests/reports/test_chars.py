"""Text made safe to set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.chars import INVISIBLE, settable, single_line
from app.reports.fonts import drawable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb", "a b"),
        ("a\x00b\x07\x1bc", "a[U+0000]b[U+0007 U+001B]c"),
        ("\U0001f600", "[U+1F600]"),
        ("中文!", "[U+4E2D U+6587]!"),
        ("\ud800", "[U+D800]"),
        ("pay \u202e000,1 USD", "pay [U+202E]000,1 USD"),
        ("\u2067אב\u2069", "\u202bאב\u202c"),
        ("é ✓ → ≥ ﷺ א", "é ✓ → ≥ ﷺ א"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("\uffff", "[U+FFFF]"),
        ("e\u0301\u0302\u0303\u0304\u0301\u0302!", "e\u0301\u0302\u0303\u0304[U+0301 U+0302]!"),
        ("بِسْمِ", "بِسْمِ"),
    ],
)
def test_nothing_is_dropped_in_silence(text: str, expected: str) -> None:
    assert settable(text, drawable()) == expected


@given(st.text(alphabet=st.characters(), max_size=100))
def test_the_result_can_be_drawn_and_stays_as_it_is(text: str) -> None:
    clean = settable(text, drawable())
    assert set(clean) <= drawable() | INVISIBLE | {"\n"}
    assert settable(clean, drawable()) == clean


def test_a_property_is_one_line() -> None:
    assert single_line("a\nb\x00)\u2028 c\ud800") == "a b ) c"
