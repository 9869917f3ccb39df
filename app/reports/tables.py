"""Tables as strips: hairlines between rows, heads repeated on each page, long rows broken between lines."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

from app.reports.lines import Line, Span, set_text
from app.reports.pdf import Pen
from app.reports.shaping import Shaper
from app.reports.strips import Strip, base_line
from app.reports.style import (
    ACCENT,
    CELL,
    CELL_X,
    CELL_Y,
    CONTENT_WIDTH,
    HAIR,
    HAIRLINE,
    MARGIN_SIDE,
    ROW_LIMIT,
    TABLE_HEAD,
    Align,
    TextStyle,
)


class Column(NamedTuple):
    """A column: its head, its share of the width, and how its text is aligned."""

    title: str
    share: float
    align: Align = "start"


class Part(NamedTuple):
    """A paragraph in a cell, with a label in front if it has one."""

    text: str
    style: TextStyle = CELL
    label: str = ""


Cell = Sequence[Part]
HEAD_LINES: Final = 6
"""Most lines of a head, which is repeated on each page and must leave room for rows."""


class _Box(NamedTuple):
    """Where a column's text stands: left edge and width in points."""

    x: float
    width: float


def table(
    shaper: Shaper,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    gap: float,
    total: bool = False,
) -> list[Strip]:
    """Set a table over the full width; `total` keeps the last row with the one before it."""
    boxes = _boxes(columns)
    head = _head(shaper, columns, boxes)
    strips = [head._replace(gap=gap, keep=True)]
    for number, row in enumerate(rows):
        keep = total and number == len(rows) - 2
        strips += _row(_lines(shaper, columns, boxes, row), boxes, head, keep=keep)
    return strips


def cells(*texts: str) -> list[Cell]:
    """Make plain cells."""
    return [[Part(text)] for text in texts]


def _boxes(columns: Sequence[Column]) -> list[_Box]:
    whole = sum(column.share for column in columns)
    boxes: list[_Box] = []
    x = MARGIN_SIDE
    for column in columns:
        width = CONTENT_WIDTH * column.share / whole
        boxes.append(_Box(x + CELL_X, width - 2 * CELL_X))
        x += width
    return boxes


def _head(shaper: Shaper, columns: Sequence[Column], boxes: Sequence[_Box]) -> Strip:
    texts = [
        set_text(shaper, column.title, TABLE_HEAD._replace(align=column.align), box.width)[:HEAD_LINES]
        for column, box in zip(columns, boxes, strict=True)
    ]
    height = _height(texts) + 2 * CELL_Y

    def draw(pen: Pen, top: float) -> None:
        deepest = _height(texts)
        for lines, box in zip(texts, boxes, strict=True):
            # Heads stand on the rule, however many lines their neighbours have.
            _draw_lines(pen, lines, box, top - CELL_Y - (deepest - sum(line.style.leading for line in lines)))
        pen.rule(MARGIN_SIDE, top - height, CONTENT_WIDTH, ACCENT, 2 * HAIR)

    return Strip(height, draw)


def _lines(
    shaper: Shaper, columns: Sequence[Column], boxes: Sequence[_Box], row: Sequence[Cell]
) -> list[list[Line]]:
    return [
        [line for part in cell for line in _part_lines(shaper, part, column, box)]
        for cell, column, box in zip(row, columns, boxes, strict=True)
    ]


def _part_lines(shaper: Shaper, part: Part, column: Column, box: _Box) -> list[Line]:
    style = part.style if part.style.align == "left" else part.style._replace(align=column.align)
    lead = Span(part.label + " ", "bold", part.style.colour) if part.label else None
    return set_text(shaper, part.text, style, box.width, lead=lead)


def _row(row: Sequence[Sequence[Line]], boxes: Sequence[_Box], head: Strip, *, keep: bool) -> list[Strip]:
    if _height(row) + 2 * CELL_Y <= ROW_LIMIT:
        return [_strip(row, boxes, head, first=True, last=True, keep=keep)]
    steps = list(zip_longest(*row))
    last = len(steps) - 1
    return [
        _strip(
            [[line] if line is not None else [] for line in step],
            boxes,
            head,
            first=number == 0,
            last=number == last,
            keep=keep if number == last else number in (0, last - 1),
        )
        for number, step in enumerate(steps)
    ]


def _strip(
    row: Sequence[Sequence[Line]], boxes: Sequence[_Box], head: Strip, *, first: bool, last: bool, keep: bool
) -> Strip:
    """Make a row, or one line of a long row, which has its padding and hairline at its two ends."""
    above = CELL_Y if first else 0.0
    height = _height(row) + above + (CELL_Y if last else 0.0)

    def draw(pen: Pen, top: float) -> None:
        for lines, box in zip(row, boxes, strict=True):
            _draw_lines(pen, lines, box, top - above)
        if last:
            pen.rule(MARGIN_SIDE, top - height, CONTENT_WIDTH, HAIRLINE, HAIR)

    return Strip(height, draw, keep=keep, head=head)


def _draw_lines(pen: Pen, lines: Sequence[Line], box: _Box, top: float) -> None:
    for line in lines:
        pen.line(line, box.x, base_line(line, top), box.width)
        top -= line.style.leading


def _height(row: Sequence[Sequence[Line]]) -> float:
    return max((sum(line.style.leading for line in lines) for lines in row), default=0.0)
