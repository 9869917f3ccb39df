"""Listing: one kind as a table with chips above and a preview beside it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLabel, QSplitter, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from app.desktop import style
from app.desktop.context import Context
from app.desktop.lists.about import hint
from app.desktop.lists.asking import Opening, Question, Rows, keys, opening, rows
from app.desktop.lists.cells import columns_of, offered_columns, references
from app.desktop.lists.chooser import ColumnChooser
from app.desktop.lists.filters import FilterBar
from app.desktop.lists.grid import Grid
from app.desktop.lists.preview import RecordPreview
from app.desktop.lists.saved import SavedFilters
from app.desktop.lists.several import SeveralBar
from app.desktop.lists.standpoint import Standpoint
from app.desktop.lists.strip import Strip
from app.desktop.lists.table import RecordTable
from app.desktop.markings import highest_of
from app.desktop.pages import Page
from app.desktop.sheets.saving import Keys, SaveButton
from app.desktop.style import SMALL, sizes
from app.desktop.widgets import button, column, label, row
from app.desktop.words import tr
from app.domain.kinds import fields_of, kind_named
from app.services import list_layouts, records
from app.services.views import ListLayout, RecordView, SavedFilter

if TYPE_CHECKING:
    from app.services.desks import Desk

PREVIEW_FROM = 900
"""Below this width in pixels at 100 % there is no room for a preview beside the list."""


class Listing(Page):
    """The list of one kind. `counted` says how many rows it has now and whether it is narrowed.

    A list opens with its first rows and its length; the keys of all rows, to jump by, come a moment later.
    """

    counted = Signal(int, bool)
    opened = Signal()
    """The first rows are there."""

    def __init__(self, context: Context, kind: str) -> None:
        declared = kind_named(kind)
        refers = {field.ref for field in declared.__fields__.values() if field.ref and field.ref != "*"}
        others = {one for ref in refers for one in ref.split("|")}
        super().__init__(context, title=tr(declared.plural), kinds=(kind, *others))
        self.kind = kind
        self.order = kind_named(kind).order
        self.layout_kept = ListLayout()
        self._chosen: int | None = None
        self.bar = FilterBar(kind)
        self.saved = SavedFilters()
        self.choose_columns = QToolButton()
        self.save = SaveButton(context, kind, self._shown_rows)
        self.strip = Strip()
        today = context.clock().date()
        self.table = RecordTable(columns_of(kind), self._fetch, today=today, theme=context.theme)
        self.view = Grid(self.table, kind, self.title)
        self.several = SeveralBar(context, kind, self.strip, self.chosen_keys)
        self.several.columns = lambda: self.table.columns
        self.preview = RecordPreview()
        self.empty = self._empty_page()
        self._chooser: ColumnChooser | None = None
        self._lay_out()
        self._connect()

    def reload(self) -> None:
        """Ask for the list anew; what was chosen stays chosen."""
        question = self._question()
        columns = [shown.field for shown in self.table.columns]
        self._keep_chosen()
        self.forget("rows")
        self.forget("keys")
        self.ask(lambda desk: opening(desk, question, columns), self._begin)

    def _keep_chosen(self) -> None:
        """Remember which row is chosen, to choose it again where it will stand."""
        if self._chosen is None and self.table.rowCount():
            self._chosen = self.table.key(self.view.currentIndex().row())

    def choose(self, place: int) -> None:
        """Choose a row by its place."""
        self.view.selectRow(place)

    def chosen_keys(self) -> list[int]:
        """Return the keys of the chosen rows, from above."""
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        found = (self.table.key(place) for place in places)
        return [key for key in found if key is not None]

    def apply(self, saved: SavedFilter) -> None:
        """Set the list as a saved filter says."""
        if saved.order is not None:
            self.order = saved.order
            self.view.show_order(saved.order)
        self.bar.put(saved.chips, saved.words)

    def save_filter(self, name: str) -> None:
        """Keep what is set under a name."""
        kept = SavedFilter(name=name, words=self.bar.words, chips=self.bar.chips(), order=self.order)
        self.ask(lambda desk: list_layouts.keep_filter(desk, self.kind, kept), self._lay, topic="layout")

    def show_columns(self, names: tuple[str, ...]) -> None:
        """Show these columns from now on; none means the usual ones."""
        usual = kind_named(self.kind).columns
        kept = () if tuple(name for name in names if name != "serial") == usual else names
        self.ask(lambda desk: list_layouts.keep_columns(desk, self.kind, kept), self._lay, topic="layout")

    def _question(self) -> Question:
        stand = Standpoint(now=self.context.clock())
        return Question(
            kind=self.kind, chips=self.bar.chips(), words=self.bar.words, order=self.order, stand=stand
        )

    def _shown_rows(self) -> Keys:
        question = self._question()
        return lambda desk: keys(desk, question)

    def _begin(self, found: Opening) -> None:
        self.table.limit = found.limit
        self._lay(found.layout, ask=False)
        self.table.begin(found.window, found.titles)
        self.bar.unit.offer([(unit, unit) for unit in found.units])
        self.bar.tell_conflicts(found.conflicts)
        count, narrowed = found.window.count, self.bar.narrowed
        self.stack.setCurrentIndex(0 if count or narrowed else 1)
        self.view.fit_columns(anew=True)
        self.counted.emit(count, narrowed)
        self.marked.emit()
        self.opened.emit()
        if self.table.complete:
            self._find_chosen()
        else:
            question = self._question()
            self.ask(lambda desk: keys(desk, question), self._finish, topic="keys")

    def _finish(self, found: array[int]) -> None:
        before = self.table.rowCount()
        self.table.finish(found)
        if len(found) != before:
            self.counted.emit(len(found), self.bar.narrowed)
        self._find_chosen()

    def _find_chosen(self) -> None:
        """Choose the row again that was chosen before the list was asked anew, where it is still there."""
        chosen, self._chosen = self._chosen, None
        place = self.table.place_of(chosen) if chosen is not None else None
        if place is not None:
            self.view.selectRow(place)
        elif not self.view.selectionModel().hasSelection():
            self.preview.clear()

    def _fetch(self, first: int, wanted: Sequence[int]) -> None:
        fields = [column.field for column in self.table.columns]

        def show(answer: Rows) -> None:
            self.table.arrived(first, *answer)
            self.marked.emit()
            self._preview()

        def failed(error: Exception) -> None:
            self.table.fetch_failed()
            self.context.report(error)

        self.ask(lambda desk: rows(desk, wanted, fields), show, failed=failed, topic="rows")

    def _lay(self, layout: ListLayout, *, ask: bool = True) -> None:
        """Show the columns that were chosen, and offer the saved filters."""
        before, self.layout_kept = self.layout_kept, layout
        self.saved.offer(layout.saved)
        self.view.every_column = bool(layout.columns)
        columns = columns_of(self.kind, layout.columns)
        if [one.name for one in columns] == [one.name for one in self.table.columns]:
            return
        self._keep_chosen()
        self.table.show_columns(columns)
        self.view.show_order(self.order)
        self.view.fit_columns(anew=True)
        if ask or before != layout:
            self.reload()  # for the titles of what the new columns name

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
        self.preview.show_record(record, titles, self.table.today, self.table.limit)
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

    def reorder(self, name: str, descending: bool) -> None:
        """Sort by a field."""
        self.order = (name, descending)
        self.view.show_order(self.order)
        self.reload()

    def _open_chooser(self) -> None:
        if self._chooser is None:
            self._chooser = ColumnChooser(self)
            self._chooser.chosen.connect(self.show_columns)
        names = {name: one.label for name, one in offered_columns(self.kind).items() if name != "serial"}
        usual = kind_named(self.kind).columns
        corner = self.choose_columns.mapToGlobal(
            QPoint(self.choose_columns.width(), self.choose_columns.height())
        )
        shown = [one.name for one in self.table.columns if one.name != "serial"]
        self._chooser.open_at(corner, names, shown, usual)

    def _ask_name(self, before: str = "") -> None:
        """Ask for the name of a filter to save, or the new name of one."""

        def rename(name: str) -> None:
            self.ask(
                lambda desk: list_layouts.rename_filter(desk, self.kind, before, name),
                self._lay,
                topic="layout",
            )

        words = tr("New name") if before else tr("Save these filters as")
        then = rename if before else self.save_filter
        self.strip.ask(words, ((tr("Save"), then),), text=before, back=self.view)

    def _drop_filter(self, name: str) -> None:
        kept = next((one for one in self.layout_kept.saved if one.name == name), None)

        def done(layout: ListLayout) -> None:
            self._lay(layout)
            words = tr("The filter “{name}” is deleted.", name=name)
            self.context.message(words, undo=lambda: self._keep_again(kept))

        self.ask(lambda desk: list_layouts.drop_filter(desk, self.kind, name), done, topic="layout")

    def _keep_again(self, kept: SavedFilter | None) -> None:
        if kept is not None:
            self.ask(lambda desk: list_layouts.keep_filter(desk, self.kind, kept), self._lay, topic="layout")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the preview only where there is room for it."""
        super().resizeEvent(event)
        self.preview.setVisible(self.width() >= sizes().of(PREVIEW_FROM))

    def _empty_page(self) -> QWidget:
        declared = kind_named(self.kind)
        title = label(tr("No {plural} yet", plural=tr(declared.plural)), "large")
        new = button(
            tr("New {label}", label=tr(declared.label)), lambda: self.context.new_record(self.kind), "primary"
        )
        words: QLabel = label(hint(self.kind), "muted", wrap=True)
        new.setVisible(self.context.may_write(self.kind))
        page = QWidget()
        page.setLayout(column(48, title, words, row(new, None), None))
        return page

    def _connect(self) -> None:
        self.bar.changed.connect(self.reload)
        self.table.order_wanted.connect(self.reorder)
        self.view.show_order(self.order)
        self.view.opened.connect(self._open)
        self.view.typed.connect(self.bar.type_ahead)
        self.view.verticalScrollBar().valueChanged.connect(lambda _: self.marked.emit())
        self.view.selectionModel().currentRowChanged.connect(self._preview)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._on_chosen())
        self.several.cleared.connect(self.view.clearSelection)
        self.preview.opened.connect(self.context.open_record)
        self.preview.partner_wanted.connect(self.context.open_partner)
        self.saved.wanted.connect(self.apply)
        self.saved.save_wanted.connect(self._ask_name)
        self.saved.rename_wanted.connect(self._ask_name)
        self.saved.drop_wanted.connect(self._drop_filter)
        self.saved.clear_wanted.connect(lambda: self.bar.put({}))
        self.choose_columns.clicked.connect(self._open_chooser)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view, self.several.copy_rows)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _on_chosen(self) -> None:
        self.several.tell(len(self.view.selectionModel().selectedRows()))

    def _lay_out(self) -> None:
        style.role(self.choose_columns, "chip")
        self.choose_columns.setText(tr("Columns ▾"))
        self.choose_columns.setAccessibleName(tr("Choose the columns"))
        style.role(self.save, "chip")
        self.save.setToolTip(tr("Save what this list shows as a sheet, a map or a calendar"))
        self.bar.add(self.saved, self.choose_columns, self.save)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(sizes().of(SMALL))
        halves.addWidget(self.view)
        halves.addWidget(self.preview)
        halves.setStretchFactor(0, 1)
        halves.setSizes([sizes().of(862), sizes().of(272)])
        listed = QWidget()
        inside = column(self.bar, self.strip, self.several, halves)
        inside.setStretchFactor(halves, 1)
        listed.setLayout(inside)
        self.stack = QStackedLayout()
        self.stack.addWidget(listed)
        self.stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self.stack)
