"""Saved filters: the menu of filters that a person named, kept in the logbook."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton

from app.desktop import style
from app.desktop.words import tr
from app.services.views import SavedFilter


class SavedFilters(QToolButton):
    """Offers the saved filters, and to save, rename and delete them."""

    wanted = Signal(object)
    """The `SavedFilter` to apply."""
    save_wanted = Signal()
    rename_wanted = Signal(str)
    drop_wanted = Signal(str)
    clear_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        style.role(self, "chip")
        self.setText(tr("Filters ▾"))
        self.setAccessibleName(tr("Saved filters"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.offer(())

    def offer(self, saved: tuple[SavedFilter, ...]) -> None:
        """Offer these filters."""
        menu = self.menu()
        menu.clear()
        for one in saved:
            action = menu.addAction(one.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, one=one: self.wanted.emit(one))
        if saved:
            menu.addSeparator()
        menu.addAction(tr("Save what is set…")).triggered.connect(lambda _=False: self.save_wanted.emit())
        if saved:
            self._each(tr("Rename"), saved, self.rename_wanted.emit)
            self._each(tr("Delete"), saved, self.drop_wanted.emit)
        menu.addAction(tr("Clear all filters")).triggered.connect(lambda _=False: self.clear_wanted.emit())

    def _each(self, words: str, saved: tuple[SavedFilter, ...], then: Callable[[str], object]) -> None:
        under = self.menu().addMenu(words)
        for one in saved:
            action = under.addAction(one.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, name=one.name: then(name))
