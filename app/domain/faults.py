"""Faults: what is wrong with a value that a person typed, as codes that the outer layers put into words."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """One reason why a value was not accepted: the field, a stable code, the figures of its sentence."""

    field: str
    code: str
    params: Mapping[str, str | int] = {}


class FaultyValueError(ValueError):
    """A typed value cannot be read; `code` says why and `params` holds the figures for the sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class RecordRefusedError(ValueError):
    """A record was not accepted; nothing of it was written. `faults` names every field and reason."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.code}" for fault in faults))
        self.faults = faults
