"""Camera data: the few things that are read from EXIF: which way is up, when, and where. In the child process only."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from PIL import ExifTags, Image

_WRITTEN = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d)")
_MILLIONTHS = 1_000_000
FIRST_YEAR = 1990
"""Cameras whose clock was never set say 1970 or 1980."""
_KEPT = frozenset({*range(7), 16, 17})
"""GPS tags that are kept: version, latitude, longitude, altitude, direction of view."""


class Told(NamedTuple):
    """What a camera wrote; position in millionths of a degree, `block` the EXIF bytes with that position alone."""

    orientation: int = 1
    taken: str = ""
    position: tuple[int, int] | None = None
    block: bytes = b""


def read(image: Image.Image) -> Told:
    """Return what is told; camera data that cannot be read tells nothing and does not spoil the picture."""
    try:
        exif = image.getexif()
        orientation = exif.get(ExifTags.Base.Orientation, 1)
        taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(
            ExifTags.Base.DateTime
        )
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        position = _position(gps)
        block = _block(gps) if position else b""
    except Exception:  # noqa: BLE001 - foreign bytes can make the reader of EXIF fail in any way
        return Told()
    return Told(orientation if isinstance(orientation, int) else 1, _moment(taken), position, block)


def _moment(written: Any) -> str:
    found = _WRITTEN.match(written) if isinstance(written, str) else None
    if found is None:
        return ""
    year, month, day, hour, minute = (int(part) for part in found.groups())
    try:
        moment = datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return ""
    return f"{moment:%Y-%m-%d %H:%M}" if year >= FIRST_YEAR else ""


def _position(gps: dict[int, Any]) -> tuple[int, int] | None:
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S")
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W")
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None
    inside = abs(latitude) <= 90 * _MILLIONTHS and abs(longitude) <= 180 * _MILLIONTHS
    return (latitude, longitude) if inside else None


def _degrees(parts: Any, reference: Any, negative: str) -> int | None:
    """Return degrees, minutes and seconds as millionths of a degree, None where they are not finite."""
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
        value = round((degrees + minutes / 60 + seconds / 3600) * _MILLIONTHS)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return -value if str(reference).strip("\0 ").upper() == negative else value


def _block(gps: dict[int, Any]) -> bytes:
    kept = Image.Exif()
    kept[ExifTags.IFD.GPSInfo] = {tag: value for tag, value in gps.items() if tag in _KEPT}
    return kept.tobytes()
