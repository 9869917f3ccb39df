"""The PDF file: a canvas without built-in fonts, fixed dates and ids, inert properties, embedded glyphs."""

import hashlib
import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

import uharfbuzz
from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from app.reports.chars import single_line
from app.reports.lines import Line
from app.reports.shaping import GlyphTable, Shaper
from app.reports.style import PAGE_HEIGHT, PAGE_WIDTH, Rgb

# Settings of the machine (environment, files in the home folder) must not change a report's bytes.
rl_config.invariant = 1
rl_config.useA85 = 0

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_UNUSED_TABLES: Final = ("GSUB", "GPOS", "GDEF", "name", "post", "OS/2", "cmap", "MATH", "STAT", "kern")
_LONGEST_PROPERTY: Final = 500


class _BareCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that does not open each page with a font that is not embedded."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


class Pen:
    """Draws on the pages of one document; distances in points from the lower left corner."""

    def __init__(
        self, shaper: Shaper, *, title: str, author: str, subject: str, language: str, moment: datetime
    ) -> None:
        """Open a document dated `moment`, with the given texts as its properties, cut and on one line."""
        self._shaper = shaper
        self._bytes = io.BytesIO()
        tag = language if _LANGUAGE.fullmatch(language) else "en"
        size = (PAGE_WIDTH, PAGE_HEIGHT)
        self._canvas: Any = _BareCanvas(
            self._bytes, pagesize=size, pageCompression=1, invariant=1, lang=tag, pdfVersion=(1, 7)
        )
        stamp = moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
        document = self._canvas._doc
        document.setDateFormatter(lambda *_: stamp)
        # The file's id is a digest of its content alone: the clock and the environment have no part in it.
        document.signature = hashlib.md5(stamp.encode(), usedforsecurity=False)
        self._canvas.setTitle(_property(title))
        self._canvas.setAuthor(_property(author))
        self._canvas.setSubject(_property(subject))
        self._canvas.setCreator("Liaison Logbook")
        self._canvas.setKeywords("")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._marks = 0

    def line(self, line: Line, x: float, base: float, width: float) -> None:
        """Draw a line of text in a column that begins at `x` and is `width` wide, on the base line `base`."""
        end = line.style.align != "left" and (line.style.align == "end") != line.leftward
        left = x + (
            width - line.width if end else (width - line.width) / 2 if line.style.align == "centre" else 0
        )
        self._canvas.addLiteral(f"BT 1 0 0 1 {left:.2f} {base:.2f} Tm {self._operators(line)} ET", escaped=1)

    def rule(self, x: float, y: float, width: float, colour: Rgb, thickness: float) -> None:
        """Draw a horizontal line."""
        self.box(x, y - thickness / 2, width, thickness, colour)

    def box(self, x: float, y: float, width: float, height: float, colour: Rgb) -> None:
        """Fill a rectangle whose lower left corner is at x, y."""
        self._canvas.addLiteral(f"{_rgb(colour)} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f", escaped=1)

    def bookmark(self, title: str, top: float) -> None:
        """Put a heading into the outline."""
        key = f"s{self._marks}"
        self._marks += 1
        self._canvas.bookmarkHorizontalAbsolute(key, top)
        self._canvas.addOutlineEntry(_property(title), key, 0, closed=False)

    def next_page(self) -> None:
        """Finish the page."""
        self._canvas.showPage()

    def _operators(self, line: Line) -> str:
        """Write the text operators of a line, changing font, height and colour only where they change."""
        code: list[str] = []
        run: list[str] = []
        state: tuple[int, int, Rgb] | None = None
        for atom in line.atoms:
            for font, rise, glyphs in atom.shaped.pieces:
                wanted = (font, rise, atom.span.colour)
                if wanted != state:
                    size = line.style.size * self._shaper.tables[font].face.enlarged
                    code += [*_closed(run), *_changes(state, wanted, size)]
                    state = wanted
                run.append(glyphs)
        # The rise outlives the text object, so it is put back.
        return " ".join([*code, *_closed(run), *(["0 Ts"] if state and state[1] else [])])

    def finish(self) -> bytes:
        """Embed the glyphs used and return the file."""
        self._canvas.showOutline()
        for number, table in enumerate(self._shaper.tables):
            _embed(self._canvas._doc, f"T{number}", table)
        self._canvas.save()
        return self._bytes.getvalue()


