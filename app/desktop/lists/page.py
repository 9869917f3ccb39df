"""List page: the lists of one or more kinds, one tab each, built when first shown."""

from __future__ import annotations

from PySide6.QtWidgets import QTabBar, QVBoxLayout

from app.desktop.context import Context
from app.desktop.lists.listing import Listing, count_words
from app.desktop.pages import Page
from app.desktop.style import GAP, WIDE, sizes
from app.desktop.widgets import button, label, row
from app.desktop.words import tr
from app.domain.kinds import kind_named


class ListPage(Page):
    """The lists of some kinds."""

    def __init__(self, context: Context, title: str, kinds: tuple[str, ...]) -> None:
        super().__init__(context, title=title)
        self.order = kinds
        self.lists: dict[str, Listing] = {}
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(title)
        for kind in kinds:
            self.tabs.addTab(tr(kind_named(kind).plural))
        self.tabs.setHidden(len(kinds) == 1)
        self.tabs.currentChanged.connect(self.show_tab)
        self.count = label("", "muted")
        self.new = button("", self._new)
        self.body = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes().of(WIDE), sizes().of(GAP), sizes().of(WIDE), sizes().of(WIDE))
        layout.setSpacing(sizes().of(GAP))
        layout.addLayout(row(label(title, "title"), self.count, None, self.tabs, None, self.new))
        layout.addLayout(self.body, 1)
        self.show_tab(0)

    @property
    def current(self) -> Listing:
        """The list that is shown."""
        return self.lists[self.order[self.tabs.currentIndex()]]

    @property
    def marking(self) -> str:
        """The marking of what the shown list previews."""
        return self.current.marking

    def show_tab(self, number: int) -> None:
        """Show the list of a kind."""
        kind = self.order[number]
        if kind not in self.lists:
            made = Listing(self.context, kind)
            made.counted.connect(lambda count, narrowed: self._count(kind, count, narrowed))
            made.marked.connect(self.marked)
            self.lists[kind] = made
            self.body.addWidget(made)
        for name, listing in self.lists.items():
            listing.setVisible(name == kind)
        self.new.setText(tr("New {label}", label=tr(kind_named(kind).label)))
        self.new.setAccessibleName(self.new.text())
        self.count.setText(self.lists[kind].count_text)

    def _count(self, kind: str, count: int, narrowed: bool) -> None:
        self.lists[kind].count_text = count_words(kind, count, narrowed)
        if self.current.kind == kind:
            self.count.setText(self.lists[kind].count_text)

    def _new(self) -> None:
        self.context.new_record(self.current.kind)
