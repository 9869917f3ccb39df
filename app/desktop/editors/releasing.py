"""Releasing: the texts of a record as partners would read them, with what was found in each, and ticks to confirm them.

Nothing is ticked by itself. What is confirmed is what was shown: a record that changed meanwhile is shown again.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.desktop import style
from app.desktop.context import Context, Tone
from app.desktop.style import GAP, SMALL, TINY, WIDE, sizes
from app.desktop.widgets import Cut, button, card, column, label, row, scrolled
from app.desktop.words import many, tr
from app.services.changes import Changes
from app.services.releasing import ReleaseReview, TextReview, confirm_release, release_review
from app.services.views import RecordView

MOST_LINES = 8
FOUND = {
    "name": "a name", "source": "a protected source", "telephone": "a telephone", "address": "an address",
    "position": "a position",
}  # fmt: skip
GRAVE = frozenset({"source"})


class TextCard(QFrame):
    """One text: its name with a tick, the text with what was found marked, and the same in words."""

    def __init__(self, context: Context, review: TextReview) -> None:
        super().__init__()
        self.field = review.field
        self.tick = QCheckBox(tr(review.label))
        self.tick.setChecked(review.confirmed)
        self.tick.setToolTip(tr("Partners may read this as it stands here"))
        self.text = _shown(review.text)
        marks = [
            _mark(context, self.text, one.start, one.end, grave=one.left_out or one.what in GRAVE)
            for one in review.found
        ]
        self.text.setExtraSelections(marks)
        self.found = label(_found_words(review), "small", wrap=True)
        self.found.setVisible(bool(review.found))
        said = self.found.text() or tr("Nothing was found; read it all the same.")
        self.tick.setAccessibleName(f"{tr(review.label)}: {review.text}")
        self.tick.setAccessibleDescription(said)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card(column(self.tick, self.text, self.found, space=TINY)))


class ReleaseView(QFrame):
    """The overlay: one card for each text; Escape closes without a change; it goes when the logbook is locked."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        review: ReleaseReview,
        then: Callable[[list[str]], None] | None = None,
    ) -> None:
        """Show a review; `then` takes the fields that are ticked of texts that are not saved yet."""
        super().__init__(window)
        self._then = then
        style.role(self, "canvas")
        self.setAccessibleName(tr("Review for partners"))
        self._context, self._window, self.review = context, window, review
        self._before = window.focusWidget()
        self.cards = [TextCard(context, one) for one in review.texts]
        self.confirm_button = button(tr("Confirm what is ticked"), self.confirm, "primary")
        self.close_button = button(tr("Close"), self.leave, tip=tr("Esc: nothing changes"))
        self.count = label("", "muted")
        self._area: QScrollArea
        self._lay_out()
        for one in self.cards:
            one.tick.toggled.connect(lambda _: self._counted())
        self._counted()
        context.desk_changed.connect(self.leave)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self._stops()[0].setFocus()

    def confirm(self) -> None:
        """Confirm the texts that are ticked, and take back those that are not."""
        review = self.review
        ticked = [one.field for one in self.cards if one.tick.isChecked()]
        if self._then is not None:
            self.leave()
            self._then(ticked)
            return
        taken_back = [one.field for one in self.cards if not one.tick.isChecked()]
        self.confirm_button.setEnabled(False)
        self._context.ask(
            lambda desk: confirm_release(desk, review.record, ticked, withdrawn=taken_back, seen=review.heads),
            done=self._confirmed, failed=self._failed, owner=self,
        )  # fmt: skip

    def leave(self) -> None:
        """Close the view and give the focus back."""
        self._window.removeEventFilter(self)
        self._context.desk_changed.disconnect(self.leave)
        self.hide()
        self.deleteLater()
        if self._before is not None:
            self._before.setFocus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Close by key."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """Keep the focus inside while the view covers the window, and what has it in sight."""
        stops, held = self._stops(), self._window.focusWidget()
        at = next((at for at, one in enumerate(stops) if one is held), -1)
        target = stops[(at + (1 if forward else -1)) % len(stops)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        shown = next((one for one in self.cards if one.tick is target), None)
        if shown is not None:
            self._area.ensureWidgetVisible(shown, 0, sizes().of(SMALL))
        return True

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Stay as large as the window."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def _stops(self) -> list[QWidget]:
        ticks = [one.tick for one in self.cards]
        return [one for one in (*ticks, self.confirm_button, self.close_button) if one.isEnabled()]

    def _counted(self) -> None:
        ticked = sum(one.tick.isChecked() for one in self.cards)
        self.count.setText(tr("{ticked} of {all} ticked", ticked=ticked, all=len(self.cards)))
        self.confirm_button.setEnabled(bool(self.cards))

    def _confirmed(self, made: tuple[RecordView, Changes]) -> None:
        ticked = sum(one.tick.isChecked() for one in self.cards)
        self.leave()
        said = many(ticked, "text is confirmed for partners.", "texts are confirmed for partners.")
        self._context.message(said, Tone.GOOD)
        self._context.broadcast(made[1])

    def _failed(self, error: Exception) -> None:
        self.leave()
        self._context.report(error)

    def _lay_out(self) -> None:
        head = row(
            Cut(tr("Review for partners: {title}", title=self.review.title), "title"),
            self.count, self.close_button, self.confirm_button,
        )  # fmt: skip
        head.setStretch(0, 1)
        about = label(_about(self.review), "muted", wrap=True)
        about.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, sizes().of(SMALL), 0)
        body.setSpacing(sizes().of(GAP))
        for one in self.cards:
            body.addWidget(one)
        body.addStretch(1)
        self._area = scrolled(inside)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = column(head, about, self._area, space=SMALL)
        box.setStretch(2, 1)
        around = sizes().of(WIDE)
        box.setContentsMargins(around, sizes().of(GAP), around, sizes().of(GAP))
        self.setLayout(box)


def review_for_partners(context: Context, owner: QWidget, record: str) -> None:
    """Read the texts of a record as partners would, and show them over the window."""

    def shown(review: ReleaseReview) -> None:
        ReleaseView(context, owner.window(), review)

    context.ask(lambda desk: release_review(desk, record), done=shown, owner=owner)


def _shown(text: str) -> QPlainTextEdit:
    """Return a text as it is, to read and to scroll; nothing in it is read as markup."""
    made = QPlainTextEdit()
    made.setPlainText(text)
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    wide = max(1, sizes().of(900) // max(1, made.fontMetrics().averageCharWidth()))
    lines = sum(1 + len(line) // wide for line in text.splitlines()) or 1
    made.setFixedHeight(made.fontMetrics().lineSpacing() * min(lines, MOST_LINES) + sizes().of(16))
    return made


def _mark(
    context: Context, text: QPlainTextEdit, start: int, end: int, *, grave: bool
) -> QTextEdit.ExtraSelection:
    """Return a stretch of a text on a coloured ground, underlined, so that it is not told by colour alone."""
    mark = QTextEdit.ExtraSelection()
    cursor = QTextCursor(text.document())
    whole = text.toPlainText()
    cursor.setPosition(_units(whole, start))
    cursor.setPosition(_units(whole, end), QTextCursor.MoveMode.KeepAnchor)
    form = QTextCharFormat()
    form.setBackground(QColor(context.theme.bad_soft if grave else context.theme.wait_soft))
    form.setForeground(QColor(context.theme.text))
    form.setFontUnderline(True)
    mark.cursor, mark.format = cursor, form
    return mark


def _units(text: str, place: int) -> int:
    """Return a place in a text as Qt counts it: in units of UTF-16."""
    return len(text[:place].encode("utf-16-le")) // 2


def _found_words(review: TextReview) -> str:
    said = [
        tr("{what} (left out)", what=tr(FOUND[one.what])) if one.left_out
        else tr("{what}: {text}", what=tr(FOUND[one.what]), text=review.text[one.start : one.end])
        for one in review.found
    ]  # fmt: skip
    if not said:
        return ""
    doubtful = review.confirmed and review.doubtful
    words = (
        "Confirmed with what is marked, which goes as it stands: {found}" if doubtful else "Found: {found}"
    )
    return tr(words, found="; ".join(said))


def _about(review: ReleaseReview) -> str:
    if not review.texts:
        return tr("This record has no text that partners could read.")
    goes = "" if review.open else tr(
        "This record does not go to partners as it is: it is not marked releasable, or not UNCLASSIFIED, or a "
        "protected source."
    ) + " "  # fmt: skip
    return goes + tr(
        "Each text stands here as partners would read it. Tick those that may go. What is marked was found by the "
        "logbook; it does not find everything, so read all of it."
    )
