"""Photo view: one photo large over the whole window, decoded in the child process; nothing is written to the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.desktop import style
from app.desktop.context import Context, sentence
from app.desktop.editors.photo_grid import image_of
from app.desktop.style import GAP, SMALL, sizes
from app.desktop.tasks import Ticket
from app.desktop.widgets import Cut, button, column, label, row
from app.desktop.words import tr
from app.services import attachments, photos

EDGE = 1600
"""Pixels of the longer edge that are asked for; photos are kept no larger."""


class Canvas(QWidget):
    """Paints one image as large as it fits, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()

    def show_image(self, image: QImage) -> None:
        """Show another image, or none."""
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """Draw the image in the middle."""
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.place(), self.image)

    def place(self) -> QRect:
        """Return where the image is drawn."""
        own = self.image.size() / self.devicePixelRatioF()
        fits = own if own.width() <= self.width() and own.height() <= self.height() else own.scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatio
        )  # fmt: skip
        return QRect(
            (self.width() - fits.width()) // 2,
            (self.height() - fits.height()) // 2,
            fits.width(),
            fits.height(),
        )

    def sizeHint(self) -> QSize:
        """Return a size that leaves the room to the image."""
        return QSize(640, 480)


class PhotoView(QFrame):
    """The overlay: left and right go through the photos, Escape closes; it goes when the logbook is locked."""

    def __init__(
        self, context: Context, window: QWidget, files: Sequence[Mapping[str, Any]], first: str
    ) -> None:
        super().__init__(window)
        style.role(self, "plain")
        self.setAccessibleName(tr("Photo"))
        self._context, self._window, self._files = context, window, list(files)
        self._at = next((at for at, file in enumerate(self._files) if file["sha256"] == first), 0)
        self._ticket: Ticket | None = None
        self._before = window.focusWidget()
        self.canvas = Canvas()
        self.head = Cut("", "strong")
        self.facts = label("", "muted")
        self.said = label("", "muted", wrap=True)
        self.back = button(tr("Previous"), partial(self.go, -1), name=tr("Previous photo"))
        self.onward = button(tr("Next"), partial(self.go, 1), name=tr("Next photo"))
        self.close_button = button(tr("Close"), self.leave, tip=tr("Esc"))
        self._lay_out()
        context.desk_changed.connect(self.leave)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.close_button.setFocus()
        self._load()

    def go(self, step: int) -> None:
        """Show the next photo, or the one before."""
        self._at = min(max(self._at + step, 0), len(self._files) - 1)
        self._load()

    def leave(self) -> None:
        """Close the view and give the focus back."""
        if self._ticket is not None:
            self._ticket.cancel()
        self._window.removeEventFilter(self)
        self._context.desk_changed.disconnect(self.leave)
        self.canvas.show_image(QImage())
        self.hide()
        self.deleteLater()
        if self._before is not None:
            self._before.setFocus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Go through the photos by key."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.go(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """Keep the focus inside while the view covers the window."""
        stops = [one for one in (self.back, self.onward, self.close_button) if one.isEnabled()]
        at = next((at for at, one in enumerate(stops) if one.hasFocus()), -1)
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Stay as large as the window."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def _load(self) -> None:
        file = self._files[self._at]
        digest = str(file["sha256"])
        self.head.say(str(file.get("caption") or file.get("name") or ""))
        self.facts.setText(tr("{at} of {count}", at=self._at + 1, count=len(self._files)))
        self.back.setEnabled(self._at > 0)
        self.onward.setEnabled(self._at < len(self._files) - 1)
        if not any(one.hasFocus() and one.isEnabled() for one in (self.back, self.onward)):
            self.close_button.setFocus()
        self.canvas.show_image(QImage())
        self.said.setText(tr("Reading …"))
        self.said.show()
        if self._ticket is not None:
            self._ticket.cancel()
        self._ticket = self._context.ask(
            lambda desk: attachments.read(desk, digest),
            done=self._decode, failed=lambda error: self.said.setText(sentence(error)), owner=self,
        )  # fmt: skip

    def _decode(self, content: bytes) -> None:
        located = photos.holds_location(content)
        self._ticket = self._context.long.run_long(
            lambda ticket: photos.shown({"": content}, EDGE, ticket.cancelled)[""],
            done=partial(self._show, located), failed=self._context.report, owner=self,
        )  # fmt: skip

    def _show(self, located: bool, pixels: Any) -> None:
        if pixels is None:
            self.said.setText(
                tr("This picture cannot be shown. It is kept as it is; save a copy to look into it.")
            )
            return
        self.canvas.show_image(image_of(pixels))
        self.said.setText(tr("This photo holds the position where it was taken.") if located else "")
        self.said.setVisible(located)

    def _lay_out(self) -> None:
        head = row(self.head, self.facts, self.back, self.onward, self.close_button)
        head.setStretchFactor(self.head, 1)
        box = column(head, self.said, self.canvas, space=SMALL)
        box.setStretch(2, 1)
        around = sizes().of(GAP)
        box.setContentsMargins(around, around, around, around)
        self.setLayout(box)
