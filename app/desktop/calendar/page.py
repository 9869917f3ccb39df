"""Calendar page: meetings by month or week, and the day at hand as a list beside them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedLayout, QVBoxLayout

from app.desktop import style
from app.desktop.calendar.days import MONTH, WEEK, by_day, shown, turned
from app.desktop.calendar.month import MonthSheet
from app.desktop.calendar.sheets import Sheet, entry_words
from app.desktop.calendar.week import WeekSheet
from app.desktop.context import Context
from app.desktop.lists.filters import toggle
from app.desktop.markings import highest
from app.desktop.pages import Page
from app.desktop.sheets.saving import EVERYTHING, SaveButton, everything
from app.desktop.style import GAP, SMALL, sizes
from app.desktop.widgets import Cut, button, card, column, label, row
from app.desktop.words import LONG_MONTHS, long_day, many, short_day, tr
from app.domain.moments import moment_text
from app.services.calendar import HELD, CalendarEntry, entries, undated
from app.services.views import RecordView

if TYPE_CHECKING:
    from app.services.desks import Desk

USUAL_HOUR = 9
ASIDE_FROM = 820
"""Below this width in pixels at 100 % the list of the day stands below the calendar."""
RECORD = Qt.ItemDataRole.UserRole


class DayList(QListWidget):
    """The entries of one day; Enter or a double click opens one, Escape goes back."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the calendar on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(event)


