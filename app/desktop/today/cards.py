"""Cards: the pieces of the Today page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context
from app.desktop.style import GAP, SMALL, TINY, WIDE, Theme, sizes
from app.desktop.today.overview import Line, QipLine
from app.desktop.widgets import Cut, cleared, column, label, pill
from app.desktop.words import tr

FULL = 100.0


class Clickable(QFrame):
    """A line that leads somewhere, by mouse and by Enter."""

    chosen = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        style.role(self, "line")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go where the line leads."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


class Card(QFrame):
    """A card with a heading, a count at its right, and lines."""

    def __init__(self, context: Context, title: str, empty: str) -> None:
        super().__init__()
        style.role(self, "card")
        self.setAccessibleName(title)
        self.context = context
        self._empty = empty
        self.count = label("", "muted")
        head = QHBoxLayout()
        head.addWidget(label(title, "head"))
        head.addStretch(1)
        head.addWidget(self.count)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(sizes().of(2))
        layout = QVBoxLayout(self)
        space = sizes().of(GAP)
        layout.setContentsMargins(space, sizes().of(SMALL), space, sizes().of(SMALL))
        layout.setSpacing(sizes().of(SMALL))
        layout.addLayout(head)
        layout.addLayout(self.lines)
        layout.addStretch(1)

    def show_lines(self, lines: Sequence[Line], count: str = "") -> None:
        """Show these lines, or what to do where there are none."""
        cleared(self.lines)
        self.count.setText(count)
        for line in lines:
            self.lines.addWidget(self._line(line))
        if not lines:
            hint = label(self._empty, "muted", wrap=True)
            hint.setContentsMargins(sizes().of(TINY), 0, 0, 0)
            self.lines.addWidget(hint)

    def _line(self, line: Line) -> QWidget:
        made = Clickable(", ".join(part for part in (line.title, line.detail, line.pill) if part))
        inside = QHBoxLayout(made)
        inside.setContentsMargins(sizes().of(TINY), sizes().of(TINY), sizes().of(TINY), sizes().of(TINY))
        inside.setSpacing(sizes().of(SMALL))
        inside.addLayout(column(Cut(line.title), Cut(line.detail, "small"), space=0), 1)
        if line.pill:
            inside.addWidget(pill(line.pill, line.tone), 0, Qt.AlignmentFlag.AlignVCenter)
        made.chosen.connect(lambda: self._go(line))
        return made

    def _go(self, line: Line) -> None:
        if line.id:
            self.context.open_record(line.kind, line.id)
        elif line.page:
            self.context.go(line.page)


class Strip(QWidget):
    """A bar of how much is built, with a tick where the time stands."""

    def __init__(self, theme: Theme, line: QipLine) -> None:
        super().__init__()
        self._theme = theme
        self._line = line
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a wide, low strip."""
        return QSize(sizes().of(160), sizes().of(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, the part that is built, and the tick of time."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        thick = sizes().of(8)
        track = QRectF(0, (self.height() - thick) / 2, self.width(), thick)
        painter.setBrush(QColor(self._theme.track))
        painter.drawRoundedRect(track, thick / 2, thick / 2)
        if self._line.built:
            built = QRectF(track)
            built.setWidth(max(thick, track.width() * self._line.built / FULL))
            painter.setBrush(self._theme.tone(self._line.tone))
            painter.drawRoundedRect(built, thick / 2, thick / 2)
        if self._line.gone is not None:
            tick = sizes().of(2)
            left = min(self.width() - tick, max(0.0, self.width() * self._line.gone / FULL - tick / 2))
            painter.setBrush(QColor(self._theme.text))
            painter.drawRect(QRectF(left, 0, tick, self.height()))


class QipCard(Card):
    """The running QIPs, the nearest to its limit first; the tick shows how much of the time is gone."""

    def show_qips(self, lines: Sequence[QipLine], most: int) -> None:
        """Show the first of these, and how many there are."""
        self.show_lines((), tr("{count} running", count=len(lines)) if lines else "")
        if not lines:
            return
        cleared(self.lines)
        for line in lines[:most]:
            self.lines.addWidget(self._qip(line))
        self.lines.addWidget(label(tr("Bar: built. Tick: time gone."), "small"))

    def _qip(self, line: QipLine) -> QWidget:
        built = tr("{percent} % built", percent=line.built) if line.built is not None else tr("not stated")
        left = line.late or (
            tr("{days} days left", days=line.days_left) if line.days_left is not None else tr("no clock yet")
        )
        made = Clickable(f"{line.title}, {built}, {left}")
        inside = QHBoxLayout(made)
        inside.setContentsMargins(sizes().of(TINY), sizes().of(2), sizes().of(TINY), sizes().of(2))
        inside.setSpacing(sizes().of(WIDE))
        title = Cut(line.title)
        inside.addWidget(title, 5)
        inside.addWidget(Strip(self.context.theme, line), 5)
        percent = label(built, "muted")
        percent.setMinimumWidth(sizes().of(76))
        inside.addWidget(percent)
        word = pill(left, line.tone)
        word.setMinimumWidth(sizes().of(104))
        word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(word)
        made.chosen.connect(lambda: self.context.open_record("qip", line.id))
        return made
