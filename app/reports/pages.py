"""Any report: a document of blocks to PDF bytes; the same document gives the same bytes."""

from collections.abc import Iterator

from app.domain.moments import dtg
from app.reports.bar_charts import bar_chart
from app.reports.blocks import (
    bullets,
    fact_grid,
    heading,
    narrative,
    paragraph,
    signatures,
    subheading,
    title_block,
)
from app.reports.document import (
    Apart,
    Bars,
    Block,
    Cell,
    Chart,
    Document,
    Facts,
    Grid,
    Pictures,
    Points,
    Seal,
    Section,
    Signing,
    Text,
)
from app.reports.lines import set_text
from app.reports.maps import map_strips
from app.reports.photo_strips import photos
from app.reports.press import Sheet, bind
from app.reports.shaping import Shaper
from app.reports.strips import Strip, text_strips
from app.reports.style import BODY_LABEL, COMMENT, CONTENT_WIDTH, GAP, GAP_SMALL, MARGIN_SIDE
from app.reports.tables import Column, Part, table
from app.reports.tones import style_of
from app.reports.words import Words, words_for


def render(document: Document, seal: Seal | None = None) -> bytes:
    """Return the report as a PDF file. Any text is accepted and shown as text, never read as markup."""
    shaper = Shaper()
    words = words_for(document.language)
    strips = title_block(shaper, document.title, document.mission, document.unit)
    strips += fact_grid(shaper, _paired(document.facts))
    for number, section in enumerate(document.sections, start=1):
        strips += _section(shaper, words, number, section)
    sheet = Sheet(
        title=f"{document.serial} {document.title}".strip(),
        author=document.author or document.unit,
        subject=f"{document.title}, {document.mission} {document.unit}, {dtg(document.as_of)}, {document.marking}",
        serial=document.serial,
        unit=f"{document.mission if document.serial else document.title} · {document.unit}",
        as_of=document.as_of,
        marking=document.marking,
        release=document.release,
        language=document.language,
        paper=document.paper,
    )
    return bind(shaper, strips, sheet, seal)


def _section(shaper: Shaper, words: Words, number: int, section: Section) -> list[Strip]:
    strips: list[Strip] = []
    above: Block | None = None
    for block in section.blocks:
        made = block_strips(shaper, words, block)
        if made and isinstance(block, Facts) and above is not None and not isinstance(above, Facts):
            made[0] = made[0]._replace(gap=GAP)
        above = block if made else above
        strips += made
    strips = strips or paragraph(shaper, words.unrecorded, muted=True)
    head, *rest = heading(shaper, number, section.title)
    return [head._replace(page=section.new_page), *rest, *strips]


def block_strips(shaper: Shaper, words: Words, block: Block) -> list[Strip]:
    """Return the strips of one block; none where it says nothing."""
    match block:
        case Facts():
            return fact_grid(shaper, _paired(block.pairs))
        case Text():
            return _text(shaper, block)
        case Points():
            return bullets(shaper, block.texts, urgent=[(block.label, text) for text in block.urgent])
        case Apart():
            return narrative(shaper, block.narrative, words, gap=GAP_SMALL)
        case Grid():
            return _grid(shaper, block)
        case Bars():
            return bar_chart(shaper, block)
        case Chart():
            return map_strips(shaper, block)
        case Pictures():
            return photos(shaper, block.pictures, block.title)
        case Signing():
            return signatures(shaper, block.people, block.caption)


def _text(shaper: Shaper, block: Text) -> list[Strip]:
    if not block.text.strip():
        return []
    label = set_text(shaper, block.label, BODY_LABEL, CONTENT_WIDTH)
    strips = text_strips(label, MARGIN_SIDE, CONTENT_WIDTH, gap=GAP, keep=True)
    if block.tone == "comment":
        lines = set_text(shaper, block.text, COMMENT, CONTENT_WIDTH)
        return strips + text_strips(lines, MARGIN_SIDE, CONTENT_WIDTH)
    return strips + paragraph(shaper, block.text, muted=block.tone == "muted")


def _grid(shaper: Shaper, block: Grid) -> list[Strip]:
    if not block.rows:
        return []
    columns = [Column(one.title, one.share, "end" if one.end else "start") for one in block.columns]
    rows = [[_cell(cell) for cell in row] for row in block.rows]
    title = subheading(shaper, block.title) if block.title else []
    return title + table(shaper, columns, rows, gap=GAP_SMALL, total=block.total)


def _cell(cell: Cell) -> list[Part]:
    if isinstance(cell, str):
        return [Part(cell)]
    return [Part(told.text, style_of(told.tone), told.label) for told in cell if told.text.strip()]


def _paired(pairs: tuple[tuple[str, str], ...]) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    return list(_two(pairs))


def _two(pairs: tuple[tuple[str, str], ...]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    for start in range(0, len(pairs), 2):
        one = pairs[start]
        yield one, pairs[start + 1] if start + 1 < len(pairs) else ("", "")
