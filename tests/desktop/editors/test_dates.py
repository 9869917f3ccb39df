"""Dates and moments: typed, picked, taken apart from a date-time group."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget, QMenu
from pytestqt.qtbot import QtBot

from app.desktop.editors.dates import DateWidget, MomentWidget, clock_of
from app.domain.faults import FaultyValueError
from app.domain.fields import Field, FieldType
from app.domain.reading import read_value

START = Field(label="Start", name="start", type=FieldType.DATE)
STARTED = Field(label="Started", name="started_at", type=FieldType.MOMENT)


@pytest.fixture
def moment(qtbot: QtBot) -> MomentWidget:
    """Give the widget of a moment."""
    widget = MomentWidget(STARTED)
    qtbot.addWidget(widget)
    return widget


def test_a_date_time_group_is_taken_apart(moment: MomentWidget) -> None:
    moment.day_line.line.setText("211400bnov26")
    assert (moment.day_line.text(), moment.clock.text(), moment.offset.currentText()) == (
        "2026-11-21",
        "14:00",
        "+02:00",
    )
    assert moment.value() == "2026-11-21T14:00+02:00"
    assert moment.note() == "211200ZNOV26 · local UTC+02:00"


def test_a_whole_moment_is_taken_apart(moment: MomentWidget) -> None:
    moment.day_line.line.setText("2026-11-21T16:00:00-03:30")
    assert moment.value() == "2026-11-21T16:00-03:30"
    assert moment.note() == "211930ZNOV26 · local UTC-03:30"


def test_a_day_without_a_time_is_a_fault_and_nothing_is_nothing(moment: MomentWidget) -> None:
    assert moment.value() is None
    moment.day_line.line.setText("2026-11-21")
    with pytest.raises(FaultyValueError):
        read_value(STARTED, moment.value())
    moment.clock.setText("9:30")
    assert str(read_value(STARTED, moment.value())).startswith("2026-11-21T09:30:00")


@pytest.mark.parametrize(
    ("typed", "read"), [("0930", "09:30"), ("9h30", "09:30"), ("16:05", "16:05"), ("noon", "noon"), ("", "")]
)
def test_times_of_day(typed: str, read: str) -> None:
    assert clock_of(typed) == read


def test_the_day_of_the_week_is_shown_and_a_day_can_be_picked(qtbot: QtBot) -> None:
    widget = DateWidget(START)
    qtbot.addWidget(widget)
    widget.set_value("2026-11-21")
    widget.show()
    assert widget.day_line.picker.text() == "Sat"
    widget.day_line.pick()
    (menu,) = widget.day_line.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    (calendar,) = menu.findChildren(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 11, 21)
    calendar.activated.emit(QDate(2026, 11, 23))
    assert widget.value() == "2026-11-23"
    assert widget.day_line.day() == date(2026, 11, 23)
