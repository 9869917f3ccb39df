"""Reviving: after an upgrade, what an older version kept without knowing it comes to life, and all of it is found."""

from __future__ import annotations

from app.domain.kinds import SCHEMA
from app.services.ledger import remerge
from app.services.standing import Standing
from app.services.structures import understood
from app.storage.logbook import Logbook
from app.storage.logbooks import READ_ONLY
from app.storage.writer import Writer

SEEN = "schema_seen"
BATCH = 2_000
"""Records that are worked out anew at once."""


def revive(logbook: Logbook, standing: Standing) -> int | None:
    """Work out every record again, once per schema; returns of how many something had been unknown, or None later.

    Not only those: a newer schema may judge by other rules what has long been known, and whoever takes the same changes
    in after the upgrade must end with the same state. What is derived from a record (its title, links and words to
    search for) is written anew as well, because a newer schema reads more from them.
    """
    with logbook.reading() as reader:
        if reader.meta(SEEN) == str(SCHEMA) or READ_ONLY in logbook.warnings:
            return None
    with logbook.writing() as writer:
        waiting = writer.unknown()
        writer.set_known(_understood(writer, waiting))
        every = writer.identifiers()
        for start in range(0, len(every), BATCH):
            together = every[start : start + BATCH]
            remerge(writer, together, standing)
            writer.put_states(writer.records(together).values())
        writer.set_meta({SEEN: str(SCHEMA)})
    return len(waiting)


def _understood(writer: Writer, records: tuple[str, ...]) -> list[str]:
    """Return the records all of whose revisions hold nothing any more that this version does not know."""
    return [
        record
        for record, revisions in writer.revisions_of(records).items()
        if all(understood(one.kind, one.fields) for one in revisions)
    ]
