"""One table per record kind, with a column per declared field: generated from the declarations.

Each is built when it is first asked for: building all takes longer than opening a logbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import RLock
from typing import Any

import msgspec
from sqlalchemy import Column, ForeignKey, Index, MetaData, Table

from app.domain.doubles import POINTER
from app.domain.fields import Field, FieldType
from app.domain.kinds import KINDS
from app.domain.records import Record
from app.storage.columns import BigKey, column_type, column_writer
from app.storage.tables import complete, metadata, partial

TITLE, NAMES, BODY = 3, 2, 1
"""The search weights of declared fields."""

LOOKED_UP = frozenset({("meeting", "next_meeting_at")})
"""Days beside the columns of lists that are asked for by themselves: the calendar shows what was agreed."""


class KindTable(msgspec.Struct, frozen=True):
    """What the store needs of one kind: its table, how each field is written, what is linked and what is searched.

    `slots` is field to its place in a row, behind the key, and its writer.
    """

    name: str
    table: Table
    fields: tuple[Field, ...]
    writers: tuple[tuple[str, Callable[[Any], Any]], ...]
    slots: dict[str, tuple[int, Callable[[Any], Any]]]
    links: tuple[Field, ...]
    searched: tuple[Field, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names of the declared fields."""
        return frozenset(name for name, _ in self.writers)


def _has_links(field: Field) -> bool:
    own = field.type in (FieldType.REF, FieldType.REFS, FieldType.FILES)
    return own or any(column.type is FieldType.REF for column in field.columns)


def _is_searched(field: Field) -> bool:
    return field.searched > 0 or any(column.searched for column in field.columns)


def _made(kind: type[Record]) -> KindTable:
    fields = tuple(kind.__fields__.values())
    writers = tuple((field.name, column_writer(field)) for field in fields)
    table = Table(
        f"kind_{kind.kind}",
        metadata,
        Column("pk", BigKey, ForeignKey("record.pk"), primary_key=True, autoincrement=False),
        *(Column(field.name, column_type(field), nullable=True) for field in fields),
    )
    for field in fields:
        sorted_by = field.name in kind.columns or (kind.kind, field.name) in LOOKED_UP
        if sorted_by and field.type in (FieldType.DATE, FieldType.MOMENT):
            Index(f"ix_{table.name}_{field.name}", table.c[field.name], table.c.pk)
    if POINTER in table.c:
        partial(f"ix_{table.name}_{POINTER}", f"{POINTER} IS NOT NULL", table.c[POINTER], table.c.pk)
    return KindTable(
        name=kind.kind,
        table=table,
        fields=fields,
        writers=writers,
        slots={name: (place, writer) for place, (name, writer) in enumerate(writers, 1)},
        links=tuple(field for field in fields if _has_links(field)),
        searched=tuple(field for field in fields if _is_searched(field)),
    )


class _KindTables(Mapping[str, KindTable]):
    """The tables by the names of their kinds; several threads may ask."""

    def __init__(self) -> None:
        self._built: dict[str, KindTable] = {}
        self._lock = RLock()

    def __getitem__(self, name: str) -> KindTable:
        found = self._built.get(name)
        if found is not None:
            return found
        kind = KINDS[name]
        with self._lock:
            if name not in self._built:
                self._built[name] = _made(kind)
            return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)

    def __contains__(self, name: object) -> bool:
        return name in KINDS


KIND_TABLES: Mapping[str, KindTable] = _KindTables()


def all_tables() -> MetaData:
    """Return every table of a logbook, to compare or draft a schema."""
    for name in KIND_TABLES:
        KIND_TABLES[name]
    return complete()
