"""Rows: lines are added, edited by keyboard, moved and removed; percents show their sum."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.making import WidgetMaker
from app.desktop.editors.row_cells import CellDelegate
from app.desktop.editors.row_model import RowModel
from app.desktop.editors.rows import RowsWidget, line_words
from app.domain.kinds import fields_of

TRANCHES = fields_of("qip")["tranches"]


@pytest.fixture
def tranches(context: Context, qtbot: QtBot) -> Iterator[RowsWidget]:
    """Give the shown table of tranches."""
    form = QWidget()
    qtbot.addWidget(form)
    widget = WidgetMaker(context, form).widget(TRANCHES)
    assert isinstance(widget, RowsWidget)
    widget.setParent(form)
    form.resize(800, 400)
    widget.resize(800, 400)
    with qtbot.waitExposed(form):
        form.show()
    form.activateWindow()
    yield widget
    form.hide()


def press(key: Qt.Key) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def write(text: str) -> None:
    """Type where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def test_a_line_is_typed_with_the_keyboard_alone(tranches: RowsWidget) -> None:
    assert tranches.table is None
    tranches.adder.click()
    write("80")
    press(Qt.Key.Key_Tab)
    write("MOU signed")
    press(Qt.Key.Key_Return)
    assert tranches.value() == [{"percent": "80", "trigger": "MOU signed"}]
    assert tranches.note() == "Sum: 80 % of 100 %"


def test_escape_gives_the_old_value_of_a_cell_back(tranches: RowsWidget) -> None:
    tranches.set_value([{"percent": 80, "trigger": "MOU signed"}])
    assert tranches.table is not None
    tranches.table.setFocus()
    tranches.table.edit(tranches.model.index(0, 1))
    write("x")
    assert tranches.value()[0]["trigger"] != "MOU signed"
    press(Qt.Key.Key_Escape)
    assert tranches.value()[0]["trigger"] == "MOU signed"


def test_lines_are_moved_and_removed(tranches: RowsWidget) -> None:
    tranches.set_value([{"percent": 80}, {"percent": 15}, {"percent": 5}])
    assert tranches.note() == ""
    assert tranches.table is not None
    tranches.table.setCurrentIndex(tranches.model.index(2, 0))
    tranches.move_line(-1)
    assert [line["percent"] for line in tranches.value()] == [80, 5, 15]
    tranches.remove_line()
    assert [line["percent"] for line in tranches.value()] == [80, 15]
    assert tranches.note() == "Sum: 95 % of 100 %"


def test_the_criteria_are_prepared_and_count_once_one_is_answered(context: Context, qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    scores = WidgetMaker(context, form).widget(fields_of("qip")["scores"])
    assert isinstance(scores, RowsWidget)
    qtbot.addWidget(scores)
    scores.set_raw(None)
    assert (scores.model.rowCount(), scores.value()) == (9, None)
    assert scores.filler.isHidden()
    scores.model.fill(2, {"score": 3, "remark": "Sixty days of work"})
    assert len(scores.value()) == 9
    scores.model.remove(0)
    scores.remove_line()
    scores.add_all()
    assert len(scores.value()) == 9


def test_cells_say_what_they_hold_in_words() -> None:
    model = RowModel(
        fields_of("meeting")["participants"], {"01934f6e-3a80-7000-8000-000000000001": "OCHA"}.__getitem__
    )
    model.set_lines(
        [{"organisation": "01934f6e-3a80-7000-8000-000000000001", "side": "theirs", "interpreter": True}]
    )
    shown = [model.index(0, column).data() for column in range(model.columnCount())]
    assert shown == ["", "", "", "OCHA", "Theirs", "yes", ""]
    assert model.headerData(3, Qt.Orientation.Horizontal) == "Organisation"


def test_lines_are_called_by_their_class() -> None:
    assert line_words(fields_of("qip")["budget"]) == "budget line"
    assert line_words(TRANCHES) == "tranche"


def test_money_in_a_cell_is_typed_in_full(context: Context, qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    budget = WidgetMaker(context, form).widget(fields_of("qip")["budget"])
    qtbot.addWidget(budget)
    budget.set_value([{"line": "Cement", "amount": {"amount": 1450000, "currency": "USD"}}])
    assert isinstance(budget, RowsWidget)
    assert budget.table is not None
    assert isinstance(budget.table.itemDelegate(), CellDelegate)
    assert budget.model.index(0, 1).data() == "14,500 USD"
    assert budget.value() == [{"line": "Cement", "amount": {"amount": "14500.00", "currency": "USD"}}]
