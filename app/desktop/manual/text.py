"""Text: the manual as a document in the colours and sizes of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from app.assets import resource
from app.desktop import style
from app.desktop.manual.diagrams import diagram
from app.desktop.manual.workflows import asked_for, with_workflows
from app.desktop.style import SMALL, TINY, WIDE, Theme, sizes
from app.domain.kinds import KINDS

PICTURE_WIDTH = 760
"""Pixels at 100 %."""
PICTURE = "\ufffc"
"""What stands for a picture in the text of a block."""
LEADING = 125.0
"""The height of a line in percent of its letters, for reading at length."""
HEADS = {1: "title", 2: "large", 3: "head"}


def manual(theme: Theme) -> QTextDocument:
    """Return the manual, dressed in a theme; its pictures come with `fit_pictures`."""
    document = QTextDocument()
    document.setDocumentMargin(sizes().of(SMALL))
    font = QFont(style.FAMILY)
    font.setPointSizeF(style.BASE_POINTS * sizes().scale)
    document.setDefaultFont(font)
    document.setMarkdown(with_workflows(_source()))
    block = document.begin()
    while block.isValid():
        _dress_block(block, theme)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, theme)
    return document


def _source() -> str:
    return resource("manual", "en.md").read_text("utf-8")


def fit_pictures(document: QTextDocument, theme: Theme, room: int, ratio: float) -> None:
    """Scale every picture smoothly to the room there is, and draw the workflows.

    `ratio` is how many pixels of the screen one point has.
    """
    width = min(sizes().of(PICTURE_WIDTH), room - 2 * round(document.documentMargin()))
    if width <= 0:
        return
    for file in sorted(resource("manual").glob("*.png")):
        picture = QImage(str(file)).scaledToWidth(
            round(width * ratio), Qt.TransformationMode.SmoothTransformation
        )
        picture.setDevicePixelRatio(ratio)
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(file.name), picture)
    for kind in asked_for(_source()):
        workflow = KINDS[kind].workflow
        if workflow is not None:
            drawn = diagram(workflow, theme, width, ratio)
            name = QUrl(f"workflow-{kind}")
            document.addResource(QTextDocument.ResourceType.ImageResource.value, name, drawn)
    document.markContentsDirty(0, document.characterCount())


def chapters(document: QTextDocument) -> dict[str, int]:
    """Return the headings of the second level and where each begins."""
    found = {}
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() == 2:
            found[block.text()] = block.position()
        block = block.next()
    return found


def places_of(document: QTextDocument, words: str) -> list[QTextCursor]:
    """Return every place where these words stand, upper and lower case alike."""
    found = []
    at = document.find(words) if words else QTextCursor()
    while not at.isNull():
        found.append(at)
        at = document.find(words, at)
    return found


def _dress_block(block: QTextBlock, theme: Theme) -> None:
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    shape = QTextBlockFormat()
    leading = 100.0 if PICTURE in block.text() else LEADING
    shape.setLineHeight(leading, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if level:
        shape.setTopMargin(sizes().of(WIDE))
    shape.setBottomMargin(sizes().of(TINY))
    cursor.mergeBlockFormat(shape)
    if level:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        head = QTextCharFormat()
        head.setFontPointSize(style.TYPE_SCALE[HEADS.get(level, "head")] * sizes().scale)
        head.setFontWeight(QFont.Weight.Bold)
        cursor.setCharFormat(head)
    _dress_keys(block, theme)


def _dress_keys(block: QTextBlock, theme: Theme) -> None:
    """Show what is typed in the shipped letters on a quiet ground; a laptop may have no other letters."""
    spans = []
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        if piece.charFormat().fontFixedPitch():
            spans.append((piece.position(), piece.length()))
        pieces += 1
    for start, length in spans:
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        typed = QTextCharFormat()
        typed.setFontFamilies([style.FAMILY])
        typed.setFontFixedPitch(False)
        typed.setBackground(QColor(theme.sunken))
        cursor.mergeCharFormat(typed)


def _dress_table(table: QTextTable, theme: Theme) -> None:
    shape = table.format()
    shape.setBorder(1)
    shape.setBorderBrush(QColor(theme.line))
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderCollapse(True)
    shape.setCellPadding(sizes().of(TINY))
    shape.setTopMargin(sizes().of(SMALL))
    if table.columns() > 3:  # one as wide as the room would stand out by its border
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 96))
    table.setFormat(shape)
