"""Listing: one kind as a table with chips above and a preview beside it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QSplitter,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.desktop import style
from app.desktop.context import Context
from app.desktop.lists.cells import WORDS_WIDTH, Column, columns_of, references
from app.desktop.lists.filters import FilterBar
from app.desktop.lists.preview import RecordPreview
from app.desktop.lists.table import RecordTable
from app.desktop.lists.widths import Wish, shared
from app.desktop.markings import highest_of
from app.desktop.pages import Page
from app.desktop.style import SMALL, TINY, sizes
from app.desktop.widgets import button, column, label, row
from app.desktop.words import many, tr
from app.domain.fields import FieldType
from app.domain.kinds import fields_of, kind_named
from app.services import records
from app.services.views import RecordView

if TYPE_CHECKING:
    from app.services.desks import Desk

MOST_HITS = 500
TITLE_WIDTH = 176
"""What the title keeps, in pixels at 100 %, before other columns are left out."""
WIDEST = 280
HEADING_SPACE = 24
PREVIEW_FROM = 900
"""Below this width in pixels at 100 % there is no room for a preview beside the list."""
NEWEST_FIRST = {"meeting": "started_at", "visit": "date", "sitrep": "period_end"}
SOONEST_FIRST = {"follow_up": "due"}
Answer = tuple["array[int]", tuple[str, ...]]


class Listing(Page):
    """The list of one kind. `counted` says how many rows it has now and whether it is narrowed."""

    counted = Signal(int, bool)

    def __init__(self, context: Context, kind: str) -> None:
        declared = kind_named(kind)
        refers = {field.ref for field in declared.__fields__.values() if field.ref and field.ref != "*"}
        others = {one for ref in refers for one in ref.split("|")}
        super().__init__(context, title=tr(declared.plural), kinds=(kind, *others))
        self.kind = kind
        self.order = _first_order(kind)
        self.count_text = ""
        self._fitted, self._measured = 0, False
        self.bar = FilterBar(kind)
        self.bar.changed.connect(self.reload)
        today = context.clock().date()
        self.table = RecordTable(columns_of(kind), self._fetch, today=today, theme=context.theme)
        self.table.order_wanted.connect(self._reorder)
        self.view = self._table_view()
        self.preview = RecordPreview()
        self.preview.opened.connect(context.open_record)
        self.empty = self._empty_page()
        self._lay_out()

    def reload(self) -> None:
        """Ask for the keys of the list anew; what was chosen stays chosen."""
        conditions, order, words, kind = self.bar.conditions(), self.order, self.bar.words, self.kind

        def keys(desk: Desk) -> Answer:
            where = list(conditions)
            if words:
                hits = records.search(desk, words, kind=kind, limit=MOST_HITS)
                where.append(("serial", "in", [hit.serial for hit in hits]))
            return records.keys(desk, kind, where=where, order=order), _units(desk)

        self.ask(keys, self._show_keys)

    def choose(self, place: int) -> None:
        """Choose a row by its place."""
        self.view.selectRow(place)

    def _show_keys(self, answer: Answer) -> None:
        keys, units = answer
        chosen = self.table.key(self.view.currentIndex().row())
        self.forget("rows")
        self.table.show_keys(keys)
        self.bar.unit.offer([(unit, unit) for unit in units])
        self.stack.setCurrentIndex(0 if len(keys) or self.bar.narrowed else 1)
        self.counted.emit(len(keys), self.bar.narrowed)
        place = self.table.place_of(chosen) if chosen is not None else None
        if place is not None:
            self.view.selectRow(place)
        else:
            self.preview.clear()

    def _fetch(self, first: int, keys: Sequence[int]) -> None:
        fields = [column.field for column in self.table.columns]

        def rows(desk: Desk) -> tuple[list[RecordView], dict[str, str]]:
            found = list(records.rows(desk, keys))
            return found, records.titles(desk, references(found, fields))

        def show(answer: tuple[list[RecordView], dict[str, str]]) -> None:
            self.table.arrived(first, *answer)
            if not self._measured:
                self._measured, self._fitted = True, 0
                self._fit_columns()
            self.marked.emit()
            self._preview()

        def failed(error: Exception) -> None:
            self.table.fetch_failed()
            self.context.report(error)

        self.ask(rows, show, failed=failed, topic="rows")

    def _preview(self, *_: object) -> None:
        index = self.view.currentIndex()
        record = self.table.record(index.row()) if index.isValid() else None
        if record is None or record is self.preview.record or not self.preview.isVisible():
            return
        fields = list(fields_of(record.kind).values())

        def titles(desk: Desk) -> dict[str, str]:
            return records.titles(desk, references([record], fields))

        self.ask(titles, lambda found: self._show_preview(record, found), topic="preview")

    def _show_preview(self, record: RecordView, titles: dict[str, str]) -> None:
        self.preview.show_record(record, titles, self.table.today)
        self.marked.emit()

    @property
    def marking(self) -> str:
        """The highest marking of the rows that can be seen and of the preview."""
        height = self.view.viewport().height()
        first, last = self.view.rowAt(0), self.view.rowAt(height - 1)
        end = last if last >= 0 else self.table.rowCount() - 1
        seen = [self.table.here(row) for row in range(max(first, 0), end + 1)]
        return highest_of(one for one in (*seen, self.preview.record) if one is not None)

    def _open(self, index: QModelIndex) -> None:
        if (record := self.table.record(index.row())) is not None:
            self.context.open_record(record.kind, record.id)

    def _reorder(self, name: str, descending: bool) -> None:
        self.order = (name, descending)
        self.reload()

    def _table_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.table)
        view.setAccessibleName(self.title)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(sizes().row)
        self._dress_header(view.horizontalHeader())
        view.setSortingEnabled(True)
        view.activated.connect(self._open)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(lambda _: self.marked.emit())
        view.selectionModel().currentRowChanged.connect(self._preview)
        return view

    def _dress_header(self, header: QHeaderView) -> None:
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(0)  # measure what is seen, and fetch no more for it
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(sizes().of(56))
        columns = self.table.columns
        header.setSectionResizeMode(_widest(columns, self.kind), QHeaderView.ResizeMode.Stretch)
        names = [shown.name for shown in columns]
        way = Qt.SortOrder.DescendingOrder if self.order[1] else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(names.index(self.order[0]), way)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the chosen record on Enter, and fit the columns to the room there is."""
        if watched is self.view.viewport() and event.type() == QEvent.Type.Resize:
            self._fit_columns()
            return False
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            self._open(self.view.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the preview only where there is room for it."""
        super().resizeEvent(event)
        self.preview.setVisible(self.width() >= sizes().of(PREVIEW_FROM))

    def _fit_columns(self) -> None:
        """Share the room among the columns by what stands in them; what is left out, the preview says.

        Widths chosen by hand stay until the room changes.
        """
        room, columns = self.view.viewport().width(), self.table.columns
        if room == self._fitted:
            return
        self._fitted = room
        header = self.view.horizontalHeader()
        widths = shared(
            [self._wish(place) for place in range(len(columns))], _widest(columns, self.kind), room
        )
        for place in range(len(columns)):
            self.view.setColumnHidden(place, place not in widths)
            if place in widths:
                header.resizeSection(place, widths[place])

    def _wish(self, place: int) -> Wish:
        """Return the width a column needs, by its heading and by the rows that can be seen."""
        shown = self.table.columns[place]
        bold = QFont(self.view.font())
        bold.setBold(True)
        heading = QFontMetrics(bold).horizontalAdvance(shown.label) + sizes().of(HEADING_SPACE)
        if shown.name == self.order[0]:
            heading += sizes().icon
        inside = max(heading, self.view.sizeHintForColumn(place) + sizes().of(TINY))
        if place == _widest(self.table.columns, self.kind):
            least = sizes().of(TITLE_WIDTH)
            return Wish(least, max(least, min(inside, sizes().of(WIDEST))))
        if shown.grows:
            least = max(heading, min(inside, sizes().of(WORDS_WIDTH)))
            return Wish(least, max(least, min(inside, sizes().of(WIDEST))))
        return Wish(max(inside, heading), max(inside, heading))

    def _empty_page(self) -> QWidget:
        declared = kind_named(self.kind)
        title = label(tr("No {plural} yet", plural=tr(declared.plural)), "large")
        new = button(
            tr("New {label}", label=tr(declared.label)), lambda: self.context.new_record(self.kind), "primary"
        )
        hint: QLabel = label(
            tr(HINTS.get(self.kind, "What you write here stays on this laptop until you send it."))
        )
        style.role(hint, "muted")
        page = QWidget()
        page.setLayout(column(48, title, hint, row(new, None), None))
        return page

    def _lay_out(self) -> None:
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(sizes().of(SMALL))
        halves.addWidget(self.view)
        halves.addWidget(self.preview)
        halves.setStretchFactor(0, 1)
        halves.setSizes([sizes().of(862), sizes().of(272)])
        listed = QWidget()
        listed.setLayout(column(self.bar, halves))
        self.stack = QStackedLayout()
        self.stack.addWidget(listed)
        self.stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self.stack)


HINTS = {
    "meeting": "Write down who you met, what was said and what was promised.",
    "follow_up": "A promise is written with its day and its owner; it comes back on Today before it is late.",
    "organisation": "The bodies you deal with; meetings and promises are kept with them.",
    "person": "The people you meet. A protected source stays on this laptop.",
    "place": "Villages, towns and posts, with their P-code and position.",
    "forum": "Standing meetings, with their day, time and chair.",
    "qip": "An idea is enough to begin; the form shows what the next step needs.",
    "project": "Community support without QIP money.",
    "visit": "What is built, what is spent, and what to do about it.",
}


def count_words(kind: str, count: int, narrowed: bool) -> str:
    """Say how many rows a list has."""
    declared = kind_named(kind)
    words = many(count, declared.label, declared.plural)
    return tr("{words}, narrowed", words=words) if narrowed else words


def _first_order(kind: str) -> tuple[str, bool]:
    if kind in NEWEST_FIRST:
        return NEWEST_FIRST[kind], True
    if kind in SOONEST_FIRST:
        return SOONEST_FIRST[kind], False
    return "serial", False


def _widest(columns: Sequence[Column], kind: str) -> int:
    """Return the column that takes what room is left: the title of the kind."""
    names = [column.name for column in columns]
    for name in kind_named(kind).title_from:
        if name in names:
            return names.index(name)
    return next((place for place, one in enumerate(columns) if one.field.type is FieldType.TEXT), 0)


def _units(desk: Desk) -> tuple[str, ...]:
    if desk.book is None:
        return (desk.identity.unit,) if desk.identity.unit else ()
    return tuple(sorted({entry.unit for entry in desk.book.entries}))
