"""Reviving: after an upgrade, what an older version kept without knowing it comes to life, and all of it is found."""

from __future__ import annotations

from app.domain.kinds import SCHEMA, knows
from app.services.ledger import remerge
from app.services.standing import Standing
from app.storage.logbook import Logbook
from app.storage.logbooks import READ_ONLY
from app.storage.writer import Writer

SEEN = "schema_seen"
BATCH = 2_000
"""Records that are derived anew at once."""


def revive(logbook: Logbook, standing: Standing) -> int:
    """Work out again the records with unknown kinds or fields, once per schema; returns how many there were.

    What is derived from every record (its title, links and words to search for) is written anew, because a newer
    schema reads more from them.
    """
    with logbook.reading() as reader:
        if reader.meta(SEEN) == str(SCHEMA) or READ_ONLY in logbook.warnings:
            return 0
    with logbook.writing() as writer:
        waiting = writer.unknown()
        if waiting:
            remerge(writer, waiting, standing)
            writer.set_known(_understood(writer, waiting))
        every = writer.identifiers()
        for start in range(0, len(every), BATCH):
            writer.put_states(writer.records(every[start : start + BATCH]).values())
        writer.set_meta({SEEN: str(SCHEMA)})
    return len(waiting)


def _understood(writer: Writer, records: tuple[str, ...]) -> list[str]:
    """Return the records all of whose revisions hold only kinds and fields that this version knows."""
    return [
        record
        for record, revisions in writer.revisions_of(records).items()
        if all(knows(one.kind, one.fields) for one in revisions)
    ]
