"""Words, icons, and the small widgets."""

from datetime import date

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desktop import icons, widgets, words
from app.desktop.navigation import PLACES

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 20), "yesterday"), (TODAY, "today"), (date(2026, 11, 22), "tomorrow"),
        (date(2026, 11, 30), "Mon 30 Nov"), (date(2027, 1, 4), "4 Jan 2027"),
    ],
)  # fmt: skip
def test_a_near_day_is_said_by_its_name(day: date, said: str) -> None:
    assert words.near_day(day, TODAY) == said


def test_figures_are_said_as_people_do() -> None:
    assert words.many(1, "record", "records") == "1 record"
    assert words.many(1200, "record", "records") == "1 200 records"
    assert [words.size(count) for count in (12, 14_400, 2_400_000)] == ["12 bytes", "14 kB", "2.3 MB"]
    assert words.long_day(TODAY) == "Saturday 21 November"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.key)
def test_every_page_has_an_icon_that_draws_something(qtbot: QtBot, place: object) -> None:
    key = getattr(place, "key", "")
    picture = icons.icon(key, "#00689D", 20).pixmap(20, 20).toImage()
    drawn = {picture.pixelColor(x, y).alpha() > 0 for x in range(20) for y in range(20)}
    assert drawn == {True, False}
    assert not icons.drawing(key).isEmpty()
    assert QColor("#00689D").isValid()


def test_what_people_wrote_is_never_markup(qtbot: QtBot) -> None:
    made = widgets.label("<b>bold</b>")
    qtbot.addWidget(made)
    plain = widgets.label("bold")
    qtbot.addWidget(plain)
    assert made.sizeHint().width() > plain.sizeHint().width()


def test_a_layout_is_cleared_with_what_is_nested_in_it(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    outer = QVBoxLayout(holder)
    outer.addLayout(widgets.row(widgets.label("a"), None, widgets.label("b")))
    outer.addWidget(widgets.pill("late", "bad"))
    widgets.cleared(outer)
    assert outer.count() == 0
