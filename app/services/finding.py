"""Finding: the one record that a person names by its id or its serial."""

from __future__ import annotations

from app.domain.identifiers import is_id
from app.services.errors import ClashingSerialError, UnknownRecordError
from app.storage.reader import Reader
from app.storage.rows import RecordState


def found_state(reader: Reader, name: str) -> RecordState:
    """Return a record by id or serial (with or without @).

    Raises `UnknownRecordError`, and `ClashingSerialError` where two laptops gave the same serial to different records.
    """
    text = name.strip().removeprefix("@")
    ids = (text,) if is_id(text) else tuple(identifier for identifier, _ in reader.all_of_serial(text))
    if len(ids) > 1:
        raise ClashingSerialError(name=text[:80], ids=", ".join(ids))
    state = reader.record(ids[0]) if ids else None
    if state is None:
        raise UnknownRecordError(name=name[:80])
    return state
