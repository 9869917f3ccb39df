"""What a file is by its first bytes, whatever it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pictures.formats import Format, format_of
from tests.pictures import making


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_a_picture_is_known_by_how_it_begins(form: str) -> None:
    assert format_of(making.encoded(making.scene(40, 30), form)) == form


@pytest.mark.parametrize(
    ("start", "form"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0", Format.HEIF),
        (b"\0\0\0\x1cftypmif1\0\0\0\0", Format.HEIF),
        (b"\0\0\0\x1cftypavif\0\0\0\0", Format.HEIF),
        (b"\0\0\0\x20ftypisom\0\0\0\0", Format.FILM),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", Format.FILM),
        (b"%PDF-1.7\n", Format.OTHER),
        (b"BM is how this letter begins, and no picture", Format.OTHER),
        (b"RIFF\0\0\0\0WAVE", Format.OTHER),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Format.OTHER),
        (b"", Format.OTHER),
    ],
)
def test_other_files_are_told_apart(start: bytes, form: Format) -> None:
    assert format_of(start) is form


@given(st.binary(max_size=64))
def test_any_bytes_have_an_answer(content: bytes) -> None:
    assert format_of(content) in Format
