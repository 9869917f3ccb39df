"""Making: the widget that belongs to the type of a field."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject

from app.desktop.context import Context
from app.desktop.editors.beneficiary_grid import BeneficiariesWidget
from app.desktop.editors.chips import RefsWidget, TextsWidget
from app.desktop.editors.choices import AnswersWidget, BooleanWidget, ChoicesWidget, ChoiceWidget, is_short
from app.desktop.editors.dates import DateWidget, MomentWidget
from app.desktop.editors.field_widget import FieldWidget
from app.desktop.editors.files import FilesWidget
from app.desktop.editors.lookups import Lookup
from app.desktop.editors.numbers import IntegerWidget, MoneyWidget, PercentWidget
from app.desktop.editors.points import PointWidget
from app.desktop.editors.references import RefWidget
from app.desktop.editors.rows import RowsWidget
from app.desktop.editors.states import StateWidget
from app.desktop.editors.texts import LongWidget, TextWidget
from app.domain.fields import Field, FieldType
from app.domain.workflows import Workflow
from app.services.next_steps import NextStep
from app.services.settings import Settings

PLAIN: dict[FieldType, type[FieldWidget]] = {
    FieldType.TEXT: TextWidget,
    FieldType.LONG: LongWidget,
    FieldType.INTEGER: IntegerWidget,
    FieldType.PERCENT: PercentWidget,
    FieldType.BOOLEAN: BooleanWidget,
    FieldType.DATE: DateWidget,
    FieldType.MOMENT: MomentWidget,
    FieldType.MONEY: MoneyWidget,
    FieldType.POINT: PointWidget,
    FieldType.CHOICE: ChoiceWidget,
    FieldType.CHOICES: ChoicesWidget,
    FieldType.TEXTS: TextsWidget,
    FieldType.BENEFICIARIES: BeneficiariesWidget,
}
"""Types whose widget needs nothing but the field; the others need the logbook or the form too."""


class WidgetMaker:
    """Makes widgets for one form: it knows the lookup, the attachment store and the workflow they need."""

    def __init__(
        self, context: Context, parent: QObject, *, workflow: Workflow | None = None,
        steps: Callable[[str], tuple[NextStep, ...]] = lambda state: (),
    ) -> None:  # fmt: skip
        self.lookup = Lookup(context, parent)
        self.settings = Settings()
        self._context = context
        self._workflow, self._steps = workflow, steps

    def widget(self, field: Field) -> FieldWidget:
        """Return the widget of a field of the form."""
        field = self._in_words_of_the_mission(field)
        if field.type is FieldType.STATE and self._workflow is not None:
            return StateWidget(
                field, self._steps, initial=self._workflow.initial, closed=self._workflow.closed
            )
        if field.type is FieldType.ROWS:
            return RowsWidget(field, self.cell, self.lookup)
        if field.type is FieldType.FILES:
            return FilesWidget(field, self._context)
        return self._made(field, bare=False)

    def _in_words_of_the_mission(self, field: Field) -> Field:
        if field.choices is None or not self.settings.terms:
            return field
        return msgspec.structs.replace(field, choices=self.settings.choices(field))

    def cell(self, field: Field) -> FieldWidget:
        """Return the widget of a column for one cell: without label and lines."""
        field = self._in_words_of_the_mission(field)
        if field.type is FieldType.BOOLEAN:
            return BooleanCell(field, bare=True)
        return self._made(field, bare=True)

    def _made(self, field: Field, *, bare: bool) -> FieldWidget:
        if field.type is FieldType.REF:
            return RefWidget(field, self.lookup, bare=bare)
        if field.type is FieldType.REFS:
            return RefsWidget(field, self.lookup, bare=bare)
        if field.type is FieldType.CHOICE and not bare and is_short(field):
            return AnswersWidget(field)
        return PLAIN.get(field.type, TextWidget)(field, bare=bare)


class BooleanCell(ChoiceWidget):
    """Yes, no or nothing as a short list, for the cell of a table."""

    def answers(self) -> tuple[tuple[object, str], ...]:
        """Return the two answers."""
        return (True, "Yes"), (False, "No")
