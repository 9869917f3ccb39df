"""Folding: what text is reduced to before it is searched, sorted or compared, so that spelling variants meet.

Case, accents, Arabic letter variants and vowel signs, and digits of other scripts make no difference. Plain
ASCII, the usual case, is passed through in one step.
"""

from __future__ import annotations

import re
import unicodedata

_PAIRS = {
    "ى": "ي", "ة": "ه", "ٱ": "ا", "ی": "ي", "ک": "ك",
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe",
    "ـ": "", "\u200c": "", "\u200d": "",
}  # fmt: skip
_VARIANTS = str.maketrans(_PAIRS)
_MOST_KNOWN = 20_000
"""Characters whose folding is remembered: more than the scripts of one mission have."""
_WORD = re.compile(r"[^\W_]+")


class _Folded(dict[int, str]):
    """What each character folds to, worked out when it is first met: no character's folding hangs on its neighbours."""

    def __missing__(self, point: int) -> str:
        bare = "".join(
            char
            for char in unicodedata.normalize("NFKD", chr(point).casefold())
            if not unicodedata.combining(char)
        )
        folded = "".join(map(_plain, bare.translate(_VARIANTS)))
        if len(self) < _MOST_KNOWN:
            self[point] = folded
        return folded


def fold(text: str) -> str:
    """Return the text in lower case without accents and variants; its words stay apart."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def _plain(char: str) -> str:
    """Return a digit in ASCII, a letter as it is, and a blank for anything else beyond ASCII."""
    if char.isascii():
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return char if char.isalnum() else " "


_FOLDED = _Folded()


def split(folded: str) -> list[str]:
    """Return the words of a text that is folded already, in order."""
    return _WORD.findall(folded)


def tokens(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return split(fold(text))
