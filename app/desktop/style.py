"""Style: every colour, size and space of the desktop, and the one style sheet made from them.

Widgets say what they are with `role(widget, "title")`; no other module holds a colour or a sheet. Lengths are
points on a 4-point grid at text scale 100 %.
"""

from __future__ import annotations

import re

import msgspec
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.assets import resource
from app.desktop.sheet import SHEET

FAMILY = "Noto Sans"
FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoNaskhArabic-Regular.ttf")
BASE_POINTS = 10.0
TYPE_SCALE = {"small": 9.0, "base": BASE_POINTS, "head": 10.5, "large": 13.0, "title": 16.0}
SMALLEST_SCALE, LARGEST_SCALE = 80, 200
_MARKS = re.compile(r"@[a-z_]+|~\d+|\^[a-z]+")


class Theme(msgspec.Struct, frozen=True):
    """The colours of one theme; each `…_soft` is the ground behind words in that colour."""

    name: str
    canvas: str
    surface: str
    sunken: str
    text: str
    muted: str
    line: str
    edge: str
    accent: str
    accent_soft: str
    on_accent: str
    accent_strong: str
    bad: str
    bad_soft: str
    wait: str
    wait_soft: str
    good: str
    good_soft: str
    track: str

    @property
    def info(self) -> str:
        """Information is said in the accent."""
        return self.accent

    @property
    def info_soft(self) -> str:
        """The ground behind information."""
        return self.accent_soft

    def tone(self, name: str) -> QColor:
        """Return the colour of a tone: info, good, wait or bad."""
        return QColor(getattr(self, name))

    def ground(self, name: str) -> QColor:
        """Return the ground of a tone."""
        return QColor(getattr(self, f"{name}_soft"))


LIGHT = Theme(
    "light",
    canvas="#F6F8F9",
    surface="#FFFFFF",
    sunken="#F0F3F5",
    text="#18212B",
    muted="#566270",
    line="#E1E6EA",
    edge="#7F8A96",
    accent="#00689D",
    accent_soft="#E2F0F7",
    on_accent="#FFFFFF",
    accent_strong="#00527C",
    bad="#B3211B",
    bad_soft="#FDEAE8",
    wait="#8A5200",
    wait_soft="#FDF3DD",
    good="#17663F",
    good_soft="#E3F4EA",
    track="#E1E6EA",
)
DARK = Theme(
    "dark",
    canvas="#12171C",
    surface="#1A2128",
    sunken="#151B21",
    text="#E9EEF2",
    muted="#A5B1BC",
    line="#2C353E",
    edge="#71808D",
    accent="#5CB8E6",
    accent_soft="#16394B",
    on_accent="#06212F",
    accent_strong="#86CCF0",
    bad="#FF9A90",
    bad_soft="#46201D",
    wait="#F0BC62",
    wait_soft="#3F300F",
    good="#79D3A2",
    good_soft="#143A28",
    track="#333E48",
)
CONTRAST = Theme(
    "contrast",
    canvas="#000000",
    surface="#000000",
    sunken="#262626",
    text="#FFFFFF",
    muted="#FFFFFF",
    line="#FFFFFF",
    edge="#FFFFFF",
    accent="#FFE600",
    accent_soft="#333000",
    on_accent="#000000",
    accent_strong="#FFFFFF",
    bad="#FF9C94",
    bad_soft="#3A0000",
    wait="#FFD166",
    wait_soft="#3A2A00",
    good="#7CFFB2",
    good_soft="#00330F",
    track="#4D4D4D",
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}


class Sizes(msgspec.Struct, frozen=True):
    """Lengths in pixels at one text scale."""

    scale: float = 1.0

    def of(self, points: float) -> int:
        """Return a length of the grid at this scale."""
        return round(points * self.scale)

    @property
    def row(self) -> int:
        """The height of a row of a list."""
        return self.of(28)

    @property
    def column(self) -> int:
        """The width of the left column."""
        return self.of(200)

    @property
    def icon(self) -> int:
        """The edge of an icon beside a word."""
        return self.of(16)


TINY, SMALL, GAP, WIDE, BROAD = 4, 8, 12, 16, 24
"""The five spaces of the 4-point grid."""

_sizes = Sizes()


def sizes() -> Sizes:
    """Return the lengths at the text scale in use."""
    return _sizes


def role(widget: QWidget, name: str) -> QWidget:
    """Say what a widget is, so that the sheet dresses it; a role can change while it is shown."""
    if widget.property("role") != name:
        widget.setProperty("role", name)
        widget.style().polish(widget)
    return widget


def tone(widget: QWidget, name: str) -> QWidget:
    """Give a pill or banner its tone: info, good, wait or bad."""
    if widget.property("tone") != name:
        widget.setProperty("tone", name)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    return widget


def dress(application: QApplication, theme: Theme, percent: int = 100) -> None:
    """Dress the whole application in a theme, with its text at a percentage from 80 to 200."""
    global _sizes
    scale = min(max(percent, SMALLEST_SCALE), LARGEST_SCALE) / 100
    _sizes = Sizes(scale)
    application.setStyle("Fusion")
    application.setFont(_font(scale))
    application.setPalette(_palette(theme))
    application.setStyleSheet(sheet(theme, scale))


def sheet(theme: Theme, scale: float = 1.0) -> str:
    """Return the style sheet of a theme at a text scale (1.0 is 100 %)."""

    def value(found: re.Match[str]) -> str:
        sign, name = found[0][0], found[0][1:]
        if sign == "@":
            return str(getattr(theme, name))
        return f"{TYPE_SCALE[name] * scale:.1f}pt" if sign == "^" else f"{round(int(name) * scale)}px"

    tick = "tick-light" if theme.on_accent == LIGHT.on_accent else "tick-dark"
    return _MARKS.sub(value, SHEET).replace("!tick", resource("icons", f"{tick}.svg").as_posix())


def _font(scale: float) -> QFont:
    if FAMILY not in QFontDatabase.families():
        for name in FONT_FILES:
            QFontDatabase.addApplicationFont(str(resource("fonts", name)))
    font = QFont(FAMILY)
    font.setPointSizeF(BASE_POINTS * scale)
    return font


def tabular(font: QFont) -> QFont:
    """Return a font whose figures have one width, for columns of numbers."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures


def _palette(theme: Theme) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for where, colour in (
        (roles.Window, theme.canvas), (roles.Base, theme.surface), (roles.AlternateBase, theme.sunken),
        (roles.Button, theme.surface), (roles.Text, theme.text), (roles.WindowText, theme.text),
        (roles.ButtonText, theme.text), (roles.ToolTipBase, theme.surface), (roles.ToolTipText, theme.text),
        (roles.PlaceholderText, theme.muted), (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.on_accent), (roles.Link, theme.accent), (roles.Mid, theme.line),
        (roles.Dark, theme.edge), (roles.Accent, theme.accent),
    ):  # fmt: skip
        palette.setColor(where, QColor(colour))
    for where in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(theme.muted))
    return palette
