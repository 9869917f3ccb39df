"""Words to positioned glyphs: picks typefaces, shapes with HarfBuzz, numbers the glyphs to embed."""

import unicodedata
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import uharfbuzz

from app.reports.chars import INVISIBLE, settable
from app.reports.fonts import Typeface, chain, drawable
from app.reports.style import Rgb, Weight

# A longer run of letters is shaped in parts, so that no input makes shaping slow.
_LONGEST_RUN: Final = 400


class Piece(NamedTuple):
    """Glyphs of one typeface at one height: part of a PDF `TJ` array; `rise` in thousandths of an em."""

    font: int
    rise: int
    code: str


class Shaped(NamedTuple):
    """A shaped word, in the order of drawing; `width` in thousandths of an em."""

    pieces: tuple[Piece, ...]
    width: int


class GlyphTable:
    """The glyphs of one typeface in one document; a glyph has one code for each text it stands for."""

    def __init__(self, face: Typeface) -> None:
        """Start with no glyph used."""
        self.face = face
        self.codes: dict[tuple[int, str], int] = {}

    def code(self, glyph: int, text: str) -> int:
        """Return the code (from 1) under which the document shows this glyph for this text."""
        return self.codes.setdefault((glyph, text), len(self.codes) + 1)


class Shaper:
    """Shapes the words of one document and remembers what it used, in order of first use."""

    def __init__(self) -> None:
        """Start a document."""
        self.tables: list[GlyphTable] = []
        self._index: dict[str, int] = {}
        self._known: dict[tuple[str, Weight, bool], Shaped] = {}
        self.kept: dict[tuple[Weight, Rgb], Any] = {}
        """What whoever sets lines keeps of the words of this document, by weight and colour."""

    def clean(self, text: str) -> str:
        """Return the text with line feeds as the only breaks and codes for what cannot be drawn."""
        return settable(text, drawable())

    def shape(self, word: str, weight: Weight, rightward: bool = True) -> Shaped:
        """Shape cleaned text that reads in one direction (`rightward`: left to right)."""
        key = (word, weight, rightward)
        found = self._known.get(key)
        if found is None:
            runs = list(_runs(word, weight))
            parts = [
                self._shape_run(face, text, rightward) for face, text in (runs if rightward else runs[::-1])
            ]
            pieces = tuple(piece for part in parts for piece in part.pieces)
            found = self._known[key] = Shaped(pieces, sum(part.width for part in parts))
        return found

    def advances(self, word: str, weight: Weight) -> list[int]:
        """Return the width that begins at each character of a word; 0 inside a cluster."""
        widths: list[int] = []
        for face, text in _runs(word, weight):
            run = [0] * len(text)
            for info, position in _glyphs(face, text, rightward=True):
                run[info.cluster] += round(position.x_advance * face.scale * face.enlarged)
            widths += run
        return widths

    def _table(self, face: Typeface) -> int:
        if face.name not in self._index:
            self._index[face.name] = len(self.tables)
            self.tables.append(GlyphTable(face))
        return self._index[face.name]

    def _shape_run(self, face: Typeface, text: str, rightward: bool) -> Shaped:
        font = self._table(face)
        table = self.tables[font]
        glyphs = _glyphs(face, text, rightward)
        meanings = _meanings(glyphs, text)
        pieces: list[Piece] = []
        total = 0
        for (info, position), meaning in zip(glyphs, meanings, strict=True):
            across, up = round(position.x_offset * face.scale), round(position.y_offset * face.scale)
            wide = round(position.x_advance * face.scale)
            back = face.advance(info.codepoint) + across - wide
            shift = f"{-across}" if across else ""
            code = f"{shift}<{table.code(info.codepoint, meaning):04X}>{back or ''}"
            total += wide
            if pieces and pieces[-1].rise == up:
                pieces[-1] = Piece(font, up, pieces[-1].code + code)
            else:
                pieces.append(Piece(font, up, code))
        joined = tuple(Piece(p.font, p.rise, p.code.replace("><", "")) for p in pieces)
        return Shaped(joined, round(total * face.enlarged))


def _runs(word: str, weight: Weight) -> Iterator[tuple[Typeface, str]]:
    """Split a word where the typeface changes; marks stay with what they belong to."""
    faces = chain(weight)
    if len(word) <= _LONGEST_RUN and faces[0].characters.issuperset(word):
        yield faces[0], word
        return
    start, current = 0, None
    for at, ch in enumerate(word):
        stays = current is not None and ch in current.characters and _clings(ch)
        face = current if stays or (current is not None and ch in INVISIBLE) else _first(faces, ch)
        if current is not None and (face is not current or at - start >= _LONGEST_RUN):
            yield current, word[start:at]
            start = at
        current = face
    if current is not None:
        yield current, word[start:]


def _first(faces: tuple[Typeface, ...], ch: str) -> Typeface:
    return next((face for face in faces if ch in face.characters), faces[0])


def _clings(ch: str) -> bool:
    return ch in INVISIBLE or unicodedata.combining(ch) != 0 or unicodedata.category(ch) in ("Mn", "Me")


def _glyphs(face: Typeface, text: str, rightward: bool) -> list[tuple[Any, Any]]:
    buffer: Any = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "ltr" if rightward else "rtl"
    uharfbuzz.shape(face.font, buffer, {"kern": True, "liga": True})
    return list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))


def _meanings(glyphs: list[tuple[Any, Any]], text: str) -> list[str]:
    """Give each glyph the text a reader gets when copying: the first glyph of a cluster has all of it."""
    if [info.cluster for info, _ in glyphs] == list(range(len(text))):
        return list(text)
    starts = sorted({info.cluster for info, _ in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    bearer: dict[int, int] = {}
    for at, (info, position) in enumerate(glyphs):
        if info.cluster not in bearer or (
            position.x_advance and not glyphs[bearer[info.cluster]][1].x_advance
        ):
            bearer[info.cluster] = at
    return [
        text[i.cluster : ends[i.cluster]] if bearer[i.cluster] == at else ""
        for at, (i, _) in enumerate(glyphs)
    ]
