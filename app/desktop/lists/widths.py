"""Widths: how the columns of a list share the room there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec


class Wish(msgspec.Struct, frozen=True):
    """What one column needs at least and what it has a use for, in pixels."""

    least: int
    full: int


def shared(wishes: Sequence[Wish], widest: int, room: int) -> Mapping[int, int]:
    """Return the widths of the columns that are kept, by place; `widest` (the title) takes what is left.

    Where not all fit, the last ones are left out until the title has what it needs at least. Where more is there
    than all need, every column comes as near to its full width as the others do.
    """
    kept = {widest: wishes[widest]}
    left = room - wishes[widest].least
    for place, wish in enumerate(wishes):
        if place != widest:
            if wish.least > left:
                break
            left -= wish.least
            kept[place] = wish
    wanted = sum(wish.full - wish.least for wish in kept.values())
    part = min(1.0, left / wanted) if wanted else 0.0
    widths = {place: wish.least + int((wish.full - wish.least) * part) for place, wish in kept.items()}
    widths[widest] = room - sum(width for place, width in widths.items() if place != widest)
    return widths
