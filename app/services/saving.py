"""Saving: what people wrote becomes revisions, all of a batch or none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from app.domain.faults import Fault, RecordRefusedError
from app.services.changes import Changes
from app.services.desks import Desk, Discarded
from app.services.errors import UnknownRecordError
from app.services.naming_sources import SourceNames
from app.services.naming_victims import VictimNames, speak_of_violence
from app.services.officers import Officers
from app.services.save_batch import Entry as Entry
from app.services.save_batch import SaveBatch
from app.services.showing import view_of
from app.services.views import LineFault, PutResult, RecordView
from app.services.wording import fault_words
from app.storage.writer import Writer

STEP = 100
"""Entries from one word about the progress to the next."""


def put(
    desk: Desk,
    entries: Sequence[Entry],
    *,
    keep: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> PutResult:
    """Save a batch of entries, all or none; faults name the line from 1, the field and the reason.

    With `keep` false it is a trial: everything is checked and written as it would be, and rolled back. `progress` is
    told how many entries of how many are done; what it raises rolls everything back.
    """
    faults: list[LineFault] = []
    warnings: list[LineFault] = []
    ids: list[str] = []
    with suppress(Discarded), desk.logbook.writing() as writer:
        batch = SaveBatch(desk, writer)
        for line, entry in enumerate(entries, 1):
            if progress is not None and line % STEP == 0:
                progress(line, len(entries))
            try:
                ids.append(batch.add(entry))
            except RecordRefusedError as refused:
                faults += _of_line(line, refused.faults)
        if faults:
            raise Discarded
        batch.flush()
        warnings += _warned(writer, entries, ids)
        if not keep:
            raise Discarded
    if faults or not keep:
        _forget_trial(desk)
    return PutResult(faults=tuple(faults)) if faults else PutResult(ids=tuple(ids), warnings=tuple(warnings))


def _of_line(line: int, faults: Iterable[Fault]) -> list[LineFault]:
    return [
        LineFault(line=line, field=fault.field, code=fault.code, message=fault_words(fault))
        for fault in faults
    ]


def _warned(writer: Writer, entries: Sequence[Entry], ids: Sequence[str]) -> Iterator[LineFault]:
    """Yield what somebody should look at in the entries that were just written."""
    sources, victims = SourceNames(writer), VictimNames(writer)
    speaking = [one for one, entry in zip(ids, entries, strict=True) if speak_of_violence(entry.fields)]
    states = writer.records(ids if sources else speaking)
    for line, (entry, identifier) in enumerate(zip(entries, ids, strict=True), 1):
        if identifier in states:
            for names in (sources, victims):
                yield from _of_line(line, names.warnings(states[identifier], entry.fields))


def _forget_trial(desk: Desk) -> None:
    """Know again what is kept, after a batch that was rolled back may have changed the limits of sectors."""
    with desk.logbook.reading() as reader:
        desk.refresh(reader)


def save(
    desk: Desk,
    entry: Entry,
    *,
    seen: tuple[str, ...] | None = None,
    settles: str | None = None,
    taken: bool = False,
) -> tuple[RecordView, Changes]:
    """Save one entry; `seen` holds the heads that its form was loaded with, so that both sides of a race are kept.

    `settles` names the field whose conflict this ends; values are `taken` where they come from other revisions.
    Raises `RecordRefusedError` with the faults by field.
    """
    with desk.logbook.writing() as writer:
        identifier = put_in(desk, writer, entry, seen=seen, settles=settles, taken=taken)
        state = writer.record(identifier)
        if state is None:
            raise UnknownRecordError(name=identifier)
        return view_of(state, Officers(writer, desk.standing)), Changes.of(state.kind, identifier)


def put_in(
    desk: Desk,
    writer: Writer,
    entry: Entry,
    *,
    seen: tuple[str, ...] | None = None,
    settles: str | None = None,
    taken: bool = False,
    confirms: bool = False,
) -> str:
    """Save one entry in a transaction at hand; returns the record's id. Raises `RecordRefusedError`.

    `confirms` says that somebody saw the texts that the entry confirms for release; otherwise none can be.
    """
    batch = SaveBatch(desk, writer, confirms=confirms)
    identifier = batch.add(entry, seen=seen, settles=settles, taken=taken)
    batch.flush()
    return identifier


def withdraw(desk: Desk, record_id: str, reason: str) -> Changes:
    """Hide a record with a reason; its history stays. An empty reason takes an earlier withdrawal back."""
    with desk.logbook.writing() as writer:
        state = writer.record(record_id)
        if state is None:
            raise UnknownRecordError(name=record_id)
        put_in(desk, writer, Entry(kind=state.kind, fields={}, id=record_id, withdrawn=reason))
        return Changes.of(state.kind, record_id)
