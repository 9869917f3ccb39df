"""Maps: symbols over a graticule and, where there is one, a base of outlines; never without the disclaimer."""

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from app.reports.bar_charts import TONES
from app.reports.blocks import subheading
from app.reports.document import Chart, Outline, Symbol
from app.reports.lines import Line, set_text, shorten
from app.reports.pdf import Pen
from app.reports.shaping import Shaper
from app.reports.strips import Strip, base_line, text_strips
from app.reports.style import (
    CELL,
    CONTENT_WIDTH,
    FOOT,
    GAP_SMALL,
    HAIRLINE,
    INK,
    MAP_DEPTH,
    MARGIN_SIDE,
    MUTED,
    WATER,
    WHITE,
    Rgb,
)

MICRO: Final = 1_000_000
_METRES_A_DEGREE: Final = 111_320.0
_STEPS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 45.0)
_SCALES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_SMALLEST: Final = 1.2
"""Degrees that a map shows at least from side to side, so that one symbol does not fill it."""
_SIGN: Final = 4.2
_STEP: Final = 2.3 * _SIGN
_IN_A_COLUMN: Final = 8
_MOST_LABELS: Final = 60
_LABEL_WIDTH: Final = 124.0


class _Frame(NamedTuple):
    """What a map shows: its western and southern edge, and points of paper for a degree of each."""

    west: float
    south: float
    across: float
    up: float
    width: float
    height: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a position stands, from the lower left corner of the map."""
        return (lon - self.west) * self.across, (lat - self.south) * self.up


def map_strips(shaper: Shaper, chart: Chart) -> list[Strip]:
    """Make a map with its legend and its disclaimer on the same page; nothing where nothing has a position."""
    if not chart.symbols:
        return []
    frame = _framed(chart.symbols)
    strip = Strip(MAP_DEPTH, _drawing(shaper, chart, frame), gap=GAP_SMALL, keep=True)
    words = " ".join(part for part in (chart.disclaimer, chart.attribution) if part)
    under = text_strips(set_text(shaper, words, FOOT, CONTENT_WIDTH), MARGIN_SIDE, CONTENT_WIDTH, gap=2.0)
    kept = [one._replace(keep=one is not under[-1]) for one in under]
    title = subheading(shaper, chart.title) if chart.title else []
    return [*title, strip, _legend(shaper, chart), *kept]


def _framed(symbols: Sequence[Symbol]) -> _Frame:
    """Choose the frame: all symbols, a margin, the shape of the paper, and degrees of equal length."""
    lats = [symbol.lat / MICRO for symbol in symbols]
    lons = [symbol.lon / MICRO for symbol in symbols]
    middle = (min(lats) + max(lats)) / 2
    narrowing = max(0.05, math.cos(math.radians(middle)))
    tall = max(max(lats) - min(lats), _SMALLEST) * 1.3
    wide = max((max(lons) - min(lons)) * narrowing, _SMALLEST) * 1.3
    up = min(MAP_DEPTH / tall, CONTENT_WIDTH / wide)
    across = up * narrowing
    west = (min(lons) + max(lons)) / 2 - CONTENT_WIDTH / across / 2
    return _Frame(west, middle - MAP_DEPTH / up / 2, across, up, CONTENT_WIDTH, MAP_DEPTH)


def _drawing(shaper: Shaper, chart: Chart, frame: _Frame) -> "_Drawing":
    labels = [
        shorten(shaper, symbol.label, FOOT._replace(colour=INK), _LABEL_WIDTH)
        for symbol in chart.symbols[:_MOST_LABELS]
    ]
    return _Drawing(shaper, chart, frame, labels)


class _Drawing:
    """Draws one map; called with a pen and the top of its strip."""

    def __init__(self, shaper: Shaper, chart: Chart, frame: _Frame, labels: Sequence[Line | None]) -> None:
        self._chart = chart
        self._frame = frame
        self._labels = labels
        self._meridians = [
            (lon, _degrees(shaper, lon, "EW")) for lon in _lines(frame.west, frame.width / frame.across)
        ]
        self._parallels = [
            (lat, _degrees(shaper, lat, "NS")) for lat in _lines(frame.south, frame.height / frame.up)
        ]
        kilometres, self._bar = _scale(frame)
        self._scale = shorten(shaper, f"{kilometres} km", FOOT._replace(colour=INK), _LABEL_WIDTH)

    def __call__(self, pen: Pen, top: float) -> None:
        frame, x, y = self._frame, MARGIN_SIDE, top - self._frame.height
        corners = [(x, y), (x + frame.width, y), (x + frame.width, top), (x, top)]
        pen.path(corners, fill=WATER)
        with pen.inside(x, y, frame.width, frame.height):
            for outline in self._chart.outlines:
                self._outline(pen, outline, x, y)
            self._graticule(pen, x, y)
            places = _apart([frame.place(one.lon / MICRO, one.lat / MICRO) for one in self._chart.symbols])
            taken = [(x + px - 3, y + py - 3, x + px + 3, y + py + 3) for px, py in places]
            for number, (symbol, (px, py)) in enumerate(zip(self._chart.symbols, places, strict=True)):
                _sign(pen, symbol.sign, x + px, y + py, TONES[symbol.tone])
                label = self._labels[number] if number < len(self._labels) else None
                self._name(pen, label, x + px, y + py, taken)
            self._scale_bar(pen, x, y)
        pen.path(corners, stroke=MUTED, closed=True)

    def _outline(self, pen: Pen, outline: Outline, x: float, y: float) -> None:
        points = [self._frame.place(lon, lat) for lon, lat in outline.points]
        placed = [(x + px, y + py) for px, py in points]
        if len(placed) > 1:
            pen.path(
                placed, fill=WHITE if outline.closed else None, stroke=MUTED, width=0.4, closed=outline.closed
            )

    def _graticule(self, pen: Pen, x: float, y: float) -> None:
        frame = self._frame
        for lon, label in self._meridians:
            at = x + frame.place(lon, 0)[0]
            pen.path([(at, y), (at, y + frame.height)], stroke=HAIRLINE, width=0.4)
            _write(pen, label, at + 2, y + frame.height - 2)
        for lat, label in self._parallels:
            at = y + frame.place(0, lat)[1]
            pen.path([(x, at), (x + frame.width, at)], stroke=HAIRLINE, width=0.4)
            _write(pen, label, x + 2, at + 10)

    def _name(
        self, pen: Pen, label: Line | None, x: float, y: float, taken: list[tuple[float, float, float, float]]
    ) -> None:
        """Write a symbol's label at its right or left, where it covers no other; else it goes without."""
        if label is None:
            return
        tall = label.style.leading
        right = MARGIN_SIDE + self._frame.width
        for left in (x + _SIGN + 1.5, x - _SIGN - 1.5 - label.width):
            box = (left, y - tall / 2, left + label.width, y + tall / 2)
            if left < MARGIN_SIDE or box[2] > right or any(_meet(box, other) for other in taken):
                continue
            taken.append(box)
            _write(pen, label, left, y + tall / 2)
            return

    def _scale_bar(self, pen: Pen, x: float, y: float) -> None:
        left, base = x + self._frame.width - self._bar - 10, y + 8
        pen.box(left - 4, base - 4, self._bar + 8, 17, WHITE)
        pen.path(
            [(left, base + 3), (left, base), (left + self._bar, base), (left + self._bar, base + 3)],
            stroke=INK,
        )
        _write(pen, self._scale, left, base + 12)


