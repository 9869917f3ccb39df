"""The press: strips to pages with their furniture, the seal on the last page, and the file it carries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import segno

from app.domain.moments import dtg
from app.reports.document import Seal
from app.reports.furniture import Furniture
from app.reports.lines import set_text
from app.reports.pdf import Pen
from app.reports.shaping import Shaper
from app.reports.strips import Strip, base_line, paginate
from app.reports.style import (
    CELL_MUTED,
    CONTENT_WIDTH,
    GAP,
    GAP_SECTION,
    HAIR,
    HAIRLINE,
    INK,
    MARGIN_SIDE,
    MARGIN_TOP,
    PAPERS,
    QR_SIDE,
)
from app.reports.words import words_for

_QUIET: Final = 2
"""Modules of white around a QR code; the paper around it is white as well."""


class Sheet(NamedTuple):
    """What stands around the content of every page, and in the file's properties."""

    title: str
    author: str
    subject: str
    serial: str
    unit: str
    as_of: datetime
    marking: str
    release: str
    language: str
    paper: str


def bind(shaper: Shaper, strips: Sequence[Strip], sheet: Sheet, seal: Seal | None = None) -> bytes:
    """Return the file; the same strips, sheet and seal always give the same bytes."""
    paper = PAPERS[sheet.paper]
    pen = Pen(
        shaper, title=sheet.title, author=sheet.author, subject=sheet.subject, language=sheet.language,
        moment=sheet.as_of, paper=paper,
    )  # fmt: skip
    bound = list(strips)
    if seal:  # never alone on a page
        bound[-1:] = [*(strip._replace(keep=True) for strip in bound[-1:]), _seal_strip(shaper, seal)]
    pages = paginate(bound, paper.depth)
    furniture = Furniture(
        shaper, marking=sheet.marking, release=sheet.release, serial=sheet.serial, unit=sheet.unit,
        stamp=dtg(sheet.as_of), page=words_for(sheet.language).page, paper=paper,
    )  # fmt: skip
    for number, page in enumerate(pages, start=1):
        furniture.draw(pen, number, len(pages))
        for strip, top in page:
            strip.draw(pen, paper.height - MARGIN_TOP - top)
        pen.next_page()
    if seal:
        pen.carry(seal.name, seal.carried, seal.about)
    return pen.finish()


def _seal_strip(shaper: Shaper, seal: Seal) -> Strip:
    """Make the seal: the QR code at the left, what it says at the right."""
    rows = [bytes(row) for row in segno.make(seal.code, error="m", micro=False).matrix]
    module = QR_SIDE / (len(rows) + 2 * _QUIET)
    width = CONTENT_WIDTH - QR_SIDE - GAP
    lines = [line for text in seal.lines for line in set_text(shaper, text, CELL_MUTED, width)]
    height = max(QR_SIDE, sum(line.style.leading for line in lines)) + GAP

    def draw(pen: Pen, top: float) -> None:
        pen.rule(MARGIN_SIDE, top, CONTENT_WIDTH, HAIRLINE, HAIR)
        for number, row in enumerate(rows):
            y = top - GAP - (number + _QUIET + 1) * module
            for start, length in _runs(row):
                pen.box(MARGIN_SIDE + (start + _QUIET) * module, y, length * module, module, INK)
        below = top - GAP
        for line in lines:
            pen.line(line, MARGIN_SIDE + QR_SIDE + GAP, base_line(line, below), width)
            below -= line.style.leading

    return Strip(height, draw, gap=GAP_SECTION)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((at, 1))
    return runs
