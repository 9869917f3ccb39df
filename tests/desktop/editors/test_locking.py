"""What this logbook may not change is read-only in the form from the beginning, with the reason, for every kind."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.editor import RecordEditor
from app.desktop.editors.form import Form
from app.services.desks import Desk
from tests.services.missions import Mission, built, opened, saved

Open = Callable[..., RecordEditor]


@pytest.fixture(scope="session")
def first_mission(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an enrolled mission that nobody writes to."""
    return built(tmp_path_factory.mktemp("mission") / "first")


@pytest.fixture
def mission(first_mission: Path, tmp_path: Path) -> Iterator[Mission]:
    made = opened(first_mission, tmp_path / "mission")
    yield made
    made.close()


@pytest.fixture
def unit(mission: Mission, context: Context) -> Iterator[Desk]:
    """Give the logbook of a unit, in use by the context."""
    context.use(mission.unit)
    yield mission.unit
    context.database.close()
    context.desk = None


@pytest.fixture
def editor_of(qtbot: QtBot, context: Context, unit: Desk) -> Open:
    def shown(kind: str, record_id: str | None = None) -> RecordEditor:
        editor = RecordEditor(context, kind, record_id)
        qtbot.addWidget(editor)
        editor.resize(1150, 720)
        with qtbot.waitSignal(editor.ready):
            editor.show()
        return editor

    return shown


def form_of(editor: RecordEditor) -> Form:
    assert editor.form is not None
    for card in editor.form.cards.values():
        card.ensure()
    return editor.form


def test_what_only_a_higher_level_says_is_read_only_in_a_new_record(editor_of: Open) -> None:
    form = form_of(editor_of("support_request"))
    said = form.widgets["advice"]
    assert said.locked == "Only Sector HQ may set this; leave it as it is and send the record up."
    assert said.toolTip() == said.accessibleDescription() == said.locked
    assert form.widgets["title"].locked == ""
    assert form.locked_alike == ""
    form.put("advice", "One platoon can go")
    assert "advice" not in form.values.typed
    assert said.note() == said.locked


@pytest.mark.parametrize("kind", ["meeting", "lesson", "project", "support_request"])
def test_a_record_of_others_can_be_read_through_and_not_changed(
    mission: Mission, editor_of: Open, kind: str
) -> None:
    view = saved(mission.sector, kind, reach="branch")
    mission.settle()
    editor = editor_of(kind, view.id)
    form = form_of(editor)
    assert {"attachments", "marking", "releasable", "tags"} & form.locked.keys() >= {
        "attachments",
        "releasable",
        "tags",
    }
    for name, reason in form.locked.items():
        widget, before = form.widgets[name], form.values.raw(name)
        assert widget.locked == widget.accessibleDescription() == reason, name
        texts: list[QLineEdit | QPlainTextEdit] = [
            *widget.findChildren(QLineEdit),
            *widget.findChildren(QPlainTextEdit),
        ]
        for line in texts:
            assert line.isReadOnly() or not line.isEnabled() or not line.isVisibleTo(widget), name
        widget.changed.emit()  # whatever a widget does by a way of its own
        assert (form.values.raw(name), name in form.values.typed) == (before, False), name
    assert (
        form.locked_alike
        == "Only SECTOR and those above may change this; tell them, or write a record of your own."
    )
    assert editor.standing()[0].text == f"What is greyed is read-only. {form.locked_alike}"


def test_a_locked_answer_can_be_reached_with_the_keyboard(mission: Mission, editor_of: Open) -> None:
    view = saved(mission.sector, "meeting", reach="branch")
    mission.settle()
    form = form_of(editor_of("meeting", view.id))
    for name in form.locked:
        widget = form.widgets[name]
        target = widget.focusProxy() or widget
        assert target.focusPolicy() & Qt.FocusPolicy.TabFocus, name
        assert target.isEnabled(), name
        assert "read-only" in target.accessibleName(), name
        assert target.accessibleDescription() == form.locked[name], name
    assert form.widgets["marking"].accessibleName() == "Marking, read-only: UNCLASSIFIED"
    assert form.widgets["started_at"].accessibleName().startswith("Started, read-only: 2026-11-20")


def test_no_emergency_is_offered_in_a_request_of_others(mission: Mission, editor_of: Open) -> None:
    view = saved(mission.sector, "support_request", reach="branch")
    mission.settle()
    assert not editor_of("support_request", view.id).urgent.isVisible()
    assert editor_of("support_request").urgent.isVisible()
