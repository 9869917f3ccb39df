"""The tables of exchange at large text on a small screen: no word is lost, and what happened is not squeezed."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import style
from app.desktop.context import Context
from app.desktop.exchange.facts import SHARE, Facts
from app.desktop.style import sizes

LONG = "Sector West is revoked since Thursday, and this was made after the last of its words that counts."
ROW = (
    "yesterday 02:15",
    "in",
    "west-to-force-with-a-very-long-name.liaison.age",
    LONG,
    "Sector West",
    "refused",
)


@pytest.fixture(params=[100, 150])
def table(request: pytest.FixtureRequest, qapp: QApplication, context: Context, qtbot: QtBot) -> Facts:
    """A table as wide as the page leaves it at 1366 pixels, with one row."""
    style.dress(qapp, style.LIGHT, request.param)
    made = Facts("Journal", ("When", "Way", "File", "What", "Who", "Outcome"), 3, context.theme, wraps=True)
    qtbot.addWidget(made)
    made.resize(1100, 400)
    made.show()
    made.show_rows([(ROW, "bad")])
    return made


def test_what_happened_has_its_share_and_every_column_fits(table: Facts) -> None:
    room = table.viewport().width()
    assert table.columnWidth(3) >= int(room * SHARE) - 1
    assert sum(table.columnWidth(place) for place in range(table.columnCount())) <= room


def test_a_row_is_as_high_as_its_words(table: Facts) -> None:
    assert table.rowHeight(0) >= table.sizeHintForRow(0)
    table.resize(700, 400)
    narrow = table.rowHeight(0)
    assert narrow >= table.sizeHintForRow(0)
    table.resize(2600, 400)
    assert sizes().row <= table.rowHeight(0) < narrow
