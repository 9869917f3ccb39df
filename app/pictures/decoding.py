"""Decoding: hands pictures to a child process and takes back what it made of them; nothing is decoded here.

A child takes one message and ends. One that crashes, hangs or eats memory takes only itself down.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, TypeVar

import msgspec

from app.pictures.errors import (
    DecoderEndedError,
    DecoderMissingError,
    DecodingCancelledError,
    PictureDamagedError,
    PictureError,
    PictureTooLargeError,
    PictureTooSlowError,
)
from app.pictures.formats import Format, format_of
from app.pictures.jpeg_frames import bare_size
from app.pictures.location import is_block
from app.pictures.messages import MalformedMessageError, packed, unpacked

SUBCOMMAND = "decode-pictures"
"""The word with which the frozen program starts itself as the child process."""
PATIENCE = 30.0
"""Seconds that a child process may take."""
MOST_ANSWERED = 96 * 1024 * 1024
MOST_EDGE = 4096
_INHERITED = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_LOOK_EVERY = 0.1
_CHANNELS = 3
_T = TypeVar("_T")
_WORDS: dict[str, type[PictureError]] = {"damaged": PictureDamagedError, "too-large": PictureTooLargeError}


class Pixels(msgspec.Struct, frozen=True):
    """A decoded picture: width and height, and three bytes (red, green, blue) for each pixel, row by row."""

    width: int
    height: int
    rgb: bytes


class Print(msgspec.Struct, frozen=True):
    """A picture for paper: its size in pixels, and a JPEG file with nothing in it but the pixels."""

    width: int
    height: int
    jpeg: bytes


class Developed(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it is kept, and what was told about it.

    `taken` is the camera's local time as `2026-11-12 14:03`; `position` in millionths of a degree; `location` the
    block that `with_location` puts back. Where `animated`, only the first picture was taken.
    """

    content: bytes
    media: str
    width: int
    height: int
    thumbnail: bytes
    preview: Pixels
    taken: str
    position: tuple[int, int] | None
    location: bytes
    animated: bool


class _Facts(msgspec.Struct):
    """What the child process says of a picture."""

    media: str
    size: tuple[int, int]
    preview: tuple[int, int]
    animated: bool
    taken: str
    position: tuple[int, int] | None


def never() -> bool:
    """Return that nobody has cancelled."""
    return False


def develop(content: bytes, cancelled: Callable[[], bool] = never) -> Developed:
    """Return a picture shrunk and stripped, with its thumbnail; raises a `PictureError` that names the cause."""
    head, blobs = _said(packed({}, [content]), cancelled)
    facts = head.get("developed")
    if isinstance(facts, str) and facts in _WORDS:
        raise _WORDS[facts]
    try:
        told = msgspec.convert(facts, _Facts)
        kept, thumbnail, preview, block = blobs
    except (msgspec.ValidationError, ValueError) as error:
        raise DecoderEndedError from error
    jpeg = format_of(thumbnail) is Format.JPEG and f"image/{format_of(kept).lower()}" == told.media
    if not jpeg or (block and not (is_block(block) and told.position)):
        raise DecoderEndedError
    return Developed(
        content=kept, media=told.media, width=told.size[0], height=told.size[1], thumbnail=thumbnail,
        preview=_pixels(told.preview, preview), taken=told.taken, position=told.position, location=block,
        animated=told.animated,
    )  # fmt: skip


def shown(
    contents: Sequence[bytes], edge: int, cancelled: Callable[[], bool] = never
) -> tuple[Pixels | None, ...]:
    """Return the pixels of pictures, at most `edge` long, and None for each that cannot be shown.

    They share one child process; where one of them takes it down, the halves are tried apart.
    """
    return _each(contents, {"edge": min(edge, MOST_EDGE)}, _pixels, cancelled)


def printed(
    contents: Sequence[bytes], edge: int, cancelled: Callable[[], bool] = never
) -> tuple[Print | None, ...]:
    """Return pictures as they are put on paper, at most `edge` long, in the manner of `shown`."""
    return _each(contents, {"edge": min(edge, MOST_EDGE), "print": True}, _print, cancelled)


