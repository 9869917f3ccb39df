"""The manual inside the window: its chapters, finding words, and its look."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.assets import resource
from app.desktop import style
from app.desktop.context import Context
from app.desktop.manual.page import CHAPTERS, EDITING, ManualPage
from app.desktop.manual.text import PICTURE_WIDTH, manual, places_of
from app.desktop.navigation import PLACES


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ManualPage:
    made = ManualPage(context)
    qtbot.addWidget(made)
    made.resize(1150, 600)
    made.show()
    return made


def test_every_page_has_a_chapter_that_exists(page: ManualPage) -> None:
    assert CHAPTERS.keys() == {place.key for place in PLACES}
    assert {*CHAPTERS.values(), EDITING} <= page.chapters.keys()
    assert page.chapters.keys() == page.buttons.keys()


def test_a_chapter_is_shown_from_its_heading(page: ManualPage) -> None:
    page.buttons["Writing"].click()
    heading = page.text.cursorForPosition(page.text.viewport().rect().topLeft()).block()
    below = heading.next()
    assert "Writing" in (heading.text(), below.text())


def test_words_are_found_one_after_the_other_and_round_again(page: ManualPage) -> None:
    count = resource("manual", "en.md").read_text("utf-8").casefold().count("six words")
    assert count > 1
    QTest.keyClicks(page.wanted, "SIX WORDS")
    assert page.found.text() == f"1 of {count}"
    assert page.text.textCursor().selectedText() == "six words"
    for _ in range(count):
        QTest.keyClick(page.wanted, Qt.Key.Key_Return)
    assert page.found.text() == f"1 of {count}"
    QTest.keyClicks(page.wanted, " of the sea")
    assert page.found.text() == "not in the manual"


def test_headings_and_typed_words_use_the_letters_of_the_window(qapp: QApplication) -> None:
    document = manual(style.DARK)
    title = document.begin()
    assert title.begin().fragment().charFormat().fontPointSize() == style.TYPE_SCALE["title"]
    assert title.begin().fragment().charFormat().fontWeight() == QFont.Weight.Bold
    (group,) = places_of(document, "211400ZNOV26")
    shape = group.charFormat()
    assert shape.fontFamilies() == [style.FAMILY]
    assert shape.background().color().name().upper() == style.DARK.sunken


def test_every_picture_of_the_manual_is_shown_in_the_room_there_is(qtbot: QtBot, page: ManualPage) -> None:
    document = page.text.document()
    named = set()
    block = document.begin()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            if at.fragment().charFormat().isImageFormat():
                named.add(at.fragment().charFormat().toImageFormat().name())
            at += 1
        block = block.next()
    drawn = {name for name in named if name.startswith("workflow-")}
    assert named - drawn == {file.name for file in resource("manual").glob("*.png")}
    for width in (1150, 700):
        page.resize(width, 600)
        room = page.text.viewport().width()
        widths = {_picture(document, name).width() for name in named}
        assert widths == {min(PICTURE_WIDTH, room - 2 * round(document.documentMargin()))}
        qtbot.waitUntil(lambda: page.text.horizontalScrollBar().maximum() == 0)


def _picture(document: QTextDocument, name: str) -> QImage:
    found = document.resource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
    assert isinstance(found, QImage)
    return found
