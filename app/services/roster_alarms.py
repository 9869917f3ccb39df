"""Roster alarms: what about the rosters needs a person at once, in sentences that name whom it is about."""

from __future__ import annotations

import msgspec

from app.domain.rosters import Entry, RosterBook
from app.storage.reader import Reader
from app.sync.rosters import held_roster

SHARED, DROPPED, CLAIMED = "shared-post", "dropped", "foreign-claim"
SENTENCES = {
    SHARED: "More than one laptop speaks for {unit}: {names}. Agree which one your unit keeps, and retire or revoke "
    "the other, unless a second desk is meant.",
    DROPPED: "No roster names {name} ({unit}) any more, so nothing that it wrote counts. Ask the headquarters that "
    "admitted it why: a unit is retired or revoked, and never left out. Force HQ settles it: it retires the laptop "
    "(what it wrote counts again), revokes it (nothing of it ever does), or admits it again.",
    CLAIMED: "The roster of {issuer} speaks for {name} of {unit}, which is not its unit. That does not count; tell "
    "Force HQ.",
}


class Alarm(msgspec.Struct, frozen=True):
    """One alarm: its code and its sentence."""

    code: str
    sentence: str


def alarms(book: RosterBook | None, reader: Reader) -> tuple[Alarm, ...]:
    """Return every alarm about the rosters that are held: nodes left out, posts with two nodes, claims of others."""
    if book is None:
        return ()
    found = [
        Alarm(DROPPED, SENTENCES[DROPPED].format(name=entry.unit_name, unit=entry.unit))
        for entry in dropped_entries(book, reader)
    ]
    for unit, entries in book.shared_posts().items():
        names = ", ".join(f"{entry.unit_name} ({entry.node})" for entry in entries)
        found.append(Alarm(SHARED, SENTENCES[SHARED].format(unit=unit, names=names)))
    for issuer, node in book.foreign_claims:
        words = SENTENCES[CLAIMED].format(
            issuer=_name(book, issuer), name=_name(book, node), unit=book.posts.get(node, "")
        )
        found.append(Alarm(CLAIMED, words))
    return tuple(found)


def dropped_entries(book: RosterBook, reader: Reader) -> tuple[Entry, ...]:
    """Return the nodes that some roster named, earlier or without a say now, and none that counts names any more."""
    known = {entry.node for entry in book.entries}
    newest = {issuer: roster.version for issuer, roster in book.rosters.items()}
    found: dict[str, Entry] = {}
    for stored in reader.rosters():
        if stored.version < newest.get(stored.issuer, 0) or stored.issuer in book.left_out:
            older = held_roster(stored.body, stored.signature.encode()).roster
            found.update({entry.node: entry for entry in older.entries if entry.node not in known})
    return tuple(sorted(found.values(), key=lambda entry: (entry.unit, entry.node)))


def _name(book: RosterBook, node: str) -> str:
    entry = book.entry_of(node)
    return entry.unit_name if entry else node
