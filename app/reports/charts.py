"""The bar chart of Quick Impact Projects: how much is built and spent, which are late; in words as well."""

from collections.abc import Sequence
from typing import Final

from app.reports.content import QipRow
from app.reports.lines import Line, set_text, shorten
from app.reports.pdf import Pen
from app.reports.shaping import Shaper
from app.reports.strips import Strip, base_line, text_strips
from app.reports.style import (
    ACCENT,
    AMBER,
    BAR_HEIGHT,
    BAR_ROW,
    CELL,
    CELL_BOLD,
    CONTENT_WIDTH,
    FOOT,
    GAP_SMALL,
    GREEN,
    INK,
    MARGIN_SIDE,
    RED,
    TRACK,
    Rgb,
)
from app.reports.words import Words, counted

# More bars than this say less than the table does.
MOST_BARS: Final = 20
_ONE_GLANCE: Final = 12
_SERIAL: Final = CONTENT_WIDTH * 0.09
_LABEL: Final = CONTENT_WIDTH * 0.38
_TRACK: Final = CONTENT_WIDTH * 0.32
_NOTE: Final = CONTENT_WIDTH - _LABEL - _TRACK - 8.0


def qip_colour(row: QipRow) -> Rgb:
    """Return the colour that says how a project stands against its limit."""
    if row.done:
        return GREEN
    if row.days_late:
        return RED
    return AMBER if row.near_limit else ACCENT


def qip_chart(shaper: Shaper, rows: Sequence[QipRow], words: Words) -> list[Strip]:
    """Make one bar for each project of which somebody stated how much is built, and a key."""
    known = [row for row in rows if row.percent_physical is not None]
    if not known:
        return []
    strips = [_bar(shaper, row, words) for row in known[:MOST_BARS]]
    more = words.chart_more.format(n=len(known) - MOST_BARS) if len(known) > MOST_BARS else ""
    key = set_text(shaper, f"{words.chart_key}  {more}".strip(), FOOT, CONTENT_WIDTH)
    # A short chart is read at one glance, so it stays on one page; a long one keeps its key by its last bar.
    together = len(strips) <= _ONE_GLANCE
    strips = [strip._replace(keep=together or strip is strips[-1]) for strip in strips]
    return strips + text_strips(key, MARGIN_SIDE, CONTENT_WIDTH, gap=2.0)


def _bar(shaper: Shaper, row: QipRow, words: Words) -> Strip:
    serial = shorten(shaper, row.serial, CELL, _SERIAL - GAP_SMALL)
    title = shorten(shaper, row.title, CELL, _LABEL - _SERIAL - GAP_SMALL)
    built = _fraction(row.percent_physical)
    spent = _fraction(row.percent_spent) if row.percent_spent is not None else None
    colour = qip_colour(row)
    style = (CELL_BOLD if row.days_late else CELL)._replace(colour=INK if colour == ACCENT else colour)
    note = shorten(shaper, _note(row, words), style, _NOTE)
    x = MARGIN_SIDE + _LABEL

    def draw(pen: Pen, top: float) -> None:
        middle = top - BAR_ROW / 2
        pen.box(x, middle - BAR_HEIGHT / 2, _TRACK, BAR_HEIGHT, TRACK)
        pen.box(x, middle - BAR_HEIGHT / 2, _TRACK * built, BAR_HEIGHT, colour)
        if spent is not None:
            pen.box(x + _TRACK * spent - 0.75, middle - BAR_HEIGHT, 1.5, BAR_HEIGHT * 2, INK)
        _beside(pen, serial, MARGIN_SIDE, top, _SERIAL)
        _beside(pen, title, MARGIN_SIDE + _SERIAL, top, _LABEL - _SERIAL - GAP_SMALL)
        _beside(pen, note, x + _TRACK + 8.0, top, _NOTE)

    return Strip(BAR_ROW, draw)


def _beside(pen: Pen, line: Line | None, x: float, top: float, width: float) -> None:
    if line is not None:
        pen.line(line, x, base_line(line, top - (BAR_ROW - line.style.leading) / 2), width)


def _note(row: QipRow, words: Words) -> str:
    built = words.built.format(n=row.percent_physical)
    if row.days_late:
        return f"{built}, {counted(row.days_late, words.day_late, words.days_late)}"
    if row.near_limit and not row.done and row.days_to_limit is not None:
        return f"{built}, {counted(row.days_to_limit, words.day_left, words.days_left)}"
    return f"{built}, {words.completed}" if row.done else built


def _fraction(percent: int | None) -> float:
    return min(100, max(0, percent or 0)) / 100
