"""Form values: what a form was loaded with, what was typed since, and what of that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from app.domain.faults import Fault, FaultyValueError
from app.domain.fields import Field
from app.domain.kinds import kind_named
from app.domain.raw_values import raw_of
from app.domain.reading import read_value
from app.domain.records import Record
from app.domain.workflows import STEP_WORDS

STATE = "state"


class FormValues:
    """The wire values of a record as loaded, and the raw values typed on top of them."""

    def __init__(self, fields: Mapping[str, Field], loaded: Mapping[str, Any] | None = None) -> None:
        self.fields = fields
        self.loaded: dict[str, Any] = dict(loaded or {})
        self.typed: dict[str, Any] = {}

    def load(self, wire: Mapping[str, Any], *, keep_typed: bool = False) -> None:
        """Take other values as the ones loaded; what was typed is dropped unless it is to be kept."""
        self.loaded = dict(wire)
        self.typed = self.changed() if keep_typed else {}

    def type(self, name: str, raw: Any) -> None:
        """Take what was typed into a field."""
        self.typed[name] = raw

    def forget(self, name: str) -> None:
        """Drop what was typed into a field."""
        self.typed.pop(name, None)

    def raw(self, name: str) -> Any:
        """Return what a field shows: what was typed, else what was loaded."""
        return self.typed[name] if name in self.typed else raw_of(self.fields[name], self.loaded.get(name))

    def changed(self) -> dict[str, Any]:
        """Return the raw values that differ from what was loaded, those that cannot be read among them.

        A step takes its own reason and evidence along, also where they are worded as those of the step before.
        """
        changed = {name: raw for name, raw in self.typed.items() if self._differs(name, raw)}
        if STATE in changed:
            changed |= {name: self.typed[name] for name in STEP_WORDS if name in self.typed}
        return changed

    def fault(self, name: str) -> Fault | None:
        """Return why the value of a field cannot be read, or None."""
        try:
            read_value(self.fields[name], self.raw(name))
        except FaultyValueError as error:
            return Fault(name, error.code, error.params)
        return None

    def faults(self) -> tuple[Fault, ...]:
        """Return the faults of everything that was typed."""
        return tuple(fault for name in self.typed if (fault := self.fault(name)) is not None)

    def wire(self) -> dict[str, Any]:
        """Return the wire values as they would be saved; what cannot be read stays as it was loaded."""
        wire = dict(self.loaded)
        for name, raw in self.typed.items():
            try:
                wire[name] = read_value(self.fields[name], raw)
            except FaultyValueError:
                continue
        return {name: value for name, value in wire.items() if value is not None}

    def record(self, kind: str) -> Record:
        """Return the values as the kind's structure, for its gates; values that do not fit are left out."""
        cls, wire = kind_named(kind), self.wire()
        try:
            return msgspec.convert(wire, cls)
        except msgspec.ValidationError:
            return msgspec.convert({k: v for k, v in wire.items() if _fits(cls, {k: v})}, cls)

    def _differs(self, name: str, raw: Any) -> bool:
        try:
            return bool(read_value(self.fields[name], raw) != self.loaded.get(name))
        except FaultyValueError:
            return True


def _fits(cls: type[Record], values: dict[str, Any]) -> bool:
    try:
        msgspec.convert(values, cls)
    except msgspec.ValidationError:
        return False
    return True
