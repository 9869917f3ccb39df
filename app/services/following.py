"""Following: a record saved together with what follows from it, such as a meeting and its promises, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from app.domain.faults import Fault, RecordRefusedError
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import UnknownRecordError
from app.services.saving import Entry, put_in
from app.services.showing import view_of
from app.services.views import RecordView
from app.storage.writer import Writer

FOLLOWS = "follows"
"""The first part of the field name in the faults of what follows: `follows.2.due` is the third one's date."""


def save_with(
    desk: Desk, entry: Entry, followers: Sequence[Entry], *, source: str, seen: tuple[str, ...] | None = None
) -> tuple[RecordView, Changes]:
    """Save a record and new ones that name it in their field `source`, in one transaction.

    Followers without a reach of their own take that of the record. Raises `RecordRefusedError` with every fault;
    nothing is saved then, and no serial is used up.
    """
    faults: list[Fault] = []
    with desk.logbook.writing() as writer:
        identifier = put_in(desk, writer, entry, seen=seen)
        reach = _stands(writer, identifier)[0].reach
        made = []
        for place, follower in enumerate(followers):
            naming = msgspec.structs.replace(
                follower, fields={**follower.fields, source: identifier}, reach=follower.reach or reach
            )
            try:
                made.append(put_in(desk, writer, naming))
            except RecordRefusedError as refused:
                faults += [
                    msgspec.structs.replace(fault, field=f"{FOLLOWS}.{place}.{fault.field}")
                    for fault in refused.faults
                ]
        if faults:
            raise RecordRefusedError(tuple(faults))
        view, changes = _stands(writer, identifier)
    kinds = changes.kinds | {follower.kind for follower in followers}
    return view, Changes(kinds=frozenset(kinds), ids=changes.ids | frozenset(made))


def _stands(writer: Writer, identifier: str) -> tuple[RecordView, Changes]:
    state = writer.record(identifier)
    if state is None:
        raise UnknownRecordError(name=identifier)
    return view_of(state), Changes.of(state.kind, identifier)
