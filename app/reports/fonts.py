"""The shipped typefaces: which file draws which character, and the figures a PDF wants to know about each."""

import struct
from functools import cache
from typing import Any, Final

import uharfbuzz

from app.assets import resource
from app.reports.style import Weight

_FALLBACKS: Final = ("NotoSansSymbols2-Regular", "NotoSansMath-Regular")
_CHAINS: Final[dict[Weight, tuple[str, ...]]] = {
    "regular": ("NotoSans-Regular", "NotoNaskhArabic-Regular", "NotoSansHebrew-Regular", *_FALLBACKS),
    "bold": ("NotoSans-Bold", "NotoNaskhArabic-Bold", "NotoSansHebrew-Bold", *_FALLBACKS),
    "italic": ("NotoSans-Italic", "NotoNaskhArabic-Regular", "NotoSansHebrew-Regular", *_FALLBACKS),
}


class Typeface:
    """One font file, read once: its characters, its shaper, its metrics in thousandths of an em."""

    def __init__(self, name: str) -> None:
        """Read the file of that name from the shipped fonts."""
        self.name = name
        self.face: Any = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(resource("fonts", f"{name}.ttf"))))
        self.font: Any = uharfbuzz.Font(self.face)
        # Arabic letters are drawn small in their em; beside Latin of the same size they are hard to read.
        self.enlarged = 1.15 if "Arabic" in name else 1.0
        self.scale: float = 1000 / self.face.upem
        self._advances: dict[int, int] = {}
        self.characters = frozenset(chr(code) for code in self.face.unicodes if not 0xD800 <= code < 0xE000)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The box that holds every glyph, from the `head` table."""
        left, bottom, right, top = struct.unpack_from(">4h", self._table("head"), 36)
        return self._scaled(left), self._scaled(bottom), self._scaled(right), self._scaled(top)

    @property
    def heights(self) -> tuple[int, int, int]:
        """Ascent, descent (negative) and height of capitals, from the `hhea` and `OS/2` tables."""
        ascent, descent = struct.unpack_from(">2h", self._table("hhea"), 4)
        (capitals,) = struct.unpack_from(">h", self._table("OS/2"), 88)
        return self._scaled(ascent), self._scaled(descent), self._scaled(capitals)

    @property
    def slant(self) -> float:
        """The italic angle in degrees, from the `post` table."""
        (fixed,) = struct.unpack_from(">i", self._table("post"), 4)
        return float(fixed / 65536)

    def advance(self, glyph: int) -> int:
        """The width of a glyph as the font states it."""
        found = self._advances.get(glyph)
        if found is None:
            found = self._advances[glyph] = self._scaled(self.font.get_glyph_h_advance(glyph))
        return found

    def _table(self, tag: str) -> bytes:
        return bytes(self.face.reference_table(tag).data)

    def _scaled(self, value: int) -> int:
        return round(value * self.scale)


@cache
def chain(weight: Weight) -> tuple[Typeface, ...]:
    """Return the typefaces to try, in order, for text of a weight."""
    return tuple(_typeface(name) for name in _CHAINS[weight])


@cache
def drawable() -> frozenset[str]:
    """Return the characters that every weight can draw."""
    weights: tuple[Weight, ...] = ("regular", "bold", "italic")
    covers = [frozenset().union(*(face.characters for face in chain(weight))) for weight in weights]
    return frozenset.intersection(*covers)


@cache
def _typeface(name: str) -> Typeface:
    return Typeface(name)
