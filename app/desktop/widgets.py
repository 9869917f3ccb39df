"""Widgets: the few small pieces that every page is made of, each dressed by the one style sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.desktop import style
from app.desktop.icons import icon
from app.desktop.style import GAP, SMALL, WIDE, Theme, sizes

L = TypeVar("L", bound=QBoxLayout)


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Make a plain-text label; what people wrote is never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        style.role(made, role)
    return made


def pill(text: str, tone: str = "info") -> QLabel:
    """Make a word on a soft ground: late, waiting, done or for information."""
    made = label(text, "pill")
    made.setProperty("tone", tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def button(
    text: str,
    then: Callable[[], object] | None = None,
    role: str = "",
    *,
    name: str = "",
    tip: str = "",
    shortcut: str = "",
) -> QPushButton:
    """Make a button; `name` is what a screen reader says where the text alone is not enough."""
    made = QPushButton(text)
    made.setAccessibleName(name or text.replace("&", ""))
    made.setAutoDefault(False)
    if role:
        style.role(made, role)
    if tip:
        made.setToolTip(tip)
    if shortcut:
        made.setShortcut(shortcut)
    if then is not None:
        made.clicked.connect(lambda: then())
    return made


def waiting_bar(name: str) -> QProgressBar:
    """Make a hidden bar for long work, busy until it is told a range; `name` is for screen readers.

    It shows no figure: that would not fit into its height.
    """
    made = QProgressBar()
    made.setRange(0, 0)
    made.setTextVisible(False)
    made.setAccessibleName(name)
    made.hide()
    return made


def with_icon(made: QPushButton, name: str, theme: Theme, colour: str = "") -> QPushButton:
    """Put an icon beside a button's words, in the colour of the words unless another is given."""
    edge = sizes().icon
    made.setIcon(icon(name, colour or theme.text, edge))
    made.setIconSize(QSize(edge, edge))
    return made


def row(*things: QWidget | QLayout | int | None, space: int = SMALL) -> QHBoxLayout:
    """Lay things out beside each other; None stretches, a number is a gap."""
    return _filled(QHBoxLayout(), things, space)


def column(*things: QWidget | QLayout | int | None, space: int = SMALL) -> QVBoxLayout:
    """Lay things out below each other; None stretches, a number is a gap."""
    return _filled(QVBoxLayout(), things, space)


def _filled(layout: L, things: tuple[QWidget | QLayout | int | None, ...], space: int) -> L:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(sizes().of(space))
    for thing in things:
        if thing is None:
            layout.addStretch(1)
        elif isinstance(thing, int):
            layout.addSpacing(sizes().of(thing))
        elif isinstance(thing, QWidget):
            layout.addWidget(thing)
        else:
            layout.addLayout(thing)
    return layout


def card(inside: QLayout, role: str = "card", margin: int = WIDE) -> QFrame:
    """Put a layout on a card with a hairline around it."""
    made = QFrame()
    style.role(made, role)
    space = sizes().of(margin)
    inside.setContentsMargins(space, sizes().of(GAP), space, sizes().of(GAP))
    made.setLayout(inside)
    return made


def scrolled(inside: QWidget) -> QScrollArea:
    """Put a widget into an area that scrolls up and down only."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    style.role(inside, "canvas")
    made.setWidget(inside)
    return made


def cleared(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (inside := item.widget()) is not None:
            inside.hide()
            inside.deleteLater()
        elif (nested := item.layout()) is not None:
            cleared(nested)


class Cut(QLabel):
    """One line of text that ends in an ellipsis where there is no room, and shows the whole as a tip."""

    def __init__(self, text: str, role: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if role:
            style.role(self, role)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another line."""
        self._whole = text
        self.setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Return the size of the whole line."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the line as fits."""
        painter = QPainter(self)
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self._whole if shown != self._whole else "")
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
