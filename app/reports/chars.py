"""Make any text safe to set: one kind of line break, no controls, a visible code for what no font draws."""

import re
import unicodedata
from collections.abc import Iterable, Set
from typing import Final

_BREAKS: Final = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# Overrides can make a line read as something else and have no honest use here, so they are shown, not obeyed.
_OVERRIDES: Final = frozenset("\u202d\u202e")
# Isolates are turned into the embeddings that the older bidirectional algorithm knows.
_ISOLATES: Final = str.maketrans("\u2066\u2067\u2068\u2069\t", "\u202a\u202b\u202a\u202c ")
# Invisible by definition: they steer direction, joining and breaking.
INVISIBLE: Final = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\ufeff")
# No letter of any script carries more; a pile of marks would be drawn over the lines above.
_MOST_MARKS: Final = 4
_NONE: Final = "(?!)"


def settable(text: str, drawable: Set[str]) -> str:
    """Return text in which each character is a line feed, invisible by definition, or in `drawable`.

    Others become `[U+1F600]`, several in a row `[U+4E2D U+56FD]`: never dropped, never an empty box.
    So do marks piled on one letter beyond the fourth.
    """
    text = _BREAKS.sub("\n", text).translate(_ISOLATES)
    used = set(text)
    controls = {ch for ch in used if unicodedata.category(ch) == "Cc"} - {"\n"}
    text = _coded(_any_of(used - drawable - INVISIBLE | used & _OVERRIDES | controls) + "+", text)
    marks = _any_of(ch for ch in used & drawable if unicodedata.category(ch) in ("Mn", "Me"))
    return _coded(f"(?<={marks}{{{_MOST_MARKS}}}){marks}+", text)


def _any_of(chars: Iterable[str]) -> str:
    """Return a pattern for one of these characters; one that matches nothing where there are none."""
    listed = "".join(re.escape(ch) for ch in sorted(chars))
    return f"[{listed}]" if listed else _NONE


def _coded(pattern: str, text: str) -> str:
    if _NONE in pattern:
        return text
    return re.sub(pattern, lambda match: "[" + " ".join(f"U+{ord(ch):04X}" for ch in match[0]) + "]", text)


def single_line(text: str) -> str:
    """Return text fit for a document property: one line, control and half characters replaced by a space."""
    unfit = ("Cc", "Cs", "Zl", "Zp")
    return " ".join("".join(" " if unicodedata.category(ch) in unfit else ch for ch in text).split())
