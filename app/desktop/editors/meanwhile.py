"""Meanwhile: what somebody else changed in a record while its form was open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from app.desktop.editors.history import words_of
from app.desktop.words import tr
from app.domain.fields import Field
from app.services.views import HistoryEntry

LONGEST = 60


class Meanwhile(msgspec.Struct, frozen=True):
    """Fields that changed underneath: those taken over, and those where what is typed was kept (with theirs)."""

    taken: tuple[str, ...]
    kept: dict[str, Any]
    by: str
    words: str

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.taken or self.kept)


def compare(
    fields: Mapping[str, Field], *, before: Mapping[str, Any], after: Mapping[str, Any],
    typed: Mapping[str, Any], title: Callable[[str], str], by: str,
) -> Meanwhile:  # fmt: skip
    """Compare a record as loaded with the record as it is now, for a form in which something is typed."""
    changed = [name for name in fields if before.get(name) != after.get(name) and name != "serial"]
    kept = {name: after.get(name) for name in changed if name in typed}
    taken = tuple(name for name in changed if name not in typed)
    said = []
    for name in changed:
        words = f"{tr(fields[name].label)}: {short_words(fields[name], after.get(name), title)}"
        said.append(tr("{words} (what you typed is kept)", words=words) if name in kept else words)
    return Meanwhile(taken, kept, by, "; ".join(said))


def writers(entries: Sequence[HistoryEntry], known: frozenset[str]) -> tuple[str, ...]:
    """Return who wrote the revisions that are not known yet, each once."""
    return tuple(dict.fromkeys(entry.by for entry in entries if entry.revision not in known))


def foreign(entries: Sequence[HistoryEntry], known: frozenset[str], node: str) -> bool:
    """Return whether any revision that is not known yet came from another node."""
    return any(entry.node != node for entry in entries if entry.revision not in known)


def short_words(field: Field, wire: Any, title: Callable[[str], str]) -> str:
    """Return a wire value in a few words."""
    words = " ".join(words_of(field, wire, title).split()) or tr("nothing")
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
