"""Developing: how a picture is read, shrunk and stripped. Runs in the child process only.

Of what the file holds only the pixels leave here, and, apart from them, the time it was taken and its position.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from app.pictures import camera_data
from app.pictures.errors import PictureDamagedError, PictureTooLargeError
from app.pictures.formats import DECODED, Format, format_of

PLUGINS = (
    BmpImagePlugin, GifImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin
)  # fmt: skip
"""Named so that Pillow never looks for others, which would load every decoder it has."""
MOST_PIXELS = 120_000_000
"""Above the 108 million of common telephones; at four bytes each, half of the memory the process may use."""
LONGEST_EDGE = 1600
"""Pixels of the longer edge of what is kept: enough for a page of a report."""
QUALITY = 82
PRINT_QUALITY = 80
THUMBNAIL_EDGE = 320
THUMBNAIL_BYTES = 20_000
_THUMBNAIL_TRIES = ((320, 78), (320, 60), (320, 45), (240, 45), (160, 40), (96, 30))
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_SIXTEEN_BIT = 256

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def develop(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Return facts and four blobs: the shrunk picture, its thumbnail, the thumbnail's pixels, the location block."""
    image = _opened(content)
    animated = bool(getattr(image, "is_animated", False)) and image.format != "MPO"
    told = camera_data.read(image)
    lossless = image.format not in {"JPEG", "MPO"} and max(image.size) <= LONGEST_EDGE
    shrunk = _shrunk(image, LONGEST_EDGE, told.orientation)
    # A position is kept, where it is wanted, in a JPEG only.
    kept, media = _encoded(shrunk, lossless=lossless and not told.block)
    thumbnail, pixels = _thumbnail(_on_white(shrunk))
    head = {
        "media": media, "size": list(shrunk.size), "preview": list(pixels.size), "animated": animated,
        "taken": told.taken, "position": list(told.position) if told.position else None,
    }  # fmt: skip
    return head, [kept, thumbnail, pixels.tobytes(), told.block]


def render(content: bytes, edge: int) -> tuple[list[int], bytes]:
    """Return size and RGB bytes of a picture, upright, whose longer edge is at most `edge`."""
    image = _opened(content)
    shown = _on_white(_shrunk(image, edge, camera_data.read(image).orientation))
    return list(shown.size), shown.tobytes()


def to_print(content: bytes, edge: int) -> tuple[list[int], bytes]:
    """Return size and JPEG bytes of a picture, upright, whose longer edge is at most `edge`.

    Not progressive, because readers of PDF files show that everywhere.
    """
    image = _opened(content)
    shown = _on_white(_shrunk(image, edge, camera_data.read(image).orientation))
    made = io.BytesIO()
    shown.save(made, "JPEG", quality=PRINT_QUALITY, optimize=True)
    return list(shown.size), made.getvalue()


def _opened(content: bytes) -> Image.Image:
    """Open a picture by its header and refuse what is too large before any pixel is decoded."""
    form = format_of(content)
    if form not in DECODED:
        raise PictureDamagedError
    formats = ("JPEG", "MPO") if form is Format.JPEG else (form.value,)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(content), formats=formats)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise PictureTooLargeError from error
    if image.width * image.height > MOST_PIXELS:
        raise PictureTooLargeError
    return image


def _shrunk(image: Image.Image, edge: int, orientation: int) -> Image.Image:
    """Return a picture in grey, RGB or RGBA, at most `edge` pixels long and upright, with nothing but its pixels."""
    profile = image.info.get("icc_profile")
    if image.format in {"JPEG", "MPO"}:
        image.draft(None, (edge, edge))
    plain = _plain(image)
    plain.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    coloured = _in_srgb(plain, profile)
    upright = coloured.transpose(_TURNS[orientation]) if orientation in _TURNS else coloured
    upright.info.clear()
    return upright


def _plain(image: Image.Image) -> Image.Image:
    """Return a picture in a mode that can be shrunk without loss of tones."""
    image.load()
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        return _eight_bit(image)
    if "transparency" in image.info or image.mode in {"RGBA", "LA", "PA", "La", "RGBa"}:
        return image.convert("RGBA")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _eight_bit(image: Image.Image) -> Image.Image:
    """Bring 16-bit grey to 8 bits by its high byte; a plain conversion would turn nearly everything white."""
    deep = image if image.mode == "F" else image.convert("I")
    return deep.point(lambda tone: tone * (1 / _SIXTEEN_BIT) + 0).convert("L")


def _in_srgb(image: Image.Image, profile: Any) -> Image.Image:
    """Bring colours to sRGB, so that they look right once the colour profile is gone."""
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            turned = None
        if turned is not None:
            return turned
    return image.convert("RGB") if image.mode == "CMYK" else image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _encoded(image: Image.Image, *, lossless: bool) -> tuple[bytes, str]:
    """Return the bytes that are kept and their media type: a small drawing may stay PNG, a photo becomes JPEG."""
    photo = _jpeg(_on_white(image) if image.mode == "RGBA" else image, QUALITY)
    if lossless:
        drawing = io.BytesIO()
        image.save(drawing, "PNG", optimize=True)
        if drawing.tell() <= len(photo):
            return drawing.getvalue(), "image/png"
    return photo, "image/jpeg"


def _jpeg(image: Image.Image, quality: int) -> bytes:
    made = io.BytesIO()
    image.save(made, "JPEG", quality=quality, optimize=True, progressive=True)
    return made.getvalue()


def _thumbnail(image: Image.Image) -> tuple[bytes, Image.Image]:
    """Return the thumbnail as JPEG of at most 20 kB, and its picture."""
    small, made = image, b""
    for edge, quality in _THUMBNAIL_TRIES:
        small = image.copy()
        small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        made = _jpeg(small, quality)
        if len(made) <= THUMBNAIL_BYTES:
            break
    return made, small
