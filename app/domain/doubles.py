"""Doubles: one body written down twice. A double points to the record that stays; nothing else is rewritten.

The pointer is the field `merged_into`. Whoever merges what on which laptop, the same pointers lead to the same record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

DOUBLED = ("organisation", "person", "place")
"""The kinds of which one record may be a double of another."""
POINTER = "merged_into"
"""The field by which a double names the record that stays."""
APART = "not_same"
"""The field that remembers which records only look like this one."""


def kept_of(pointers: Mapping[str, str]) -> dict[str, str]:
    """Return, for each double, the record that stays, from who points to whom.

    Chains are followed to their end. Two laptops can close a circle: the smallest id of the circle stays.
    """
    found: dict[str, str] = {}
    for start in pointers:
        path: list[str] = []
        at = start
        while at in pointers and at not in found and at not in path:
            path.append(at)
            at = pointers[at]
        stays = min(path[path.index(at) :]) if at in path else found.get(at, at)
        found.update(dict.fromkeys(path, stays))
    return {double: stays for double, stays in found.items() if double != stays}


def doubles_of(kept: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return, for each record that stays, its doubles in the order of their ids."""
    found: dict[str, list[str]] = {}
    for double in sorted(kept):
        found.setdefault(kept[double], []).append(double)
    return {stays: tuple(doubles) for stays, doubles in found.items()}


def resolved(ids: Iterable[str], kept: Mapping[str, str]) -> tuple[str, ...]:
    """Return each id as the record that stays, in order and without repeats."""
    return tuple(dict.fromkeys(kept.get(one, one) for one in ids))