def _apart(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Move signs that would cover each other into columns at their place, so that each can be seen and named."""
    groups: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(places):
        groups.setdefault((round(x / _SIGN), round(y / _SIGN)), []).append(number)
    moved = list(places)
    for members in groups.values():
        columns = -(-len(members) // _IN_A_COLUMN)
        for at, number in enumerate(members):
            column, row = divmod(at, _IN_A_COLUMN)
            tall = min(_IN_A_COLUMN, len(members) - column * _IN_A_COLUMN)
            x, y = places[number]
            moved[number] = (x + (column - (columns - 1) / 2) * _STEP, y + ((tall - 1) / 2 - row) * _STEP)
    return moved


def _sign(pen: Pen, sign: str, x: float, y: float, colour: Rgb) -> None:
    """Draw the sign of a kind: each has a shape of its own, so that colour is never alone."""
    shapes: dict[str, Sequence[tuple[float, float]]] = {
        "meeting": list(_round(12)),
        "qip": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "project": [(0, 1.25), (1.25, 0), (0, -1.25), (-1.25, 0)],
        "support_request": [(-1.1, -0.9), (1.1, -0.9), (0, 1.2)],
        "note": [(-1.1, 0.9), (1.1, 0.9), (0, -1.2)],
        "assessment": list(_round(5)),
    }
    half = _SIGN * 0.85
    points = [(x + half * dx, y + half * dy) for dx, dy in shapes.get(sign, shapes["meeting"])]
    pen.path(points, fill=colour, stroke=WHITE, width=0.7, closed=True)


def _round(corners: int) -> Iterator[tuple[float, float]]:
    for corner in range(corners):
        angle = math.pi / 2 + 2 * math.pi * corner / corners
        yield 1.1 * math.cos(angle), 1.1 * math.sin(angle)


def _legend(shaper: Shaper, chart: Chart) -> Strip:
    names = [(sign, shorten(shaper, name, CELL, 150.0)) for sign, name in chart.signs]

    def draw(pen: Pen, top: float) -> None:
        x = MARGIN_SIDE
        for sign, name in names:
            _sign(pen, sign, x + _SIGN, top - 8, MUTED)
            _write(pen, name, x + 2 * _SIGN + 4, top - 2.5)
            x += 2 * _SIGN + 18 + (name.width if name else 0)

    return Strip(16.0, draw, keep=True)


def _write(pen: Pen, line: Line | None, x: float, top: float) -> None:
    if line is not None:
        pen.line(line, x, base_line(line, top), line.width)


def _lines(start: float, extent: float) -> list[float]:
    """Return the round degrees inside a stretch, about four of them."""
    step = next((one for one in _STEPS if extent / one <= 5), _STEPS[-1])
    first = math.ceil(start / step)
    return [round(number * step, 4) for number in range(first, math.floor((start + extent) / step) + 1)]


def _degrees(shaper: Shaper, value: float, letters: str) -> Line | None:
    side = letters[0] if value >= 0 else letters[1]
    return shorten(shaper, f"{abs(value):g}°{side}", FOOT, _LABEL_WIDTH)


def _scale(frame: _Frame) -> tuple[int, float]:
    """Return a round number of kilometres and the length of its bar, at most a fifth of the map."""
    point = _METRES_A_DEGREE / 1000 / frame.up
    longest = frame.width / 5 * point
    kilometres = max((one for one in _SCALES if one <= longest), default=_SCALES[0])
    return kilometres, kilometres / point


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
