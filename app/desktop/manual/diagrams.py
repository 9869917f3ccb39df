"""Diagrams: the usual way of a workflow as boxes and arrows, drawn from its declaration in the window's colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF

from app.desktop import style
from app.desktop.manual.workflows import main_line
from app.desktop.style import Theme, sizes
from app.domain.scopes import Level
from app.domain.workflows import Workflow
from app.domain.writing import state_text

BOX_WIDTH, BOX_HEIGHT, GAP_WIDTH, ROW_GAP, MARGIN = 128, 32, 68, 34, 4
"""Pixels at 100 %."""
HEAD = 5
CORNER = 6
SHORT = {Level.UNIT: "Unit", Level.SECTOR: "Sector", Level.FORCE: "Force"}


def diagram(workflow: Workflow, theme: Theme, width: int, ratio: float) -> QImage:
    """Return a picture of a width in points; a decision stands out, and so does what rests on it."""
    drawing = _Drawing(workflow, theme, width)
    picture = QImage(
        round(width * ratio), round(drawing.height * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.paint(painter)
    painter.end()
    return picture


class _Drawing:
    """Where everything stands: boxes from left to right, row below row, joined by arrows with who takes the step."""

    def __init__(self, workflow: Workflow, theme: Theme, width: int) -> None:
        self.workflow, self.theme = workflow, theme
        self.line = main_line(workflow)
        self.scale = sizes().scale
        step = self._of(BOX_WIDTH + GAP_WIDTH)
        self.per_row = max(1, int((width - 2 * self._of(MARGIN) + self._of(GAP_WIDTH)) // step))
        rows = -(-len(self.line) // self.per_row)
        self.height = round(
            rows * self._of(BOX_HEIGHT) + (rows - 1) * self._of(ROW_GAP) + 2 * self._of(MARGIN)
        )

    def paint(self, painter: QPainter) -> None:
        """Draw the arrows, and the boxes over them."""
        for number in range(len(self.line) - 1):
            self._join(painter, number)
        for number, state in enumerate(self.line):
            self._box(painter, self._place(number), state)

    def _of(self, points: float) -> float:
        return points * self.scale

    def _place(self, number: int) -> QRectF:
        row, column = divmod(number, self.per_row)
        left = self._of(MARGIN) + column * self._of(BOX_WIDTH + GAP_WIDTH)
        top = self._of(MARGIN) + row * self._of(BOX_HEIGHT + ROW_GAP)
        return QRectF(left, top, self._of(BOX_WIDTH), self._of(BOX_HEIGHT))

    def _box(self, painter: QPainter, place: QRectF, state: str) -> None:
        theme = self.theme
        ground, edge, ink = theme.surface, theme.edge, theme.text
        if state in self.workflow.decision:
            ground, edge, ink = theme.accent, theme.accent, theme.on_accent
        elif state in self.workflow.resting:
            ground, edge = theme.accent_soft, theme.accent
        painter.setPen(QPen(QColor(edge), self._of(1)))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, self._of(CORNER), self._of(CORNER))
        painter.setPen(QColor(ink))
        painter.setFont(self._font("base"))
        text = state_text(state)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text[:1].upper() + text[1:])

    def _join(self, painter: QPainter, number: int) -> None:
        before, after = self._place(number), self._place(number + 1)
        painter.setPen(QPen(QColor(self.theme.muted), self._of(1.5)))
        painter.setBrush(QColor(self.theme.muted))
        step = self.workflow.step(self.line[number], self.line[number + 1])
        who = SHORT[step.level] if step else ""
        painter.setFont(self._font("small"))
        if before.top() == after.top():
            start, end = (
                QPointF(before.right(), before.center().y()),
                QPointF(after.left(), before.center().y()),
            )
            painter.drawLine(start, end)
            self._head(painter, end, across=True)
            above = QRectF(start.x(), start.y() - self._of(20), end.x() - start.x(), self._of(18))
            painter.drawText(above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, who)
            return
        middle = (before.bottom() + after.top()) / 2
        end = QPointF(after.center().x(), after.top())
        way = (
            (before.center().x(), before.bottom()),
            (before.center().x(), middle),
            (end.x(), middle),
            (end.x(), end.y()),
        )
        painter.drawPolyline(QPolygonF([QPointF(*one) for one in way]))
        self._head(painter, end, across=False)
        beside = QRectF(end.x() + self._of(8), middle, self._of(GAP_WIDTH), after.top() - middle)
        painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, who)

    def _head(self, painter: QPainter, tip: QPointF, *, across: bool) -> None:
        size = self._of(HEAD)
        back = QPointF(size, 0) if across else QPointF(0, size)
        side = QPointF(0, size * 0.6) if across else QPointF(size * 0.6, 0)
        painter.drawPolygon(QPolygonF([tip, tip - back + side, tip - back - side]))

    def _font(self, name: str) -> QFont:
        font = QFont(style.FAMILY)
        font.setPixelSize(round(self._of(style.TYPE_SCALE[name] * 4 / 3)))
        return font
