"""Files: photos and papers of a record, added by dialog, by dropping them on the field, or from the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import msgspec
import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from app.desktop.context import Context, Tone
from app.desktop.editors.field_widget import FieldWidget
from app.desktop.editors.flow import FlowLayout
from app.desktop.editors.photo_details import Known, PhotoDetails
from app.desktop.editors.photo_grid import PhotoGrid
from app.desktop.editors.photo_intake import PhotoIntake, Taken
from app.desktop.editors.photo_questions import PhotoQuestions
from app.desktop.editors.photo_sources import offers_files, sources_of
from app.desktop.editors.photo_view import PhotoView
from app.desktop.style import TINY, sizes
from app.desktop.widgets import button
from app.desktop.words import MONTHS, many, tr
from app.domain.fields import Field
from app.services import attachments, photos
from app.services.desks import Desk
from app.services.photos import Photo
from app.services.targets import write_file

if TYPE_CHECKING:
    from app.desktop.editors.form import Form

PATTERN = "*"
POINT = "point"


class FilesWidget(FieldWidget):
    """The photos as thumbnails and the other files by name, with what can be said about the chosen ones."""

    position_wanted = Signal(object)
    twelfths = 12
    least = 180

    def __init__(self, field: Field, context: Context, *, parent: QWidget | None = None) -> None:
        self._context = context
        super().__init__(field, parent=parent)

    def build(self, box: QBoxLayout) -> None:
        """Make the grid, what belongs to the chosen files, the questions, and the buttons below."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAcceptDrops(True)
        self.files: list[dict[str, Any]] = []
        self.known: dict[str, Known] = {}
        self.position_free: Callable[[], bool] = bool
        self.view: PhotoView | None = None
        self.intake = PhotoIntake(self._context, self)
        self.grid = PhotoGrid(self._context)
        self.grid.setAccessibleName(tr("Photos and files"))
        self.details = PhotoDetails()
        self.questions = PhotoQuestions()
        self.adder = button(tr("Drop or add"), self.choose, name=tr("Add photos or files"))
        self.paster = button(tr("Paste"), self.paste, tip=tr("Ctrl+V"))
        self.stopper = button(tr("Stop"), self.intake.stop, name=tr("Stop adding files"))
        self.named(self.adder, tr("add"))
        acts = FlowLayout(gap=sizes().of(TINY))
        for made in (self.adder, self.paster, self.stopper):
            acts.addWidget(made)
        for part in (self.grid, self.details, self.questions):
            box.addWidget(part)
        box.addLayout(acts)
        self.stopper.hide()
        self.grid.hide()
        self._join()

    def _join(self) -> None:
        self.intake.taken.connect(self._on_taken)
        self.intake.refused.connect(self.questions.ask)
        self.questions.wanted.connect(lambda source: self.intake.take([source], as_they_are=True))
        self.intake.progress.connect(self._on_progress)
        self.grid.itemSelectionChanged.connect(self._show_details)
        self.grid.opened.connect(self.open_large)
        self.grid.unwanted.connect(self.remove_chosen)
        self.details.captioned.connect(partial(self._say_of_chosen, "caption"))
        self.details.showing.connect(partial(self._say_of_chosen, "shows"))
        self.details.open_wanted.connect(self.open_large)
        self.details.copy_wanted.connect(self.save_copy)
        self.details.remove_wanted.connect(self.remove_chosen)
        self.details.location_wanted.connect(self.keep_location)
        self.details.position_wanted.connect(self._offer_position)
        pasting = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)
        pasting.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def value(self) -> Any:
        """Return the files, None without any."""
        return [dict(file) for file in self.files] or None

    def set_raw(self, raw: Any) -> None:
        """Show files."""
        self.files = [dict(file) for file in raw or () if isinstance(file, dict) and "sha256" in file]
        self._show()

    def hold(self) -> None:
        """Take nothing more; photos and files can still be looked at and copied."""
        self.setAcceptDrops(False)
        self.adder.hide()
        self.paster.hide()
        if self.files:
            self.setFocusProxy(self.grid)

    def choose(self) -> None:
        """Ask for files and add them."""
        self.add(self._context.files.open_files(self, tr("Add photos or files"), PATTERN))

    def add(self, paths: Iterable[Path]) -> None:
        """Add files; each appears when it is stored."""
        self.intake.take([photos.from_path(path) for path in paths])

    def paste(self) -> None:
        """Add what the clipboard holds."""
        sources = sources_of(QGuiApplication.clipboard().mimeData(), self._context.clock())
        if sources:
            self.intake.take(sources)
        else:
            self.show_note(tr("There is no picture or file on the clipboard."))

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        """Welcome files and pictures."""
        if offers_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:
        """Add what was dropped."""
        self.intake.take(sources_of(event.mimeData(), self._context.clock()))
        event.acceptProposedAction()

    def remove_chosen(self) -> None:
        """Take the chosen files out; the banner offers them back."""
        gone = self.grid.chosen()
        before = [dict(file) for file in self.files]
        names = [str(file.get("name", "")) for file in self.files if file["sha256"] in gone]
        self.files = [file for file in self.files if file["sha256"] not in gone]
        self._show()
        self.grid.setFocus() if self.files else self.adder.setFocus()
        self.changed.emit()
        said = tr("Removed {what}.", what=names[0] if len(names) == 1 else many(len(names), "file", "files"))
        self._context.message(said, Tone.INFO, partial(self._put_back, before, frozenset(gone)))

    def open_large(self) -> None:
        """Show the chosen photo over the whole window."""
        chosen = set(self.grid.chosen())
        shown = [file for file in self.files if file.get("thumbnail")]
        first = next((str(file["sha256"]) for file in shown if file["sha256"] in chosen), None)
        if first is not None:
            self.view = PhotoView(self._context, self.window(), shown, first)

    def save_copy(self) -> None:
        """Write a copy of the chosen file to where the officer says."""
        file = next((one for one in self.files if one["sha256"] in self.grid.chosen()), None)
        if file is None:
            return
        name = PurePath(str(file.get("name") or "file").replace("\\", "/")).name
        target = self._context.files.save_file(self, tr("Save a copy"), name, PATTERN)
        if target is not None:
            said = tr("Saved as {path}. The copy is not encrypted.", path=str(target))
            self._context.ask(
                partial(_written, digest=str(file["sha256"]), target=target),
                done=lambda _: self._context.message(said, Tone.GOOD), owner=self,
            )  # fmt: skip

    def keep_location(self, keep: bool) -> None:
        """Put the position back into the chosen photo, or take it out again."""
        file = next((one for one in self.files if one["sha256"] in self.grid.chosen()), None)
        if file is None:
            return
        about = self.known.get(str(file["sha256"]), Known())
        self._context.ask(
            lambda desk: (
                photos.keep_location(desk, file, about.location) if keep else photos.drop_location(desk, file)
            ),
            done=partial(self._located, str(file["sha256"]), msgspec.structs.replace(about, kept=keep)), owner=self,
        )  # fmt: skip

    def _located(self, digest: str, about: Known, file: dict[str, Any]) -> None:
        fresh = {name: file[name] for name in ("sha256", "size", "proof")}
        self.files = [one | fresh if one["sha256"] == digest else one for one in self.files]
        self.known[str(file["sha256"])] = about
        self._show()
        self.grid.choose(str(file["sha256"]))
        self.changed.emit()

    def _offer_position(self) -> None:
        for digest in self.grid.chosen()[:1]:
            self.position_wanted.emit(self.known[digest].position)
            self._show_details()

    def _on_taken(self, taken: Taken) -> None:
        file = dict(taken.file)
        if isinstance(taken.made, Photo):
            developed = taken.made.developed
            if developed.taken:
                file["caption"] = _day_and_time(developed.taken)
            self.known[file["sha256"]] = Known(taken.made.original, taken.made.position, developed.location)
            self.grid.know(file["thumbnail"], developed.preview)
            if developed.animated:
                self.show_note(
                    tr("Of the animation {name} only the first picture was taken.", name=file["name"])
                )
        if file["sha256"] not in {one["sha256"] for one in self.files}:
            self.files.append(file)
            self._show()
            self.changed.emit()
        if not self.grid.chosen():
            self.grid.choose(file["sha256"])

    def _on_progress(self, done: int, total: int) -> None:
        self.stopper.setVisible(total > 0)
        self.show_line(
            "work", "small", tr("Adding {at} of {total} …", at=done + 1, total=total) if total else None
        )

    def _say_of_chosen(self, name: str, text: str) -> None:
        chosen = set(self.grid.chosen())
        for file in self.files:
            if file["sha256"] in chosen and (text or name in file):
                file[name] = text
        self.grid.redraw(self.files)
        self.changed.emit()

    def _put_back(self, before: list[dict[str, Any]], gone: frozenset[str]) -> None:
        """Undo a removal: what was there then, in its order, and what was added since."""
        if not shiboken6.isValid(self):
            return
        now = {file["sha256"]: file for file in self.files}
        there = {file["sha256"]: file for file in before}
        back = [digest for digest in there if digest in gone or digest in now]
        self.files = [now.get(digest, there[digest]) for digest in back]
        self.files += [file for digest, file in now.items() if digest not in there]
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.grid.setVisible(bool(self.files))
        self.grid.show_files(self.files)

    def _show_details(self) -> None:
        chosen = set(self.grid.chosen())
        files = [file for file in self.files if file["sha256"] in chosen]
        self.details.show_for(files, self.known, position_free=self.position_free())


def join_position(widget: FieldWidget, form: Form) -> None:
    """Let the place where a photo was taken be offered for the form's position, while that is empty."""
    if isinstance(widget, FilesWidget) and POINT in form.values.fields:
        widget.position_free = lambda: not form.values.raw(POINT)
        widget.position_wanted.connect(partial(_fill_position, form))


def _fill_position(form: Form, point: dict[str, int]) -> None:
    form.put(POINT, point)
    form.go_to_field(POINT)


def _day_and_time(taken: str) -> str:
    """Return the camera's `2026-11-12 14:03` as a caption: `12 Nov 2026, 14:03`."""
    day = date.fromisoformat(taken[:10])
    return f"{day.day} {tr(MONTHS[day.month - 1])} {day.year}, {taken[11:]}"


def _written(desk: Desk, digest: str, target: Path) -> None:
    write_file(target, attachments.read(desk, digest), "")
