"""The grid of twelfths: fields share rows, stand alone where it is narrow, and never overlap."""

import pytest
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.editors.flow import FieldGrid, FlowLayout


def filled(grid: FieldGrid, shares: list[tuple[int, int]]) -> list[QWidget]:
    """Put one line for each share into a grid."""
    made: list[QWidget] = []
    for twelfths, least in shares:
        line = QLineEdit()
        line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid.add(line, twelfths=twelfths, least=least)
        made.append(line)
    return made


@pytest.mark.parametrize(
    ("width", "rows"), [(900, [[4, 4, 4], [12]]), (500, [[6, 6], [6], [12]]), (200, [[12], [12], [12], [12]])]
)
def test_narrow_forms_break_rows(qtbot: QtBot, width: int, rows: list[list[int]]) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    grid = FieldGrid(place)
    filled(grid, [(4, 220), (4, 220), (4, 220), (12, 220)])
    assert [[share for _, share in row] for row in grid.rows(width)] == rows


def test_fields_never_overlap_and_the_height_fits(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    grid = FieldGrid(place)
    lines = filled(grid, [(5, 100), (4, 100), (3, 100), (2, 100)])
    place.resize(600, grid.heightForWidth(600))
    place.show()
    boxes = [line.geometry() for line in lines]
    assert not any(a.intersects(b) for at, a in enumerate(boxes) for b in boxes[at + 1 :])
    assert max(box.bottom() for box in boxes) < place.height()


def test_hidden_fields_take_no_room(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    grid = FieldGrid(place)
    lines = filled(grid, [(12, 100), (12, 100)])
    both = grid.heightForWidth(600)
    lines[0].hide()
    grid.invalidate()
    assert grid.heightForWidth(600) < both


def test_chips_wrap(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    flow = FlowLayout(place)
    for _ in range(6):
        chip = QWidget()
        chip.setFixedSize(100, 20)
        flow.addWidget(chip)
    assert flow.heightForWidth(650) == 20
    assert flow.heightForWidth(330) == 48
