"""Frame: what surrounds the pages of an open logbook: left column, marking, top bar, banner."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.desktop import places, style
from app.desktop.banner import Banner
from app.desktop.context import Context
from app.desktop.keeper import Keeper
from app.desktop.kept_drafts import KeptDrafts
from app.desktop.navigation import HELP, PLACES, Navigation
from app.desktop.pages import Page
from app.desktop.search.box import SearchBox
from app.desktop.search.results import Command
from app.desktop.style import SMALL, THEMES, WIDE, sizes
from app.desktop.today.overview import Overview, sync_words
from app.desktop.topbar import TopBar
from app.desktop.widgets import label
from app.desktop.words import tr
from app.domain.kinds import made_by_hand
from app.domain.vocabularies import MARKINGS

if TYPE_CHECKING:
    from app.desktop.manual.page import ManualPage

FOLD_BELOW = 1100
"""Below this width in pixels at 100 % the left column shows icons only."""
SHORT_BELOW = 1240
PERCENTS = (80, 90, 100, 125, 150, 175, 200)
THEME_NAMES = {"light": "Light", "dark": "Dark", "contrast": "High contrast"}
Whereabouts = tuple[str, str, str]
"""The page that is shown, and the kind and id of the record open on it (empty where none is)."""


class Frame(QWidget):
    """The pages of one open logbook; each is built when it is first visited."""

    look_wanted = Signal(str, int)
    filled = Signal()

    def __init__(self, context: Context, path: Path | str) -> None:
        super().__init__()
        self.context = context
        self.path = path
        self.pages: dict[str, Page] = {}
        self.editors: list[Page] = []
        self.key = ""
        self.help: ManualPage | None = None
        self.keeper = Keeper(context, self)
        self.navigation = Navigation(context.theme)
        self.search = SearchBox(context, self._commands())
        self.bar = TopBar(context, self.search)
        self.bar.view.setMenu(self._look_menu())
        self.banner = Banner()
        self.kept = KeptDrafts(context)
        self.marking = label("", "marking")
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._tell()

    def show_page(self, key: str) -> None:
        """Show a page of the left column; open editors keep their draft and close. Help lies on top of them."""
        if key == HELP.key:
            self.open_help()
            return
        if key not in {place.key for place in PLACES} or not self._close_editors():
            return
        self.key = key
        if key not in self.pages:
            page = places.build(key, self.context, self.keeper)
            self.pages[key] = page
            page.marked.connect(self._mark)
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(self.pages[key])
        self.navigation.mark(key)
        self._mark()

    def open_record(self, kind: str, record_id: str) -> None:
        """Show a record in its editor, on top of what is shown."""
        self._open_editor(kind, record_id, {})

    def open_partner(self, record_id: str) -> None:
        """Show the page of a partner, on top of what is shown."""
        # Late: most visits do not look at one partner.
        from app.desktop.partners.page import PartnerPage

        page = PartnerPage(self.context, record_id)
        page.closed.connect(lambda: self._close_editor(page))
        self._lay_on_top(page, "partners")

    def new_record(self, kind: str, prefill: Mapping[str, Any]) -> None:
        """Show an empty editor, on top of what is shown."""
        self._open_editor(kind, None, prefill)

    def open_help(self) -> None:
        """Show the manual at the chapter of what is in use, without closing anything."""
        # Late: few visits need the manual.
        from app.desktop.manual.page import CHAPTERS, EDITING, ManualPage

        if self.help is None:
            self.help = ManualPage(self.context)
            self.help.closed.connect(self._uncover)
            self.stack.addWidget(self.help)
        if self.stack.currentWidget() is not self.help:
            self.stack.setCurrentWidget(self.help)
            self.help.open_at(EDITING if self.editors else CHAPTERS.get(self.key, ""))
        self.navigation.mark(HELP.key)
        self._mark()

    def take_in(self, files: list[Path]) -> None:
        """Show the plan of bundles that were dropped on the window."""
        self.show_page("exchange")
        page = self.pages.get("exchange")
        if page is not None and self.key == "exchange":
            getattr(page, "take_in", lambda _: None)(files)

    def leave(self) -> Whereabouts:
        """Let every page and editor keep what it holds; return where a person was."""
        for page in (*self.pages.values(), *self.editors):
            page.leave()
        editor = self.editors[-1] if self.editors else None
        return self.key, str(getattr(editor, "kind", "")), str(getattr(editor, "record_id", "") or "")

    def go_back_to(self, left_at: Whereabouts | None) -> None:
        """Show what was shown before a lock, or Today."""
        key, kind, record_id = left_at or ("today", "", "")
        self.show_page(key or "today")
        if self.key != "today":
            self.keeper.ask()
        if kind:
            self._open_editor(kind, record_id or None, {})
        elif left_at is None:
            self.kept.ask()

    def fit(self, width: int) -> None:
        """Fold the left column and shorten words where the window is narrow."""
        self.navigation.fold(width < sizes().of(FOLD_BELOW))
        self.bar.fit(width >= sizes().of(SHORT_BELOW))

    def _open_editor(self, kind: str, record_id: str | None, prefill: Mapping[str, Any]) -> None:
        # Late: most visits only read.
        from app.desktop.editors.editor import RecordEditor

        editor = RecordEditor(self.context, kind, record_id, dict(prefill))
        editor.closed.connect(lambda: self._close_editor(editor))
        editor.ready.connect(self._mark)
        self._lay_on_top(editor, places.home_of(kind))

    def _lay_on_top(self, page: Page, home: str) -> None:
        """Show a page that closes again, and mark the entry of the left column that it belongs to."""
        page.marked.connect(self._mark)
        self.editors.append(page)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.navigation.mark(home)
        page.setFocus()
        self._mark()

    def _close_editor(self, editor: Page) -> None:
        if editor not in self.editors:
            return
        self.editors.remove(editor)
        self.stack.removeWidget(editor)
        editor.deleteLater()
        self._uncover()

    def _uncover(self) -> None:
        """Show the editor or the page that lies on top."""
        shown = self.editors[-1] if self.editors else self.pages.get(self.key)
        if shown is not None:
            self.stack.setCurrentWidget(shown)
        self.navigation.mark(self.key)
        self._mark()

    def _close_editors(self) -> bool:
        for editor in tuple(self.editors):
            if not editor.leave():
                return False
            self._close_editor(editor)
        return True

    def _show_overview(self, found: Overview) -> None:
        self.navigation.show_counts(found.counts)
        if found.status is not None:
            self.bar.tell(*sync_words(found.status, found.day))
        self._tell()
        self.filled.emit()

    def _tell(self) -> None:
        if self.context.desk is None:
            return
        who = self.context.desk.identity
        mission = who.mission_name or tr("not admitted yet")
        self.navigation.tell(unit=who.unit_name, mission=mission, officer=who.officer)

    def _mark(self) -> None:
        """Show the highest marking of what is on the screen."""
        shown = self.stack.currentWidget()
        found = shown.marking if isinstance(shown, Page) else ""
        marking = found if found in MARKINGS else MARKINGS[0]
        self.marking.setText(marking)
        self.marking.setAccessibleName(tr("Marking: {marking}", marking=marking))
        style.tone(self.marking, ("", "wait", "bad")[MARKINGS.index(marking)])

    def _commands(self) -> list[Command]:
        go = [Command(tr(f"Go to {place.name}"), partial(self.context.go, place.key)) for place in PLACES]
        new = [
            Command(tr(f"New {kind.label}"), partial(self.context.new_record, kind.kind))
            for kind in made_by_hand()
        ]
        manual = Command(tr("Help: open the manual"), self.open_help)
        hand_over = Command(tr("Hand over to the next officer"), self._hand_over)
        return [*go, *new, manual, hand_over, Command(tr("Lock the logbook"), lambda: self.bar.lock.click())]

    def _hand_over(self) -> None:
        self.show_page("settings")
        getattr(self.pages.get("settings"), "go_to", lambda _: None)(places.HAND_OVER)

    def _look_menu(self) -> QMenu:
        menu = QMenu(self)
        themes, scales = QActionGroup(menu), QActionGroup(menu)
        percent = round(sizes().scale * 100)
        for name in THEMES:
            action = menu.addAction(tr(THEME_NAMES[name]))
            action.setCheckable(True)
            action.setChecked(name == self.context.theme.name)
            action.triggered.connect(lambda _=False, name=name: self.look_wanted.emit(name, percent))
            themes.addAction(action)
        menu.addSeparator()
        for size in PERCENTS:
            action = menu.addAction(tr("Text {percent} %", percent=size))
            action.setCheckable(True)
            action.setChecked(size == percent)
            action.triggered.connect(
                lambda _=False, size=size: self.look_wanted.emit(self.context.theme.name, size)
            )
            scales.addAction(action)
        return menu

    def _resize_text(self, percent: int) -> None:
        self.look_wanted.emit(self.context.theme.name, percent)

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.show_page)
        self.keeper.ready.connect(self._show_overview)
        self.context.page_wanted.connect(self.show_page)
        self.context.lock_wanted.connect(self.bar.lock_wanted)
        self.context.record_wanted.connect(self.open_record)
        self.context.new_wanted.connect(self.new_record)
        self.context.partner_wanted.connect(self.open_partner)
        self.context.told.connect(self.banner.say)

    def _lay_out(self) -> None:
        self.marking.setAlignment(self.marking.alignment().AlignCenter)
        padded = QVBoxLayout()
        padded.setContentsMargins(sizes().of(WIDE), sizes().of(SMALL), sizes().of(WIDE), 0)
        padded.addWidget(self.banner)
        padded.addWidget(self.kept)
        right = QVBoxLayout()
        right.setSpacing(0)
        for one in (self.marking, self.bar):
            right.addWidget(one)
        right.addLayout(padded)
        right.addWidget(self.stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.navigation)
        whole.addLayout(right, 1)
