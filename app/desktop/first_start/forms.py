"""Forms: the few fields of a first start, and what is wrong with them in words beside the field."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.desktop.context import Context
from app.desktop.remembered import suggested_logbook
from app.desktop.style import SMALL, TINY, sizes
from app.desktop.widgets import button, column, label, row
from app.desktop.words import tr
from app.domain.levels import LEVEL_LABELS
from app.services.passphrases import SHORTEST


class Labelled(QWidget):
    """A field with its label above and room for a fault below."""

    def __init__(self, name: str, field: QLineEdit, hint: str = "", *, beside: QWidget | None = None) -> None:
        super().__init__()
        self.field = field
        field.setAccessibleName(name)
        self.fault: QLabel = label("", "fault", wrap=True)
        self.fault.hide()
        inside = row(field, beside) if beside is not None else row(field)
        self.setLayout(column(label(name), inside, self.fault, space=TINY))
        if hint:
            field.setPlaceholderText(hint)
        field.textEdited.connect(lambda _: self.say(""))

    @property
    def text(self) -> str:
        """What was typed, without spaces around it."""
        return self.field.text().strip()

    def say(self, fault: str) -> None:
        """Say what is wrong, or nothing."""
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))


class Founding(QWidget):
    """The fields that every new logbook needs: who writes, the passphrase, and where it lies."""

    def __init__(self, context: Context, *, mission: bool) -> None:
        super().__init__()
        self.context = context
        self.mission = Labelled(tr("Mission"), QLineEdit(), tr("such as UNMISX"))
        if not mission:
            self.mission.hide()
        self.unit = Labelled(
            tr("Your unit"), QLineEdit(), tr("such as Force HQ") if mission else tr("such as Sector East")
        )
        self.level = QComboBox()
        self.level.setAccessibleName(tr("Your level"))
        for level, words in reversed(LEVEL_LABELS.items()):
            if level != "force":
                self.level.addItem(tr(words), str(level))
        self.at_level = QWidget()
        self.at_level.setLayout(column(label(tr("Your level")), self.level, space=TINY))
        self.at_level.setHidden(mission)
        self.officer = Labelled(tr("Your rank and name"), QLineEdit(), tr("such as Maj A. Diallo"))
        self.passphrase = Labelled(tr("Passphrase"), _secret(), tr("several words, at least 12 characters"))
        self.again = Labelled(tr("Passphrase once more"), _secret())
        choose = button(tr("Choose…"), self._choose, name=tr("Choose the folder"))
        self.folder = Labelled(
            tr("Folder of the logbook"), QLineEdit(str(free_folder(suggested_logbook()))), beside=choose
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(sizes().of(SMALL))
        for part in (
            self.mission,
            self.unit,
            self.at_level,
            self.officer,
            self.passphrase,
            self.again,
            self.folder,
        ):
            layout.addWidget(part)

    @property
    def path(self) -> Path:
        """Where the logbook will lie."""
        return Path(self.folder.text).expanduser().absolute()

    def complete(self) -> bool:
        """Return whether everything is filled in and sound; say beside each field what is not."""
        faults = {
            self.mission: "" if self.mission.text or self.mission.isHidden() else tr("Name the mission."),
            self.unit: "" if self.unit.text else tr("Name your unit."),
            self.officer: "" if self.officer.text else tr("Your name stands beside what you write."),
            self.passphrase: self._passphrase_fault(),
            self.again: "" if self.again.text == self.passphrase.text else tr("The two are not the same."),
            self.folder: folder_fault(self.folder.text, self.path),
        }
        for part, fault in faults.items():
            part.say(fault)
        wrong = [part for part, fault in faults.items() if fault]
        if wrong:
            wrong[0].field.setFocus()
        return not wrong

    def _passphrase_fault(self) -> str:
        if len(self.passphrase.text) >= SHORTEST:
            return ""
        return tr("At least {count} characters: nobody can recover it by guessing.", count=SHORTEST)

    def _choose(self) -> None:
        chosen = self.context.files.folder(self, tr("Where the logbook lies"))
        if chosen is not None:
            self.folder.field.setText(str(free_folder(chosen / "logbook")))


def _secret() -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def free_folder(path: Path) -> Path:
    """Return the path, or the next numbered one where something is there already."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free


def folder_fault(text: str, path: Path) -> str:
    """Say what stands against a new logbook in a folder; nothing where all is well."""
    if not text:
        return tr("Name a folder for the logbook.")
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        return tr("There is something in that folder already. Name another.")
    return ""
