"""Continuing: a record that has been sent, shown to more people as a new record that starts from its values."""

from __future__ import annotations

from app.domain.kinds import KINDS
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.errors import UnknownRecordError
from app.services.saving import Entry, put_in
from app.services.showing import view_of
from app.services.views import RecordView


def continue_record(
    desk: Desk, record_id: str, *, reach: str | None = None, unit: str | None = None
) -> tuple[RecordView, Changes]:
    """Start a new record in another scope from the values of a sent one; each names the other, in one transaction."""
    with desk.logbook.writing() as writer:
        state = writer.record(record_id)
        if state is None:
            raise UnknownRecordError(name=record_id)
        # What a newer app wrote stays in the first record: this one cannot say of what type it is.
        known = KINDS[state.kind].__fields__ if state.kind in KINDS else {}
        carried = {
            name: value for name, value in state.values.items() if name in known and known[name].carried
        }
        entry = Entry(kind=state.kind, fields={**carried, "continues": state.id}, reach=reach, unit=unit)
        made = put_in(desk, writer, entry, taken=True)
        put_in(desk, writer, Entry(kind=state.kind, id=state.id, fields={"continued_in": made}))
        found = writer.record(made)
        if found is None:
            raise UnknownRecordError(name=made)
        return view_of(found), Changes.of(state.kind, state.id, made)
