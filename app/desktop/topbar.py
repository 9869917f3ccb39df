"""Top bar: search, the state of exchange in words, lock, and what can be made new."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy

from app.desktop import style
from app.desktop.context import Context
from app.desktop.search.box import SearchBox
from app.desktop.style import SMALL, WIDE, sizes
from app.desktop.widgets import button, with_icon
from app.desktop.words import tr
from app.domain.kinds import made_by_hand


class TopBar(QFrame):
    """The bar above every page."""

    lock_wanted = Signal()

    def __init__(self, context: Context, search: SearchBox) -> None:
        super().__init__()
        style.role(self, "bar")
        self.context = context
        self.search = search
        self.sync = QPushButton()
        style.role(self.sync, "pill")
        self.sync.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.sync.clicked.connect(lambda: context.go("exchange"))
        self.view = button(tr("View"), name=tr("View: theme and text size"))
        self.lock = button(tr("Lock"), self.lock_wanted.emit, tip=tr("Lock the logbook (Ctrl+L)"))
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock.click)
        self.new = button(tr("New"), None, "primary", name=tr("New record"), tip=tr("New record (Ctrl+N)"))
        self.menu = QMenu(self.new)
        for number, kind in enumerate(made_by_hand(), 1):
            action = self.menu.addAction(f"{_key(number)}  {tr(kind.label)}")
            action.triggered.connect(lambda _=False, name=kind.kind: context.new_record(name))
        self.new.setMenu(self.menu)
        QShortcut(QKeySequence("Ctrl+N"), self, self.new.showMenu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(sizes().of(WIDE), sizes().of(SMALL), sizes().of(WIDE), sizes().of(SMALL))
        layout.setSpacing(sizes().of(SMALL))
        search.setMaximumWidth(sizes().of(380))
        search.setMinimumWidth(sizes().of(120))
        layout.addWidget(search, 3)
        layout.addStretch(1)
        layout.addWidget(self.sync)
        for one in (self.view, self.lock, self.new):
            layout.addWidget(one)
        self._words, self._short, self._wide = "", "", True
        self.dress()
        self.fit(True)
        context.theme_changed.connect(self.dress)

    def dress(self) -> None:
        """Draw the icons in the colours of the theme."""
        theme = self.context.theme
        with_icon(self.view, "view", theme, theme.muted)
        with_icon(self.lock, "lock", theme, theme.muted)
        with_icon(self.new, "plus", theme, theme.on_accent)

    def tell(self, words: str, short: str, tone: str) -> None:
        """Say in words what is not sent and what the headquarters has; `short` is for narrow windows."""
        self._words, self._short = words, short
        style.tone(self.sync, tone)
        self.sync.setToolTip(words)
        self.sync.setAccessibleName(words)
        self.fit(self._wide)

    def fit(self, wide: bool) -> None:
        """Use long or short words, by the room there is."""
        self._wide = wide
        self.sync.setText(self._words if wide else self._short)
        self.sync.setVisible(bool(self._words))
        for one, text in ((self.view, tr("View")), (self.lock, tr("Lock"))):
            one.setText(text if wide else "")
        self.search.setPlaceholderText(
            tr("Search everything, or type a command   Ctrl+K") if wide else tr("Search   Ctrl+K")
        )


def _key(number: int) -> str:
    """Return the key that chooses a line of the menu: figures, then letters."""
    return f"&{number}" if number < 10 else f"&{chr(ord('A') + number - 10)}"
