"""Tab page: the lists and views of one page of the left column, each built when first shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from app.desktop.context import Context
from app.desktop.lists.about import count_words
from app.desktop.lists.listing import Listing
from app.desktop.lists.tabs import Tab
from app.desktop.pages import Page
from app.desktop.style import GAP, SMALL, WIDE, sizes
from app.desktop.widgets import button, label, row
from app.desktop.words import tr
from app.domain.kinds import kind_named


class TabPage(Page):
    """Some lists and views under one title. Ctrl+Tab goes to the next one."""

    shown = Signal(str)
    """The key of the tab that is shown."""

    def __init__(
        self, context: Context, title: str, tabs: Sequence[Tab], extra: Sequence[QWidget] = ()
    ) -> None:
        super().__init__(context, title=title)
        self.order = tuple(tabs)
        self.views: dict[str, Page] = {}
        self._counts: dict[str, str] = {}
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(title)
        self.tabs.setMinimumWidth(1)  # the page may be narrower than all its tabs
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        for tab in self.order:
            self.tabs.addTab(tab.words)
        self.tabs.setHidden(len(self.order) == 1)
        self.tabs.currentChanged.connect(self.show_tab)
        self.heading = label(title, "title")
        self.count = label("", "muted")
        self.new = button("", self._new)
        self.extra = tuple(extra)
        self._one_row: bool | None = None
        self._lay_out()
        for keys, way in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, lambda way=way: self._turn(way))
        self.show_tab(0)

    @property
    def tab(self) -> Tab:
        """The tab that is shown."""
        return self.order[self.tabs.currentIndex()]

    @property
    def current(self) -> Page:
        """The list or view that is shown."""
        return self.views[self.tab.key]

    @property
    def listing(self) -> Listing:
        """The list that is shown; raises TypeError where a view is."""
        if not isinstance(self.current, Listing):
            raise TypeError(self.tab.key)
        return self.current

    @property
    def marking(self) -> str:
        """The marking of what is shown."""
        return self.current.marking

    def go_to(self, key: str) -> None:
        """Show the tab of a kind or a view."""
        for number, tab in enumerate(self.order):
            if key in (tab.key, tab.kind):
                self.tabs.setCurrentIndex(number)
                return

    def show_tab(self, number: int) -> None:
        """Show a tab by its number."""
        tab = self.order[number]
        if tab.key not in self.views:
            self.views[tab.key] = self._built(tab)
        for key, view in self.views.items():
            view.setVisible(key == tab.key)
        self.new.setVisible(bool(tab.kind) and self.context.may_write(tab.kind))
        if tab.kind:
            self.new.setText(tr("New {label}", label=tr(kind_named(tab.kind).label)))
            self.new.setAccessibleName(self.new.text())
        for one in (self.heading, self.count):
            one.setHidden(tab.heads)
        side = 0 if tab.heads else sizes().of(WIDE)  # a view with its own heading keeps its own distance
        self._whole.setContentsMargins(side, sizes().of(GAP), side, side)
        self.count.setText(self._counts.get(tab.key, ""))
        self._arrange()
        self.shown.emit(tab.key)
        self.marked.emit()

    def leave(self) -> bool:
        """Let every view prepare to be left."""
        left = [view.leave() for view in self.views.values()]  # each of them, whatever another says
        return all(left)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tabs below the title where there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()

    def _built(self, tab: Tab) -> Page:
        made = tab.build(self.context)
        if isinstance(made, Listing):
            made.counted.connect(
                lambda count, narrowed: self._tell(tab, count_words(tab.kind, count, narrowed))
            )
        elif hasattr(made, "counted"):
            made.counted.connect(lambda words: self._tell(tab, words))
        made.marked.connect(self.marked)
        self.body.addWidget(made)
        return made

    def _tell(self, tab: Tab, words: str) -> None:
        self._counts[tab.key] = words
        if self.tab == tab:
            self.count.setText(words)
            self._arrange()

    def _new(self) -> None:
        self.context.new_record(self.tab.kind)

    def _turn(self, way: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + way) % len(self.order))

    def _arrange(self) -> None:
        """Share the head out on one row or two."""
        wanted = [self.tabs, self.new, *self.extra, *(() if self.tab.heads else (self.heading, self.count))]
        room = sum(one.sizeHint().width() for one in wanted if not one.isHidden()) + sizes().of(6 * WIDE)
        one_row = room <= self.width()
        if one_row == self._one_row:
            return
        self._one_row = one_row
        self.tabs.setUsesScrollButtons(not one_row)
        target, other = (self._upper, self._lower) if one_row else (self._lower, self._upper)
        other.removeWidget(self.tabs)
        target.insertWidget(0, self.tabs, 0 if one_row else 1)

    def _lay_out(self) -> None:
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        for each in (self._upper, self._lower):
            each.setContentsMargins(0, 0, 0, 0)
        head = row(self.heading, self.count, None)
        head.addLayout(self._upper)
        head.addStretch(1)
        for one in (*self.extra, self.new):
            head.addWidget(one)
        self.body = QVBoxLayout()
        self._whole = QVBoxLayout(self)
        self._whole.setSpacing(sizes().of(SMALL))
        self._whole.addLayout(head)
        self._whole.addLayout(self._lower)
        self._whole.addLayout(self.body, 1)
