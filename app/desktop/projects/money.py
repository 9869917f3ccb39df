"""Money page: what a budget period allots, what is committed, spent and left of it, for the mission and by sector."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.desktop.context import Context
from app.desktop.lists.filters import Choice
from app.desktop.pages import Page
from app.desktop.style import GAP, SMALL, Theme, sizes, tabular
from app.desktop.widgets import button, label, row
from app.desktop.words import near_day, tr
from app.domain.money import money_text
from app.services.budgets import Budget, BudgetLine, overviews

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
HEADS = ("Sector", "QIPs", "Allotted", "Committed", "Spent", "Left", "")
SECTOR, COUNT, ALLOTTED, COMMITTED, SPENT, LEFT, BAR = range(7)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MoneyTable(QAbstractTableModel):
    """The lines of one period: the mission first, then each sector."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.lines: tuple[BudgetLine, ...] = ()
        self.whole = 0
        self._bold = QFont()
        self._bold.setBold(True)

    def show_budget(self, budget: Budget) -> None:
        """Show a period."""
        self.beginResetModel()
        self.lines = (*budget.mission, *budget.sectors)
        self.whole = len(budget.mission)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a figure in words, red where more is committed than allotted."""
        line, place = self.lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell(line, place) or (bar_words(line) if role != Qt.ItemDataRole.DisplayRole else "")
        if role == Qt.ItemDataRole.TextAlignmentRole and place not in (SECTOR, BAR):
            return _RIGHT
        if role == Qt.ItemDataRole.FontRole:
            return tabular(self._bold) if index.row() < self.whole else tabular(QFont())
        if role == Qt.ItemDataRole.ForegroundRole and place == LEFT and (line.left or 0) < 0:
            return self.theme.tone("bad")
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column."""
        if way != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADS[section]) if HEADS[section] else ""
        right = role == Qt.ItemDataRole.TextAlignmentRole and section not in (SECTOR, BAR)
        return _RIGHT if right else None


class ShareBar(QStyledItemDelegate):
    """Paints how much of an allotment is committed, and how much of that is spent."""

    def __init__(self, table: MoneyTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one bar."""
        theme, line = self.table.theme, self.table.lines[index.row()]
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme.line))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        thick = sizes().of(10)
        room = rect.adjusted(sizes().of(SMALL), 0, -sizes().of(GAP), 0)
        track = QRectF(room.x(), rect.center().y() - thick / 2, room.width(), thick)
        full = max(line.allotted or 0, line.committed)
        painter.setBrush(QColor(theme.track))
        painter.drawRoundedRect(track, thick / 2, thick / 2)
        over = line.left is not None and line.left < 0
        for amount, colour in (
            (line.committed, theme.bad_soft if over else theme.accent_soft),
            (line.spent, theme.bad if over else theme.accent),
        ):
            if full and amount:
                part = QRectF(track)
                part.setWidth(max(thick, track.width() * min(1.0, amount / full)))
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(part, thick / 2, thick / 2)
        painter.restore()


class MoneyPage(Page):
    """The money of the QIPs, one budget period at a time."""

    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Money"), kinds=("qip", "budget_period"))
        self.budgets: tuple[Budget, ...] = ()
        self.period = Choice(tr("Period"))
        self.period.chosen.connect(self._show_chosen)
        self.table = MoneyTable(context.theme)
        self.view = QTableView()
        self.note = label("", "small", wrap=True)
        self.open = button(tr("Open the period"), self._open)
        self._lay_out()

    @property
    def current(self) -> Budget | None:
        """The period that is shown."""
        chosen = [one for one in self.budgets if one.period and one.period.id == self.period.value]
        return next(iter(chosen or self.budgets), None)

    @property
    def marking(self) -> str:
        """The marking of the period that is shown."""
        shown = self.current.period if self.current else None
        return str(shown.fields.get("marking") or "") if shown else ""

    def reload(self) -> None:
        """Ask for the money anew."""

        def show(found: tuple[Budget, ...]) -> None:
            self.budgets = found
            named = [one.period for one in found if one.period is not None]
            self.period.offer([(one.id, one.title) for one in named])
            today = self.context.clock().date().isoformat()
            running = [
                one for one in named if one.fields.get("start", "") <= today <= one.fields.get("end", "9")
            ]
            if not self.period.value and named:
                self.period.put((running or named)[0].id)
            self._show_chosen()

        self.ask(overviews, show)

    def _show_chosen(self) -> None:
        found = self.current
        if found is None:
            return
        self.table.show_budget(found)
        self.open.setVisible(found.period is not None)
        self.period.setVisible(found.period is not None)
        today = self.context.clock().date()
        if found.period is None:
            said = tr("No budget period is laid down; Force HQ writes one. These are the QIPs of all time.")
        else:
            said = tr("From {start} to {end}.", start=_day(found.start, today), end=_day(found.end, today))
        how = tr("Committed: approved and not given up. Spent: paid tranches.")
        self.note.setText(f"{said} {how}")
        self.counted.emit("")
        self.marked.emit()

    def _open(self) -> None:
        if self.current is not None and self.current.period is not None:
            self.context.open_record("budget_period", self.current.period.id)

    def _lay_out(self) -> None:
        view = self.view
        view.setModel(self.table)
        view.setItemDelegateForColumn(BAR, ShareBar(self.table, view))
        view.setAccessibleName(self.title)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(sizes().row)
        head = view.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(BAR, QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        whole.addLayout(row(self.period, self.open, None))
        whole.addWidget(self.note)
        whole.addWidget(view, 1)


def cell(line: BudgetLine, place: int) -> str:
    """Return what stands in a cell of a line."""
    if place == SECTOR:
        return line.unit_name
    if place == COUNT:
        return str(line.projects)
    amounts: Sequence[int | None] = (line.allotted, line.committed, line.spent, line.left)
    if place == BAR:
        return ""
    amount = amounts[place - ALLOTTED]
    return "–" if amount is None else signed(amount, line.currency)


def signed(amount: int, currency: str) -> str:
    """Write cents for people, also below zero."""
    words = money_text({"amount": abs(amount), "currency": currency})
    return f"−{words}" if amount < 0 else words


def bar_words(line: BudgetLine) -> str:
    """Return what the bar of a line shows, for screen readers."""
    full = max(line.allotted or 0, line.committed)
    if not full:
        return tr("nothing committed")
    shares = (100 * amount // full for amount in (line.committed, line.spent))
    return tr(
        "{committed} % committed, {spent} % spent", **dict(zip(("committed", "spent"), shares, strict=True))
    )


def _day(day: date | None, today: date) -> str:
    return near_day(day, today) if day else tr("the beginning")
