"""Folding: what text is reduced to before it is searched or sorted, so that spelling variants meet.

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
_WORD = re.compile(r"[^\W_]+")
BEGIN, END = "\x02", "\x03"
MAX_TOKENS = 12
"""Most words of a typed query that are looked for."""


def fold(text: str) -> str:
    """Return the text in lower case without accents and variants; its words stay apart."""
    if text.isascii():
        return text.lower()
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char)
    )
    bare = bare.translate(_VARIANTS)
    return bare if bare.isascii() else "".join(map(_plain, bare))


def _plain(char: str) -> str:
    """Return a digit in ASCII, a letter as it is, and a blank for anything else beyond ASCII."""
    if char.isascii():
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return char if char.isalnum() else " "


def split(folded: str) -> list[str]:
    """Return the words of a text that is folded already, in order."""
    return _WORD.findall(folded)


def tokens(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return split(fold(text))


def query_tokens(typed: str) -> list[str]:
    """Return the words to look for in what a person typed, at most `MAX_TOKENS`, without repeats."""
    return list(dict.fromkeys(tokens(typed[:1000])))[:MAX_TOKENS]


def snippet(text: str, wanted: list[str], width: int = 120) -> str:
    """Return a piece of the text, about `width` characters, around the first word that starts with a wanted one.

    Such words stand between U+0002 and U+0003, which no stored text holds.
    """
    return _WORD.sub(lambda word: _marked(word.group(), wanted), _piece(text, wanted, width))


def _marked(word: str, wanted: list[str]) -> str:
    return f"{BEGIN}{word}{END}" if _starts(word, wanted) else word


def _piece(text: str, wanted: list[str], width: int) -> str:
    flat = " ".join(text.split())
    if len(flat) <= width:
        return flat
    at = next((word.start() for word in _WORD.finditer(flat) if _starts(word.group(), wanted)), 0)
    start = max(0, at - width // 3)
    if start:
        start = flat.find(" ", start, at) + 1 or start
    piece = flat[start : start + width]
    if start + width < len(flat):
        piece = piece[: piece.rfind(" ")] + " …" if " " in piece else piece + "…"
    return ("… " if start else "") + piece


def _starts(word: str, wanted: list[str]) -> bool:
    return fold(word).startswith(tuple(wanted))
