"""List layouts: which columns a list shows, and the filters that people saved for it, kept inside the logbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from app.domain.kinds import kind_named
from app.services.desks import Desk
from app.services.views import ListLayout, SavedFilter

LONGEST_NAME = 60
MOST_SAVED = 40


def layout(desk: Desk, kind: str) -> ListLayout:
    """Return how the list of a kind is laid out; what an older or newer version kept and nobody can read is nothing."""
    kind_named(kind)
    with desk.logbook.reading() as reader:
        return _read(reader.setting(_key(kind)))


def keep_columns(desk: Desk, kind: str, columns: tuple[str, ...]) -> ListLayout:
    """Remember the columns of a list; none means the usual ones."""
    chosen = tuple(name for name in dict.fromkeys(columns) if name)
    return _change(desk, kind, lambda before: msgspec.structs.replace(before, columns=chosen))


def keep_filter(desk: Desk, kind: str, saved: SavedFilter) -> ListLayout:
    """Keep a named filter; one of the same name is replaced, the oldest make way for the newest."""
    named = msgspec.structs.replace(saved, name=saved.name.strip()[:LONGEST_NAME])

    def changed(before: ListLayout) -> ListLayout:
        others = [one for one in before.saved if one.name != named.name]
        return msgspec.structs.replace(before, saved=tuple([*others, named][-MOST_SAVED:]))

    return _change(desk, kind, changed)


def rename_filter(desk: Desk, kind: str, name: str, new_name: str) -> ListLayout:
    """Give a saved filter another name; another of that name makes way."""
    called = new_name.strip()[:LONGEST_NAME]

    def changed(before: ListLayout) -> ListLayout:
        kept = [one for one in before.saved if one.name == name or one.name != called]
        renamed = [msgspec.structs.replace(one, name=called) if one.name == name else one for one in kept]
        return msgspec.structs.replace(before, saved=tuple(renamed))

    return _change(desk, kind, changed)


def drop_filter(desk: Desk, kind: str, name: str) -> ListLayout:
    """Forget a saved filter."""
    return _change(
        desk,
        kind,
        lambda before: msgspec.structs.replace(
            before, saved=tuple(one for one in before.saved if one.name != name)
        ),
    )


def _change(desk: Desk, kind: str, changed: Callable[[ListLayout], ListLayout]) -> ListLayout:
    kind_named(kind)
    with desk.logbook.writing() as writer:
        after = changed(_read(writer.setting(_key(kind))))
        writer.set_setting(_key(kind), msgspec.to_builtins(after))
    return after


def _read(kept: Any) -> ListLayout:
    try:
        return msgspec.convert(kept or {}, ListLayout)
    except msgspec.ValidationError:
        return ListLayout()


def _key(kind: str) -> str:
    return f"list.{kind}"
