"""Reading direction: the level of each character, and the order in which the pieces of a line are drawn."""

import re
from collections.abc import Sequence
from typing import Any, Final

from bidi import algorithm

# Right-to-left letters, Arabic digits, and the characters that steer direction.
_DIRECTED: Final = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_DEEPEST: Final = 63


def base_level(text: str) -> int:
    """Return 1 where the first strongly directed character reads right to left, else 0."""
    return int(algorithm.get_base_level(text)) if _DIRECTED.search(text) else 0


def levels(text: str, base: int) -> list[int]:
    """Return the embedding level of each character of one paragraph by UAX 9; odd reads right to left."""
    if base == 0 and not _DIRECTED.search(text):
        return [0] * len(text)
    storage: Any = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    for position, entry in enumerate(storage["chars"]):
        entry["at"] = position
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    # Rule X9 takes the invisible controls out of the list; they keep the paragraph's level.
    found = [base] * len(text)
    for entry in storage["chars"]:
        found[entry["at"]] = entry["level"]
    return found


def _resolve_brackets(storage: Any) -> None:
    """Give both brackets of a pair one direction (UAX 9 rule N0, which the library does not have)."""
    for run in storage["runs"]:
        chars = storage["chars"][run["start"] : run["start"] + run["length"]]
        for opening, closing in _pairs(chars):
            own = "R" if chars[opening]["level"] % 2 else "L"
            inside = {_strong(entry) for entry in chars[opening + 1 : closing]} - {None}
            if not inside:
                continue
            before = next(filter(None, (_strong(chars[at]) for at in range(opening - 1, -1, -1))), run["sor"])
            direction = own if own in inside else before
            chars[opening]["type"] = chars[closing]["type"] = direction


def _pairs(chars: Sequence[Any]) -> list[tuple[int, int]]:
    """Return the bracket pairs in order of their openings; gives up at 63 nested ones, as UAX 9 does."""
    pairs: list[tuple[int, int]] = []
    open_at: list[tuple[str, int]] = []
    for at, entry in enumerate(chars):
        if entry["type"] != "ON":
            continue
        if entry["ch"] in _BRACKETS:
            if len(open_at) == _DEEPEST:
                break
            open_at.append((_BRACKETS[entry["ch"]], at))
            continue
        for depth in range(len(open_at) - 1, -1, -1):
            if open_at[depth][0] == entry["ch"]:
                pairs.append((open_at[depth][1], at))
                del open_at[depth:]
                break
    return sorted(pairs)


def _strong(entry: Any) -> str | None:
    if entry["type"] == "L":
        return "L"
    return "R" if entry["type"] in ("R", "AL", "EN", "AN") else None


def visual_order(piece_levels: Sequence[int]) -> list[int]:
    """Return the indices of a line's pieces from left to right (UAX 9 rule L2)."""
    order = list(range(len(piece_levels)))
    highest = max(piece_levels, default=0)
    for level in range(highest, 0, -1):
        start = 0
        while start < len(order):
            if piece_levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and piece_levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order
