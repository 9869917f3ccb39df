"""The building blocks of a report: headings, facts, lists, narratives, signatures."""

from collections.abc import Iterable, Sequence

from app.reports.document import Narrative
from app.reports.lines import Line, Span, set_text
from app.reports.pdf import Pen
from app.reports.shaping import Shaper
from app.reports.strips import Strip, base_line, text_strips
from app.reports.style import (
    ACCENT,
    BODY,
    BODY_MUTED,
    CELL,
    CELL_MUTED,
    COMMENT,
    CONTENT_WIDTH,
    GAP,
    GAP_SECTION,
    GAP_SMALL,
    HAIR,
    HAIRLINE,
    HEADING,
    INK,
    MARGIN_SIDE,
    MUTED,
    RED,
    RULE,
    SUBHEADING,
    TABLE_HEAD,
    TITLE,
    UNIT,
    Rgb,
)
from app.reports.words import Words

_LABEL_WIDTH = 82.0
_BULLET_WIDTH = 12.0


def title_block(shaper: Shaper, title: str, mission: str, unit: str) -> list[Strip]:
    """Make the report's title with mission and unit at the right, above a rule."""
    left_width = CONTENT_WIDTH * 0.68
    left = set_text(shaper, title, TITLE, left_width)
    right_width = CONTENT_WIDTH - left_width
    named = dict.fromkeys((mission, unit))
    right = [line for text in named for line in set_text(shaper, text, UNIT, right_width)][:8]
    depth = max(_depth(left), _depth(right))

    def draw(pen: Pen, top: float) -> None:
        _stack(pen, left, MARGIN_SIDE, top - depth + _depth(left), left_width)
        _stack(pen, right, MARGIN_SIDE + left_width, top - depth + _depth(right) - 1, right_width)
        pen.rule(MARGIN_SIDE, top - depth - GAP_SMALL, CONTENT_WIDTH, ACCENT, RULE)

    return [Strip(depth + GAP, draw)]


def fact_grid(shaper: Shaper, pairs: Sequence[tuple[tuple[str, str], tuple[str, str]]]) -> list[Strip]:
    """Make the header block: two columns of label and value, a hairline under each row.

    A value longer than a page goes on on the next.
    """
    half = CONTENT_WIDTH / 2
    width = half - _LABEL_WIDTH - GAP
    strips: list[Strip] = []
    for pair in pairs:
        labels = [set_text(shaper, label, CELL_MUTED, _LABEL_WIDTH - GAP) for label, _ in pair]
        values = [set_text(shaper, value, CELL, width) for _, value in pair]
        steps = max(1, *(len(lines) for lines in (*labels, *values)))
        for step in range(steps):
            columns = [(lines[step : step + 1]) for lines in (labels[0], values[0], labels[1], values[1])]
            strips.append(_fact_line(columns, first=step == 0, last=step == steps - 1))
    return strips


def _fact_line(columns: Sequence[Sequence[Line]], *, first: bool, last: bool) -> Strip:
    above, below = 3.0 * first, 3.0 * last
    height = CELL.leading + above + below
    half = CONTENT_WIDTH / 2
    lefts = (MARGIN_SIDE, MARGIN_SIDE + _LABEL_WIDTH, MARGIN_SIDE + half, MARGIN_SIDE + half + _LABEL_WIDTH)

    def draw(pen: Pen, top: float) -> None:
        for lines, x in zip(columns, lefts, strict=True):
            _stack(pen, lines, x, top - above, half - _LABEL_WIDTH - GAP)
        if last:
            pen.rule(MARGIN_SIDE, top - height, CONTENT_WIDTH, HAIRLINE, HAIR)

    return Strip(height, draw, keep=not last)


def heading(shaper: Shaper, number: int, title: str) -> list[Strip]:
    """Make a numbered section heading that also stands in the outline and never ends a page."""
    return _heading(shaper, f"{number}  {title}", f"{number} {title}")


def annex_heading(shaper: Shaper, title: str) -> list[Strip]:
    """Make the heading of an annex, which has no number."""
    return _heading(shaper, title, title)


def _heading(shaper: Shaper, text: str, mark: str) -> list[Strip]:
    lines = set_text(shaper, text, HEADING, CONTENT_WIDTH)

    def draw(pen: Pen, top: float) -> None:
        pen.bookmark(mark, top + MARGIN_SIDE / 4)
        _stack(pen, lines, MARGIN_SIDE, top, CONTENT_WIDTH)

    return [Strip(_depth(lines) + GAP_SMALL, draw, gap=GAP_SECTION, keep=True)]


def subheading(shaper: Shaper, title: str) -> list[Strip]:
    """Make a small heading inside a section, kept with what follows."""
    return text_strips(
        set_text(shaper, title, SUBHEADING, CONTENT_WIDTH), MARGIN_SIDE, CONTENT_WIDTH, gap=GAP, keep=True
    )