def _each(
    contents: Sequence[bytes],
    head: dict[str, Any],
    taken: Callable[[Any, bytes], _T],
    cancelled: Callable[[], bool],
) -> tuple[_T | None, ...]:
    if not contents:
        return ()
    try:
        return _together(contents, head, taken, cancelled)
    except (DecoderEndedError, PictureTooSlowError):
        if len(contents) == 1:
            return (None,)
    half = len(contents) // 2
    return _each(contents[:half], head, taken, cancelled) + _each(contents[half:], head, taken, cancelled)


def _together(
    contents: Sequence[bytes],
    head: dict[str, Any],
    taken: Callable[[Any, bytes], _T],
    cancelled: Callable[[], bool],
) -> tuple[_T | None, ...]:
    said, blobs = _said(packed(head, contents), cancelled)
    sizes = said.get("shown")
    if not isinstance(sizes, list) or not len(sizes) == len(blobs) == len(contents):
        raise DecoderEndedError
    return tuple(
        None if isinstance(size, str) else taken(size, blob) for size, blob in zip(sizes, blobs, strict=True)
    )


def _print(size: Any, jpeg: bytes) -> Print:
    """Take a JPEG over only if it is a bare one of the size that is said: viewers will decode it unguarded."""
    found = bare_size(jpeg)
    if found is None or list(found) != size or max(found) > MOST_EDGE:
        raise DecoderEndedError
    return Print(found[0], found[1], jpeg)


def _pixels(size: Any, rgb: bytes) -> Pixels:
    try:
        width, height = msgspec.convert(size, tuple[int, int])
    except msgspec.ValidationError as error:
        raise DecoderEndedError from error
    if min(width, height) < 1 or max(width, height) > MOST_EDGE or len(rgb) != width * height * _CHANNELS:
        raise DecoderEndedError
    return Pixels(width, height, rgb)


def _said(message: bytes, cancelled: Callable[[], bool]) -> tuple[dict[str, Any], list[bytes]]:
    try:
        return unpacked(_answer(message, cancelled))
    except MalformedMessageError as error:
        raise DecoderEndedError from error


def _answer(message: bytes, cancelled: Callable[[], bool]) -> bytes:
    """Start a child, give it the message and return its bounded answer; whatever happens, it is gone afterwards."""
    if cancelled():
        raise DecodingCancelledError
    try:
        child = subprocess.Popen(  # noqa: S603 - our own program, by its full path
            _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except OSError as error:
        raise DecoderMissingError from error
    if child.stdin is None or child.stdout is None:
        raise DecoderMissingError
    watch = _Watch(child, cancelled)
    feeder = threading.Thread(target=_feed, args=(child.stdin, message), daemon=True)
    feeder.start()
    try:
        answer = child.stdout.read(MOST_ANSWERED + 1)
    finally:
        child.kill()
        code = child.wait()
        watch.end()
        feeder.join()
        child.stdout.close()
    if watch.reason is not None:
        raise watch.reason
    if len(answer) > MOST_ANSWERED or not answer:
        raise DecoderEndedError(code)
    return answer


def _feed(stream: Any, message: bytes) -> None:
    """Write the message and close; a child that is gone already has said enough by that."""
    try:
        with stream:
            stream.write(message)
    except OSError:
        return


def _command() -> list[str]:
    """Return what starts the child process: the frozen program itself, else the same interpreter, bare."""
    if getattr(sys, "frozen", False):
        return [sys.executable, SUBCOMMAND]
    return [sys.executable, "-I", "-m", "app.pictures.child"]


class _Watch:
    """Ends a child process that takes too long or is no longer wanted."""

    def __init__(self, child: subprocess.Popen[bytes], cancelled: Callable[[], bool]) -> None:
        self.reason: PictureError | None = None
        self._child, self._cancelled = child, cancelled
        self._over = threading.Event()
        self._until = monotonic() + PATIENCE
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop looking; the child is gone."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_EVERY):
            late = monotonic() > self._until
            if late or self._cancelled():
                self.reason = PictureTooSlowError() if late else DecodingCancelledError()
                self._child.kill()
                return
