"""Numbers: whole numbers, percents, and money with its currency."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QSizePolicy

from app.desktop.editors.choices import QuietCombo
from app.desktop.editors.field_widget import FieldWidget, quietly
from app.desktop.editors.texts import Line
from app.desktop.style import SMALL, TINY, sizes, tabular
from app.desktop.words import tr

CURRENCIES = ("USD", "EUR", "CDF", "LBP", "MAD", "MLF", "SDG", "SSP", "XAF", "XOF")
"""Proposed, not the only ones: any three letters are taken."""


class IntegerWidget(FieldWidget):
    """A whole number, typed; what lies outside its range is told, not prevented."""

    twelfths = 3
    least = 110

    def build(self, box: QBoxLayout) -> None:
        """Make the line, and the sign after it where the type has one."""
        row = QHBoxLayout()
        row.setSpacing(TINY)
        self.line = Line()
        self.line.setFont(tabular(self.line.font()))
        self.named(self.line)
        row.addWidget(self.line)
        if self.unit():
            row.addWidget(QLabel(self.unit()))
        box.addLayout(row)
        self.line.textChanged.connect(lambda _: self.changed.emit())

    def unit(self) -> str:
        """Return the sign that stands after the number."""
        return ""

    def value(self) -> Any:
        """Return what is typed, spaces and all, None where it is blank."""
        text = self.line.text().replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
        return text or None

    def set_raw(self, raw: Any) -> None:
        """Show a number or what was typed for one."""
        text = "" if raw is None else str(raw)
        if text != self.line.text():
            quietly(self, lambda: self.line.setText(text))


class PercentWidget(IntegerWidget):
    """A percent from 0 to 100."""

    twelfths = 2
    least = 100

    def unit(self) -> str:
        """Return the percent sign."""
        return "%"


class MoneyWidget(FieldWidget):
    """An amount and its currency."""

    twelfths = 3
    least = 200

    def build(self, box: QBoxLayout) -> None:
        """Make the amount and the currency beside it."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        self.amount = Line()
        self.amount.setFont(tabular(self.amount.font()))
        self.currency = QuietCombo()
        self.currency.setEditable(True)
        self.currency.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.currency.addItems(CURRENCIES)
        self.currency.setMinimumWidth(sizes().of(76))
        self.named(self.amount)
        self.named(self.currency, tr("currency"))
        row.addWidget(self.amount, 1)
        row.addWidget(self.currency)
        box.addLayout(row)
        self.amount.textChanged.connect(lambda _: self.changed.emit())
        self.currency.currentTextChanged.connect(self._on_currency)

    def _on_currency(self) -> None:
        if self.amount.text().strip():
            self.changed.emit()

    def value(self) -> Any:
        """Return the amount and the currency as typed, None without an amount."""
        amount = self.amount.text().strip()
        return {"amount": amount, "currency": self.currency.currentText().strip()} if amount else None

    def set_raw(self, raw: Any) -> None:
        """Show an amount: `{"amount": "24500.00", "currency": "USD"}`; whole amounts without their zeros."""
        amount, currency = (str(raw.get("amount", "")), str(raw.get("currency", ""))) if raw else ("", "USD")
        shown = amount.removesuffix(".00")
        if shown.isdigit():
            shown = f"{int(shown):,}"
        quietly(self, lambda: self.amount.setText(shown))
        quietly(self, lambda: self.currency.setCurrentText(currency or "USD"))
