"""Results: what the search drop-down lists, grouped, with the words found marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop.context import Context
from app.desktop.style import GAP, SMALL, sizes
from app.desktop.words import tr
from app.domain.kinds import KINDS
from app.services.views import Hit

BEGIN, END = "\x02", "\x03"
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Result(msgspec.Struct, frozen=True):
    """One line: a heading (no action), or something to go to; found words stand between U+0002, U+0003."""

    title: str
    detail: str = ""
    aside: str = ""
    then: Callable[[], None] | None = None


class Command(msgspec.Struct, frozen=True):
    """Something the search field can do: go to a page, make a record, lock."""

    words: str
    then: Callable[[], None]


def matching(commands: Iterable[Command], text: str) -> list[Command]:
    """Return the commands that hold every word typed, as the beginning of a word."""
    typed = text.casefold().split()
    return [
        command
        for command in commands
        if typed and all(any(w.startswith(t) for w in command.words.casefold().split()) for t in typed)
    ]


def grouped(context: Context, hits: Sequence[Hit], commands: Sequence[Command], typed: str) -> list[Result]:
    """Return hits under the names of their kinds, the kind of the best hit first, then the commands."""
    kinds = list(dict.fromkeys(hit.kind for hit in hits))
    results: list[Result] = []
    for kind in kinds:
        known = KINDS.get(kind)
        results.append(Result(tr(known.plural) if known else kind))
        for hit in (one for one in hits if one.kind == kind):
            snippet = " ".join(hit.snippet.split()) if BEGIN in hit.snippet else ""
            go = partial(context.open_record, hit.kind, hit.id)
            results.append(Result(marked(hit.title, typed), snippet, hit.serial, go))
    if commands:
        results.append(Result(tr("Actions")))
        results.extend(Result(command.words, then=command.then) for command in commands)
    return results


def marked(title: str, typed: str) -> str:
    """Mark in a title the beginnings of words that were typed."""
    beginnings = "|".join(re.escape(word) for word in sorted(typed.split(), key=len, reverse=True))
    return (
        re.sub(rf"\b({beginnings})", f"{BEGIN}\\1{END}", title, flags=re.IGNORECASE) if beginnings else title
    )


def _bare(snippet: str) -> str:
    return snippet.replace(BEGIN, "").replace(END, "")


class Results(QAbstractListModel):
    """The lines of the drop-down; headings cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Result] = []

    def show(self, lines: list[Result]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many lines there are, headings included."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line as text for screen readers and its parts for the painter."""
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(part for part in (_bare(line.title), _bare(line.detail), line.aside) if part)
        return line if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that headings are only read."""
        if self.lines[index.row()].then is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def step(self, row: int, by: int) -> int:
        """Return the next row from `row` that can be chosen, round at the ends; -1 where there is none."""
        choices = [place for place, line in enumerate(self.lines) if line.then is not None]
        if not choices:
            return -1
        if row not in choices:
            return choices[0] if by > 0 else choices[-1]
        return choices[(choices.index(row) + by) % len(choices)]


class ResultPainter(QStyledItemDelegate):
    """Draws a line: title, then the found words in the accent, then the serial at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return one row; two lines of text where a snippet belongs to it."""
        line: Result = index.data(Qt.ItemDataRole.UserRole)
        return QSize(100, sizes().of(44 if line.detail else 28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        line: Result = index.data(Qt.ItemDataRole.UserRole)
        theme = self.context.theme
        rect: QRect = option.rect
        font: QFont = option.font
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
        inside = rect.adjusted(sizes().of(GAP), 0, -sizes().of(GAP), 0)
        if line.then is None:
            small = QFont(font)
            small.setBold(True)
            painter.setFont(small)
            painter.setPen(QColor(theme.muted))
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, line.title)
        else:
            self._draw(painter, inside, line, font)
        painter.restore()

    def _draw(self, painter: QPainter, inside: QRect, line: Result, font: QFont) -> None:
        theme, centre = self.context.theme, Qt.AlignmentFlag.AlignVCenter
        first, second = QRect(inside), QRect(inside)
        if line.detail:
            first.setHeight(inside.height() // 2)
            second.setTop(first.bottom())
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(first, Qt.AlignmentFlag.AlignRight | centre, line.aside)
        aside = QFontMetrics(font).horizontalAdvance(line.aside)
        first.setWidth(first.width() - aside - sizes().of(SMALL))
        self._draw_marked(painter, first, line.title, font, theme.text)
        if line.detail:
            self._draw_marked(painter, second, line.detail, font, theme.muted)

    def _draw_marked(self, painter: QPainter, rect: QRect, text: str, font: QFont, plain: str) -> None:
        """Draw a text in which every second part was found: that is bold and in the accent."""
        bold = QFont(font)
        bold.setBold(True)
        left = rect.left()
        for number, part in enumerate(text.replace(END, BEGIN).split(BEGIN)):
            used, colour = (bold, self.context.theme.accent) if number % 2 else (font, plain)
            room = rect.right() - left
            if room <= 0:
                return
            painter.setFont(used)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(used).elidedText(part, Qt.TextElideMode.ElideRight, room)
            place = QRect(left, rect.top(), room, rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
            left += QFontMetrics(used).horizontalAdvance(shown)
