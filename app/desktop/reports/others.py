"""Others: the reports that are made of one record or of many, with their pages beside the choice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.desktop.reports.writing import LANGUAGES, PAPERS
from app.desktop.style import SMALL, TINY, sizes
from app.desktop.widgets import column, label, row
from app.desktop.words import tr
from app.services.reports.making import SORTS, Wanted

OF_RECORD = "Serial of the record, such as EAST-MTG-2026-0042"
OF_MANY = "Empty: everything; a unit path such as fhq/east; or a field, such as state=open"


class Others(QWidget):
    """The choice of a report and of what it is made of; `changed` whenever it changes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.report = QComboBox()
        self.report.setAccessibleName(tr("Report"))
        for name, sort in SORTS.items():
            self.report.addItem(tr(sort.title), name)
        self.subject = QLineEdit()
        self.subject.setAccessibleName(tr("Made of"))
        self.hint = label("", "muted", wrap=True)
        self.lang = QComboBox()
        self.lang.setAccessibleName(tr("Language"))
        for code, words in LANGUAGES:
            self.lang.addItem(words, code)
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(tr("Paper"))
        for name in PAPERS:
            self.sheet.addItem(name, name)
        self.partners = QCheckBox(tr("Version for partners"))
        self._lay_out()
        self.report.currentIndexChanged.connect(lambda _: self._chosen())
        self.subject.textChanged.connect(lambda _: self.changed.emit())
        for box in (self.lang, self.sheet):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.partners.toggled.connect(lambda _: self.changed.emit())
        self._chosen()

    @property
    def ready(self) -> bool:
        """Whether enough is said to make the report."""
        return SORTS[self.name].of_record is None or bool(self.subject.text().strip())

    @property
    def name(self) -> str:
        """The report that is chosen, by its name on the command line."""
        return str(self.report.currentData())

    def wanted(self) -> Wanted:
        """Return what report is wanted."""
        return Wanted(
            report=self.name, subject=self.subject.text().strip().lstrip("@"), lang=str(self.lang.currentData()),
            paper=str(self.sheet.currentData()), releasable=self.partners.isChecked(),
        )  # fmt: skip

    def _chosen(self) -> None:
        of_record = SORTS[self.name].of_record is not None
        self.hint.setText(tr(SORTS[self.name].hint or (OF_RECORD if of_record else OF_MANY)))
        self.changed.emit()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(sizes().of(SMALL))
        whole.addLayout(column(label(tr("Report"), "small"), self.report, space=TINY))
        whole.addLayout(column(label(tr("Made of"), "small"), self.subject, self.hint, space=TINY))
        both = row(
            column(label(tr("Language"), "small"), self.lang, space=TINY),
            column(label(tr("Paper"), "small"), self.sheet, space=TINY),
        )
        whole.addLayout(both)
        whole.addWidget(self.partners)
        whole.addStretch(1)
