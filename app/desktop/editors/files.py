"""Files: photos and papers of a record, added by dialog or by dropping them on the field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.context import Context
from app.desktop.editors import desk_work
from app.desktop.editors.field_widget import FieldWidget
from app.desktop.style import TINY
from app.desktop.widgets import Cut, button, cleared, label, row
from app.desktop.words import size, tr
from app.domain.fields import Field

PATTERN = "*"


class Attacher(QObject):
    """Puts files into the logbook's attachment store, off the GUI thread, one after the other."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context

    def attach(
        self, path: Path, done: Callable[[dict[str, Any]], None], failed: Callable[[Exception], None],
        owner: QObject,
    ) -> None:  # fmt: skip
        """Store one file and call back with its wire value."""
        self.context.ask(lambda desk: desk_work.attach(desk, path), done=done, failed=failed, owner=owner)


class FilesWidget(FieldWidget):
    """The names and sizes of the files, each with its ×."""

    twelfths = 12
    least = 180

    def __init__(self, field: Field, attacher: Attacher, *, parent: QWidget | None = None) -> None:
        self._attacher = attacher
        super().__init__(field, parent=parent)

    def build(self, box: QBoxLayout) -> None:
        """Make the list and the button below it."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAcceptDrops(True)
        self.files: list[dict[str, Any]] = []
        self._waiting = 0
        self._list = QVBoxLayout()
        self._list.setSpacing(TINY)
        box.addLayout(self._list)
        self.adder = button(tr("Drop or add"), self.choose, name=tr("Add photos or files"))
        self.named(self.adder, tr("add"))
        box.addLayout(row(self.adder, None))

    def value(self) -> Any:
        """Return the files, None without any."""
        return list(self.files) or None

    def set_raw(self, raw: Any) -> None:
        """Show files."""
        self.files = [dict(file) for file in raw or () if isinstance(file, dict)]
        self._show()

    def choose(self) -> None:
        """Ask for files and add them."""
        self.add(self._attacher.context.files.open_files(self, tr("Add photos or files"), PATTERN))

    def add(self, paths: list[Path]) -> None:
        """Add files; each appears when it is stored."""
        for path in paths:
            self._waiting += 1
            self._attacher.attach(path, self._on_stored, self._on_failed, self)
        self._say_waiting()

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        """Welcome files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:
        """Add the dropped files."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.add([path for path in paths if path.is_file()])
        event.acceptProposedAction()

    def _on_stored(self, file: dict[str, Any]) -> None:
        self._waiting -= 1
        self._say_waiting()
        if file["sha256"] not in {one["sha256"] for one in self.files}:
            self.files.append(file)
            self._show()
            self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self._waiting -= 1
        self._say_waiting()
        self._attacher.context.report(error)

    def _say_waiting(self) -> None:
        self.show_note(tr("Storing {count} …", count=self._waiting) if self._waiting else None)

    def _show(self) -> None:
        cleared(self._list)
        for file in self.files:
            name = str(file.get("name", ""))
            remover = button("×", partial(self._remove, file), "quiet", name=tr("Remove {name}", name=name))
            self._list.addLayout(
                row(Cut(name), label(size(int(file.get("size", 0))), "small"), remover, space=TINY)
            )

    def _remove(self, file: dict[str, Any]) -> None:
        self.files.remove(file)
        self._show()
        self.changed.emit()
