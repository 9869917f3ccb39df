"""The whole report: what it says and in which order, how it stands on pages, that nothing in it does harm."""

import io
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pypdf
import pytest

from app.reports.content import Signature, SitrepContent
from app.reports.document import Narrative
from app.reports.sitrep import render
from tests.reports.sample import MEETINGS, QIPS, weekly

ROOT = Path(__file__).parents[2]


def changed(**fields: object) -> SitrepContent:
    return msgspec.structs.replace(weekly(), **fields)


def read(content: SitrepContent) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render(content)), strict=True)


def text_of(content: SitrepContent) -> str:
    return "\n".join(page.extract_text() for page in read(content).pages)


def operators_of(content: SitrepContent) -> bytes:
    contents = [page.get_contents() for page in read(content).pages]
    return b"".join(stream.get_data() for stream in contents if stream is not None)


def entry(value: Any, *keys: str | int) -> Any:
    """Follow keys into a PDF object, through references."""
    for key in keys:
        value = value[key].get_object()
    return value


def squeezed(text: str) -> str:
    return "".join(text.split())


def empty() -> SitrepContent:
    full = weekly()
    return SitrepContent(
        mission=full.mission,
        unit=full.unit,
        serial=full.serial,
        period_start=full.period_start,
        period_end=full.period_end,
        as_of=full.as_of,
        sender=full.sender,
        to=full.to,
    )


def test_what_the_report_says_and_in_which_order() -> None:
    text = squeezed(text_of(weekly()))
    position = 0
    for wanted in (
        "CIMIC weekly situation report",
        "Serial EAST-SITREP-W-2026-0047",
        "Period 140001ZNOV26 to 202359ZNOV26",
        "As of 211800ZNOV26",
        "Prepared by Maj A. Diallo, G9",
        "1 Key points",
        "Emergency support not yet reported: Medical evacuation of three civilians",
        "2 Liaison and information management",
        "14 meetings",
        "140830ZNOV26",
        "Comment: Relations with the host",
        "préfet de l’Ouham; société civile",
        "3 Mission support",
        "executing, not reported",
        "4 Community support",
        "5 Quick Impact Projects",
        "35 % built, 4 days late",
        "0009",
        "4 days late",
        "2026-11-17",
        "24,500 USD",
        "Total",
        "154,845.50 USD",
        "6 Follow-ups",
        "2 days overdue",
        "7 Civil situation",
        "Facts",
        "Road Bor–Pibor cut at km 14",
        "Comment",
        "Assessment",
        "8 Gender and protection",
        "9 Matters for decision",
        "10 Next period",
        "240800ZNOV26",
        "to be fixed",
        "Approved by",
        "Distribution",
    ):
        found = text.find(squeezed(wanted), position)
        assert found >= 0, f"{wanted!r} is not after {text[max(0, position - 40) : position]!r}"
        position = found


def test_every_page_has_marking_twice_serial_moment_and_its_number() -> None:
    pages = read(weekly()).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert text.count("CONFIDENTIAL") == 2
        assert "EAST-SITREP-W-2026-0047 · 211800ZNOV26" in text
        assert f"page {number} of {len(pages)}" in text


def test_properties_outline_and_language() -> None:
    reader = read(weekly())
    assert reader.metadata is not None
    assert reader.metadata.title == "EAST-SITREP-W-2026-0047 CIMIC weekly situation report"
    assert reader.metadata.author == "Maj A. Diallo, Sector East"
    assert reader.metadata.subject is not None
    assert "140001ZNOV26 to 202359ZNOV26" in reader.metadata.subject
    assert reader.metadata.creation_date == datetime(2026, 11, 21, 18, tzinfo=UTC)
    assert entry(reader.trailer, "/Root", "/Lang") == "en"
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert titles[0] == "1 Key points"
    assert titles[-1] == "10 Next period"
    assert len(titles) == 10


def test_an_empty_section_says_so() -> None:
    text = text_of(empty())
    assert text.count("Nothing to report.") == 10
    assert "not yet" in text
    assert len(read(empty()).pages) == 1


