"""The colour profile in every report: what a colour engine makes of it is sRGB."""

import io

from PIL import Image, ImageCms

from app.reports import srgb


def test_a_colour_engine_reads_it_as_srgb() -> None:
    made = ImageCms.ImageCmsProfile(io.BytesIO(srgb.profile()))
    assert made.profile.profile_description == srgb.NAME
    assert made.profile.version == 2.1
    colours = bytes(range(256)) * 3
    shown = Image.frombytes("RGB", (16, 16), colours)
    turned = ImageCms.profileToProfile(shown, made, ImageCms.createProfile("sRGB"))
    assert turned is not None
    assert max(abs(one - other) for one, other in zip(turned.tobytes(), colours, strict=True)) <= 1
    assert srgb.profile() == srgb.profile()
    assert int.from_bytes(srgb.profile()[:4], "big") == len(srgb.profile())
