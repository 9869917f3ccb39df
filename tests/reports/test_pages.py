"""Any report: what its blocks say, that bad input harms nothing, that the file is sound and carries its seal."""

import io
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pypdf
import pytest

from app.reports.document import (
    Apart,
    Bar,
    Bars,
    Block,
    Chart,
    Column,
    Document,
    Facts,
    Grid,
    Narrative,
    Outline,
    Picture,
    Pictures,
    Points,
    Seal,
    Section,
    Share,
    Signing,
    Symbol,
    Text,
    Told,
)
from app.reports.pages import render
from app.reports.style import ACCENT, REST, TRACK
from tests.pictures import making
from tests.reports.soundness import sound

DISCLAIMER = "The boundaries on this map do not imply endorsement."
SEAL = Seal(
    name="liaison-provenance.txt", carried=b"-----BEGIN LIAISON REPORT-----\n{}\n", about="What it was built from",
    code="LIAISON-REPORT:1:X:" + "ab" * 32, lines=("How to check this report", "Digest ABAB"),
)  # fmt: skip
PHOTO = making.encoded(making.scene(40, 30), "JPEG")
SYMBOLS = (
    Symbol(4_859_390, 31_571_250, 100, "meeting", "0001 Council"),
    Symbol(4_959_390, 31_671_250, 1000, "qip", "0002 Borehole", "late"),
)


def document(*blocks: Block, **fields: object) -> Document:
    made = Document(
        title="Project sheet: Borehole", mission="UNMISX", unit="Sector East", serial="EAST-CSP-2026-0001",
        as_of=datetime(2026, 11, 22, 18, tzinfo=UTC), sections=(Section("What", blocks),),
    )  # fmt: skip
    return msgspec.structs.replace(made, **fields)


def read(made: Document, seal: Seal | None = None) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render(made, seal)), strict=True)


def text_of(made: Document, seal: Seal | None = None) -> str:
    return "\n".join(page.extract_text() for page in read(made, seal).pages)


EVERY: tuple[Block, ...] = (
    Facts((("State", "under way"), ("Place", "Bentiu"), ("Cost", "24,500 USD"))),
    Text("The pump stands still.", "Need"),
    Points(("One point",), ("Evacuation of three",), "Not yet reported:"),
    Apart(Narrative("Road cut.", "Mood poor.", "Will worsen.")),
    Grid(
        (Column("What"), Column("Number", end=True)),
        (("Meetings", "4"), ((Told("late", "late"),), "2")),
        title="Counts",
    ),
    Bars(
        "Money by sector",
        (Bar("East", (Share(0.4), Share(0.3, "muted")), "12 of 30", mark=0.6),),
        "Blue: spent.",
    ),
    Chart(
        SYMBOLS, (("meeting", "Meeting"), ("qip", "QIP")), DISCLAIMER, (Outline(((31.0, 4.0), (32.0, 5.0))),)
    ),
    Pictures((Picture("Before", (40, 30), PHOTO), Picture("After", why="No picture: b.jpg is damaged."))),
    Signing((("For the mission", "Maj A. Diallo"), ("For the community", "")), "Signature"),
)


def test_every_block_says_what_it_holds_in_order(tmp_path: Path) -> None:
    text = text_of(document(*EVERY), SEAL)
    position = 0
    for wanted in (
        "Project sheet: Borehole", "1 What", "State", "under way", "24,500 USD", "Need", "The pump stands still.",
        "Not yet reported: Evacuation of three", "One point", "Facts", "Road cut.", "Comment", "Mood poor.",
        "Assessment", "Counts", "Number", "Meetings", "late", "Money by sector", "East", "12 of 30", "Blue: spent.",
        "32°E", "0001 Council", "0002 Borehole", "km", "Meeting", DISCLAIMER, "Before",
        "No picture: b.jpg is damaged.", "After", "For the mission", "Maj A. Diallo", "Signature",
        "How to check this report",
    ):  # fmt: skip
        squeezed, found = "".join(wanted.split()), "".join(text.split())
        assert found.find(squeezed, position) >= 0, wanted
        position = found.find(squeezed, position)
    sound(render(document(*EVERY), SEAL), tmp_path)


@pytest.mark.parametrize("paper", [("A4", 595.28, 841.89), ("Letter", 612.0, 792.0)], ids=["A4", "Letter"])
def test_paper_has_its_size_and_content_stays_on_it(paper: tuple[str, float, float]) -> None:
    name, width, height = paper
    long = Text("A line of a report that is repeated. " * 900)
    reader = read(document(long, paper=name))
    assert len(reader.pages) > 3
    for page in reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            (width, height), abs=0.1
        )
        assert page.extract_text().count("UNCLASSIFIED") == 2


def test_the_carried_file_stands_in_the_pdf_byte_for_byte() -> None:
    pdf = render(document(*EVERY), SEAL)
    assert pdf.count(SEAL.carried) == 1
    (name,) = read(document(*EVERY), SEAL).attachments
    assert name == "liaison-provenance.txt"
    assert read(document(*EVERY), SEAL).attachments[name] == [SEAL.carried]