def test_french_labels_with_english_months() -> None:
    text = squeezed(text_of(changed(language="fr")))
    for wanted in (
        "Compte rendu hebdomadaire CIMIC",
        "Projets à impact rapide",
        "4 jours de retard",
    ):
        assert squeezed(wanted) in text
    assert squeezed("Période 140001ZNOV26 au 202359ZNOV26") in text
    assert "page1sur" in text
    assert squeezed(text_of(msgspec.structs.replace(empty(), language="fr"))).count("Rienàsignaler.") == 10


def test_a_finished_project_is_never_late() -> None:
    row = msgspec.structs.replace(QIPS[1], done=True, state="completed")
    text = text_of(changed(qips=(row,)))
    assert "late" not in text
    assert "35 % built, completed" in text


def test_the_words_to_a_section_stand_above_its_table_without_a_label() -> None:
    text = squeezed(text_of(changed(liaison=Narrative(facts="Contact is weekly again."))))
    assert squeezed("4 kept, 2 overdue. Contact is weekly again. DTG Meeting") in text


def test_a_total_of_some_says_of_how_many() -> None:
    rows = (*QIPS[:2], msgspec.structs.replace(QIPS[2], cost_cents=None))
    text = squeezed(text_of(changed(qips=rows)))
    assert squeezed("Total of the 2 whose cost is known") in text


def test_no_total_over_two_currencies() -> None:
    rows = (QIPS[0], msgspec.structs.replace(QIPS[1], currency="XAF"))
    assert "Total" not in text_of(changed(qips=rows))


def test_red_is_used_for_what_is_late_only() -> None:
    red = b"0.702 0.149 0.118 rg"
    assert red in operators_of(weekly())
    assert red not in operators_of(changed(qips=(QIPS[0],), support=(), follow_ups=()))


def test_arabic_accents_and_unknown_signs_can_be_copied_from_the_file() -> None:
    text = text_of(changed(civil_situation=Narrative(facts="حولا élève naïve Œuvre ✓ 😀 中文 שלום")))
    for wanted in ("حولا", "élève naïve Œuvre ✓", "[U+1F600]", "[U+4E2D U+6587]", "שלום"):
        assert wanted in text


def test_all_fonts_are_embedded_subsets_with_text_maps() -> None:
    for page in read(weekly()).pages:
        fonts = entry(page, "/Resources", "/Font")
        assert fonts
        for name in fonts:
            made = entry(fonts, name)
            assert "/FontFile2" in entry(made, "/DescendantFonts", 0, "/FontDescriptor")
            assert re.fullmatch(r"/[A-Z]{6}\+Noto\w+-\w+", made["/BaseFont"])
            assert "/ToUnicode" in made


def test_same_content_same_bytes_in_another_process_and_environment(tmp_path: Path) -> None:
    code = (
        "import sys; from tests.reports.sample import weekly; from app.reports.sitrep import render;"
        "sys.stdout.buffer.write(render(weekly()))"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Kabul",
        "HOME": str(tmp_path),
    }
    environment |= {"SOURCE_DATE_EPOCH": "123456789", "LC_ALL": "C"}
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    render(empty())
    assert other.stdout == render(weekly())


def test_other_content_other_id() -> None:
    first, second = read(weekly()), read(changed(serial="EAST-SITREP-W-2026-0048"))
    assert first.trailer["/ID"] != second.trailer["/ID"]


