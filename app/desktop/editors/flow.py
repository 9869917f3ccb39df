"""Flow: two layouts that wrap: chips one after the other, and the fields of a form on a grid of twelfths."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

TWELFTHS = 12
_UNSET = -1


class _Wrapping(QLayout):
    """What both layouts share: their items, and a height that follows from the width."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        # Before Qt's own start, which asks for both.
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.gap = gap

    def addItem(self, item: QLayoutItem, /) -> None:
        """Take one more item at the end."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:
        """Return an item, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:
        """Take an item out, or return None past the end."""
        self.invalidate()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        """Forget the heights that were worked out."""
        self._heights.clear()
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """Return that the layout takes the width it gets and no more height than it needs."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Return that narrower means taller."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """Return the height that all rows take at this width, in pixels."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect, /) -> None:
        """Place every item."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """Return the smallest size: the height follows from the width."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> Iterator[QLayoutItem]:
        return (item for item in self._items if not item.isEmpty())

    def _from_edge(self, rect: QRect, left: int, width: int) -> int:
        parent = self.parentWidget()
        if parent is not None and parent.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            return rect.x() + rect.width() - left - width
        return rect.x() + left

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        raise NotImplementedError


class FlowLayout(_Wrapping):
    """Items at their own size, one after the other; the last takes what is left where it can grow."""

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        x, y, height = rect.x(), rect.y(), 0
        items = list(self._shown())
        for item in items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.x() + rect.width():
                x, y, height = rect.x(), y + height + self.gap, 0
            width = min(hint.width(), rect.width())
            if item is items[-1] and item.expandingDirections() & Qt.Orientation.Horizontal:
                width = max(width, rect.x() + rect.width() - x)
            if place:
                left = self._from_edge(rect, x - rect.x(), width)
                item.setGeometry(QRect(left, y, width, hint.height()))
            x += width + self.gap
            height = max(height, hint.height())
        return y + height - rect.y()


class FieldGrid(_Wrapping):
    """Fields in rows of twelfths: each has a share, and more where its row would stay empty."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 12) -> None:
        super().__init__(parent, gap=gap)
        self._wishes: dict[int, tuple[int, int]] = {}

    def add(self, widget: QWidget, *, twelfths: int, least: int) -> None:
        """Add a widget that wants a share of the row and never less than so many pixels."""
        self._wishes[len(self._items)] = (twelfths, least)
        self.addWidget(widget)

    def minimumSize(self) -> QSize:
        """Return a narrow size: every field can stand alone in its row."""
        return QSize(120, super().minimumSize().height())

    def rows(self, width: int) -> list[list[tuple[QLayoutItem, int]]]:
        """Return the items row by row, each with its share in twelfths at this width."""
        rows: list[list[tuple[QLayoutItem, int]]] = []
        used = TWELFTHS
        for index, item in enumerate(self._items):
            if item.isEmpty():
                continue
            share = self._share(index, width)
            if used + share > TWELFTHS:
                rows.append([])
                used = 0
            rows[-1].append((item, share))
            used += share
        return [_filled(row) for row in rows]

    def _share(self, index: int, width: int) -> int:
        twelfths, least = self._wishes.get(index, (TWELFTHS, 0))
        needed = -(-(least + self.gap) * TWELFTHS // max(1, width + self.gap))
        return min(TWELFTHS, max(twelfths, needed))

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        y = rect.y()
        unit = (rect.width() + self.gap) / TWELFTHS
        for row in self.rows(rect.width()):
            at = 0
            cells = []
            for item, share in row:
                left, right = round(at * unit), round((at + share) * unit) - self.gap
                cells.append((item, left, max(0, right - left)))
                at += share
            height = max(_height(item, width) for item, _, width in cells)
            if place:
                for item, left, width in cells:
                    item.setGeometry(QRect(self._from_edge(rect, left, width), y, width, height))
            y += height + self.gap
        return max(0, y - self.gap - rect.y())


def _filled(row: list[tuple[QLayoutItem, int]]) -> list[tuple[QLayoutItem, int]]:
    """Give what a row leaves over to its last growing item, at most a third of the row."""
    left = min(TWELFTHS - sum(share for _, share in row), TWELFTHS // 3)
    growing = [at for at, (item, _) in enumerate(row) if _grows(item)]
    if left > 0 and growing:
        item, share = row[growing[-1]]
        row[growing[-1]] = (item, share + left)
    return row


def _grows(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
