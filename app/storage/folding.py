"""Folded text in search: the words to look for in what was typed, and the piece of a text that holds them."""

from __future__ import annotations

import re

from app.domain.folding import fold as fold
from app.domain.folding import split as split
from app.domain.folding import tokens as tokens

_WORD = re.compile(r"[^\W_]+")
BEGIN, END = "\x02", "\x03"
MAX_TOKENS = 12
"""Most words of a typed query that are looked for."""


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
