"""Pictures through the real child process: what comes back, what never does, and what takes only the child down."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.pictures import decoding, location
from app.pictures.errors import (
    PictureDamagedError,
    PictureTooLargeError,
)
from app.pictures.jpeg_frames import bare_size
from app.pictures.messages import packed
from tests.pictures import making
from tests.pictures.children import answers_with

BLUE, RED = (20, 30, 200), (220, 10, 10)


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    """Tell whether a pixel has about a colour."""
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


def test_a_photo_is_shrunk_and_tells_nothing_of_itself() -> None:
    made = decoding.develop(making.photo(3200, 2400))
    kept = making.opened(made.content)
    assert (kept.format, kept.size, made.media) == ("JPEG", (1600, 1200), "image/jpeg")
    assert (made.width, made.height, made.animated) == (1600, 1200, False)
    assert not kept.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & kept.info.keys()
    assert b"secret" not in made.content
    assert b"Phonemaker" not in made.content
    assert len(made.content) < len(making.photo(3200, 2400)) / 2


def test_what_the_camera_told_is_handed_over_beside_the_picture() -> None:
    made = decoding.develop(making.photo())
    assert (made.taken, made.position) == ("2026-11-12 14:03", making.NORTH_EAST)
    for odd in ("2026:02:31 10:00:00", "1980:01:01 00:00:00", "    :  :     :  :  ", "2026:11:12 25:00:00"):
        assert decoding.develop(making.photo(taken=odd)).taken == ""
    plain = decoding.develop(making.photo(gps=None, taken=""))
    assert (plain.taken, plain.position, plain.location) == ("", None, b"")


def test_the_location_can_be_put_back_alone_and_taken_out_again() -> None:
    made = decoding.develop(making.photo())
    assert not location.holds_location(made.content)
    kept = location.with_location(made.content, made.location)
    assert location.holds_location(kept)
    exif = making.opened(kept).getexif()
    assert {tag: value for tag, value in exif.get_ifd(0x8825).items() if tag < 5} == {
        tag: value for tag, value in making.GPS.items() if tag < 5
    }
    assert set(exif) == {0x8825}
    assert location.with_location(kept, made.location) == kept
    assert location.without_location(kept) == made.content


@pytest.mark.parametrize(
    ("orientation", "red"),
    [(1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)), (8, (0, 1))],
)
def test_a_photo_is_turned_upright(orientation: int, red: tuple[int, int]) -> None:
    made = decoding.develop(making.photo(orientation=orientation))
    kept = making.opened(made.content)
    assert kept.size == ((640, 480) if orientation < 5 else (480, 640))
    for place in ((0, 0), (1, 0), (0, 1), (1, 1)):
        at = (kept.width // 4 + place[0] * kept.width // 2, kept.height // 4 + place[1] * kept.height // 2)
        assert near(kept.getpixel(at), RED if place == red else BLUE)


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (4.0, 51.0), 3: "E", 4: (31.0, 34.0, 16.5)},
        {1: "N", 2: (99.0, 0.0, 0.0), 3: "E", 4: (31.0, 0.0, 0.0)},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (4.0, 51.0, 33.8)},
    ],
    ids=["short", "outside", "null-island", "half"],
)
def test_a_position_that_makes_no_sense_is_none(gps: dict[int, object]) -> None:
    made = decoding.develop(making.photo(gps=gps))
    assert (made.position, made.location) == (None, b"")


def test_south_and_west_are_negative() -> None:
    gps = {1: "S", 2: (1.0, 30.0, 0.0), 3: "W", 4: (2.0, 0.0, 36.0)}
    assert decoding.develop(making.photo(gps=gps)).position == (-1_500_000, -2_010_000)


def test_the_thumbnail_is_small_and_its_pixels_are_shown() -> None:
    noisy = Image.effect_noise((2000, 2000), 120).convert("RGB")
    for content in (making.photo(3000, 1000), making.encoded(noisy, "JPEG", quality=95)):
        made = decoding.develop(content)
        small = making.opened(made.thumbnail)
        assert len(made.thumbnail) <= 20_000
        assert small.format == "JPEG"
        assert max(small.size) <= 320
        assert small.size == (made.preview.width, made.preview.height)
        assert len(made.preview.rgb) == made.preview.width * made.preview.height * 3


def test_a_small_drawing_stays_sharp_and_a_large_one_becomes_a_photo() -> None:
    drawing = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    drawing.paste((0, 120, 0, 255), (10, 10, 60, 60))
    made = decoding.develop(making.encoded(drawing, "PNG"))
    kept = making.opened(made.content)
    assert (made.media, kept.mode) == ("image/png", "RGBA")
    assert kept.getpixel((20, 20)) == (0, 120, 0, 255)
    assert near(making.opened(made.thumbnail).getpixel((200, 200)), (255, 255, 255))
    assert decoding.develop(making.encoded(making.scene(2400, 1800), "PNG")).media == "image/jpeg"


def test_a_palette_with_a_clear_colour_is_laid_on_white() -> None:
    picture = making.scene(1800, 900).quantize(16)
    clear = picture.getpixel((1700, 800))
    made = decoding.develop(making.encoded(picture, "PNG", transparency=clear))
    kept = making.opened(made.content)
    assert kept.mode == "RGB"
    assert near(kept.getpixel((300, 100)), RED)


def test_sixteen_bits_of_grey_keep_their_tones() -> None:
    deep = Image.new("I;16", (300, 200), 32_768)
    made = decoding.develop(making.encoded(deep, "PNG"))
    tone = making.opened(made.content).convert("L").getpixel((150, 100))
    assert isinstance(tone, int)
    assert abs(tone - 128) <= 2


@pytest.mark.parametrize("form", ["PNG", "GIF", "WEBP", "BMP"])
def test_each_format_is_read(form: str) -> None:
    made = decoding.develop(making.encoded(making.scene(), form))
    kept = making.opened(made.content).convert("RGB")
    assert kept.size == (640, 480)
    assert near(kept.getpixel((100, 100)), RED)
    assert near(kept.getpixel((500, 400)), BLUE)


def test_colours_of_a_printed_picture_are_turned_into_those_of_a_screen() -> None:
    made = decoding.develop(making.encoded(making.scene(mode="CMYK"), "JPEG", quality=95))
    kept = making.opened(made.content)
    assert kept.mode == "RGB"
    assert near(kept.getpixel((100, 100)), RED)


def test_of_an_animation_the_first_picture_is_taken() -> None:
    frames = [Image.new("RGB", (80, 60), colour) for colour in (RED, BLUE)]
    made = decoding.develop(making.encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert made.animated
    assert near(making.opened(made.content).convert("RGB").getpixel((40, 30)), RED)


def test_texts_inside_a_png_are_gone() -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "secret remark", zip=False)
    made = decoding.develop(making.encoded(Image.new("RGB", (50, 50)), "PNG", pnginfo=told, dpi=(72, 72)))
    assert b"secret" not in made.content
    assert not making.opened(made.content).info


def test_a_picture_for_paper_is_a_bare_jpeg_upright_and_on_white() -> None:
    drawing = making.encoded(Image.new("RGBA", (90, 60), (0, 0, 0, 0)), "PNG")
    given = [making.photo(3200, 2400, orientation=6), drawing, b"no picture"]
    turned, clear, bad = decoding.printed(given, 800)
    assert bad is None
    assert turned is not None
    assert clear is not None
    assert bare_size(turned.jpeg) == (turned.width, turned.height) == (600, 800)
    assert near(making.opened(turned.jpeg).getpixel((500, 100)), RED)
    assert near(making.opened(clear.jpeg).getpixel((45, 30)), (255, 255, 255))
    for told in (b"secret", b"Phonemaker", b"Exif", b"ICC_PROFILE"):
        assert told not in turned.jpeg
    assert decoding.printed(given, 800) == (turned, clear, None)


@pytest.mark.parametrize(
    "jpeg",
    [
        making.photo(60, 40),
        making.encoded(making.scene(60, 40), "JPEG", progressive=True),
        making.encoded(making.scene(60, 40, "L"), "JPEG"),
        making.encoded(making.scene(60, 40, "CMYK"), "JPEG"),
        making.encoded(making.scene(60, 40), "JPEG", comment=b"remark"),
        making.encoded(making.scene(60, 40), "JPEG")[:-2],
        making.encoded(making.scene(60, 40), "JPEG") + b"more\xff\xd9",
        making.encoded(making.scene(60, 40), "PNG"),
        b"\xff\xd8\xff\xd9",
    ],
    ids=[
        "camera data",
        "progressive",
        "grey",
        "four colours",
        "remark",
        "no end",
        "more behind",
        "PNG",
        "empty",
    ],
)
def test_what_is_no_bare_jpeg_does_not_get_on_paper(jpeg: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bare_size(making.encoded(making.scene(60, 40), "JPEG")) == (60, 40)
    answers_with(packed({"shown": [[60, 40]]}, [jpeg]), monkeypatch)
    assert decoding.printed([making.photo(60, 40)], 800) == (None,)


def zipped() -> bytes:
    """Return a ZIP file."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "text" * 100)
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        making.photo()[:-2000],
        making.photo()[:30],
        b"\xff\xd8\xff" + zipped(),
        zipped(),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        making.png_header(200, 200),
        b"GIF89a" + bytes(200),
        b"",
    ],
    ids=["truncated", "cut-head", "jpeg-zip", "zip", "svg", "eps", "empty-png", "gif", "nothing"],
)
def test_what_is_no_whole_picture_is_damaged(content: bytes) -> None:
    with pytest.raises(PictureDamagedError):
        decoding.develop(content)
    assert decoding.shown([content], 320) == (None,)


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 1), (12_001, 10_000)])
def test_a_picture_with_too_many_pixels_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLargeError):
        decoding.develop(making.png_header(*size))


def test_a_picture_that_needs_too_much_memory_takes_nothing_down() -> None:
    # All black: 115 million pixels that take little room in the file, and four bytes each twice over in memory.
    deep = Image.new("I;16", (11_500, 10_000))
    content = making.encoded(deep, "PNG")
    assert len(content) < 1_000_000
    with pytest.raises(PictureTooLargeError):
        decoding.develop(content)


def test_one_bad_picture_does_not_hide_the_others() -> None:
    good = decoding.develop(making.photo()).thumbnail
    shown = decoding.shown([good, b"\xff\xd8\xff bad", good], 160)
    assert shown[1] is None
    assert [(one.width, one.height) for one in (shown[0], shown[2]) if one] == [(160, 120)] * 2
    assert decoding.shown([], 160) == ()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3000), st.integers(1, 255))
def test_one_changed_byte_gives_a_picture_or_one_clear_cause(at: int, flip: int) -> None:
    content = bytearray(making.photo(120, 90))
    content[at % len(content)] ^= flip
    try:
        made = decoding.develop(bytes(content))
    except (PictureDamagedError, PictureTooLargeError):
        return
    assert making.opened(made.content).format in {"JPEG", "PNG"}
