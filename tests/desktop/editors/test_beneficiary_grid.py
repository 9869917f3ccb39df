"""The grid adds up, a total may stand alone, and a part is said to be a part."""

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.editors.beneficiary_grid import BeneficiariesWidget, count_of
from app.domain.fields import Field, FieldType


@pytest.fixture
def widget(qtbot: QtBot) -> BeneficiariesWidget:
    """Give the widget of beneficiaries."""
    made = BeneficiariesWidget(
        Field(label="Beneficiaries", name="beneficiaries", type=FieldType.BENEFICIARIES)
    )
    qtbot.addWidget(made)
    return made


def test_a_total_may_stand_alone(widget: BeneficiariesWidget) -> None:
    widget.total.setText("1,200")
    assert widget.value() == {"cells": {}, "total": 1200}
    assert widget.cells == {}


def test_rows_and_columns_add_up(widget: BeneficiariesWidget) -> None:
    widget.opener.click()
    for cell, count in {("f", "adults"): "12", ("f", "children"): "180", ("m", "children"): "150"}.items():
        widget.cells[cell].setText(count)
    sums = {key: label.text() for key, label in widget._sums.items() if label.text()}
    assert sums == {"children": "330", "adults": "12", "sex f": "192", "sex m": "150", "all": "342"}
    assert widget.summary.text() == "342 people counted"
    widget.total.setText("400")
    assert widget.summary.text() == "Partial: 342 of 400 told apart"
    assert widget.value()["cells"] == {"f": {"children": 180, "adults": 12}, "m": {"children": 150}}


@pytest.mark.parametrize(
    ("typed", "count"),
    [("", None), (" ", None), ("1 200", 1200), ("0", 0), ("few", "few"), ("-3", "-3"), ("٣", "٣")],
)
def test_counts(typed: str, count: int | str | None) -> None:
    assert count_of(typed) == count
