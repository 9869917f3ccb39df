"""The look of every report: sizes in points, colours as RGB between 0 and 1; nowhere else."""

from typing import Final, Literal, NamedTuple

Rgb = tuple[float, float, float]
Weight = Literal["regular", "bold", "italic"]
# `start` is the side where the paragraph begins to be read, `left` is left in every script.
Align = Literal["start", "end", "centre", "left"]


def _rgb(code: str) -> Rgb:
    """Turn `#RRGGBB` into fractions."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


INK: Final = _rgb("#16191D")
MUTED: Final = _rgb("#56606B")
ACCENT: Final = _rgb("#00689D")
HAIRLINE: Final = _rgb("#D5DAE0")
TRACK: Final = _rgb("#E6E9ED")
REST: Final = _rgb("#A3ADB8")  # beside the accent it is lighter in black and white too
WATER: Final = _rgb("#F4F7FA")
WHITE: Final = _rgb("#FFFFFF")
RED: Final = _rgb("#B3261E")
AMBER: Final = _rgb("#8A5300")
GREEN: Final = _rgb("#1B6B3F")

PAGE_WIDTH: Final = 595.28  # A4
PAGE_HEIGHT: Final = 841.89
MARGIN_SIDE: Final = 51.0
MARGIN_TOP: Final = 54.0
MARGIN_BOTTOM: Final = 58.0
CONTENT_WIDTH: Final = PAGE_WIDTH - 2 * MARGIN_SIDE
CONTENT_HEIGHT: Final = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM

HAIR: Final = 0.5
RULE: Final = 1.5
CELL_X: Final = 4.0
CELL_Y: Final = 3.5
GAP_SMALL: Final = 4.0
GAP: Final = 8.0
GAP_SECTION: Final = 16.0
BAR_HEIGHT: Final = 6.0
BAR_ROW: Final = 16.0
# A table row taller than this is broken between its lines; a shorter one moves to the next page whole.
ROW_LIMIT: Final = CONTENT_HEIGHT / 3
MAP_DEPTH: Final = 250.0
PICTURE_DEPTH: Final = 172.0
QR_SIDE: Final = 68.0


class Paper(NamedTuple):
    """A sheet: its size in points. Content is as wide on every sheet, centred; only its depth differs."""

    width: float
    height: float

    @property
    def shift(self) -> float:
        """How far everything moves to the right of where it stands on A4."""
        return (self.width - PAGE_WIDTH) / 2

    @property
    def depth(self) -> float:
        """The height that content may fill."""
        return self.height - MARGIN_TOP - MARGIN_BOTTOM


PAPERS: Final = {"A4": Paper(PAGE_WIDTH, PAGE_HEIGHT), "Letter": Paper(612.0, 792.0)}


class TextStyle(NamedTuple):
    """How a paragraph is set: size and distance between base lines in points, weight, colour, alignment."""

    size: float = 9.0
    leading: float = 12.5
    weight: Weight = "regular"
    colour: Rgb = INK
    align: Align = "start"


BODY: Final = TextStyle()
BODY_MUTED: Final = TextStyle(colour=MUTED)
BODY_LABEL: Final = TextStyle(size=8.0, leading=11.0, weight="bold", colour=MUTED)
COMMENT: Final = TextStyle(weight="italic", colour=MUTED)
TITLE: Final = TextStyle(size=16.0, leading=20.0, weight="bold")
SUBHEADING: Final = TextStyle(size=9.5, leading=13.0, weight="bold")
HEADING: Final = TextStyle(size=11.0, leading=14.0, weight="bold", colour=ACCENT)
UNIT: Final = TextStyle(size=9.0, leading=12.0, weight="bold", align="end")
CELL: Final = TextStyle(size=8.0, leading=10.5)
CELL_BOLD: Final = CELL._replace(weight="bold")
CELL_MUTED: Final = CELL._replace(colour=MUTED)
CELL_PLACE: Final = CELL_MUTED._replace(align="left")
CELL_COMMENT: Final = CELL._replace(weight="italic", colour=MUTED)
CELL_LATE: Final = CELL._replace(weight="bold", colour=RED)
CELL_SOON: Final = CELL._replace(weight="bold", colour=AMBER)
CELL_DONE: Final = CELL._replace(weight="bold", colour=GREEN)
TABLE_HEAD: Final = TextStyle(size=7.5, leading=10.0, weight="bold", colour=MUTED)
MARKING: Final = TextStyle(size=9.0, leading=12.0, weight="bold", align="centre")
FOOT: Final = TextStyle(size=7.0, leading=9.0, colour=MUTED)


def marking_colour(marking: str) -> Rgb:
    """Return the colour of a marking: green for what is open, red for the strictest, else amber."""
    folded = marking.strip().casefold()
    if folded in ("unclassified", "non classifié"):
        return GREEN
    return RED if folded.startswith(("strictly", "strictement")) else AMBER
