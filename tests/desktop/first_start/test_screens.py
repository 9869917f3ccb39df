"""The first start: what is wrong is said beside the field, and three ways lead into a logbook."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.first_start import fingerprints, joining
from app.desktop.first_start.forms import Founding
from app.desktop.first_start.screens import FirstStart
from tests.desktop.conftest import PASSPHRASE, Chosen

Settle = Callable[[], None]
LONG = 20_000


@pytest.fixture
def first(qtbot: QtBot, context: Context) -> FirstStart:
    made = FirstStart(context)
    qtbot.addWidget(made)
    made.show()
    return made


def clicked(widget: FirstStart, name: str) -> None:
    next(one for one in widget.findChildren(QAbstractButton) if one.text() == name).click()


def filled(form: Founding, folder: Path) -> None:
    form.mission.field.setText("UNMISX")
    form.unit.field.setText("Force HQ")
    form.officer.field.setText("Maj A. Diallo")
    form.passphrase.field.setText(PASSPHRASE)
    form.again.field.setText(PASSPHRASE)
    form.folder.field.setText(str(folder))


def test_the_ways_to_begin_can_be_read(first: FirstStart, qtbot: QtBot) -> None:
    first.resize(900, 700)
    assert len(first.buttons) == 3
    for way in first.buttons:
        labels = [one for one in way.findChildren(QLabel) if one.text()]
        assert len(labels) == 2
        qtbot.waitUntil(labels[1].isVisible)
        for one in labels:
            assert way.rect().contains(one.geometry())
            assert one.height() >= one.fontMetrics().height()


def test_what_is_missing_is_said_beside_each_field(first: FirstStart, tmp_path: Path) -> None:
    first.show_create()
    form = first.findChildren(Founding)[-1]
    form.passphrase.field.setText("short")
    clicked(first, "Create the mission")
    assert form.mission.fault.text() == "Name the mission."
    assert form.passphrase.fault.text().startswith("At least 12 characters")
    assert form.again.fault.text() == "The two are not the same."
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "file").write_text("x")
    filled(form, tmp_path / "used")
    assert not form.complete()
    assert form.folder.fault.text() == "There is something in that folder already. Name another."


def test_a_mission_is_created(first: FirstStart, qtbot: QtBot, tmp_path: Path, context: Context) -> None:
    first.show_create()
    filled(first.findChildren(Founding)[-1], tmp_path / "logbook")
    with qtbot.waitSignal(first.opened, timeout=LONG) as opened:
        clicked(first, "Create the mission")
    assert opened.args[0].identity.mission_name == "UNMISX"
    context.use(opened.args[0])


def test_an_existing_logbook_is_chosen(
    first: FirstStart, qtbot: QtBot, chosen: Chosen, tmp_path: Path
) -> None:
    chosen.target = tmp_path
    with qtbot.waitSignal(first.chosen) as picked:
        clicked(first, "Open a logbook that is here already…")
    assert picked.args == [tmp_path]


def test_a_request_shows_its_words_and_a_code(
    first: FirstStart, qtbot: QtBot, chosen: Chosen, tmp_path: Path, settle: Settle, context: Context
) -> None:
    first.show_join()
    join = first.findChildren(joining.Joining)[-1]
    filled(join.form, tmp_path / "east")
    chosen.target = tmp_path / "east.request"
    join.write.click()
    settle()
    assert chosen.target.exists()
    assert join.desk is not None
    assert join.words.words == join.desk.identity.fingerprint
    assert len(join.findChildren(fingerprints.QrCode)) == 1
    chosen.files = [chosen.target]
    join.take.click()
    settle()
    assert join.fault.text() != ""
    with qtbot.waitSignal(first.opened) as opened:
        join.later.click()
    context.use(opened.args[0])
