"""Photo details: what can be said and done about the chosen photos, below their grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desktop import style
from app.desktop.editors.choices import QuietCombo
from app.desktop.editors.field_widget import quietly
from app.desktop.editors.flow import FlowLayout
from app.desktop.editors.texts import Line
from app.desktop.style import TINY, sizes
from app.desktop.widgets import Cut, button, column, label
from app.desktop.words import many, size, tr
from app.domain.photos import SHOWS
from app.domain.points import degrees_text


class Known(msgspec.Struct, frozen=True):
    """What is known of a photo until its editor closes: its bytes before, where it was taken, its location block."""

    original: int = 0
    position: dict[str, int] | None = None
    location: bytes = b""
    kept: bool = False


class PhotoDetails(QWidget):
    """The lines and buttons for what is chosen; it changes nothing itself."""

    captioned = Signal(str)
    showing = Signal(str)
    open_wanted = Signal()
    copy_wanted = Signal()
    remove_wanted = Signal()
    location_wanted = Signal(bool)
    position_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.role(self, "clear")
        self.title = Cut("", "strong")
        self.facts = label("", "small", wrap=True)
        self.caption = Line()
        self.caption.setPlaceholderText(tr("Caption"))
        self.caption.setAcceptDrops(False)  # a photo that is dropped here is meant for the field
        self.caption.setAccessibleName(tr("Caption"))
        self.shows = QuietCombo()
        self.shows.setAccessibleName(tr("What the photo shows of the work"))
        self.shows.setPlaceholderText(tr("Shows: it differs"))
        for code, words in (
            ("", "Shows: not said"),
            *((code, f"Shows: {words.lower()}") for code, words in SHOWS),
        ):
            self.shows.addItem(tr(words), code)
        self.open = button(tr("Open"), self.open_wanted.emit, tip=tr("Enter"))
        self.copy = button(tr("Save a copy"), self.copy_wanted.emit)
        self.remove = button(tr("Remove"), self.remove_wanted.emit, tip=tr("Delete"))
        self.keep = button(
            tr("Keep location"), name=tr("Keep the location in this photo"),
            tip=tr("The position where it was taken was left out; press to keep it in the photo"),
        )  # fmt: skip
        self.keep.setCheckable(True)
        style.role(self.keep, "answer")
        self.use = button(
            tr("Use as position"), self.position_wanted.emit, tip=tr("Fills the record's position")
        )
        self.where = label("", "small", wrap=True)
        self._lay_out()
        self.caption.textChanged.connect(lambda text: self.captioned.emit(text.strip()))
        self.shows.currentIndexChanged.connect(lambda _: self.showing.emit(str(self.shows.currentData())))
        self.keep.clicked.connect(lambda: self.location_wanted.emit(self.keep.isChecked()))
        self.hide()

    def show_for(
        self, files: Sequence[Mapping[str, Any]], known: Mapping[str, Known], *, position_free: bool
    ) -> None:
        """Show what belongs to the chosen files; nothing where none is chosen."""
        self.setVisible(bool(files))
        if not files:
            return
        one = files[0] if len(files) == 1 else None
        photos = [file for file in files if file.get("thumbnail")]
        about = known.get(str(files[0]["sha256"]), Known())
        self.title.say(str(one.get("name", "")) if one else many(len(files), "file chosen", "files chosen"))
        self.facts.setText(" · ".join(_facts(files, known)))
        caption = str(one.get("caption") or "") if one else ""
        if caption != self.caption.text().strip():
            quietly(self.caption, lambda: self.caption.setText(caption))
            self.caption.setCursorPosition(0)
        said = {str(file.get("shows") or "") for file in photos}
        at = self.shows.findData(said.pop()) if len(said) == 1 else -1
        quietly(self.shows, lambda: self.shows.setCurrentIndex(at))
        self.caption.setVisible(one is not None)
        self.shows.setVisible(len(photos) == len(files))
        self.open.setVisible(one is not None and bool(photos))
        self.copy.setVisible(one is not None)
        self._show_place(about if one else Known(), position_free)

    def _show_place(self, about: Known, position_free: bool) -> None:
        told = about.position is not None
        self.keep.setVisible(told)
        self.keep.setChecked(about.kept)
        self.use.setVisible(told and position_free)
        self.where.setVisible(told)
        if about.position is not None:
            text = tr("Taken at {place}; {kept}.", place=degrees_text(about.position),
                      kept=tr("kept in the photo") if about.kept else tr("left out of the photo"))  # fmt: skip
            self.where.setText(text)

    def _lay_out(self) -> None:
        acts, place = FlowLayout(gap=sizes().of(TINY)), FlowLayout(gap=sizes().of(TINY))
        for made in (self.open, self.copy, self.remove):
            acts.addWidget(made)
        for made in (self.keep, self.use):
            place.addWidget(made)
        self.setLayout(
            column(self.title, self.facts, self.caption, self.shows, acts, self.where, place, space=TINY)
        )


def _facts(files: Sequence[Mapping[str, Any]], known: Mapping[str, Known]) -> list[str]:
    """Return the size of what is chosen, before and after where it was shrunk just now."""
    now = sum(int(file.get("size") or 0) for file in files)
    before = [known.get(str(file["sha256"]), Known()).original for file in files]
    if all(before) and sum(before) != now:
        return [tr("{before} before, {now} now", before=size(sum(before)), now=size(now))]
    return [size(now)]
