"""A backup becomes a logbook again from the first screen; what is wrong is said beside its field."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.first_start.restoring import Restoring
from app.desktop.first_start.screens import FirstStart
from app.services.desks import Desk, open_desk
from app.services.status import status
from tests.desktop.conftest import NOON, PASSPHRASE, Chosen, Settle


def test_a_backup_is_restored_and_says_so(
    qtbot: QtBot, context: Context, logbook: Path, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    with open_desk(logbook, PASSPHRASE, clock=lambda: NOON) as desk:
        backup, epoch = desk.logbook.backup(tmp_path / "stick"), desk.identity.epoch
    screen = FirstStart(context)
    qtbot.addWidget(screen)
    screen.show()
    press(screen, "Restore a backup…")
    (form,) = screen.findChildren(Restoring)
    form.go.click()
    assert form.file.fault.text() == "Choose the file of the backup."
    assert form.passphrase.fault.text() == "The backup opens with its passphrase only."
    chosen.files, chosen.target = [backup], tmp_path / "here"
    press(form, "Choose the backup")
    press(form, "Choose the folder")
    form.passphrase.field.setText("not the passphrase")
    form.go.click()
    settle()
    assert form.fault.text().startswith("The passphrase does not open")
    form.passphrase.field.setText(PASSPHRASE)
    opened: list[Desk] = []
    screen.opened.connect(opened.append)
    form.go.click()
    settle()
    (restored,) = opened
    assert restored.path == tmp_path / "here" / "logbook"
    assert restored.identity.epoch != epoch
    assert status(restored).alerts == ("restored",)
    restored.close()


def press(screen: FirstStart | Restoring, name: str) -> None:
    (found,) = [
        one for one in screen.findChildren(QAbstractButton)
        if one.accessibleName() == name and not one.isHidden()
    ]  # fmt: skip
    found.click()
