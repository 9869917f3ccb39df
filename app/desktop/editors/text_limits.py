"""Text limits: what is pasted is bounded and freed of control characters before a widget has to show it."""

from __future__ import annotations

import re
import unicodedata

from app.desktop.words import many, tr
from app.domain.fields import TEXT_LIMIT

LINE_LIMIT = 4_096
"""Characters a single line takes; the field's own limit is told as a fault, so that nothing is lost."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffc\ufdd0-\ufdef]")
_BREAKS = re.compile("\r\n?|\x85|\u2028|\u2029")


def bounded(text: str, *, room: int, line: bool = False) -> tuple[str, list[str]]:
    """Return pasted text that fits into `room` bytes (characters for a line), and what was done in words."""
    notices = []
    # Bounded first: everything below then costs the same for ten megabytes as for one page.
    head = text[: (room + 1) * 2]
    cut = len(head) < len(text)
    head = _BREAKS.sub("\n", head)
    if line:
        head = re.sub(r"[\n\t]+", " ", head.strip("\n"))
    cleaned = _CONTROLS.sub("", head)
    if len(cleaned) != len(head):
        notices.append(
            tr(
                "{count} left out.",
                count=many(len(head) - len(cleaned), "control character", "control characters"),
            )
        )
    fitting = _first(cleaned, room, line=line)
    if cut or len(fitting) < len(cleaned):
        limit = many(room, "character", "characters") if line else f"{TEXT_LIMIT // 1024} KiB"
        notices.append(tr("Cut: this field takes {limit}.", limit=limit))
    return fitting, notices


def _first(text: str, room: int, *, line: bool) -> str:
    return text[:room] if line else text.encode("utf-8", "ignore")[:room].decode("utf-8", "ignore")


def right_to_left(text: str) -> bool:
    """Return whether text begins, after signs and figures, in a script written from the right."""
    for letter in text[:200]:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
