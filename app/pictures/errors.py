"""Why a picture could not be taken, one class per cause."""

from __future__ import annotations


class PictureError(Exception):
    """The base of what keeps a picture from being shown; the file itself is not touched."""


class PictureDamagedError(PictureError):
    """The bytes are not a whole picture of the format that they begin as."""


class PictureTooLargeError(PictureError):
    """The picture has more pixels, or needs more memory, than a picture may."""


class PictureTooSlowError(PictureError):
    """The picture was not decoded in time, and the child process was ended."""


class DecoderEndedError(PictureError):
    """The child process ended, or said something else than it should."""


class DecoderMissingError(PictureError):
    """The child process could not be started."""


class DecodingCancelledError(PictureError):
    """The picture is no longer wanted."""
