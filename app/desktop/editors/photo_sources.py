"""Photo sources: what a drop or the clipboard holds, as files to take. No foreign picture is decoded here."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from app.services import photos
from app.services.photos import Source

_READY = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif", "image/bmp": ".bmp"
}  # fmt: skip
"""Media types whose bytes are taken as they lie on the clipboard, the best first."""


def offers_files(mime: QMimeData) -> bool:
    """Return whether there is a file of this machine or a picture in it."""
    return any(url.isLocalFile() for url in mime.urls()) or mime.hasImage() or _ready(mime) is not None


def sources_of(mime: QMimeData, now: datetime) -> list[Source]:
    """Return the files, or the picture, that a drop or the clipboard holds; none where it holds neither."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return [photos.from_path(path) for path in paths if path.is_file()]
    name = f"Pasted {now:%Y-%m-%d %H%M%S}"
    media = _ready(mime)
    if media is not None:
        content = bytes(mime.data(media).data())
        return [Source(name + _READY[media], lambda: content)]
    # Bare pixels, as screens and other windows of this machine hand them over; no decoder is involved.
    image = QImage(mime.imageData()) if _bare_pixels(mime) else QImage()
    return [] if image.isNull() else [Source(f"{name}.png", partial(_as_png, image))]


def _ready(mime: QMimeData) -> str | None:
    return next((media for media in _READY if mime.hasFormat(media)), None)


def _bare_pixels(mime: QMimeData) -> bool:
    return mime.hasImage() and not any(name.startswith("image/") for name in mime.formats())


def _as_png(image: QImage) -> bytes:
    """Return pixels as PNG; done when their turn comes, on the lane."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
