"""Writing: what an officer says of a sitrep beyond the records: its type, period, unit, version and narrative."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.desktop.reports.choosing import Choosing
from app.desktop.style import SMALL, TINY, sizes
from app.desktop.widgets import button, column, label, row, scrolled
from app.desktop.words import tr
from app.domain.kinds import kind_named
from app.domain.vocabularies import SITREP_TYPE
from app.services.releasing import confirmed_words
from app.services.reports.previous import Previous
from app.services.sitreps import NARRATIVE, Ask, period_of

LINES = 3
LANGUAGES = (("en", "English"), ("fr", "Français"))
PAPERS = ("A4", "Letter")


class Writing(QWidget):
    """The form of a sitrep; `changed` whenever anything in it does, `reuse` when the last words are wanted.

    `review` asks to look at the words as partners would read them.
    """

    changed = Signal()
    reuse = Signal()
    review = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.type = _choice(tr("Type"), [(code, tr(name)) for code, name in SITREP_TYPE])
        self.type.setCurrentIndex(self.type.findData("weekly"))
        self.since = _day(today - timedelta(days=6), tr("First day"))
        self.until = _day(today, tr("Last day"))
        self.unit = _choice(tr("Unit"), [])
        self.lang = _choice(tr("Language"), LANGUAGES)
        self.sheet = _choice(tr("Paper"), [(name, name) for name in PAPERS])
        self.partners = QCheckBox(tr("Version for partners"))
        self.partners.setToolTip(tr("Only releasable records, and texts that were confirmed for partners"))
        self.released_texts: tuple[dict[str, str], ...] = ()
        self.reviewing = button(
            tr("Review for partners…"),
            self.review.emit,
            tip=tr("Words go to partners once they are confirmed"),
        )
        self.reviewing.hide()
        self.photos = QCheckBox(tr("Photos"))
        self.photos.setChecked(True)
        self.to = _line(tr("To"), tr("such as U9 Force HQ (action)"))
        self.approved = _line(tr("Approved by"), "")
        self.distribution = _line(tr("Distribution"), tr("separated by semicolons"))
        self.correcting = ""
        self.corrects = label("", "muted", wrap=True)
        self.corrects.hide()
        self.choosing = Choosing()
        self.narrative = {name: _words(kind_named("sitrep").__fields__[name].label) for name in NARRATIVE}
        self._own_start = False
        self._lay_out()
        self._listen()

    def offer_units(self, units: tuple[str, ...], own: str) -> None:
        """Offer the units a report can cover, our own first chosen."""
        if self.unit.count() == len(units):
            return
        with QSignalBlocker(self.unit):
            self.unit.clear()
            for unit in units:
                self.unit.addItem(unit, unit)
            self.unit.setCurrentIndex(max(0, self.unit.findData(own)))

    def ask(self) -> Ask:
        """Return what report is wanted."""
        return Ask(
            type=str(self.type.currentData()),
            until=_date(self.until),
            since=_date(self.since) if self._own_start else None,
            unit=self.unit.currentData() or None,
            lang=str(self.lang.currentData()),
            paper=str(self.sheet.currentData()),
            releasable=self.partners.isChecked(),
            photos=self.photos.isChecked(),
            sent_to=self.to.text().strip(),
            approved_by=self.approved.text().strip(),
            distribution=tuple(part.strip() for part in self.distribution.text().split(";") if part.strip()),
            corrects=self.correcting or None,
            left_out=self.choosing.left_out(),
            narrative=self.words(),
            released_texts=self.released_texts,
        )

    def words(self) -> dict[str, str]:
        """Return what is written, by field."""
        return {name: text.toPlainText() for name, text in self.narrative.items()}

    def confirm(self, names: list[str]) -> None:
        """Confirm words for partners as they stand now; words that are changed later are not confirmed any more."""
        self.released_texts = confirmed_words("sitrep", self.words(), names)
        self.changed.emit()

    def cover(self, kind: str, until: date) -> None:
        """Turn to the report of a type that ends on a day."""
        with QSignalBlocker(self):
            self.type.setCurrentIndex(max(0, self.type.findData(kind)))
            self.until.setDate(QDate(until.year, until.month, until.day))
            self._begin_anew()
        self.changed.emit()

    def take(self, last: Previous) -> None:
        """Begin with the words of the last report; what is written already stays."""
        with QSignalBlocker(self):
            for name, text in last.narrative.items():
                if not self.narrative[name].toPlainText().strip():
                    self.narrative[name].setPlainText(text)
            for line, text in (
                (self.to, last.sent_to), (self.approved, last.approved_by),
                (self.distribution, "; ".join(last.distribution)),
            ):  # fmt: skip
                if not line.text().strip():
                    line.setText(text)
        self.changed.emit()

    def correct(self, serial: str) -> None:
        """Make the next report a correction of an issued one; an empty serial ends that."""
        self.correcting = f"@{serial}" if serial else ""
        self.corrects.setText(tr("Corrects {serial}.", serial=serial) if serial else "")
        self.corrects.setVisible(bool(serial))
        self.changed.emit()

    def clear(self) -> None:
        """Empty the narrative for the next report."""
        self.released_texts = ()
        for text in self.narrative.values():
            text.clear()
        self.correct("")

    def _listen(self) -> None:
        self.type.currentIndexChanged.connect(lambda _: self._begin_anew())
        self.until.dateChanged.connect(lambda _: self._begin_anew())
        self.since.dateChanged.connect(self._begin_here)
        for box in (self.type, self.unit, self.lang, self.sheet):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        for day in (self.since, self.until):
            day.dateChanged.connect(lambda _: self.changed.emit())
        for check in (self.partners, self.photos):
            check.toggled.connect(lambda _: self.changed.emit())
        for line in (self.to, self.approved, self.distribution):
            line.textChanged.connect(lambda _: self.changed.emit())
        for text in self.narrative.values():
            text.textChanged.connect(self.changed)
        self.choosing.changed.connect(self.changed)
        self.partners.toggled.connect(self.reviewing.setVisible)
        self.partners.toggled.connect(self.photos.setDisabled)  # no photo goes to partners

    def _begin_here(self) -> None:
        self._own_start = True

    def _begin_anew(self) -> None:
        """Show the first day that the type's own period has."""
        self._own_start = False
        start = period_of(Ask(type=str(self.type.currentData()), until=_date(self.until))).start.date()
        with QSignalBlocker(self.since):
            self.since.setDate(QDate(start.year, start.month, start.day))

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        whole.addLayout(
            _beside(("Type", self.type), ("From", self.since), ("Until", self.until), ("Unit", self.unit))
        )
        whole.addLayout(_beside(("To", self.to), ("Approved by", self.approved)))
        whole.addLayout(
            _beside(("Distribution", self.distribution), ("Language", self.lang), ("Paper", self.sheet))
        )
        again = button(
            tr("Reuse the last report's words"), self.reuse.emit, tip=tr("Fills in what is still empty")
        )
        whole.addLayout(row(self.partners, self.photos, None, again))
        whole.addLayout(row(self.reviewing, None))
        whole.addWidget(self.corrects)
        self.halves = QTabBar()
        self.halves.setDrawBase(False)
        self.halves.setExpanding(False)
        self.halves.setUsesScrollButtons(False)
        self.halves.setAccessibleName(tr("Words or records"))
        for name in ("Words", "Records"):
            self.halves.addTab(tr(name))
        whole.addWidget(self.halves)
        self._spoken = scrolled(self._spoken_words())
        whole.addWidget(self._spoken, 1)
        whole.addWidget(self.choosing, 1)
        self.choosing.hide()
        self.halves.currentChanged.connect(self._show_half)
        self.choosing.counted.connect(lambda words: self.halves.setTabText(1, words))

    def _spoken_words(self) -> QWidget:
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, sizes().of(SMALL), sizes().of(SMALL))
        body.setSpacing(sizes().of(SMALL))
        fields = kind_named("sitrep").__fields__
        for name, text in self.narrative.items():
            body.addLayout(_named(fields[name].label, text))
        body.addStretch(1)
        return inside

    def _show_half(self, number: int) -> None:
        self._spoken.setVisible(number == 0)
        self.choosing.setVisible(number == 1)


def _choice(name: str, offered: object) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for code, words in offered if isinstance(offered, list | tuple) else ():
        box.addItem(words, code)
    return box


def _day(day: date, name: str) -> QDateEdit:
    edit = QDateEdit(QDate(day.year, day.month, day.day))
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("d MMM yyyy")
    edit.setAccessibleName(name)
    return edit


def _line(name: str, hint: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setPlaceholderText(hint)
    return edit


def _words(name: str) -> QPlainTextEdit:
    text = QPlainTextEdit()
    text.setAccessibleName(tr(name))
    text.setTabChangesFocus(True)
    text.setFixedHeight(text.fontMetrics().lineSpacing() * LINES + sizes().of(16))
    text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return text


def _date(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())


def _beside(*fields: tuple[str, QWidget]) -> QHBoxLayout:
    made = row(*(_named(name, field) for name, field in fields))
    for number, (_, field) in enumerate(fields):
        made.setStretch(number, 2 if isinstance(field, QLineEdit) else 1)
    return made


def _named(name: str, field: QWidget) -> QVBoxLayout:
    return column(label(tr(name), "small"), field, space=TINY)
