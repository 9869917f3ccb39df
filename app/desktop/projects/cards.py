"""Cards: one column of the board: the projects in one state, painted as cards, to be moved by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop import style
from app.desktop.lists.cells import cell_text, columns_of, lateness, qip_days_left
from app.desktop.lists.table import RecordTable
from app.desktop.style import SMALL, TINY, Theme, sizes
from app.desktop.words import many, tr
from app.services.views import RecordView

Index = QModelIndex | QPersistentModelIndex
CARD = "application/x-liaison-record"
LINES = 3


class CardModel(RecordTable):
    """The records of one state; screen readers hear the whole card."""

    def __init__(
        self, kind: str, fetch: Callable[[int, Sequence[int]], None], *, today: date, theme: Theme
    ) -> None:
        super().__init__(columns_of(kind, ("title", "place", "cost")), fetch, today=today, theme=theme)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a card."""
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            record = self.record(index.row())
            return " · ".join(part for part in self.lines(record) if part) if record else "…"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that cards can be chosen and dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Return what a dragged card is."""
        return [CARD]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the id of the dragged card, and nothing of its content."""
        data = QMimeData()
        record = self.record(indexes[0].row()) if indexes else None
        data.setData(CARD, QByteArray((record.id if record else "").encode()))
        return data

    def lines(self, record: RecordView) -> tuple[str, str, str]:
        """Return the title, where it is, and how it stands."""
        built = record.built
        cost = next((one for one in self.columns if one.name == "cost"), None)
        money = cell_text(record, cost.field, {}, self.today) if cost else ""
        place = str(record.fields.get("place") or "")
        words = tr("{percent} % built", percent=built) if built is not None else ""
        return record.title, " · ".join(one for one in (place, money) if one), words

    def clock(self, record: RecordView) -> tuple[str, str]:
        """Return what is to be said of the limit of a card, and its tone; both empty where no clock runs."""
        left = qip_days_left(record, self.today, self.limit) if record.kind == "qip" else None
        if left is None:
            return "", ""
        tone = "bad" if left < 0 else "wait" if left <= self.limit.warning_days else "good"
        words = lateness(record, self.today, self.limit) or many(left, "day left", "days left")
        return words, tone


class CardPainter(QStyledItemDelegate):
    """Paints a card: title, where, how far, and the limit with its colour and its words."""

    def __init__(self, cards: CardModel) -> None:
        super().__init__()
        self.cards = cards

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a card."""
        line = option.fontMetrics.height()
        return QSize(sizes().of(120), LINES * line + 2 * sizes().of(SMALL) + sizes().of(TINY))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        theme, record = self.cards.theme, self.cards.record(index.row())
        whole: QRect = option.rect
        rect = whole.adjusted(1, 1, -2, -sizes().of(TINY) - 1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.accent_soft if chosen else theme.surface))
        painter.setPen(QPen(QColor(theme.accent if chosen else theme.line), 1))
        painter.drawRoundedRect(rect, sizes().of(6), sizes().of(6))
        if record is not None:
            self._paint_lines(
                painter, rect.adjusted(*(sizes().of(one) for one in (SMALL, TINY, -SMALL, -TINY))), record
            )
        painter.restore()

    def _paint_lines(self, painter: QPainter, rect: QRect, record: RecordView) -> None:
        theme = self.cards.theme
        title, where, built = self.cards.lines(record)
        said, tone = self.cards.clock(record)
        plain, bold = QFont(painter.font()), QFont(painter.font())
        bold.setBold(True)
        line = painter.fontMetrics().height()
        below = built if not said else ""
        for number, (words, font, colour) in enumerate(
            ((title, bold, theme.text), (where, plain, theme.muted), (below or built, plain, theme.muted))
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            room = QRect(rect.x(), rect.y() + number * line, rect.width(), line)
            if number == LINES - 1 and said:
                painter.setPen(QColor(getattr(theme, tone)))
                painter.setFont(bold)
                painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), said)
                room.setWidth(
                    room.width() - painter.fontMetrics().horizontalAdvance(said) - sizes().of(SMALL)
                )
                painter.setFont(font)
                painter.setPen(QColor(colour))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class CardColumn(QListView):
    """The cards of one state. M offers the steps; a card dropped here is to take the step to this state."""

    opened = Signal(str)
    menu_wanted = Signal(object)
    """The record whose steps are wanted."""
    dropped = Signal(str, str)
    """The id of a card and the state it was dropped on."""
    drag_begins = Signal(object)
    drag_ended = Signal()
    sideways = Signal(int)

    def __init__(self, state: str, cards: CardModel, name: str) -> None:
        super().__init__()
        self.goal = state
        self.cards = cards
        style.role(self, "sunken")
        self.setAccessibleName(name)
        self.setModel(cards)
        self.setItemDelegate(CardPainter(cards))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.activated.connect(lambda index: self._open(index.row()))

    @property
    def chosen(self) -> RecordView | None:
        """The record of the card at hand."""
        return self.cards.record(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Let the board show where the card may go, then drag it."""
        self.drag_begins.emit(self.chosen)
        super().startDrag(Qt.DropAction.MoveAction)
        self.drag_ended.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cards only."""
        if event.mimeData().hasFormat(CARD):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take cards anywhere in the column."""
        if event.mimeData().hasFormat(CARD):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask the board to take the step; the card itself moves when the logbook has it."""
        identifier = bytes(event.mimeData().data(CARD).data()).decode()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if identifier:
            self.dropped.emit(identifier, self.goal)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the steps of the card under the mouse."""
        index = self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
        self.menu_wanted.emit(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, offer the steps on M, go to the columns beside by arrows."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif key in (Qt.Key.Key_M, Qt.Key.Key_Menu):
            self.menu_wanted.emit(self.chosen)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _open(self, place: int) -> None:
        record = self.cards.record(place)
        if record is not None:
            self.opened.emit(record.id)
