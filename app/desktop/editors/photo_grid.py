"""Photo grid: the thumbnails of a record's photos and the names of its other files, chosen by key or mouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from app.desktop.context import Context
from app.desktop.editors.photo_tiles import AWAITED, PICTURE, SHOWN, TilePainter
from app.desktop.style import TINY, sizes
from app.desktop.words import tr
from app.domain.photos import SHOWS
from app.services import photos
from app.services.photos import Pixels

TILE = 104
"""The least width of a tile at 100 %."""
MOST_ROWS = 3
PROPORTION = 0.75
"""Height of a thumbnail's place by its width."""
BATCH = 24
"""Thumbnails that one child process decodes."""
_DIGEST = Qt.ItemDataRole.UserRole
_CHANNELS = 3


def image_of(pixels: Pixels) -> QImage:
    """Return decoded pixels as an image that keeps its own copy of them."""
    made = QImage(
        pixels.rgb, pixels.width, pixels.height, pixels.width * _CHANNELS, QImage.Format.Format_RGB888
    )
    return made.copy()


class PhotoGrid(QListWidget):
    """Tiles; `opened` asks for the large view, `unwanted` to remove what is chosen."""

    opened = Signal()
    unwanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._images: dict[str, QImage | None] = {}
        self._asked: set[str] = set()
        self._files: list[dict[str, Any]] = []
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._painter = TilePainter(context, self)
        self.setItemDelegate(self._painter)
        self.setAcceptDrops(False)
        self.itemDoubleClicked.connect(lambda _: self.opened.emit())
        context.theme_changed.connect(self.viewport().update)

    def show_files(self, files: Sequence[dict[str, Any]]) -> None:
        """Show files in their order; what was chosen stays chosen."""
        chosen = set(self.chosen())
        self._files = list(files)
        blocked = self.blockSignals(True)
        self.clear()
        for file in self._files:
            made = QListWidgetItem()
            made.setData(_DIGEST, file["sha256"])
            self.addItem(made)
            made.setSelected(file["sha256"] in chosen)
        self.blockSignals(blocked)
        self._draw_all()
        self._fit()
        self._load()
        self.itemSelectionChanged.emit()

    def redraw(self, files: Iterable[dict[str, Any]]) -> None:
        """Show other words below the tiles of the same files."""
        self._files = list(files)
        self._draw_all()

    def chosen(self) -> list[str]:
        """Return the digests of the chosen files, in their order."""
        items = (self.item(at) for at in range(self.count()))
        return [str(item.data(_DIGEST)) for item in items if item.isSelected()]

    def choose(self, digest: str) -> None:
        """Choose one file alone and bring it into view."""
        for at in range(self.count()):
            item = self.item(at)
            if item.data(_DIGEST) == digest:
                self.clearSelection()
                self.setCurrentItem(item)
                item.setSelected(True)
                self.scrollToItem(item)

    def know(self, thumbnail: str, pixels: Pixels) -> None:
        """Take the pixels of a thumbnail that was just made."""
        self._images[thumbnail] = image_of(pixels)

    def waits(self) -> bool:
        """Return whether any thumbnail has been asked for and not come."""
        return bool(self._asked)

    def picture(self, digest: str) -> QImage | None:
        """Return the thumbnail of a file, None where there is none, or none yet."""
        file = next((one for one in self._files if one["sha256"] == digest), {})
        return self._images.get(str(file.get("thumbnail") or ""))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Open with Enter, remove with Delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen():
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete and self.chosen():
            self.unwanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Share the width among the tiles."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A little less than there is: a row that fills the view exactly would be broken into two.
        room = max(1, self.width() - 2 * self.frameWidth() - TINY)
        columns = max(1, room // sizes().of(TILE))
        rows = -(-max(1, self.count()) // columns)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if rows > MOST_ROWS else policy.ScrollBarAlwaysOff
        )
        if rows > MOST_ROWS:
            room -= self.verticalScrollBar().sizeHint().width()
        wide = room // columns
        tall = round(wide * PROPORTION) + self.fontMetrics().height()
        self._painter.size = QSize(wide, tall)
        self.scheduleDelayedItemsLayout()
        self.setFixedHeight(min(rows, MOST_ROWS) * tall + 2 * self.frameWidth())

    def _draw_all(self) -> None:
        for at, file in enumerate(self._files):
            item = self.item(at)
            if item is not None:
                self._draw(item, file)

    def _draw(self, item: QListWidgetItem, file: Mapping[str, Any]) -> None:
        name, caption = str(file.get("name", "")), str(file.get("caption") or "")
        shows = tr(dict(SHOWS).get(str(file.get("shows") or ""), ""))
        item.setText(caption or name)
        item.setData(SHOWN, shows)
        item.setToolTip(" · ".join(part for part in (name, shows, caption) if part))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, item.toolTip())
        thumbnail = str(file.get("thumbnail") or "")
        item.setData(AWAITED, thumbnail not in self._images and bool(thumbnail))
        item.setData(PICTURE, self._images.get(thumbnail))

    def _load(self) -> None:
        """Ask for the thumbnails that are not here yet, some at a time."""
        needed = [str(file.get("thumbnail") or "") for file in self._files]
        missing = [
            one for one in dict.fromkeys(needed) if one and one not in self._images and one not in self._asked
        ]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            self._asked.update(batch)
            self._context.ask(
                partial(photos.thumbnails, digests=batch),
                done=partial(self._decode, batch), failed=partial(self._give_up, batch), owner=self,
            )  # fmt: skip

    def _decode(self, batch: list[str], contents: dict[str, bytes]) -> None:
        edge = round(sizes().of(TILE) * 2 * self.devicePixelRatioF())
        self._context.long.run_long(
            lambda ticket: photos.shown(contents, edge, ticket.cancelled),
            done=partial(self._show, batch), failed=partial(self._give_up, batch), owner=self,
        )  # fmt: skip

    def _show(self, batch: list[str], shown: Mapping[str, Pixels | None]) -> None:
        for digest in batch:
            pixels = shown.get(digest)
            self._images[digest] = image_of(pixels) if pixels is not None else None
        self._asked.difference_update(batch)
        self._draw_all()

    def _give_up(self, batch: list[str], error: Exception) -> None:
        """Show the sign of a file where a thumbnail cannot be had; the file itself is untouched."""
        self._show(batch, {})
