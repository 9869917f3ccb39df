"""Due: the reports that this headquarters owes, with a badge on one that is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.style import TINY, sizes
from app.desktop.widgets import button, cleared, label, pill, row
from app.desktop.words import clock, near_day, tr
from app.domain.vocabularies import SITREP_TYPE
from app.services.reports.schedule import Deadline

NAMES = dict(SITREP_TYPE)


class Due(QWidget):
    """One line for each report owed; `wanted` asks to write one, with its type and last day."""

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Reports due"))
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(sizes().of(TINY))

    def show_deadlines(self, owed: Sequence[Deadline], now: datetime) -> None:
        """Show what is owed now."""
        cleared(self._lines)
        for one in owed:
            self._lines.addWidget(_line(self, one, now))


def _line(due: Due, one: Deadline, now: datetime) -> QWidget:
    made = QWidget()
    moment, until = (one.last, one.until) if one.overdue else (one.next, one.coming)
    name = tr(NAMES.get(one.type, one.type))
    when = f"{near_day(moment.date(), now.date())} {clock(moment)}"
    if one.overdue:
        badge = pill(tr("overdue"), "bad")
        words = tr("{name} sitrep was due {when}", name=name, when=when)
    else:
        badge = pill(tr("due"), "info")
        words = tr("{name} sitrep is due {when}", name=name, when=when)
    write = button(tr("Write it"), lambda: due.wanted.emit(one.type, until))
    line = row(badge, label(words), None, *((write,) if one.overdue else ()))
    made.setLayout(line)
    return made
