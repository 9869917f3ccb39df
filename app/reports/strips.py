"""Pages from strips: each is drawn whole, what belongs together stays together, table heads are repeated."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from app.reports.lines import Line
from app.reports.pdf import Pen
from app.reports.style import CONTENT_HEIGHT


class Strip(NamedTuple):
    """A horizontal piece of a page; `draw(pen, top)` draws it below `top`.

    `gap` is the space above it, dropped at a page's top. `keep` holds it on one page
    with the next; `head` is drawn again above it where it opens a page; `page` puts it at the top of a new one.
    """

    height: float
    draw: Callable[[Pen, float], None]
    gap: float = 0.0
    keep: bool = False
    head: "Strip | None" = None
    page: bool = False


class Placed(NamedTuple):
    """A strip and its distance in points from the top of the content area to its own top."""

    strip: Strip
    top: float


def paginate(strips: Iterable[Strip], height: float = CONTENT_HEIGHT) -> list[list[Placed]]:
    """Place strips on pages of that height; what is kept together but too tall is parted after all."""
    pages: list[list[Placed]] = [[]]
    used = 0.0
    for group in _groups(strips, height):
        tall = _tall(group) + (group[0].gap if pages[-1] else 0)
        if pages[-1] and (used + tall > height or group[0].page):
            pages.append([])
            used = 0.0
        for strip in group:
            if pages[-1]:
                used += strip.gap
            elif strip.head is not None:
                pages[-1].append(Placed(strip.head, 0.0))
                used = strip.head.height
            pages[-1].append(Placed(strip, used))
            used += strip.height
    return pages


def _groups(strips: Iterable[Strip], height: float) -> Iterator[list[Strip]]:
    """Yield runs of strips joined by `keep`, cut so that each fits a page with its table head."""
    group: list[Strip] = []
    for strip in strips:
        head = max((s.head.height for s in (*group, strip) if s.head is not None), default=0.0)
        if group and (not group[-1].keep or strip.page or _tall([*group, strip]) + head > height):
            yield group
            group = []
        group.append(strip)
    if group:
        yield group


def _tall(group: Sequence[Strip]) -> float:
    return sum(strip.height for strip in group) + sum(strip.gap for strip in group[1:])


def text_strips(
    lines: Sequence[Line], x: float, width: float, *, gap: float = 0.0, keep: bool = False
) -> list[Strip]:
    """Make strips of a paragraph's lines; neither its first nor its last line is left alone on a page."""
    last = len(lines) - 1
    return [
        Strip(
            line.style.leading,
            lambda pen, top, line=line: pen.line(line, x, base_line(line, top), width),  # type: ignore[misc]
            gap=gap if i == 0 else 0.0,
            keep=keep if i == last else i in (0, last - 1),
        )
        for i, line in enumerate(lines)
    ]


def base_line(line: Line, top: float) -> float:
    """Return where a line's letters stand, given the top of the line."""
    return top - (line.style.leading - line.style.size) / 2 - line.style.size * 0.86
