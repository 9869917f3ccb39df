"""Officers: whether the name under which something was saved belongs to the post that saved it.

A revision names its officer itself, so a name alone proves nothing. It is fact where the roster names this officer for
the node (as the node asked to be admitted), or where the register of officers has it for the unit of the node, in a
record that the post itself or one above it began. Any other name is claimed. Services give names out as they are to be
shown, "Capt A. Example (claimed)", so that no window, list, sheet or command can show one bare.
"""

from __future__ import annotations

from functools import cache, cached_property

from app.domain.chain_of_command import Officer
from app.domain.kinds import KINDS
from app.domain.roles import Role
from app.domain.rosters import Entry, RosterBook
from app.domain.scopes import is_above
from app.services.desks import Desk
from app.services.standing import Standing
from app.storage.reader import Reader
from app.storage.rows import RecordState

CLAIMED = " (claimed)"
"""What stands behind the name of an officer whom neither the roster nor the register has for the post."""


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
        return is_admitted(entry, name) or _folded(name) in self._posts.get(entry.unit, ())

    def shown(self, node: str, name: str) -> str:
        """Return a name that a node gave as an officer's, as it is shown."""
        return claimed(name, self.knows(node, name))

    def own(self, name: str) -> str:
        """Return the name of somebody who worked on this logbook, as it is shown."""
        return self.shown(self._standing.node, name)

    def unproven(self, state: RecordState) -> tuple[str, ...]:
        """Return the fields of a record in which an officer is named who is not known at the post that began it."""
        return tuple(
            name
            for name in signing_fields(state.kind)
            if (said := state.values.get(name)) and not self.knows(state.node, str(said))
        )

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


def is_own(desk: Desk, name: str) -> bool:
    """Tell whether a name belongs to the post of this logbook."""
    with desk.logbook.reading() as reader:
        return Officers(reader, desk.standing).knows(desk.identity.node, name)


def is_admitted(entry: Entry, name: str) -> bool:
    """Tell whether a name is the one under which a node asked to be admitted."""
    return _folded(name) == _folded(entry.officer)


def claimed(name: str, known: bool) -> str:
    """Return how an officer's name is shown: as it is where the post is known to have it, else marked as claimed."""
    return name if known or not name else f"{name}{CLAIMED}"


def plain(shown: str) -> str:
    """Return a name as it was given, for words in another language."""
    return shown.removesuffix(CLAIMED)


@cache
def signing_fields(kind: str) -> tuple[str, ...]:
    """Return the fields of a kind that name the officer who signed something for the post of the record."""
    declared = KINDS.get(kind)
    fields = declared.__fields__.values() if declared else ()
    return tuple(one.name for one in fields if one.role is Role.OFFICER)


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
