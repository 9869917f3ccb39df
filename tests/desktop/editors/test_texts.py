"""Texts: what is pasted is bounded and cleaned, prose grows, and Arabic stands right."""

from PySide6.QtCore import QMimeData, Qt
from pytestqt.qtbot import QtBot

from app.desktop.editors.text_limits import LINE_LIMIT, bounded, right_to_left
from app.desktop.editors.texts import LongWidget, TextWidget
from app.domain.fields import TEXT_LIMIT, Field, FieldType

FACTS = Field(label="Facts", name="facts", type=FieldType.LONG, max=TEXT_LIMIT)
HOST = Field(label="Host", name="host")


def pasted(text: str) -> QMimeData:
    """Return text as the clipboard gives it."""
    mime = QMimeData()
    mime.setText(text)
    return mime


def test_ten_megabytes_are_cut_to_what_the_field_takes_and_that_is_said(qtbot: QtBot) -> None:
    widget = LongWidget(FACTS)
    qtbot.addWidget(widget)
    widget.prose.insertFromMimeData(pasted("é" * 5_000_000))
    assert len(widget.value().encode()) == TEXT_LIMIT
    assert widget.note() == "Cut: this field takes 64 KiB."
    widget.prose.insertFromMimeData(pasted("more"))
    assert len(widget.value().encode()) == TEXT_LIMIT


def test_control_characters_are_left_out_and_that_is_said(qtbot: QtBot) -> None:
    widget = LongWidget(FACTS)
    qtbot.addWidget(widget)
    widget.prose.insertFromMimeData(pasted("one\x00\x1b two\r\nthree\ttabbed"))
    assert widget.value() == "one two\nthree\ttabbed"
    assert widget.note() == "2 control characters left out."


def test_a_line_takes_several_lines_as_one(qtbot: QtBot) -> None:
    widget = TextWidget(HOST)
    qtbot.addWidget(widget)
    widget.line.setText("Payam\r\nadministrator\x07")
    assert widget.value() == "Payam administrator"
    assert widget.note() == "1 control character left out."
    widget.line.setText("x" * 10_000_000)
    assert len(widget.value()) == LINE_LIMIT


def test_cutting_never_splits_a_character() -> None:
    text, notices = bounded("é" * 10, room=5)
    assert (text, len(notices)) == ("éé", 1)
    assert bounded("plain", room=5) == ("plain", [])


def test_arabic_stands_on_the_right(qtbot: QtBot) -> None:
    widget = TextWidget(HOST)
    qtbot.addWidget(widget)
    widget.line.setText("شيخ القرية")
    assert widget.line.layoutDirection() is Qt.LayoutDirection.RightToLeft
    widget.line.setText("Chief")
    assert widget.line.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert right_to_left("12 (شيخ)")
    assert not right_to_left("12 Bor شيخ")
    assert not right_to_left("12.5")


def test_prose_grows_with_its_text_up_to_a_bound(qtbot: QtBot) -> None:
    widget = LongWidget(FACTS)
    qtbot.addWidget(widget)
    widget.resize(400, 400)
    widget.show()
    heights = []
    for lines in (1, 6, 100):
        widget.prose.setPlainText("\n".join(["line"] * lines))
        heights.append(widget.prose.height())
    assert heights[0] < heights[1] < heights[2] < 400


def test_tab_leaves_prose(qtbot: QtBot) -> None:
    widget = LongWidget(FACTS)
    qtbot.addWidget(widget)
    assert widget.prose.tabChangesFocus()
