"""Pictures for tests, made by Pillow as cameras, screens and attackers make them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, ImageDraw

GPS = {1: "N", 2: (4.0, 51.0, 33.804), 3: "E", 4: (31.0, 34.0, 16.5), 5: b"\0", 6: 455.0}
NORTH_EAST = (4859390, 31571250)
"""The position of `GPS` in millionths of a degree."""


def scene(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Return a picture that is red at its top left and blue elsewhere, with some noise as photos have it."""
    noise = Image.effect_noise((width, height), 40).convert("RGB")
    ground = Image.new("RGB", (width, height), (20, 30, 200))
    picture = Image.blend(ground, noise, 0.1)
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=(220, 10, 10))
    return picture.convert(mode)


def encoded(picture: Image.Image, form: str, **options: Any) -> bytes:
    """Return the bytes of a picture in a format."""
    made = io.BytesIO()
    picture.save(made, form, **options)
    return made.getvalue()


def exif(*, orientation: int = 1, gps: dict[int, Any] | None = None, taken: str = "") -> Image.Exif:
    """Return camera data as a telephone writes it, with its maker and a remark."""
    made = Image.Exif()
    made[0x010F], made[0x0112], made[0x010E] = "Phonemaker", orientation, "secret remark"
    if taken:
        made[0x8769] = {36867: taken}
    if gps:
        made[0x8825] = gps
    return made


def photo(
    width: int = 640,
    height: int = 480,
    *,
    orientation: int = 1,
    gps: dict[int, Any] | None = GPS,
    taken: str = "2026:11:12 14:03:22",
) -> bytes:
    """Return a JPEG as a telephone takes it: with camera data, a comment and a colour profile."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(
        scene(width, height), "JPEG", quality=92, comment=b"secret comment", icc_profile=profile,
        exif=exif(orientation=orientation, gps=gps, taken=taken),
    )  # fmt: skip


def opened(content: bytes) -> Image.Image:
    """Return the picture that some bytes are."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that says it is that large and has next to nothing in it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
