"""Dates: a day, typed as ISO or picked; and a moment with its offset, beside its date-time group."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QCalendarWidget,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QWidget,
    QWidgetAction,
)

from app.desktop.editors.choices import QuietCombo
from app.desktop.editors.field_widget import FieldWidget, quietly
from app.desktop.editors.texts import Line
from app.desktop.style import TINY, sizes
from app.desktop.words import DAYS, tr
from app.domain.faults import FaultyValueError
from app.domain.moments import dtg, parse_moment, read_date, read_moment

OFFSETS = tuple(
    f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    for minutes in (*range(-300, 0, 60), *range(0, 210, 60), 210, *range(240, 361, 30), 420, 480)
)
"""Offsets proposed where missions are; any other can be typed."""
CALENDAR_WIDTH = 380
_CLOCK = re.compile(r"(\d{1,2})[:.h]?(\d{2})")


class DayLine(QWidget):
    """A line for a day and the button that opens the calendar; the button shows the day of the week."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TINY)
        self.line = Line()
        self.line.setPlaceholderText(tr("YYYY-MM-DD"))
        self.picker = QPushButton()
        self.picker.setText("…")
        self.picker.setAccessibleName(tr("Pick a day"))
        self.picker.setFixedWidth(sizes().of(52))
        self.picker.setProperty("role", "day")
        self.picker.clicked.connect(self.pick)
        row.addWidget(self.line, 1)
        row.addWidget(self.picker)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._on_text)

    def text(self) -> str:
        """Return what is typed."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Show a day; emits nothing."""
        quietly(self.line, lambda: self.line.setText(text))
        self._show_weekday()

    def day(self) -> date | None:
        """Return the day, or None where none can be read."""
        try:
            return date.fromisoformat(read_date(self.text()))
        except FaultyValueError:
            return None

    def pick(self) -> None:
        """Open the calendar under the line."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = _calendar(self.day())
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.activated.connect(lambda picked: self._picked(picked, menu))
        calendar.clicked.connect(lambda picked: self._picked(picked, menu))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        calendar.setFocus()

    def _picked(self, day: QDate, menu: QMenu) -> None:
        menu.close()
        self.line.setText(f"{day.year():04d}-{day.month():02d}-{day.day():02d}")
        self.line.setFocus()

    def _on_text(self) -> None:
        self._show_weekday()
        self.changed.emit()

    def _show_weekday(self) -> None:
        day = self.day()
        self.picker.setText(tr(DAYS[day.weekday()]) if day else "…")


def _calendar(day: date | None) -> QCalendarWidget:
    """Return a calendar that shows a day; the week begins on Monday and its end is not in red."""
    calendar = QCalendarWidget()
    calendar.setGridVisible(False)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setMinimumWidth(sizes().of(CALENDAR_WIDTH))
    for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(weekend, calendar.weekdayTextFormat(Qt.DayOfWeek.Monday))
    if day is not None:
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
    return calendar


class DateWidget(FieldWidget):
    """A day."""

    twelfths = 3
    least = 170

    def build(self, box: QBoxLayout) -> None:
        """Make the line with its calendar."""
        self.day_line = DayLine()
        self.named(self.day_line.line)
        box.addWidget(self.day_line)
        self.day_line.changed.connect(self.changed)

    def value(self) -> Any:
        """Return the day as typed."""
        return self.day_line.text() or None

    def set_raw(self, raw: Any) -> None:
        """Show a day or what was typed for one."""
        self.day_line.set_text(str(raw or ""))


class MomentWidget(FieldWidget):
    """A day, a time of day and the offset from UTC at the place; the date-time group stands below.

    A date-time group or a whole RFC 3339 moment typed or pasted into the day is taken apart.
    """

    twelfths = 6
    least = 384

    def build(self, box: QBoxLayout) -> None:
        """Make the three parts in one row."""
        self.day_line, self.clock, self.offset = DayLine(), Line(), QuietCombo()
        self.day_line.line.setPlaceholderText(tr("YYYY-MM-DD or DTG"))
        self.clock.setPlaceholderText(tr("HH:MM"))
        self.clock.setFixedWidth(sizes().of(76))
        self.offset.setEditable(True)
        self.offset.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.offset.addItems(OFFSETS)
        self.offset.setFixedWidth(sizes().of(88))
        self.offset.setCurrentText(local_offset())
        self.offset.setToolTip(tr("Offset from UTC at the place"))
        row = QHBoxLayout()
        row.setSpacing(TINY)
        for control, name in (
            (self.day_line, ""),
            (self.clock, tr("time")),
            (self.offset, tr("offset from UTC")),
        ):
            self.named(control.line if isinstance(control, DayLine) else control, name)
            row.addWidget(control, 1 if control is self.day_line else 0)
        box.addLayout(row)
        self.day_line.changed.connect(self._on_day)
        self.clock.textChanged.connect(lambda _: self._on_part())
        self.offset.currentTextChanged.connect(lambda _: self._on_part())

    def value(self) -> Any:
        """Return the moment in RFC 3339 as far as it is typed, None where neither day nor time is."""
        day, clock = self.day_line.text(), clock_of(self.clock.text())
        if not day and not clock:
            return None
        return f"{day}T{clock}{self.offset.currentText().strip()}" if clock else day

    def set_raw(self, raw: Any) -> None:
        """Show a moment or what was typed for one."""
        text = str(raw or "")
        try:
            moment = parse_moment(read_moment(text)) if text else None
        except FaultyValueError:
            day, _, clock = text.partition("T")
            self._show(day, clock[:5], clock[5:] or self.offset.currentText())
        else:
            self._show_moment(moment)
        self._show_group()

    def _show_moment(self, moment: datetime | None) -> None:
        if moment is None:
            self._show("", "", local_offset())
        else:
            self._show(f"{moment:%Y-%m-%d}", f"{moment:%H:%M}", offset_of(moment))

    def _show(self, day: str, clock: str, offset: str) -> None:
        self.day_line.set_text(day)
        quietly(self.clock, lambda: self.clock.setText(clock))
        quietly(self.offset, lambda: self.offset.setCurrentText(offset))

    def _on_day(self) -> None:
        try:
            whole = parse_moment(read_moment(self.day_line.text()))
        except FaultyValueError:
            pass
        else:
            self._show_moment(whole)
        self._on_part()

    def _on_part(self) -> None:
        self._show_group()
        self.changed.emit()

    def _show_group(self) -> None:
        try:
            moment = parse_moment(read_moment(self.value() or ""))
        except FaultyValueError:
            self.show_note(None)
        else:
            self.show_note(tr("{group} · local UTC{offset}", group=dtg(moment), offset=offset_of(moment)))


def clock_of(text: str) -> str:
    """Return a typed time of day as `HH:MM`: `9:30`, `0930` and `9h30` too; anything else as it is."""
    match = _CLOCK.fullmatch(text.strip())
    return f"{int(match.group(1)):02d}:{match.group(2)}" if match else text.strip()


def offset_of(moment: datetime) -> str:
    """Return the offset of an aware moment as `+02:00`."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def local_offset() -> str:
    """Return the offset of this laptop now, the first guess for a new moment."""
    return offset_of(datetime.now(UTC).astimezone())