def paragraph(
    shaper: Shaper, text: str, *, muted: bool = False, keep: bool = False, gap: float = 0.0
) -> list[Strip]:
    """Make a paragraph over the full width."""
    lines = set_text(shaper, text, BODY_MUTED if muted else BODY, CONTENT_WIDTH)
    return text_strips(lines, MARGIN_SIDE, CONTENT_WIDTH, gap=gap, keep=keep)


def bullets(shaper: Shaper, texts: Iterable[str], *, urgent: Iterable[tuple[str, str]] = ()) -> list[Strip]:
    """Make a list, urgent points first, each behind its red label; empty points are left out."""
    strips: list[Strip] = []
    dot = set_text(shaper, "•", BODY._replace(colour=ACCENT), _BULLET_WIDTH)[0]
    marked = [(text, Span(label + " ", "bold", RED)) for label, text in urgent]
    for text, lead in [*marked, *((text, None) for text in texts)]:
        lines = set_text(shaper, text, BODY, CONTENT_WIDTH - _BULLET_WIDTH, lead=lead)
        own = text_strips(lines, MARGIN_SIDE + _BULLET_WIDTH, CONTENT_WIDTH - _BULLET_WIDTH, gap=2.0)
        strips += [_with_mark(own[0], dot), *own[1:]] if own else []
    return strips


def _with_mark(strip: Strip, dot: Line) -> Strip:
    def draw(pen: Pen, top: float) -> None:
        pen.line(dot, MARGIN_SIDE + 2.0, base_line(dot, top), _BULLET_WIDTH)
        strip.draw(pen, top)

    return strip._replace(draw=draw)


def narrative(shaper: Shaper, text: Narrative, words: Words, *, gap: float = GAP) -> list[Strip]:
    """Set facts, comment and assessment apart: each with its label and a bar of its own colour."""
    strips: list[Strip] = []
    parts = (
        (words.facts, text.facts, BODY, INK),
        (words.comment, text.comment, COMMENT, MUTED),
        (words.assessment, text.assessment, BODY, ACCENT),
    )
    for label, content, style, colour in parts:
        lines = set_text(shaper, content, style, CONTENT_WIDTH - _LABEL_WIDTH - GAP)
        name = set_text(
            shaper, label, TABLE_HEAD._replace(colour=colour, size=8.0, leading=style.leading), _LABEL_WIDTH
        )
        own = text_strips(lines, MARGIN_SIDE + _LABEL_WIDTH + GAP, CONTENT_WIDTH - _LABEL_WIDTH - GAP)
        strips += [
            _barred(strip, colour, name if i == 0 else [])._replace(
                gap=(gap if not strips else GAP_SMALL) if i == 0 else 0
            )
            for i, strip in enumerate(own)
        ]
    return strips


def _barred(strip: Strip, colour: Rgb, name: Sequence[Line]) -> Strip:
    def draw(pen: Pen, top: float) -> None:
        _stack(pen, name[:1], MARGIN_SIDE, top, _LABEL_WIDTH)
        pen.box(MARGIN_SIDE + _LABEL_WIDTH - 2.0, top - strip.height, 2.0, strip.height, colour)
        strip.draw(pen, top)

    return strip._replace(draw=draw)


def signatures(shaper: Shaper, people: Sequence[tuple[str, str]], caption: str) -> list[Strip]:
    """Make the two signature fields side by side: label, who, a line to sign on, and its caption."""
    width = CONTENT_WIDTH / 2 - GAP_SECTION
    columns = []
    for label, who in people:
        lines = set_text(shaper, label, TABLE_HEAD, width) + set_text(shaper, who, BODY, width)[:6]
        columns.append(lines)
    depth = max(_depth(lines) for lines in columns)
    under = set_text(shaper, caption, CELL_MUTED, width)
    room = 26.0

    def draw(pen: Pen, top: float) -> None:
        for number, lines in enumerate(columns):
            x = MARGIN_SIDE + number * (width + 2 * GAP_SECTION)
            _stack(pen, lines, x, top, width)
            pen.rule(x, top - depth - room, width, MUTED, HAIR)
            _stack(pen, under, x, top - depth - room - 2, width)

    return [Strip(depth + room + 2 + _depth(under), draw, gap=GAP_SECTION * 1.5)]


def labelled(shaper: Shaper, label: str, text: str) -> list[Strip]:
    """Make a small paragraph with a bold label in front."""
    lines = set_text(shaper, text, CELL, CONTENT_WIDTH, lead=Span(label + "  ", "bold", MUTED))
    return text_strips(lines, MARGIN_SIDE, CONTENT_WIDTH, gap=GAP_SECTION)


def _stack(pen: Pen, lines: Iterable[Line], x: float, top: float, width: float) -> None:
    for line in lines:
        pen.line(line, x, base_line(line, top), width)
        top -= line.style.leading


def _depth(lines: Iterable[Line]) -> float:
    return sum(line.style.leading for line in lines)
