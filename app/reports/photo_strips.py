"""Photos in pairs, each with its caption; one that cannot be shown leaves a frame that says so."""

from collections.abc import Sequence
from typing import Final

from app.reports.blocks import subheading
from app.reports.document import Picture
from app.reports.lines import Line, set_text
from app.reports.pdf import Pen
from app.reports.shaping import Shaper
from app.reports.strips import Strip, base_line
from app.reports.style import (
    CELL_MUTED,
    CELL_PLACE,
    CONTENT_WIDTH,
    GAP,
    GAP_SMALL,
    HAIRLINE,
    MARGIN_SIDE,
    MUTED,
    PICTURE_DEPTH,
    WATER,
)

_WIDTH: Final = (CONTENT_WIDTH - GAP) / 2
_MOST_LINES: Final = 4


def photos(shaper: Shaper, pictures: Sequence[Picture], title: str = "") -> list[Strip]:
    """Make rows of two photos each, captions below them."""
    strips = subheading(shaper, title) if title and pictures else []
    for start in range(0, len(pictures), 2):
        strips.append(_pair(shaper, pictures[start : start + 2]))
    return strips


def _pair(shaper: Shaper, pair: Sequence[Picture]) -> Strip:
    captions = [set_text(shaper, picture.caption, CELL_PLACE, _WIDTH)[:_MOST_LINES] for picture in pair]
    said = [_missing(shaper, picture) for picture in pair]
    frames = [_fitted(picture.size) for picture in pair]
    depth = max(height for _, height in frames)
    under = max(sum(line.style.leading for line in lines) for lines in captions)

    def draw(pen: Pen, top: float) -> None:
        for number, picture in enumerate(pair):
            x, (width, height) = MARGIN_SIDE + number * (_WIDTH + GAP), frames[number]
            if picture.jpeg:
                pen.picture(picture.size, picture.jpeg, (x, top - depth, width, height))
            else:
                _frame(pen, said[number], x, top, depth)
            _stack(pen, captions[number], x, top - depth - GAP_SMALL)

    return Strip(depth + GAP_SMALL + under, draw, gap=GAP)


def _fitted(size: tuple[int, int]) -> tuple[float, float]:
    """Return width and height in points of a photo in its half of the page; a frame where there is no photo."""
    columns, rows = size
    if columns < 1 or rows < 1:
        return _WIDTH, PICTURE_DEPTH / 2
    scale = min(_WIDTH / columns, PICTURE_DEPTH / rows)
    return columns * scale, rows * scale


def _missing(shaper: Shaper, picture: Picture) -> list[Line]:
    return [] if picture.jpeg else set_text(shaper, picture.why, CELL_MUTED, _WIDTH - 2 * GAP)[:_MOST_LINES]


def _frame(pen: Pen, said: Sequence[Line], x: float, top: float, depth: float) -> None:
    corners = [(x, top), (x + _WIDTH, top), (x + _WIDTH, top - depth), (x, top - depth)]
    pen.path(corners, fill=WATER, stroke=HAIRLINE, closed=True)
    pen.path([corners[0], corners[2]], stroke=HAIRLINE)
    _stack(pen, said, x + GAP, top - GAP)
    pen.rule(x, top - depth, _WIDTH, MUTED, 0.5)


def _stack(pen: Pen, lines: Sequence[Line], x: float, top: float) -> None:
    for line in lines:
        pen.line(line, x, base_line(line, top), _WIDTH)
        top -= line.style.leading
