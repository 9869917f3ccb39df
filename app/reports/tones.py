"""The tones of texts in tables and charts, as text styles."""

from typing import Final

from app.reports.document import Tone
from app.reports.style import (
    CELL,
    CELL_BOLD,
    CELL_COMMENT,
    CELL_DONE,
    CELL_LATE,
    CELL_MUTED,
    CELL_SOON,
    TextStyle,
)

_STYLES: Final[dict[str, TextStyle]] = {
    "muted": CELL_MUTED,
    "bold": CELL_BOLD,
    "comment": CELL_COMMENT,
    "late": CELL_LATE,
    "soon": CELL_SOON,
    "done": CELL_DONE,
}


def style_of(tone: Tone) -> TextStyle:
    """Return the style of a small text of a tone."""
    return _STYLES.get(tone, CELL)
