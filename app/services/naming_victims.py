"""Naming victims: texts that speak of violence and name somebody, to warn of while it can still be mended.

It warns and refuses nothing: the name may be a place or a witness, and an officer may be wrong about neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from app.domain.faults import Fault
from app.domain.kinds import KINDS
from app.domain.policy.findings import People
from app.domain.policy.victims import named, of_violence
from app.services.naming_sources import texts_in
from app.storage.reader import Reader
from app.storage.rows import RecordState

NAMED = "names_victim"
"""The code of the warning."""


def speak_of_violence(values: Mapping[str, Any]) -> bool:
    """Return whether anything that is written speaks of violence, whatever the field: a quick look."""
    return of_violence("\n".join(_written(values)))


def _written(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _written(one)


class VictimNames:
    """The names of everybody whom a logbook knows, looked for where a text speaks of violence."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @cached_property
    def _people(self) -> People:
        keys = self._reader.keys("person", ())
        return People(state.values for state in self._reader.states(keys))

    def warnings(self, state: RecordState, names: Iterable[str] | None = None) -> tuple[Fault, ...]:
        """Return a warning for each field of a record, or of those named, that seems to name a victim."""
        fields = KINDS[state.kind].__fields__ if state.kind in KINDS else {}
        wanted = fields if names is None else [name for name in names if name in fields]
        return tuple(
            Fault(name, NAMED, {"field": fields[name].label})
            for name in wanted
            if any(self._names(text) for text in texts_in(fields[name], state.values.get(name)))
        )

    def _names(self, text: str) -> bool:
        if not of_violence(text):
            return False
        return any(True for _ in named(text)) or any(True for _ in self._people.in_text(text))
