"""Points: both notations, whatever was typed, and the stored value untouched."""

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.editors.points import PointWidget, both_notations
from app.domain.fields import Field, FieldType
from app.domain.reading import read_value

POSITION = Field(label="Position", name="point", type=FieldType.POINT)


@pytest.fixture
def widget(qtbot: QtBot) -> PointWidget:
    """Give the widget of a point."""
    made = PointWidget(POSITION)
    qtbot.addWidget(made)
    return made


def test_mgrs_shows_degrees_and_how_fine_it_is(widget: PointWidget) -> None:
    widget.line.setText("36n vl 5130 8610")
    assert widget.note().endswith(" · 36N VL 5130 8610 · to 10 m")
    assert widget.note().startswith("5.3023, 32.5605")


def test_degrees_show_mgrs(widget: PointWidget) -> None:
    widget.line.setText("6.2, 31.5")
    assert widget.note() == "6.2, 31.5 · 36N UM 3 8 · to 10 km"


def test_a_stored_point_comes_back_as_it_was(widget: PointWidget) -> None:
    stored = {"lat": 6206671, "lon": 31560009, "precision": 100}
    widget.set_value(stored)
    assert widget.value() == stored
    widget.line.setText(widget.line.text() + "1")
    assert read_value(POSITION, widget.value()) != stored


def test_what_is_no_point_shows_no_notation(widget: PointWidget) -> None:
    widget.line.setText("near the well")
    assert widget.note() == ""
    assert widget.value() == "near the well"


def test_the_pole_has_no_numbered_square() -> None:
    assert both_notations({"lat": 89_000_000, "lon": 0, "precision": 1}).startswith("89.00000, 0.00000 · ")