def _property(text: str) -> str:
    return single_line(text)[:_LONGEST_PROPERTY]


def _rgb(colour: Rgb) -> str:
    return " ".join(f"{part:.3f}" for part in colour) + " rg"


def _closed(run: list[str]) -> list[str]:
    code = ["[" + "".join(run).replace("><", "") + "] TJ"] if run else []
    run.clear()
    return code


def _changes(old: tuple[int, int, Rgb] | None, new: tuple[int, int, Rgb], size: float) -> list[str]:
    """Write what must change between two pieces: font, rise, colour; `size` is the new font's."""
    code = []
    if old is None or old[0] != new[0]:
        code.append(f"/T{new[0]} {size:g} Tf")
    if (old[1] if old else 0) != new[1]:
        code.append(f"{new[1] * size / 1000:.3f} Ts")
    if old is None or old[2] != new[2]:
        code.append(_rgb(new[2]))
    return code


def _embed(document: Any, key: str, table: GlyphTable) -> None:
    """Add a composite font with the glyphs of a table; each code has its own glyph, width and text."""
    glyphs = [glyph for glyph, _ in table.codes]
    program, places = _subset(table, glyphs)
    name = f"{_prefix(table)}+{table.face.name}"
    widths = " ".join(str(table.face.advance(glyph)) for glyph in glyphs)
    order = b"\0\0" + b"".join(places[glyph].to_bytes(2, "big") for glyph in glyphs)
    descendant = {
        "Type": "/Font",
        "Subtype": "/CIDFontType2",
        "BaseFont": f"/{name}",
        "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
        "FontDescriptor": document.Reference(
            _descriptor(document, key, name, table, program), f"{key}:descriptor"
        ),
        "DW": 0,
        "W": f"[ 1 [ {widths} ] ]",
        "CIDToGIDMap": _stream(document, f"{key}:order", order),
    }
    reference = document.Reference(pdfdoc.PDFDictionary(descendant), f"{key}:descendant")
    composite = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": f"/{name}",
        "Encoding": "/Identity-H",
        "DescendantFonts": pdfdoc.PDFArray([reference]),
        "ToUnicode": _stream(document, f"{key}:text", _to_text([text for _, text in table.codes])),
    }
    fonts = document.idToObject["BasicFonts"].dict
    fonts[key] = document.Reference(pdfdoc.PDFDictionary(composite), f"{key}:font")


def _descriptor(document: Any, key: str, name: str, table: GlyphTable, program: bytes) -> Any:
    ascent, descent, capitals = table.face.heights
    return pdfdoc.PDFDictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": f"/{name}",
            "Flags": 4,
            "FontBBox": "[ {} {} {} {} ]".format(*table.face.box),
            "ItalicAngle": f"{table.face.slant:g}",
            "Ascent": ascent,
            "Descent": descent,
            "CapHeight": capitals,
            "StemV": 80,
            "FontFile2": _stream(document, f"{key}:file", program, Length1=len(program)),
        }
    )


def _stream(document: Any, name: str, content: bytes, **entries: int) -> Any:
    stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(dict(entries)), content, filters=[pdfdoc.PDFZCompress])
    return document.Reference(stream, name)


def _subset(table: GlyphTable, glyphs: Iterable[int]) -> tuple[bytes, dict[int, int]]:
    """Return a font file with only these glyphs, and where each now stands."""
    wanted: Any = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(set(glyphs) | {0})
    wanted.drop_table_tag_set.update({int.from_bytes(tag.ljust(4).encode(), "big") for tag in _UNUSED_TABLES})
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE | flags.NOTDEF_OUTLINE
    plan: Any = uharfbuzz.SubsetPlan(table.face.face, wanted)
    return bytes(plan.execute().blob.data), dict(plan.old_to_new_glyph_mapping)


def _prefix(table: GlyphTable) -> str:
    """Return the six letters that mark a subset, from a digest of what it holds."""
    digest = hashlib.sha256(repr(sorted(table.codes)).encode("utf-8", "backslashreplace")).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _to_text(texts: list[str]) -> bytes:
    """Write the map from codes (from 1) to text, which makes searching and copying work."""
    rows = [
        f"<{code:04X}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for code, text in enumerate(texts, start=1)
    ]
    blocks = [rows[i : i + 100] for i in range(0, len(rows), 100)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
