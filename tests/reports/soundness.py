"""What every report file must be, whatever it says: whole, inert, and fit for an archive."""

import io
import re
import struct
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_ACTIONS = {
    "/OpenAction",
    "/AA",
    "/AcroForm",
    "/JavaScript",
    "/JS",
    "/URI",
    "/A",
    "/Launch",
    "/Annots",
    "/RichMedia",
}
_NOT_IN_ARCHIVES = {"/Encrypt", "/LZWDecode", "/SMask", "/Alternates", "/PS", "/OCProperties", "/TR", "/BM"}


def sound(pdf: bytes, folder: Path) -> None:
    """Check a report file by its structure (qpdf), its fonts, its metadata, and by what must not be in it."""
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    subprocess.run(["qpdf", "--check", str(file)], check=True, capture_output=True)
    reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    assert not reader.is_encrypted
    assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}", pdf)
    assert "/ID" in reader.trailer
    _fonts(reader)
    _metadata(reader)
    _colours(reader)
    _carried(reader)
    _inert(reader)
    assert len(re.findall(rb"\nendstream\n", pdf)) == pdf.count(b"endstream")


def _at(value: Any, *keys: str | int) -> Any:
    """Follow keys into a PDF object, through references."""
    for key in keys:
        value = value[key].get_object()
    return value


def _fonts(reader: pypdf.PdfReader) -> None:
    """Every font is an embedded subset, can be copied from, and draws a glyph of its own for every code."""
    for page in reader.pages:
        fonts = _at(page, "/Resources", "/Font")
        for name in fonts:
            font = _at(fonts, name)
            assert (font["/Subtype"], font["/Encoding"]) == ("/Type0", "/Identity-H")
            inner = _at(font, "/DescendantFonts", 0)
            descriptor = _at(inner, "/FontDescriptor")
            assert re.fullmatch(r"/[A-Z]{6}\+Noto\w+-\w+", font["/BaseFont"])
            assert font["/BaseFont"] == inner["/BaseFont"] == descriptor["/FontName"]
            assert _at(descriptor, "/FontFile2").get_data()[:4] == b"\0\1\0\0"
            glyphs = _at(inner, "/CIDToGIDMap").get_data()
            codes = len(glyphs) // 2 - 1
            assert 0 not in struct.unpack(f">{codes}H", glyphs[2:])  # the sign for a missing glyph
            assert len(_at(inner, "/W")[1]) == codes
            said = _at(font, "/ToUnicode").get_data().partition(b"endcodespacerange")[2]
            assert len(re.findall(rb"^<[0-9A-F]{4}> <[0-9A-F]*>$", said, re.MULTILINE)) == codes


def _metadata(reader: pypdf.PdfReader) -> None:
    """Title, author, subject and moment stand twice and alike; title and language are shown and known to readers."""
    root, about = _at(reader.trailer, "/Root"), reader.metadata
    assert about is not None
    assert _at(root, "/ViewerPreferences", "/DisplayDocTitle").value
    assert root["/Lang"] in ("en", "fr") or re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", root["/Lang"])
    stream = _at(root, "/Metadata")
    assert "/Filter" not in stream
    told = {one.tag.split("}")[1]: one for one in ElementTree.fromstring(stream.get_data()).iter()}  # noqa: S314 - our own
    assert (told["part"].text, told["conformance"].text) == ("3", "B")
    for tag, value in (("title", about.title), ("creator", about.author), ("description", about.subject)):
        (item,) = told[tag].iter(f"{_RDF}li")
        assert (item.text or "") == (value or "")
    assert told["CreatorTool"].text == about.creator
    assert told["Producer"].text == about.producer
    assert about.creation_date is not None
    assert told["CreateDate"].text == told["ModifyDate"].text == about.creation_date.isoformat()
    assert about.modification_date == about.creation_date


def _colours(reader: pypdf.PdfReader) -> None:
    """Colours are plain RGB, and the file says which RGB."""
    (intent,) = _at(reader.trailer, "/Root", "/OutputIntents")
    profile = _at(intent, "/DestOutputProfile")
    assert (_at(intent, "/S"), profile["/N"], profile.get_data()[16:20]) == ("/GTS_PDFA1", 3, b"RGB ")
    for page in reader.pages:
        content = page.get_contents()
        assert content is not None
        assert not re.search(rb"[\d.] (g|G|k|K|gs|sh)[ \n]", content.get_data())
        for image in _at(page, "/Resources").get("/XObject", {}).values():
            assert (_at(image, "/ColorSpace"), _at(image, "/Filter")) == ("/DeviceRGB", "/DCTDecode")


def _carried(reader: pypdf.PdfReader) -> None:
    """What a file carries says what it is to the report, and is carried for the whole of it."""
    root = _at(reader.trailer, "/Root")
    assert ("/AF" in root) == ("/Names" in root)
    for file in root.get("/AF", ()):
        entry = _at(file)
        assert (entry["/AFRelationship"], entry["/F"]) == ("/Source", entry["/UF"])
        stream = _at(entry, "/EF", "/F")
        assert stream["/Subtype"] == "/text/plain"
        assert _at(stream, "/Params", "/Size") == len(stream.get_data())


def _inert(reader: pypdf.PdfReader) -> None:
    """Nothing in the file acts, leads outside, or is hidden; no name of such a thing occurs in any object."""
    for number in range(1, _at(reader.trailer, "/Size")):
        made = reader.get_object(number)
        if isinstance(made, dict):
            assert not (_ACTIONS | _NOT_IN_ARCHIVES) & made.keys(), made
            assert made.get("/S") not in ("/JavaScript", "/URI", "/Launch", "/SubmitForm", "/GoToR")
