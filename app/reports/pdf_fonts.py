"""The fonts of a PDF: only the glyphs that are used, embedded, with the map back to text."""

import hashlib
from collections.abc import Iterable
from typing import Any, Final

import uharfbuzz
from reportlab.pdfbase import pdfdoc

from app.reports.archiving import Stream
from app.reports.shaping import GlyphTable

_UNUSED_TABLES: Final = ("GSUB", "GPOS", "GDEF", "name", "post", "OS/2", "cmap", "MATH", "STAT", "kern")


def embed(document: Any, key: str, table: GlyphTable) -> None:
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
    stream = Stream(pdfdoc.PDFDictionary(dict(entries)), content, filters=[pdfdoc.PDFZCompress])
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
