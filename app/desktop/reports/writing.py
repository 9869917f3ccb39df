"""Writing: what an officer says in a sitrep beyond the records: its period, unit and narrative."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.desktop.style import SMALL, TINY, sizes
from app.desktop.widgets import column, label, row, scrolled
from app.desktop.words import tr
from app.domain.kinds import kind_named
from app.services.sitreps import NARRATIVE, Ask

LINES = 3


class Writing(QWidget):
    """The form of a weekly sitrep; `changed` whenever anything in it does."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.until = QDateEdit(QDate(today.year, today.month, today.day))
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat("d MMM yyyy")
        self.until.setAccessibleName(tr("Last day of the week"))
        self.unit = QComboBox()
        self.unit.setAccessibleName(tr("Unit"))
        self.to = QLineEdit()
        self.to.setAccessibleName(tr("To"))
        self.to.setPlaceholderText(tr("such as U9 Force HQ (action)"))
        self.approved = QLineEdit()
        self.approved.setAccessibleName(tr("Approved by"))
        fields = kind_named("sitrep").__fields__
        self.narrative: dict[str, QPlainTextEdit] = {}
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, sizes().of(SMALL), sizes().of(SMALL))
        body.setSpacing(sizes().of(SMALL))
        whose = row(_named("Week until", self.until), _named("Unit", self.unit))
        whose.setStretch(1, 1)
        body.addLayout(whose)
        sent = row(_named("To", self.to), _named("Approved by", self.approved))
        body.addLayout(sent)
        for name in NARRATIVE:
            text = QPlainTextEdit()
            text.setAccessibleName(tr(fields[name].label))
            text.setTabChangesFocus(True)
            text.setFixedHeight(text.fontMetrics().lineSpacing() * LINES + sizes().of(16))
            text.textChanged.connect(self.changed)
            self.narrative[name] = text
            body.addLayout(_named(fields[name].label, text))
        body.addStretch(1)
        self.until.dateChanged.connect(lambda _: self.changed.emit())
        self.unit.currentIndexChanged.connect(lambda _: self.changed.emit())
        for line in (self.to, self.approved):
            line.textChanged.connect(lambda _: self.changed.emit())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def offer_units(self, units: tuple[str, ...], own: str) -> None:
        """Offer the units a report can cover, our own first chosen."""
        if self.unit.count() == len(units):
            return
        self.unit.blockSignals(True)
        self.unit.clear()
        for unit in units:
            self.unit.addItem(unit, unit)
        self.unit.setCurrentIndex(max(0, self.unit.findData(own)))
        self.unit.blockSignals(False)

    def ask(self) -> Ask:
        """Return what report is wanted."""
        day = self.until.date()
        return Ask(
            until=date(day.year(), day.month(), day.day()),
            unit=self.unit.currentData() or None,
            sent_to=self.to.text().strip(),
            approved_by=self.approved.text().strip(),
            narrative={name: text.toPlainText() for name, text in self.narrative.items()},
        )

    def clear(self) -> None:
        """Empty the narrative for the next report."""
        for text in self.narrative.values():
            text.clear()


def _named(name: str, field: QWidget) -> QVBoxLayout:
    return column(label(tr(name), "small"), field, space=TINY)
