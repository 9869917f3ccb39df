"""Photos: shrunk, stripped of where they were taken, and kept with a thumbnail; other files as they are.

Decoding happens in a child process (`app.pictures`); these functions only hand over and keep. `prepare` needs no
logbook, so that many photos do not hold up who saves.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path, PurePath
from typing import Any

import msgspec

from app.pictures import decoding, location
from app.pictures.decoding import Developed, never
from app.pictures.decoding import Pixels as Pixels
from app.pictures.decoding import Print as Print
from app.pictures.errors import (
    DecodingCancelledError,
    PictureError,
    PictureTooLargeError,
    PictureTooSlowError,
)
from app.pictures.formats import DECODED, MAY_TELL_PLACE, Format, format_of
from app.services import attachments
from app.services.desks import Desk
from app.services.errors import AttachmentTooLargeError, ServiceError
from app.storage.errors import AttachmentMissingError

PRECISION = 10
"""Metres to which a position from a telephone is taken to be known (our default)."""
MOST_OF_A_THUMBNAIL = 100_000
"""Bytes; ours have a fifth of that, and what a bundle brings may be anything."""
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}
_CAUSES: tuple[tuple[type[PictureError], str], ...] = (
    (PictureTooLargeError, "it has more pixels than a picture may have"),
    (PictureTooSlowError, "it took too long to read"),
)
_DAMAGED = "it is damaged, or no whole picture"
_UNREAD = {
    Format.HEIF: "pictures of this kind (HEIC, AVIF) are not read here; save it as JPEG to have it shrunk",
    Format.TIFF: "scans and raw pictures of this kind (TIFF) are not read here",
    Format.FILM: "it is a film",
}


class PictureNotTakenError(ServiceError):
    """A picture cannot be shrunk, shown or stripped, so whether it is attached as it is must be said."""

    sentence = "{name} was not attached: {why}. As it is, it may tell where it was taken."


class Source(msgspec.Struct, frozen=True):
    """Where a file comes from: its name, and what reads its bytes when its turn comes."""

    name: str
    read: Callable[[], bytes]


class Paper(msgspec.Struct, frozen=True):
    """A file that is kept byte for byte."""

    name: str
    content: bytes


class Photo(msgspec.Struct, frozen=True):
    """A picture as it will be kept, and the size in bytes of what it was made from."""

    name: str
    original: int
    developed: Developed

    @property
    def position(self) -> dict[str, int] | None:
        """Where it was taken, as a wire point."""
        told = self.developed.position
        return {"lat": told[0], "lon": told[1], "precision": PRECISION} if told else None


def from_path(path: Path) -> Source:
    """Return a file of the disk as a source."""
    return Source(path.name, partial(attachments.content_of, path))


def prepare(source: Source, cancelled: Callable[[], bool] = never) -> Photo | Paper:
    """Read a file and, where it is a picture, shrink and strip it in a child process.

    Raises `PictureNotTakenError` for what is no readable picture and may yet tell where it was taken; `as_it_is`
    takes it all the same. Raises `MissingFileError`, `AttachmentTooLargeError`, `DecodingCancelledError`.
    """
    content = _bounded(source)
    form = format_of(content)
    if form in MAY_TELL_PLACE:
        raise PictureNotTakenError(name=source.name, why=_UNREAD[form])
    if form not in DECODED:
        return Paper(source.name, content)
    try:
        developed = decoding.develop(content, cancelled)
    except DecodingCancelledError:
        raise
    except PictureError as error:
        why = next((words for cause, words in _CAUSES if isinstance(error, cause)), _DAMAGED)
        raise PictureNotTakenError(name=source.name, why=why) from error
    name = PurePath(source.name).stem[:180] + _SUFFIXES[developed.media]
    return Photo(name, len(content), developed)


def as_it_is(source: Source) -> Paper:
    """Read a file to keep it byte for byte, whatever it tells; it is never shown as a picture."""
    return Paper(source.name, _bounded(source))


def store(desk: Desk, made: Photo | Paper) -> dict[str, Any]:
    """Keep what was prepared and return its wire form; a photo names its thumbnail, which travels with it."""
    if isinstance(made, Paper):
        return attachments.keep(desk, made.name, made.content)
    developed = made.developed
    small = attachments.keep(desk, "thumbnail.jpg", developed.thumbnail, "image/jpeg")
    kept = attachments.keep(desk, made.name, developed.content, developed.media)
    return {**kept, "thumbnail": small["sha256"], "thumbnail_proof": small["proof"]}


def keep_location(desk: Desk, file: Mapping[str, Any], block: bytes) -> dict[str, Any]:
    """Put the position back into a kept photo, on purpose; returns the wire form of the file it is then."""
    return _changed(desk, file, partial(location.with_location, block=block))


def drop_location(desk: Desk, file: Mapping[str, Any]) -> dict[str, Any]:
    """Take the position out of a kept photo again."""
    return _changed(desk, file, location.without_location)


def holds_location(content: bytes) -> bool:
    """Return whether a photo was kept with its position."""
    return location.holds_location(content)


def thumbnails(desk: Desk, digests: Iterable[str]) -> dict[str, bytes]:
    """Return those of the thumbnails that are here; what is far too large for one is none."""
    found: dict[str, bytes] = {}
    with desk.logbook.reading() as reader:
        sizes = reader.file_sizes(digests)
        for digest, size in sizes.items():
            if size <= MOST_OF_A_THUMBNAIL:
                with contextlib.suppress(AttachmentMissingError):
                    found[digest] = reader.attachment_bytes(digest)
    return found


def shown(
    contents: Mapping[str, bytes], edge: int, cancelled: Callable[[], bool] = never
) -> dict[str, Pixels | None]:
    """Return the pixels of pictures by their key, at most `edge` long; None for what cannot be shown."""
    try:
        made = decoding.shown(list(contents.values()), edge, cancelled)
    except DecodingCancelledError:
        raise
    except PictureError:
        return dict.fromkeys(contents)
    return dict(zip(contents, made, strict=True))


def printed(contents: Mapping[str, bytes], edge: int) -> dict[str, Print | None]:
    """Return pictures for paper by their key, at most `edge` long; None for what cannot be shown."""
    try:
        made = decoding.printed(list(contents.values()), edge)
    except PictureError:
        return dict.fromkeys(contents)
    return dict(zip(contents, made, strict=True))


def _bounded(source: Source) -> bytes:
    content = source.read()
    if len(content) > attachments.LIMIT:
        raise AttachmentTooLargeError(path=source.name)
    return content


def _changed(desk: Desk, file: Mapping[str, Any], change: Callable[[bytes], bytes]) -> dict[str, Any]:
    content = change(attachments.read(desk, str(file["sha256"])))
    kept = attachments.keep(desk, str(file["name"]), content, str(file["media"]))
    return {**file, **{name: kept[name] for name in ("sha256", "size", "proof")}}
