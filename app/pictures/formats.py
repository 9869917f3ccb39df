"""Formats: what a file is by its first bytes, whatever it is called."""

from __future__ import annotations

from enum import StrEnum

_BOX = b"ftyp"
_STILL_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})


class Format(StrEnum):
    """What a file is; `other` is everything that is neither picture nor film."""

    JPEG = "JPEG"
    PNG = "PNG"
    GIF = "GIF"
    WEBP = "WEBP"
    BMP = "BMP"
    HEIF = "HEIF"
    TIFF = "TIFF"
    FILM = "FILM"
    OTHER = ""


DECODED = frozenset({Format.JPEG, Format.PNG, Format.GIF, Format.WEBP, Format.BMP})
"""The formats that the child process decodes; no other decoder is ever loaded."""
MAY_TELL_PLACE = frozenset({Format.HEIF, Format.TIFF, Format.FILM})
"""Formats that are kept as they are and often hold where they were taken."""


def format_of(content: bytes) -> Format:
    """Return the format of a file by how it begins; a few bytes are enough."""
    start = bytes(content[:32])
    if start.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if start.startswith((b"GIF87a", b"GIF89a")):
        return Format.GIF
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return Format.WEBP
    if start.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return Format.TIFF
    if start[4:8] == _BOX:
        return Format.HEIF if start[8:12] in _STILL_BRANDS else Format.FILM
    return Format.BMP if _is_bitmap(start) else Format.OTHER


def _is_bitmap(start: bytes) -> bool:
    return start.startswith(b"BM") and int.from_bytes(start[14:18], "little") in _BMP_HEADERS
