"""What stands on every page: the marking at top and bottom, serial and date-time group, page x of y."""

from app.reports.lines import Line, shorten
from app.reports.pdf import Pen
from app.reports.shaping import Shaper
from app.reports.strips import base_line
from app.reports.style import (
    CONTENT_WIDTH,
    FOOT,
    HAIR,
    HAIRLINE,
    MARGIN_SIDE,
    MARKING,
    Paper,
    marking_colour,
)

_FOOT_TOP = 36.0
_SIDE_WIDTH = CONTENT_WIDTH * 0.3


class Furniture:
    """The repeated texts of one report, each cut to one line so that nothing pushes the page apart."""

    def __init__(
        self,
        shaper: Shaper,
        *,
        marking: str,
        serial: str,
        unit: str,
        stamp: str,
        page: str,
        paper: Paper,
        release: str = "",
    ) -> None:
        """Set the texts; `page` is a pattern with `{page}` and `{pages}`."""
        self._shaper = shaper
        self._paper = paper
        self._release = shorten(shaper, release, FOOT._replace(align="end"), _SIDE_WIDTH)
        self._marking = shorten(
            self._shaper,
            marking.upper(),
            MARKING._replace(colour=marking_colour(marking)),
            CONTENT_WIDTH * 0.38,
        )
        self._foot = shorten(
            self._shaper, " · ".join(part for part in (serial, stamp) if part), FOOT, _SIDE_WIDTH
        )
        self._unit = shorten(self._shaper, unit, FOOT, _SIDE_WIDTH)
        self._page = page

    def draw(self, pen: Pen, page: int, pages: int) -> None:
        """Draw the furniture of a page."""
        centre = MARGIN_SIDE + CONTENT_WIDTH * 0.31
        for top in (self._paper.height - 24.0, _FOOT_TOP):
            self._line(pen, self._marking, centre, top, CONTENT_WIDTH * 0.38)
        pen.rule(MARGIN_SIDE, _FOOT_TOP + 6.0, CONTENT_WIDTH, HAIRLINE, HAIR)
        self._line(pen, self._foot, MARGIN_SIDE, _FOOT_TOP - 1.5, _SIDE_WIDTH)
        if page > 1:
            self._line(pen, self._unit, MARGIN_SIDE, self._paper.height - 25.5, _SIDE_WIDTH)
        right = MARGIN_SIDE + CONTENT_WIDTH - _SIDE_WIDTH
        self._line(pen, self._release, right, self._paper.height - 25.5, _SIDE_WIDTH)
        count = self._page.format(page=page, pages=pages)
        number = shorten(self._shaper, count, FOOT._replace(align="end"), _SIDE_WIDTH)
        self._line(pen, number, MARGIN_SIDE + CONTENT_WIDTH - _SIDE_WIDTH, _FOOT_TOP - 1.5, _SIDE_WIDTH)

    def _line(self, pen: Pen, line: Line | None, x: float, top: float, width: float) -> None:
        if line is not None:
            pen.line(line, x, base_line(line, top), width)
