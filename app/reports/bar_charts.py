"""Bar charts: parts of a track side by side, a mark, and the figures in words beside each bar."""

from collections.abc import Sequence
from typing import Final

from app.reports.document import Bar, Bars
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
    CONTENT_WIDTH,
    FOOT,
    GAP,
    GAP_SMALL,
    GREEN,
    INK,
    MARGIN_SIDE,
    RED,
    REST,
    SUBHEADING,
    TRACK,
    Rgb,
)
from app.reports.tones import style_of

TONES: Final[dict[str, Rgb]] = {"accent": ACCENT, "late": RED, "soon": AMBER, "done": GREEN, "muted": REST}
_LABEL: Final = CONTENT_WIDTH * 0.34
_TRACK: Final = CONTENT_WIDTH * 0.34
_NOTE: Final = CONTENT_WIDTH - _LABEL - _TRACK - 2 * GAP
_ONE_GLANCE: Final = 14


def bar_chart(shaper: Shaper, chart: Bars) -> list[Strip]:
    """Make a chart with its title above and its key below; a short one stays on one page."""
    if not chart.bars:
        return []
    title = set_text(shaper, chart.title, SUBHEADING, CONTENT_WIDTH)
    key = set_text(shaper, chart.key, FOOT, CONTENT_WIDTH)
    bars = [_bar(shaper, bar) for bar in chart.bars]
    together = len(bars) <= _ONE_GLANCE
    last = len(bars) - 1
    kept = [
        bar._replace(keep=(together and n < last) or (n == last and bool(key))) for n, bar in enumerate(bars)
    ]
    return [
        *text_strips(title, MARGIN_SIDE, CONTENT_WIDTH, gap=GAP, keep=True),
        *kept,
        *text_strips(key, MARGIN_SIDE, CONTENT_WIDTH, gap=2.0),
    ]


def _bar(shaper: Shaper, bar: Bar) -> Strip:
    label = shorten(shaper, bar.label, CELL, _LABEL - GAP_SMALL)
    note = shorten(shaper, bar.note, style_of(bar.tone), _NOTE)
    x = MARGIN_SIDE + _LABEL

    def draw(pen: Pen, top: float) -> None:
        middle = top - BAR_ROW / 2
        pen.box(x, middle - BAR_HEIGHT / 2, _TRACK, BAR_HEIGHT, TRACK)
        start = x
        for part, colour in _parts(bar):
            pen.box(start, middle - BAR_HEIGHT / 2, _TRACK * part, BAR_HEIGHT, colour)
            start += _TRACK * part
        if bar.mark is not None:
            at = x + _TRACK * min(1.0, max(0.0, bar.mark))
            pen.box(at - 0.75, middle - BAR_HEIGHT, 1.5, BAR_HEIGHT * 2, INK)
        _beside(pen, label, MARGIN_SIDE, top, _LABEL - GAP_SMALL)
        _beside(pen, note, x + _TRACK + GAP, top, _NOTE)

    return Strip(BAR_ROW, draw)


def _parts(bar: Bar) -> Sequence[tuple[float, Rgb]]:
    """Return the parts that fit on the track, each cut where the track ends."""
    left, parts = 1.0, []
    for share in bar.shares:
        part = min(max(0.0, share.part), left)
        left -= part
        parts.append((part, TONES[share.tone]))
    return parts


def _beside(pen: Pen, line: Line | None, x: float, top: float, width: float) -> None:
    if line is not None:
        pen.line(line, x, base_line(line, top - (BAR_ROW - line.style.leading) / 2), width)
