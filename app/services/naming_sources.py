"""Naming sources: texts that leave this laptop and name a protected source, to warn of while it can still be mended.

It warns and refuses nothing: a surname may be somebody else's, and an officer may have to write it all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.domain.faults import Fault
from app.domain.fields import TEXT_TYPES, Field, FieldType
from app.domain.kinds import KINDS
from app.domain.policy.findings import People
from app.domain.scopes import Reach
from app.storage.reader import Reader
from app.storage.rows import RecordState

NAMED = "names_source"
"""The code of the warning."""
_PROTECTED = (("protected_source", "=", True),)


class SourceNames:
    """The names of the protected sources of a logbook, looked for in what is about to travel."""

    def __init__(self, reader: Reader) -> None:
        rows = reader.rows(reader.keys("person", _PROTECTED))
        self._states = reader.records(row.id for row in rows)
        self._people = People(state.values for state in self._states.values())

    def __bool__(self) -> bool:
        return bool(self._states)

    def warnings(self, state: RecordState, names: Iterable[str] | None = None) -> tuple[Fault, ...]:
        """Return a warning for each field of a record, or of those named, that names a source and leaves here."""
        if not self._states or state.reach == Reach.LAPTOP or state.kind not in KINDS:
            return ()
        people = self._people if state.id not in self._states else People(
            other.values for one, other in self._states.items() if one != state.id
        )  # fmt: skip
        fields = KINDS[state.kind].__fields__
        wanted = fields if names is None else [name for name in names if name in fields]
        return tuple(
            Fault(name, NAMED, {"field": fields[name].label})
            for name in wanted
            if any(
                True for text in texts_in(fields[name], state.values.get(name)) for _ in people.in_text(text)
            )
        )


def texts_in(field: Field, value: Any) -> Iterator[str]:
    """Yield every text that people wrote into a field, those of its lines and of the captions of its files too."""
    if field.type is FieldType.ROWS:
        for row in value or ():
            for column in field.columns:
                yield from texts_in(column, row.get(column.name))
    elif field.type is FieldType.FILES:
        yield from (str(file.get(part) or "") for file in value or () for part in ("name", "caption"))
    elif field.type in TEXT_TYPES:
        yield from value if isinstance(value, list | tuple) else [str(value)] if value else []
