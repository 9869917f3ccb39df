"""Officers: whether the name under which something was saved belongs to the post that saved it.

A revision names its officer itself, so a name alone proves nothing. It is fact where the roster names this officer for
the node (as the node asked to be admitted), or where the register of officers has it for the unit of the node, in a
record that the post itself or one above it began. Any other name is shown as claimed.
"""

from __future__ import annotations

from functools import cached_property

from app.domain.chain_of_command import Officer
from app.domain.rosters import RosterBook
from app.domain.scopes import is_above
from app.services.standing import Standing
from app.storage.reader import Reader
from app.storage.rows import RecordState


class Officers:
    """Who is known to write for which node, as of one reading of the store; the register is read when it is needed."""

    def __init__(self, reader: Reader, standing: Standing) -> None:
        self._reader = reader
        self._standing = standing

    def knows(self, node: str, name: str) -> bool:
        """Tell whether a name belongs to the post of a node; before admission only this logbook itself writes here."""
        book = self._standing.book
        if book is None:
            return node == self._standing.node
        entry = book.entry_of(node)
        if entry is None:
            return False
        return _folded(name) == _folded(entry.officer) or _folded(name) in self._posts.get(entry.unit, ())

    @cached_property
    def _posts(self) -> dict[str, set[str]]:
        """Return by unit path the names that the register of officers has by right."""
        found: dict[str, set[str]] = {}
        book = self._standing.book
        if book is None:
            return found
        states = self._reader.records(self._reader.identifiers_of([Officer.kind]))
        serving = {unit for one in states.values() if (unit := one.values.get("serves_in"))}
        paths = {key: unit.values.get("unit_path") for key, unit in self._reader.records(serving).items()}
        for state in states.values():
            post = paths.get(state.values.get("serves_in", "")) or state.unit
            if state.withdrawn is None and _may_say(book, state, post):
                found.setdefault(post, set()).update(_names(state))
        return found


def claimed(name: str, known: bool) -> str:
    """Return how a name is written where it is given as author: as it is, or as what its writer claims to be."""
    return name if known or not name else f"claims to be {name}"


def _may_say(book: RosterBook, state: RecordState, post: str) -> bool:
    """Tell whether who began the record speaks for the post, or for one above it."""
    author = book.entry_of(state.node)
    return author is not None and (author.unit == post or is_above(author.unit, post))


def _names(state: RecordState) -> set[str]:
    """Return a name as it may be signed: with the rank before it, and without."""
    name, rank = (str(state.values.get(part) or "") for part in ("name", "rank"))
    return {_folded(name), _folded(f"{rank} {name}")} - {""}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