class CalendarPage(Page):
    """Meetings, agreed next meetings, and the usual days of forums. A double click on a day begins a meeting there."""

    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context, title=tr("Calendar"), kinds=("meeting", "forum"))
        now = context.clock()
        self.mode = MONTH
        self.day = now.date()
        self._found: dict[date, list[CalendarEntry]] = {}
        self._undated: tuple[RecordView, ...] = ()
        self.month = MonthSheet(context.theme, tr("Month"))
        self.week = WeekSheet(context.theme, tr("Week"))
        self.span = label("", "large")
        self.modes = {MONTH: toggle(tr("Month")), WEEK: toggle(tr("Week"))}
        self.heading = label("", "head", wrap=True)
        self.list = DayList()
        self.undated = label("", "small", wrap=True)
        self.save = SaveButton(context, EVERYTHING, lambda: everything, only=(".ics",))
        self._lay_out()
        self._connect()
        self.show_mode(MONTH)

    @property
    def sheet(self) -> Sheet:
        """The view that is shown."""
        return self.month if self.mode == MONTH else self.week

    @property
    def marking(self) -> str:
        """The highest marking of the entries in sight."""
        return highest(one.marking for found in self._found.values() for one in found)

    def show_mode(self, mode: str) -> None:
        """Show a month or a week around the day at hand."""
        self.mode = mode
        for name, chip in self.modes.items():
            chip.setChecked(name == mode)
        self.sheets.setCurrentWidget(self.sheet)
        self.reload()

    def go_to(self, day: date) -> None:
        """Make a day the one at hand, and ask for its month or week where it is not shown."""
        known = day in self.sheet.days
        self.day = day
        if known:
            self._show_day()
        else:
            self.reload()

    def turn(self, way: int) -> None:
        """Go one month or week further (1) or back (-1)."""
        self.day = turned(self.mode, self.day, way)
        self.reload()

    def begin_meeting(self, day: date) -> None:
        """Start a new meeting on a day, at nine by the clock of this laptop."""
        start = datetime.combine(day, time(USUAL_HOUR), self.context.clock().tzinfo)
        self.context.new_record("meeting", {"started_at": moment_text(start)})

    def reload(self) -> None:
        """Ask for the entries of the days that are shown."""
        days = shown(self.mode, self.day)
        now = self.context.clock()
        zone = now.tzinfo
        assert zone is not None  # noqa: S101 - the clock of the context is aware

        def work(desk: Desk) -> tuple[tuple[CalendarEntry, ...], tuple[RecordView, ...]]:
            return entries(desk, days[0], turned(WEEK, days[-7], 1), zone), undated(desk)

        def show(answer: tuple[tuple[CalendarEntry, ...], tuple[RecordView, ...]]) -> None:
            self._found, self._undated = by_day(answer[0]), answer[1]
            self.sheet.show_days(days, self._found, self.day, now.date())
            held = sum(1 for one in answer[0] if one.what == HELD)
            self.counted.emit(many(held, "meeting in sight", "meetings in sight"))
            self._show_day()
            self.marked.emit()

        self.ask(work, show)

    def _show_day(self) -> None:
        """Show the day at hand in the list, and the span above the calendar."""
        if self.sheet.day != self.day:
            self.sheet.choose(self.day)
            return
        days = self.sheet.days
        month = f"{tr(LONG_MONTHS[self.day.month - 1])} {self.day.year}"
        week = f"{short_day(days[0])} – {short_day(days[-1])} {days[-1].year}" if days else month
        self.span.setText(month if self.mode == MONTH else week)
        self.heading.setText(long_day(self.day))
        self.list.clear()
        for entry in self._found.get(self.day, ()):
            item = QListWidgetItem(entry_words(entry), self.list)
            item.setData(RECORD, (entry.kind, entry.id))
            item.setToolTip(entry_words(entry))
        if not self.list.count():
            empty = QListWidgetItem(
                tr("Nothing. Double click the day, or press Insert, to write down a meeting.")
            )
            empty.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(empty)
        count = len(self._undated)
        words = many(count, "meeting has no day", "meetings have no day")
        self.undated.setText(tr("{words}; the list shows them last.", words=words) if count else "")
        self.undated.setVisible(bool(count))

    def _on_day(self, day: date) -> None:
        self.day = day
        if day in self.sheet.days:
            self._show_day()
        else:
            self.reload()

    def _go_into_day(self) -> None:
        """Put the focus on the entries of the day, or open the only one."""
        found = self._found.get(self.day, ())
        if len(found) == 1:
            self.context.open_record(found[0].kind, found[0].id)
        elif found:
            self.list.setFocus()
            self.list.setCurrentRow(0)

    def _open_item(self, item: QListWidgetItem) -> None:
        record = item.data(RECORD)
        if record is not None:
            self.context.open_record(*record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the page, and go to today on Home."""
        key = event.key()
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.go_to(self.context.clock().date())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the list of the day beside the calendar where there is room."""
        super().resizeEvent(event)
        self.aside.setVisible(self.width() >= sizes().of(ASIDE_FROM))

    def _connect(self) -> None:
        for sheet in (self.month, self.week):
            sheet.day_chosen.connect(self._on_day)
            sheet.opened.connect(self.context.open_record)
            sheet.new_wanted.connect(self.begin_meeting)
            sheet.entered.connect(self._go_into_day)
        for name, chip in self.modes.items():
            chip.clicked.connect(lambda _=False, name=name: self.show_mode(name))
        self.list.itemActivated.connect(self._open_item)
        self.list.left.connect(lambda: self.sheet.setFocus())

    def _lay_out(self) -> None:
        style.role(self.list, "plain")
        self.list.setSpacing(2)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(tr("Entries of the day"))
        back = button("‹", lambda: self.turn(-1), name=tr("Back"), tip=tr("Back (Page Up)"))
        on = button("›", lambda: self.turn(1), name=tr("Further"), tip=tr("Further (Page Down)"))
        today = button(tr("Today"), lambda: self.go_to(self.context.clock().date()), tip=tr("Today (Home)"))
        legend = Cut(tr("Filled: held. Framed: agreed. Dashed: usual day of a forum."), "small")
        style.role(self.save, "chip")
        self.save.setToolTip(tr("Save all meetings and what is due as a calendar file"))
        self.sheets = QStackedLayout()
        for sheet in (self.month, self.week):
            self.sheets.addWidget(sheet)
        new = button(tr("New meeting on this day"), lambda: self.begin_meeting(self.day))
        self.aside = card(column(self.heading, self.list, self.undated, new, space=GAP), margin=GAP)
        self.aside.setFixedWidth(sizes().of(250))
        body = row(space=SMALL)
        body.addLayout(self.sheets, 1)
        body.addWidget(self.aside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        head = row(back, on, today, 8, self.span, 8, legend, 8, *self.modes.values(), self.save)
        head.setStretchFactor(legend, 1)
        whole.addLayout(head)
        whole.addLayout(body, 1)
