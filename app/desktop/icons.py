"""Icons: line drawings of one weight, read from small SVG files, in the colour of the words beside them.

Only the path commands M, L, C and Z with absolute numbers are used, so no picture library is loaded at start.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPen, QPixmap

from app.assets import resource

GRID = 20.0
WEIGHT = 1.5
_PATH = re.compile(r'<path d="([^"]+)"')
_STEP = re.compile(r"([MLCZ])([^MLCZ]*)")


def icon(name: str, colour: str, edge: int) -> QIcon:
    """Return the icon of a name (a file under `resources/icons`) in a colour, `edge` pixels square."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(QSize(round(edge * ratio), round(edge * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(edge / GRID, edge / GRID)
    pen = QPen(
        QColor(colour), WEIGHT, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )
    painter.setPen(pen)
    painter.drawPath(drawing(name))
    painter.end()
    return QIcon(picture)


@cache
def drawing(name: str) -> QPainterPath:
    """Return the lines of an icon on a grid of 20 by 20."""
    path = QPainterPath()
    for written in _PATH.findall(resource("icons", f"{name}.svg").read_text("utf-8")):
        for command, figures in _STEP.findall(written):
            _draw(path, command, [float(figure) for figure in figures.replace(",", " ").split()])
    return path


def _draw(path: QPainterPath, command: str, at: list[float]) -> None:
    if command == "Z":
        path.closeSubpath()
    elif command == "M":
        path.moveTo(at[0], at[1])
        _lines(path, at[2:])
    elif command == "L":
        _lines(path, at)
    else:
        for start in range(0, len(at), 6):
            path.cubicTo(*at[start : start + 6])


def _lines(path: QPainterPath, at: list[float]) -> None:
    for start in range(0, len(at), 2):
        path.lineTo(at[start], at[start + 1])
