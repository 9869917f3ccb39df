"""Manual page: F1 opens it at the chapter of the page in use; it can be searched and needs no network."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QTextBrowser, QTextEdit, QVBoxLayout

from app.desktop import style
from app.desktop.context import Context
from app.desktop.manual.text import chapters, fit_pictures, manual, places_of
from app.desktop.pages import Page
from app.desktop.style import GAP, SMALL, TINY, WIDE, sizes
from app.desktop.widgets import button, column, label, row
from app.desktop.words import tr

CHAPTERS = {
    "today": "What it does", "liaison": "Lists", "partners": "Partners", "support": "Lists",
    "projects": "Projects", "follow_ups": "Lists", "reports": "Sitrep", "exchange": "Exchange",
    "settings": "Lists",
}  # fmt: skip
"""The chapter that belongs to a page of the left column."""
EDITING = "Writing"
CONTENTS_WIDTH = 200
LONGEST_LINE = 820


class ManualPage(Page):
    """The manual with its contents at the left; `closed` when a person goes back to the work."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Help"))
        self.text = QTextBrowser()
        style.role(self.text, "card")
        self.text.setAccessibleName(tr("Manual"))
        self.text.setOpenLinks(False)
        self._document = manual(context.theme)
        self._document.setParent(self.text)
        self.text.setDocument(self._document)
        self.text.viewport().installEventFilter(self)
        self.text.setMaximumWidth(sizes().of(LONGEST_LINE))
        self.chapters = chapters(self._document)
        self.buttons: dict[str, QPushButton] = {}
        self.wanted = QLineEdit()
        self.wanted.setAccessibleName(tr("Find in the manual"))
        self.wanted.setPlaceholderText(tr("Find in the manual   Ctrl+F"))
        self.wanted.setClearButtonEnabled(True)
        self.wanted.textChanged.connect(self._look_up)
        self.wanted.returnPressed.connect(lambda: self._step(1))
        self.found = label("", "muted")
        self._places: list[QTextCursor] = []
        self._at = 0
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+F"), self, self.wanted.setFocus, context=inside)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.closed.emit, context=inside)
        self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the pictures to the column."""
        if isinstance(event, QResizeEvent) and event.size().width() != event.oldSize().width():
            fit_pictures(self._document, self.context.theme, event.size().width(), self.devicePixelRatioF())
        return super().eventFilter(watched, event)

    def open_at(self, chapter: str) -> None:
        """Show a chapter from its heading."""
        place = self.chapters.get(chapter)
        if place is None:
            return
        cursor = QTextCursor(self._document)
        cursor.setPosition(place)
        self.text.setTextCursor(cursor)
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + self.text.cursorRect(cursor).top() - sizes().of(SMALL))
        self.text.setFocus()

    def _look_up(self, words: str) -> None:
        self._places, self._at = places_of(self._document, words.strip()), 0
        ground = QColor(self.context.theme.wait_soft)
        marked = []
        for place in self._places:
            one = QTextEdit.ExtraSelection()
            one.cursor = place
            one.format.setBackground(ground)
            marked.append(one)
        self.text.setExtraSelections(marked)
        self._show_place(bool(words.strip()))

    def _step(self, way: int) -> None:
        if self._places:
            self._at = (self._at + way) % len(self._places)
            self._show_place(True)

    def _show_place(self, asked: bool) -> None:
        count = len(self._places)
        said = tr("{at} of {count}", at=self._at + 1, count=count) if count else tr("not in the manual")
        self.found.setText(said if asked else "")
        if count:
            self.text.setTextCursor(self._places[self._at])
            self.text.ensureCursorVisible()

    def _lay_out(self) -> None:
        contents = QFrame()
        contents.setFixedWidth(sizes().of(CONTENTS_WIDTH))
        listed = column(space=TINY)
        contents.setLayout(listed)
        for chapter in self.chapters:
            self.buttons[chapter] = button(chapter, partial(self.open_at, chapter), "row")
            listed.addWidget(self.buttons[chapter])
        listed.addStretch(1)
        self.wanted.setFixedWidth(sizes().of(260))
        back = button(tr("Back to the work"), self.closed.emit, tip=tr("Esc"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(sizes().of(side) for side in (WIDE, GAP, WIDE, WIDE)))
        whole.setSpacing(sizes().of(GAP))
        whole.addLayout(row(label(self.title, "title"), SMALL, self.wanted, self.found, None, back))
        body = row(contents, self.text, space=GAP)
        body.setStretch(1, 1)
        body.addStretch(0)
        whole.addLayout(body, 1)
