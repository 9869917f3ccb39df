"""The themes: enough contrast for every reader, one sheet without holes, sizes that follow the text scale."""

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desktop import sheet, style
from app.desktop.style import THEMES, Theme

READABLE = 4.5
WORDS_ON_GROUNDS = [
    ("text", ("canvas", "surface", "sunken", "accent_soft", "bad_soft", "wait_soft", "good_soft")),
    ("muted", ("canvas", "surface", "sunken", "track")),
    ("accent", ("canvas", "surface", "accent_soft")),
    ("on_accent", ("accent", "accent_strong")),
    *((tone, ("surface", f"{tone}_soft")) for tone in ("bad", "wait", "good", "info")),
]


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize(("word", "grounds"), WORDS_ON_GROUNDS, ids=lambda value: str(value))
def test_words_can_be_read(theme: Theme, word: str, grounds: tuple[str, ...]) -> None:
    contrasts = {ground: _contrast(getattr(theme, word), getattr(theme, ground)) for ground in grounds}
    assert {ground: ratio for ground, ratio in contrasts.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_the_sheet_has_no_holes(theme: Theme) -> None:
    text = style.sheet(theme)
    assert not re.search(r"[@~^]\w", text)
    assert sheet.SHEET.count("{") == text.count("}")


def test_text_and_sizes_grow_together(qapp: QApplication) -> None:
    style.dress(qapp, style.LIGHT, 200)
    assert (qapp.font().pointSizeF(), style.sizes().row) == (20.0, 56)
    style.dress(qapp, style.DARK, 10)
    assert (qapp.font().pointSizeF(), style.sizes().row) == (8.0, 22)
    style.dress(qapp, style.LIGHT)
    assert (qapp.font().pointSizeF(), style.sizes().row) == (10.0, 28)


def test_the_fonts_ship_with_the_program(qapp: QApplication) -> None:
    style.dress(qapp, style.LIGHT)
    assert QFontInfo(qapp.font()).family() == "Noto Sans"


def test_a_role_is_taken_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    style.dress(qapp, style.LIGHT)
    label = QLabel("Words")
    qtbot.addWidget(label)
    plain = label.sizeHint().height()
    style.role(label, "title")
    assert label.sizeHint().height() > plain


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2.1 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(name: str) -> float:
    colour = QColor(name)
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
