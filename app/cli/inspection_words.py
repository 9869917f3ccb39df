"""What `inspect` found, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

INDENT = "  "


def inspection_lines(found: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """Yield a nested answer as indented lines: a name and a value, or a name and what lies below it."""
    for name, value in found.items():
        label = INDENT * depth + str(name).replace("_", " ")
        if isinstance(value, Mapping):
            yield f"{label}:"
            yield from inspection_lines(value, depth + 1)
        elif isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
            yield f"{label}: {len(value)}"
            for item in value:
                yield from _item(item, depth + 1)
        elif isinstance(value, list | tuple):
            yield f"{label}: {', '.join(map(str, value)) or '-'}"
        else:
            yield f"{label}: {_words(value)}"


def _item(item: Any, depth: int) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{INDENT * depth}- {_words(item)}"
        return
    flat = [
        f"{name} {_words(value)}"
        for name, value in item.items()
        if not isinstance(value, Mapping | list | tuple)
    ]
    yield f"{INDENT * depth}- {', '.join(flat)}"
    nested = {
        name: value for name, value in item.items() if isinstance(value, Mapping | list | tuple) and value
    }
    yield from inspection_lines(nested, depth + 1)


def _words(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
