"""Every field of every kind gets a widget that gives back what it was shown, and keeps what cannot be read."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.field_widget import FieldWidget
from app.desktop.editors.making import WidgetMaker
from app.domain.fields import Field, FieldType
from app.domain.kinds import ALL, fields_of
from app.domain.raw_values import raw_of
from app.domain.reading import read_value

SOMEBODY = "01934f6e-3a80-7000-8000-000000000001"
FILE = {"sha256": "ab" * 32, "name": "pump.jpg", "media": "image/jpeg", "size": 24, "caption": ""}
VALUES: dict[FieldType, Any] = {
    FieldType.TEXT: "Kulnyang & Bor",
    FieldType.LONG: "First line\n\nسطر ثان",
    FieldType.INTEGER: 1,
    FieldType.PERCENT: 80,
    FieldType.BOOLEAN: False,
    FieldType.DATE: "2026-11-21",
    FieldType.MOMENT: "2026-11-21T16:00:00+05:45",
    FieldType.MONEY: {"amount": 2450050, "currency": "XAF"},
    FieldType.POINT: {"lat": 6206671, "lon": -31560009, "precision": 10},
    FieldType.REF: SOMEBODY,
    FieldType.REFS: [SOMEBODY],
    FieldType.TEXTS: ["road", "cattle, camps"],
    FieldType.BENEFICIARIES: {"cells": {"f": {"adults": 3}, "unknown": {"unknown": 2}}, "total": 9},
    FieldType.FILES: [FILE],
}
FAULTY: dict[FieldType, Any] = {
    FieldType.INTEGER: "two",
    FieldType.PERCENT: "101",
    FieldType.DATE: "2026-13-01",
    FieldType.MONEY: {"amount": "12.345", "currency": "USD"},
    FieldType.POINT: "somewhere",
    FieldType.REF: "nobody yet",
    FieldType.BENEFICIARIES: {"cells": {"f": {"adults": "few"}}, "total": None},
}


def value_for(field: Field) -> Any:
    """Return a wire value that fits a field."""
    if field.type is FieldType.CHOICE:
        return field.choices[-1][0] if field.choices else None
    if field.type is FieldType.CHOICES:
        return [code for code, _ in field.choices or ()][:2]
    if field.type is FieldType.ROWS:
        return [{column.name: value_for(column) for column in field.columns}] * 2
    return VALUES[field.type]


def all_fields() -> list[Any]:
    """Return every field of every kind once for each of its types and kinds of options."""
    found: dict[str, Any] = {}
    for kind in ALL:
        for name, field in fields_of(kind.kind).items():
            if field.type is not FieldType.STATE:
                found.setdefault(name, pytest.param(field, id=f"{kind.kind}-{name}"))
    return list(found.values())


@pytest.fixture
def maker(context: Context, qtbot: QtBot) -> Iterator[WidgetMaker]:
    """Give a maker for a form without a logbook."""
    form = QWidget()
    qtbot.addWidget(form)
    made = WidgetMaker(context, form)
    made.lookup.titles[SOMEBODY] = "OCHA"
    yield made
    form.hide()


def shown(maker: WidgetMaker, qtbot: QtBot, field: Field) -> FieldWidget:
    """Return the widget of a field."""
    widget = maker.widget(field)
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize("field", all_fields())
def test_what_is_shown_is_given_back(maker: WidgetMaker, qtbot: QtBot, field: Field) -> None:
    widget = shown(maker, qtbot, field)
    heard: list[int] = []
    widget.changed.connect(lambda: heard.append(1))
    assert read_value(field, widget.value()) is None
    widget.set_value(value_for(field))
    assert read_value(field, widget.value()) == value_for(field)
    widget.set_value(None)
    assert read_value(field, widget.value()) is None
    assert heard == []


@pytest.mark.parametrize("field", all_fields())
def test_a_value_from_a_draft_is_shown_as_it_was(maker: WidgetMaker, qtbot: QtBot, field: Field) -> None:
    raw = FAULTY.get(field.type, raw_of(field, value_for(field)))
    first, second = shown(maker, qtbot, field), shown(maker, qtbot, field)
    first.set_raw(raw)
    second.set_raw(first.value())
    assert second.value() == first.value()


@pytest.mark.parametrize("field", all_fields())
def test_every_widget_can_be_named_and_focused(maker: WidgetMaker, qtbot: QtBot, field: Field) -> None:
    widget = shown(maker, qtbot, field)
    assert any(field.label in name for name in widget.accessible_names()) or field.type is FieldType.ROWS
    assert widget.focusProxy() is not None


def test_a_fault_marks_the_control_and_goes_away(maker: WidgetMaker, qtbot: QtBot) -> None:
    widget = shown(maker, qtbot, fields_of("qip")["start"])
    control = widget.focusProxy()
    assert control is not None
    widget.show_fault("There is no such day.")
    assert (widget.fault(), control.property("fault")) == ("There is no such day.", True)
    widget.show_fault(None)
    assert (widget.fault(), control.property("fault")) == ("", False)


def test_only_required_fields_are_marked(maker: WidgetMaker, qtbot: QtBot) -> None:
    fields = fields_of("meeting")
    labels = {
        name: shown(maker, qtbot, fields[name]).title_text() for name in ("started_at", "ended_at", "comment")
    }
    assert labels == {
        "started_at": "Started *", "ended_at": "Ended", "comment": "Our comment  (Kept apart, not released)",
    }  # fmt: skip