HOSTILE = (
    "<img src='/etc/passwd'/>",
    "<b>bold</b>",
    "</para></para>",
    "&amp; &lt; & <",
    ") Tj ET Q (x",
    "[<0041>] TJ",
    "{page} {0} %s %(x)s",
    "\\) \\n \\",
    "<font color=red>",
    "%PDF-1.7",
    "a\x00b\x1b[31m",
    "\u202egnp.exe",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_and_operators_are_only_text(hostile: str) -> None:
    content = changed(
        mission=hostile,
        unit=hostile,
        serial=hostile,
        sender=hostile,
        marking=hostile,
        kind=hostile,
        language=hostile,
        prepared=Signature(hostile, hostile),
        key_points=(hostile,),
        meetings=(msgspec.structs.replace(MEETINGS[0], outcome=hostile, comment=hostile),),
        qips=(msgspec.structs.replace(QIPS[0], title=hostile, currency=hostile),),
        civil_situation=Narrative(hostile, hostile, hostile),
        distribution=(hostile,),
    )
    shown = hostile.replace("\x00", "[U+0000]").replace("\x1b", "[U+001B]").replace("\u202e", "[U+202E]")
    assert squeezed(text_of(content)).count(squeezed(shown)) >= 6


def test_properties_are_inert() -> None:
    nasty = "Title) /JS (app.alert(1))\n/OpenAction << /S /JavaScript >>"
    reader = read(changed(serial=nasty, prepared=Signature(nasty)))
    assert reader.metadata is not None
    assert reader.metadata.title is not None
    assert reader.metadata.title.startswith("Title) /JS (app.alert(1)) /OpenAction << /S /JavaScript >>")
    assert "/OpenAction" not in entry(reader.trailer, "/Root")
    assert "/JS" not in entry(reader.trailer, "/Root")


def test_a_megabyte_in_one_paragraph() -> None:
    facts = "The road to Pibor is cut at km 14, " * 30_000
    reader = read(changed(civil_situation=Narrative(facts=facts)))
    assert len(reader.pages) > 100
    assert "Matters for decision" in reader.pages[-1].extract_text()


@pytest.mark.parametrize("word", ["W" * 10_000, "م" * 10_000, "中" * 2_000, "e" + "\u0301" * 2_000])
def test_a_word_without_end_in_a_narrow_cell(word: str) -> None:
    rows = (msgspec.structs.replace(QIPS[0], serial=word, title=word, note=word),)
    assert len(read(changed(qips=rows)).pages) > 3


def test_a_cell_taller_than_a_page_goes_on_with_its_head_repeated() -> None:
    rows = (msgspec.structs.replace(MEETINGS[0], outcome="\n".join(f"Point {n}." for n in range(400))),)
    pages = [page.extract_text() for page in read(changed(meetings=rows)).pages]
    own = [text for text in pages if re.search(r"Point \d+\.", text)]
    assert len(own) > 5
    assert all("DTG" in text and "Outcome" in text for text in own)
    numbers = [int(n) for text in own for n in re.findall(r"Point (\d+)\.", text)]
    assert numbers == list(range(400))


def test_no_heading_ends_a_page() -> None:
    for count in range(0, 40, 3):
        content = changed(key_points=tuple(f"Point {n}" for n in range(count)))
        for page in read(content).pages:
            lines = [line for line in page.extract_text().splitlines() if line.strip()]
            assert not re.match(r"\d+  \w", lines[-1])


def test_signatures_never_stand_alone_on_a_page() -> None:
    for count in range(0, 45, 2):
        content = changed(decisions=tuple(f"Matter {n}" for n in range(count)))
        last = read(content).pages[-1].extract_text()
        assert "Signature, date-time group" in last
        assert "Handover of the classroom block" in last


def test_a_short_chart_stays_on_one_page() -> None:
    for count in range(0, 30, 2):
        content = changed(key_points=tuple(f"Point {n}" for n in range(count)))
        (page,) = [
            text for text in (page.extract_text() for page in read(content).pages) if "% built" in text
        ]
        assert page.count("% built") == 4
        assert "Bar: % physical." in page


def test_a_hundred_rows_keep_whole_rows_together() -> None:
    rows = tuple(
        msgspec.structs.replace(QIPS[1], serial=f"{n:04}", note=f"end of {n:04}") for n in range(100)
    )
    pages = [page.extract_text() for page in read(changed(qips=rows)).pages]
    for n in range(100):
        ends = [text for text in pages if f"end of {n:04}" in text]
        assert len(ends) == 1
        assert "Veterinary clinic" in ends[0]
    assert "80 more in the table." in "\n".join(pages)


def test_the_file_is_sound_for_qpdf(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(render(weekly()))
    reader = pypdf.PdfReader(file, strict=True)
    assert reader.pdf_header == "%PDF-1.7"
    subprocess.run(["qpdf", "--check", str(file)], check=True, capture_output=True)
