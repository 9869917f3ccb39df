"""Undoing an import: all that one bundle brought is taken out again, as long as nothing was built on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import BuiltUponError, NothingToUndoError
from app.services.ledger import remerge
from app.services.limits import rejudge, speaks_of_limits
from app.services.views import View
from app.storage.reader import Reader
from app.storage.rows import FOREIGN, JournalEntry, StoredChangeset, StoredRevision
from app.storage.writer import Writer

UNDONE = "undone"


class Undone(View, frozen=True, kw_only=True):
    """What an undo took out: changesets and saves, records that are gone, records that are as they were before."""

    bundle: str
    file: str
    changesets: int
    revisions: int
    removed: int
    restored: int
    changes: Changes


def last_import(desk: Desk) -> JournalEntry | None:
    """Return the latest import that brought records and was not undone, or None."""
    with desk.logbook.reading() as reader:
        for line in reader.journal(1_000):
            if line.direction == "in" and line.bundle and reader.changesets_brought(line.bundle):
                return line
    return None


def undo_import(desk: Desk, bundle: str | None = None) -> Undone:
    """Take out what a bundle brought (by default the latest), as if it had never come; it may come again.

    Rosters stay: trust is not rolled back. Attached files stay where they are. The next bundle from here says that
    what it brought is not here any more. Raises `NothingToUndoError`, or `BuiltUponError` where something was built
    on it.
    """
    if bundle is None:
        latest = last_import(desk)
        bundle = (latest.bundle if latest else None) or ""
    with desk.logbook.writing() as writer:
        brought = writer.changesets_brought(bundle) if bundle else ()
        if not brought:
            raise NothingToUndoError
        gone = {one.id: one for changeset in brought for one in writer.revisions_in(changeset.pk)}
        histories = writer.revisions_of({one.record for one in gone.values()})
        vanishing = _vanishing(histories, brought)
        _check_unused(writer, brought, histories, vanishing)
        writer.remove_changesets([one.pk for one in brought])
        before = writer.records(histories.keys())
        kinds = {state.kind for state in before.values()}
        writer.remove_records(vanishing)
        restored = histories.keys() - vanishing
        remerge(writer, restored, desk.standing)
        if speaks_of_limits(kinds):
            rejudge(writer, desk.standing)
        _unseal(writer, restored)
        file = _note(desk, writer, bundle)
        desk.refresh(writer)
    return Undone(
        bundle=bundle, file=file, changesets=len(brought), revisions=len(gone),
        removed=len(vanishing), restored=len(restored),
        changes=Changes(kinds=frozenset(kinds), ids=frozenset(histories)),
    )  # fmt: skip


def _vanishing(
    histories: dict[str, tuple[StoredRevision, ...]], brought: Sequence[StoredChangeset]
) -> set[str]:
    """Return the records of which nothing of their own is held beside."""
    pks = {one.pk for one in brought}
    return {
        record
        for record, history in histories.items()
        if all(one.changeset in pks or one.status == FOREIGN for one in history)
    }


def _check_unused(
    reader: Reader,
    brought: Sequence[StoredChangeset],
    histories: dict[str, tuple[StoredRevision, ...]],
    vanishing: Collection[str],
) -> None:
    """Raise `BuiltUponError` where a changeset, a save or a reference stands on what would go."""
    pks, digests = {one.pk for one in brought}, {one.digest for one in brought}
    for stream in {one.stream for one in brought}:
        for header in reader.changeset_headers(stream):
            if header.prev in digests and header.pk not in pks:
                raise BuiltUponError(what="more has come of the same writer since")
    for record, history in histories.items():
        stays = {one.id for one in history if one.changeset not in pks}
        goes = {one.id for one in history} - stays
        if any(one.id in stays and not goes.isdisjoint(one.parents) for one in history):
            state = reader.record(record)
            name = str(state.values.get("serial") or record) if state else record
            raise BuiltUponError(what=f"{name} was changed since")
    for record in vanishing:
        for referrer in reader.referring(record):
            if referrer.id not in vanishing:
                raise BuiltUponError(what=f"{referrer.serial or referrer.id} refers to one of its records")


def _unseal(writer: Writer, records: Iterable[str]) -> None:
    """Let records that only the import had sealed be as free as they were before."""
    histories = writer.revisions_of(records)
    states = writer.records(histories)
    writer.put_states(
        msgspec.structs.replace(state, sealed=False)
        for identifier, state in states.items()
        if state.sealed and all(one.changeset is None for one in histories[identifier])
    )


def _note(desk: Desk, writer: Writer, bundle: str) -> str:
    """Write a line into the journal beside that of the import; returns the name of the file it was."""
    lines = writer.imports_of([bundle]).get(bundle, ())
    line = lines[-1] if lines else None
    entry = JournalEntry(
        at=desk.now(), direction="in", outcome=UNDONE, file=line.file if line else "", bundle=bundle,
        digest=line.digest if line else "", node=line.node if line else None, officer=desk.identity.officer,
        path=line.path if line else "",
    )  # fmt: skip
    writer.add_journal(entry)
    return entry.file