def test_a_photo_stands_in_the_file_as_the_jpeg_that_it_is() -> None:
    (image,) = read(document(EVERY[7])).pages[0]["/Resources"]["/XObject"].values()  # type: ignore[index]  # pypdf types its objects loosely
    assert (image["/Filter"], image["/Width"], image["/Height"]) == ("/DCTDecode", 40, 30)
    assert render(document(EVERY[7])).count(PHOTO) == 1
    twice = Pictures((Picture("One", (40, 30), PHOTO), Picture("The same again", (40, 30), PHOTO)))
    assert render(document(twice)).count(PHOTO) == 1


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(document(*EVERY), SEAL) == render(document(*EVERY), SEAL)
    assert render(document(*EVERY), SEAL) != render(document(*EVERY, paper="Letter"), SEAL)


def test_title_language_outline_and_release_stand_in_the_file() -> None:
    reader = read(document(*EVERY, language="fr", release="Version communicable"))
    assert reader.metadata is not None
    assert reader.metadata.title == "EAST-CSP-2026-0001 Project sheet: Borehole"
    assert reader.trailer["/Root"]["/Lang"] == "fr"  # type: ignore[index]  # pypdf types its objects loosely
    assert [one.title for one in reader.outline] == ["1 What"]  # type: ignore[union-attr]  # no outline is nested
    assert all("Version communicable" in page.extract_text() for page in reader.pages)


def test_no_map_goes_without_its_disclaimer() -> None:
    assert DISCLAIMER in " ".join(text_of(document(EVERY[6])).split())
    assert DISCLAIMER not in text_of(document(Chart((), (), DISCLAIMER)))


def test_what_stands_in_one_place_on_a_map_is_all_named() -> None:
    symbols = tuple(Symbol(4_000_000, 31_000_000, 1, "meeting", f"Nr{n}.") for n in range(6))
    text = text_of(document(Chart(symbols, (("meeting", "Meeting"),), DISCLAIMER)))
    assert all(f"Nr{n}." in text for n in range(6))


def test_the_parts_of_a_bar_differ_in_black_and_white() -> None:
    accent, rest, track = (
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (ACCENT, REST, TRACK)
    )
    assert accent + 0.25 < rest < track - 0.15


MEGABYTE = "word and another " * 62_000
BAD = {
    "markup": "<b>bold</b> <img src='/etc/passwd'/> <font color=red> &amp; </para> ]]> \\x",
    "controls": "a\x00b\x07c\x1bd\u202eevil\u2066",
    "long word": "x" * 10_000,
    "scripts": "日本語 العربية עברית हिन्दी ไทย 🚰 e\u0301\u0301\u0301\u0301\u0301\u0301",
    "half a character": "\ud800 alone",
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_text_in_every_place_is_shown_as_text(name: str, tmp_path: Path) -> None:
    bad = BAD[name]
    blocks: tuple[Block, ...] = (
        Facts(((bad, bad),)), Text(bad, bad), Points((bad,), (bad,), bad), Apart(Narrative(bad, bad, bad)),
        Grid((Column(bad, 0.1), Column(bad)), ((bad, (Told(bad, "late", bad),)),), title=bad),
        Bars(bad, (Bar(bad, (Share(9.0), Share(-1.0)), bad, mark=7.0),), bad),
        Chart((Symbol(0, 0, 1, "note", bad),), (("note", bad),), bad, attribution=bad, title=bad),
        Pictures((Picture(bad, why=bad),), bad), Signing(((bad, bad),), bad),
    )  # fmt: skip
    pdf = render(document(*blocks, title=bad, mission=bad, unit=bad, serial=bad, release=bad))
    sound(pdf, tmp_path)
    assert b"root:" not in pdf
    assert "1" in text_of(document(*blocks))


def test_a_megabyte_paragraph_and_a_cell_taller_than_a_page_are_parted(tmp_path: Path) -> None:
    grid = Grid((Column("A"), Column("B")), (("short", MEGABYTE[:60_000]),))
    pdf = render(document(Text(MEGABYTE), grid))
    sound(pdf, tmp_path)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 100


@pytest.mark.parametrize(
    "symbols",
    [
        (Symbol(0, 0, 1, "note", "one place"),),
        (
            Symbol(89_000_000, 179_000_000, 1, "note", "pole"),
            Symbol(-89_000_000, -179_000_000, 1, "qip", "pole"),
        ),
        tuple(Symbol(4_000_000, 31_000_000, 1, "meeting", f"same place {n}") for n in range(300)),
    ],
    ids=["one", "whole world", "three hundred in one place"],
)
def test_maps_of_any_extent(symbols: tuple[Symbol, ...], tmp_path: Path) -> None:
    sound(render(document(Chart(symbols, (("note", "Note"),), DISCLAIMER))), tmp_path)
