"""Restoring: a backup becomes a logbook again, in a new folder and without contradicting what was sent since."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.desktop.context import Context, sentence
from app.desktop.first_start.forms import Labelled, folder_fault, free_folder
from app.desktop.remembered import suggested_logbook
from app.desktop.style import SMALL, sizes
from app.desktop.widgets import button, label, row
from app.desktop.words import tr
from app.services import safety
from app.services.desks import Desk

BACKUPS = "Backups (*.liaison-backup);;All files (*)"


class Restoring(QWidget):
    """Asks which backup, its passphrase and where the logbook shall lie; `opened` brings it."""

    opened = Signal(object)
    given_up = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        choose = button(tr("Choose…"), self._choose_file, name=tr("Choose the backup"))
        self.file = Labelled(tr("Backup"), QLineEdit(), tr("a file from the folder backups"), beside=choose)
        secret = QLineEdit()
        secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase = Labelled(tr("Passphrase"), secret, tr("the one of the time of the backup"))
        where = button(tr("Choose…"), self._choose_folder, name=tr("Choose the folder"))
        self.folder = Labelled(
            tr("Folder of the logbook"), QLineEdit(str(free_folder(suggested_logbook()))), beside=where
        )
        self.fault: QLabel = label("", "fault", wrap=True)
        self.fault.hide()
        self.go = button(tr("Restore the backup"), self.restore, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(sizes().of(SMALL))
        for part in (self.file, self.passphrase, self.folder, self.fault):
            layout.addWidget(part)
        layout.addLayout(row(button(tr("Back"), self.given_up.emit), None, self.go))

    def restore(self) -> None:
        """Restore what is named, or say beside a field what is wrong with it."""
        file, target = Path(self.file.text), Path(self.folder.text).expanduser().absolute()
        faults = {
            self.file: "" if self.file.text and file.is_file() else tr("Choose the file of the backup."),
            self.passphrase: "" if self.passphrase.text else tr("The backup opens with its passphrase only."),
            self.folder: folder_fault(self.folder.text, target),
        }
        for part, fault in faults.items():
            part.say(fault)
        if any(faults.values()):
            return
        self.setEnabled(False)
        self.fault.hide()
        work = partial(safety.restore, file, target, self.passphrase.text)
        self.context.database.run(work, done=self._restored, failed=self._refused, owner=self)

    def _restored(self, desk: Desk) -> None:
        self.passphrase.field.clear()
        self.opened.emit(desk)

    def _refused(self, error: Exception) -> None:
        self.setEnabled(True)
        self.fault.setText(sentence(error))
        self.fault.show()

    def _choose_file(self) -> None:
        if files := self.context.files.open_files(self, tr("Backup"), tr(BACKUPS)):
            self.file.field.setText(str(files[0]))

    def _choose_folder(self) -> None:
        chosen = self.context.files.folder(self, tr("Where the logbook lies"))
        if chosen is not None:
            self.folder.field.setText(str(free_folder(chosen / "logbook")))
