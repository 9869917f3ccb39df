"""What `papers` measures, each run alone in a fresh process: `python -m tests.benchmarks.paper_work NAME`.

The text, the typeface, its size, the distance of lines and the width of the page are the same for all.
"""

from __future__ import annotations

import gc
import html
import io
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from time import perf_counter
from typing import Any, NamedTuple

import msgspec
import pypdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from app.assets import resource
from app.cli.entry import SWEEP_AFTER
from app.reports.document import Document, Section, Text
from app.reports.pages import render
from app.reports.style import BODY, CONTENT_WIDTH, MARGIN_BOTTOM, MARGIN_SIDE, MARGIN_TOP
from tests.benchmarks.content import text

ENTRIES = 500
FACTS, COMMENT = 1000, 200
MARGIN = (A4[0] - CONTENT_WIDTH) / 2


class Entry(NamedTuple):
    """One entry of a long report."""

    title: str
    facts: str
    comment: str


def entries(count: int) -> list[Entry]:
    """Return the entries, the same ones every time."""
    chance = random.Random(7)
    return [
        Entry(f"{number + 1} {text(chance, 40)}", text(chance, FACTS), text(chance, COMMENT))
        for number in range(count)
    ]


def ours(found: list[Entry]) -> bytes:
    """Set them with the report package."""
    blocks = tuple(
        block for one in found for block in (Text(one.facts, one.title), Text(one.comment, tone="comment"))
    )
    document = Document(
        title="Entries", mission="Mission", unit="Unit", serial="X", as_of=datetime(2026, 11, 22, tzinfo=UTC),
        sections=(Section("Entries", blocks),),
    )  # fmt: skip
    return render(document)


def bare(found: list[Entry]) -> bytes:
    """Set them with the paragraphs of the PDF library itself, which splits them into lines and pages."""
    for name in ("Regular", "Bold", "Italic"):
        pdfmetrics.registerFont(TTFont(f"Noto-{name}", str(resource("fonts", f"NotoSans-{name}.ttf"))))
    made = {
        name: ParagraphStyle(
            name, fontName=f"Noto-{name}", fontSize=BODY.size, leading=BODY.leading, spaceBefore=before
        )
        for name, before in (("Bold", 8), ("Regular", 0), ("Italic", 0))
    }
    out = io.BytesIO()
    flow = [
        Paragraph(html.escape(part), made[name])
        for one in found
        for part, name in ((one.title, "Bold"), (one.facts, "Regular"), (one.comment, "Italic"))
    ]
    SimpleDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN_SIDE - 6, rightMargin=MARGIN_SIDE - 6, topMargin=MARGIN_TOP,
        bottomMargin=MARGIN_BOTTOM,
    ).build(flow)  # fmt: skip
    return out.getvalue()


def typst(found: list[Entry]) -> bytes:
    """Set them with typst."""
    lines = [
        f'#set page(paper: "a4", margin: (x: {MARGIN}pt, top: {MARGIN_TOP}pt, bottom: {MARGIN_BOTTOM}pt))',
        f'#set text(font: "Noto Sans", size: {BODY.size}pt)',
        "#set par(leading: 0.5em)",
        *(f"*{one.title}*\n\n{one.facts}\n\n_{one.comment}_\n" for one in found),
    ]
    compiler: Any = import_module("typst")
    fonts = [str(resource("fonts"))]
    made: bytes = compiler.compile("\n".join(lines).encode(), font_paths=fonts)
    return made


def weasyprint(found: list[Entry]) -> bytes:
    """Set them with WeasyPrint."""
    faces = "".join(
        f"@font-face{{font-family:Noto;font-weight:{weight};font-style:{style};"
        f"src:url({resource('fonts', f'NotoSans-{name}.ttf').as_uri()})}}"
        for name, weight, style in (
            ("Regular", 400, "normal"),
            ("Bold", 700, "normal"),
            ("Italic", 400, "italic"),
        )
    )
    body = "".join(
        f"<p><b>{html.escape(one.title)}</b></p><p>{html.escape(one.facts)}</p><p><i>{html.escape(one.comment)}</i></p>"
        for one in found
    )
    style = (
        f"{faces}@page{{size:A4;margin:{MARGIN_TOP}pt {MARGIN}pt {MARGIN_BOTTOM}pt}}"
        f"p{{font:{BODY.size}pt/{BODY.leading}pt Noto;margin:0}}"
    )
    maker: Any = import_module("weasyprint")
    made: bytes = maker.HTML(string=f"<style>{style}</style>{body}").write_pdf()
    return made


MAKERS: dict[str, Callable[[list[Entry]], bytes]] = {
    "ours": ours,
    "bare": bare,
    "typst": typst,
    "weasyprint": weasyprint,
}


def measured(name: str) -> dict[str, Any]:
    """Make one page first, so that no import is measured, then what is asked for."""
    maker, count = (bare, 4) if name == "page" else (MAKERS[name], ENTRIES)
    maker(entries(4))
    found = entries(count)
    start = perf_counter()
    pdf = maker(found)
    seconds = perf_counter() - start
    return {"seconds": seconds, "pages": len(pypdf.PdfReader(io.BytesIO(pdf)).pages), "bytes": len(pdf)}


if __name__ == "__main__":
    gc.set_threshold(SWEEP_AFTER)  # as the program does
    sys.stdout.buffer.write(msgspec.json.encode(measured(sys.argv[1])) + b"\n")
