"""Sheet asked: what a sheet may not tell by itself: order of day and month, currency, zone, letters, whose it is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.desktop.editors.flow import FlowLayout
from app.desktop.style import SMALL, sizes
from app.desktop.widgets import button
from app.desktop.words import tr
from app.services.sheets_in import Mapping
from app.services.sheets_views import Question, Sheet

Choice = tuple[str, object]
ORDERS: tuple[Choice, ...] = (
    ("Dates as the column tells", None),
    ("Day first: 3/9 is in September", True),
    ("Month first: 3/9 is in March", False),
)
ENCODINGS: tuple[Choice, ...] = (
    ("Letters as the text tells", ""),
    ("Western (cp1252)", "cp1252"),
    ("Unicode (UTF-8)", "utf-8"),
    ("Unicode (UTF-16)", "utf-16"),
    ("Arabic (cp1256)", "cp1256"),
    ("Cyrillic (cp1251)", "cp1251"),
    ("Central European (cp1250)", "cp1250"),
    ("Mac Roman", "mac_roman"),
    ("DOS (cp850)", "cp850"),
)
UTC = "Z"
CODE = 3
"""Letters of a currency."""


class Asked(QWidget):
    """The choices that go with an open sheet; those that it does not need are hidden."""

    reopen_wanted = Signal()
    """Another sheet or another encoding was chosen."""
    guess_wanted = Signal()
    """The columns are to be guessed anew."""

    def __init__(self, local_offset: str) -> None:
        super().__init__()
        self.sheet = chooser(tr("Sheet of the workbook"), (), None)
        self.encoding = chooser(tr("Encoding of the text"), ENCODINGS, "")
        self.order = chooser(tr("Order of day and month"), ORDERS, None)
        self.currency = QLineEdit()
        self.currency.setPlaceholderText(tr("Currency, such as USD"))
        self.currency.setAccessibleName(tr("Currency of amounts that name none"))
        self.currency.setMaxLength(CODE)
        self.currency.setFixedWidth(sizes().of(180))
        zones = [("Times in UTC", UTC), (tr("Times at {offset}", offset=local_offset), local_offset)]
        self.offset = chooser(
            tr("Zone of times that name none"), zones if local_offset != UTC else zones[:1], UTC
        )
        self.unit = chooser(tr("The unit whose records they are"), (), None)
        self.anew = button(tr("Guess the columns anew"), self.guess_wanted.emit, "quiet")
        flow = FlowLayout(self, gap=sizes().of(SMALL))
        for part in (self.sheet, self.encoding, self.order, self.currency, self.offset, self.unit, self.anew):
            flow.addWidget(part)
        self.sheet.activated.connect(lambda _: self.reopen_wanted.emit())
        self.encoding.activated.connect(lambda _: self.reopen_wanted.emit())

    def begin(self) -> None:
        """Forget the sheet and the encoding of the file before."""
        self.sheet.clear()
        self.encoding.setCurrentIndex(0)

    def show_sheet(self, sheet: Sheet, mapping: Mapping, units: Sequence[str], *, kept: bool) -> None:
        """Offer what this sheet may need, set as its map says."""
        names = sheet.table.sheets
        if self.sheet.count() != len(names):
            self.sheet.clear()
            _fill(self.sheet, [(name, name) for name in names])
        self.sheet.setVisible(len(names) > 1)
        marked = any(notice.code == "encoding" for notice in sheet.table.notices)
        self.encoding.setVisible(marked or bool(self.encoding.currentData()))
        self.order.setCurrentIndex(self.order.findData(mapping.day_first))
        self.currency.setText(mapping.currency.get("", ""))
        if self.offset.findData(mapping.offset) < 0:
            self.offset.addItem(tr("Times at {offset}", offset=mapping.offset), mapping.offset)
        self.offset.setCurrentIndex(self.offset.findData(mapping.offset))
        self.offset.setVisible(self.offset.count() > 1)
        if self.unit.count() != len(units) + 1:
            self.unit.clear()
            _fill(
                self.unit,
                [(tr("Records of our own"), None), *((tr("Of {unit}", unit=one), one) for one in units)],
            )
        self.unit.setVisible(bool(units))
        self.anew.setVisible(kept)

    def on(self, mapping: Mapping) -> Mapping:
        """Return a mapping with what was chosen here."""
        code = self.currency.text().strip().upper()
        currency = (
            {**mapping.currency, "": code} if len(code) == CODE and code.isalpha() else mapping.currency
        )
        return msgspec.structs.replace(
            mapping,
            day_first=self.order.currentData(),
            currency=currency,
            offset=str(self.offset.currentData()),
        )

    def ask(self, question: Question) -> None:
        """Go to the choice that answers a question."""
        (self.order if question.code == "day_order" else self.currency).setFocus()


def chooser(name: str, choices: Sequence[Choice], current: object) -> QComboBox:
    """Make a choice with words for screen readers, as wide as most of its words need."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    _fill(box, choices)
    box.setCurrentIndex(max(0, next((place for place, one in enumerate(choices) if one[1] == current), 0)))
    return box


def _fill(box: QComboBox, choices: Sequence[Choice]) -> None:
    for words, value in choices:
        box.addItem(tr(words), value)
