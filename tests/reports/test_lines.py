"""Line breaking and direction of set text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.reports.lines import Line, set_text, shorten
from app.reports.shaping import Shaper
from app.reports.style import BODY


def texts(lines: list[Line]) -> list[str]:
    return ["".join(atom.text for atom in line.atoms) for line in lines]


def test_breaks_at_spaces_and_drops_them_there() -> None:
    lines = set_text(Shaper(), "one two three four", BODY, 45)
    assert texts(lines) == ["one two", "three four"]
    assert all(line.width <= 45 for line in lines)


def test_each_line_break_starts_a_paragraph_and_empty_ones_vanish() -> None:
    assert texts(set_text(Shaper(), "a\n\n \nb\r\nc", BODY, 100)) == ["a", "b", "c"]


def test_a_serial_too_wide_for_its_column_breaks_after_a_hyphen() -> None:
    assert texts(set_text(Shaper(), "EAST-RFA-2026-0020", BODY, 70)) == ["EAST-RFA-2026-", "0020"]


def test_a_serial_that_fits_a_line_is_never_broken() -> None:
    assert texts(set_text(Shaper(), "see EAST-RFA-2026-0020", BODY, 100)) == ["see", "EAST-RFA-2026-0020"]


def test_a_compound_of_words_may_break_after_its_hyphen() -> None:
    assert texts(set_text(Shaper(), "the route Bria–Yalinga", BODY, 70)) == ["the route Bria–", "Yalinga"]


def test_a_no_break_space_does_not_break() -> None:
    assert texts(set_text(Shaper(), "aaa 60\u00a0%", BODY, 35)) == ["aaa", "60\u00a0%"]


def test_arabic_reads_from_the_right_and_mixes_with_latin() -> None:
    (line,) = set_text(Shaper(), "بلدية حولا (QIP 12) الشرقي", BODY, 400)
    assert line.leftward
    order = [atom.text for atom in line.atoms if not atom.space]
    # From left to right; the brackets belong to the Arabic around them, the Latin inside keeps its own order.
    assert order == ["الشرقي", ")", "QIP", "12", "(", "حولا", "بلدية"]


def test_arabic_letters_join() -> None:
    shaper = Shaper()
    joined = shaper.shape("بب", "regular", False)
    single = shaper.shape("ب", "regular", False)
    assert joined.width < 2 * single.width


def test_the_label_stands_before_the_first_paragraph_only() -> None:
    shaper = Shaper()
    lead = set_text(shaper, "x", BODY, 10)[0].atoms[0].span._replace(text="Comment: ", weight="bold")
    assert texts(set_text(shaper, "a\nb", BODY, 200, lead=lead)) == ["Comment: a", "b"]


@given(st.text(max_size=200), st.floats(30, 400))
@example(":[U+001B]", 30.0)
def test_no_line_is_wider_than_the_column_and_no_letter_is_lost(text: str, width: float) -> None:
    shaper = Shaper()
    lines = set_text(shaper, text, BODY, width)
    assert all(line.width <= width + 0.01 for line in lines)
    kept = sorted(ch for line in lines for atom in line.atoms for ch in atom.text if not ch.isspace())
    assert kept == sorted(ch for ch in shaper.clean(text) if not ch.isspace())


@pytest.mark.parametrize("text", ["short", "a much longer label than fits", "W" * 500, "  ", ""])
def test_a_label_is_one_line(text: str) -> None:
    line = shorten(Shaper(), text, BODY, 60)
    assert (line is None) == (not text.strip())
    if line is not None:
        assert line.width <= 60
        assert ("…" in texts([line])[0]) == (text != "short")
