"""Mappings: which column of a sheet becomes which field of a kind, and how its figures are to be read.

A target is the name of a field, a part of one (`point.lat`, `beneficiaries.f`), or one of four words: `notes` keeps
the text in the notes under the name of its column, `key` does so and knows the record again by it, `line` joins the
columns of one activity into one line of the notes, `-` leaves the column out. `a|b` takes the first that can read
the cell, `a+b` takes both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from app.domain.kinds import fields_of

NOTES, KEY, LINE, OUT = "notes", "key", "line", "-"
WORDS = frozenset({NOTES, KEY, LINE, OUT})
PARTS = {
    "money": ("currency",),
    "point": ("lat", "lon"),
    "beneficiaries": ("total", "f", "m", "i", "unknown", "detail"),
}
"""Fields that several columns may fill together, and the parts there are."""
_OFFSET = re.compile(r"Z|[+-]\d{2}:\d{2}")
_CURRENCY = re.compile(r"[A-Z]{3}|")


class FaultyMapError(Exception):
    """A map does not fit its kind; the argument names what is wrong."""


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The targets by the name of the column; `day_first` is None where the columns themselves tell.

    `currency` is that of amounts without one, by column or "" for all; `offset` is the zone of times without one.
    """

    kind: str
    columns: dict[str, str]
    day_first: bool | None = None
    currency: dict[str, str] = {}
    offset: str = "Z"

    def target(self, column: str) -> str:
        """Return the target of a column; what a map does not name goes to the notes."""
        return self.columns.get(column, NOTES)


def parts_of(target: str) -> Iterator[tuple[str, ...]]:
    """Yield what a target asks for, each as the alternatives to try in turn."""
    for both in target.split("+"):
        yield tuple(part.strip() for part in both.split("|"))


def targets_of(kind: str) -> tuple[str, ...]:
    """Return every target that a column of a sheet may have for a kind, the four words last."""
    found = []
    for name, field in fields_of(kind).items():
        if not field.sheet or name == NOTES:
            continue
        found.append(name)
        found += [f"{name}.{part}" for part in PARTS.get(str(field.type), ())]
    return (*found, NOTES, KEY, LINE, OUT)


def checked(mapping: Mapping) -> Mapping:
    """Return a mapping whose targets all exist; raises `FaultyMapError`, and for the kind `UnknownKindError`."""
    allowed = set(targets_of(mapping.kind))
    for column, target in mapping.columns.items():
        for alternatives in parts_of(target):
            if wrong := set(alternatives) - allowed:
                raise FaultyMapError(f"{column}: {min(wrong)}")
    for code in mapping.currency.values():
        if not _CURRENCY.fullmatch(code):
            raise FaultyMapError(code)
    if not _OFFSET.fullmatch(mapping.offset):
        raise FaultyMapError(mapping.offset)
    return mapping


def to_json(mapping: Mapping) -> bytes:
    """Return a mapping as the text of a map file."""
    return msgspec.json.format(msgspec.json.encode(mapping), indent=2) + b"\n"


def from_json(data: bytes) -> Mapping:
    """Read a map file; raises `FaultyMapError`, and `UnknownKindError` where its kind is none."""
    try:
        read: Any = msgspec.json.decode(data, type=Mapping)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise FaultyMapError(str(error)) from error
    return checked(read)
