"""Writing record states in bulk: the record, the table of its kind, its links, its search entry, the files it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from app.domain.kinds import title_of
from app.storage import tables
from app.storage.bulk import insert_rows, run_many
from app.storage.columns import to_json
from app.storage.folding import fold
from app.storage.kind_tables import KIND_TABLES, KindTable
from app.storage.rows import RecordState
from app.storage.sessions import Session, among
from app.storage.texts import SearchEntry, every_digest, files_of, links_of, search_entry, unknown_files

_COLUMNS = (
    "pk", "id", "kind", "serial", "title", "title_key", "unit", "reach", "sealed", "state", "withdrawn",
    "heads", "conflicts", "conflict_count", "created_at", "created_by", "updated_at", "updated_by",
    "updated_node", "node", "extra",
)  # fmt: skip
_UPDATE = f'UPDATE "record" SET {", ".join(f"{name} = ?" for name in _COLUMNS[1:])} WHERE pk = ?'  # noqa: S608

_KEYS = among(select(tables.record.c.id, tables.record.c.pk), tables.record.c.id)


class _Batch:
    """The rows of one call, gathered table by table so that each table is written in one go."""

    def __init__(self) -> None:
        self.records: list[tuple[Any, ...]] = []
        self.kinds: dict[str, list[tuple[Any, ...]]] = {}
        self.links: list[tuple[int, str, str]] = []
        self.files: dict[str, tuple[str, int, str, bool]] = {}
        self.entries: list[SearchEntry] = []

    def add(self, pk: int, state: RecordState) -> None:
        """Derive the rows of one state."""
        kind = KIND_TABLES.get(state.kind)
        title = title_of(state.kind, state.values)
        if kind is None:
            extra = {name: value for name, value in state.values.items() if value is not None}
        else:
            row, extra = _kind_row(pk, kind, state.values)
            self.kinds.setdefault(kind.name, []).append(row)
            self.links.extend((pk, *pair) for pair in links_of(kind, state.values))
            for sha256, size, media in files_of(kind, state.values):
                self.files[sha256] = (sha256, size, media, False)
            if state.withdrawn is None:
                self.entries.append(search_entry(pk, kind, title, state.values))
        for sha256, size, media in unknown_files(extra) if extra else ():
            self.files.setdefault(sha256, (sha256, size, media, False))
        self.links.extend((pk, name, digest) for name in extra for digest in set(every_digest(extra[name])))
        self.records.append(_record_row(pk, state, title, extra))


class RecordWrites(Session):
    """What can be done to records."""

    def put_states(self, states: Iterable[RecordState]) -> None:
        """Store what records are now, new and known ones; of two states of one record the last counts."""
        latest = {state.id: state for state in states}
        known = {row.id: row.pk for row in self._among(_KEYS, latest)}
        fresh = [state for identifier, state in latest.items() if identifier not in known]
        self._insert_states(fresh)
        self._update_states([(known[identifier], latest[identifier]) for identifier in known])

    def _insert_states(self, states: Sequence[RecordState]) -> None:
        if not states:
            return
        batch = _Batch()
        for pk, state in zip(
            self._backend.allocate(self._connection, tables.record, len(states)), states, strict=True
        ):
            batch.add(pk, state)
        insert_rows(self._connection, tables.record, _COLUMNS, self._mark, batch.records)
        self._insert_parts(batch)

    def _update_states(self, states: Sequence[tuple[int, RecordState]]) -> None:
        if not states:
            return
        batch = _Batch()
        for pk, state in states:
            batch.add(pk, state)
        rows = [(*row[1:], row[0]) for row in batch.records]
        run_many(self._connection, _UPDATE, self._mark, rows)
        pks = [(pk,) for pk, _ in states]
        for kind in batch.kinds:
            name = KIND_TABLES[kind].table.name
            run_many(self._connection, f'DELETE FROM "{name}" WHERE pk = ?', self._mark, pks)  # noqa: S608
        run_many(self._connection, "DELETE FROM link WHERE source = ?", self._mark, pks)
        self._backend.search.remove(self._connection, (pk for pk, _ in states))
        self._insert_parts(batch)

    def _insert_parts(self, batch: _Batch) -> None:
        for name, rows in batch.kinds.items():
            kind = KIND_TABLES[name]
            columns = ("pk", *(field for field, _ in kind.writers))
            insert_rows(self._connection, kind.table, columns, self._mark, rows)
        insert_rows(self._connection, tables.link, ("source", "field", "target"), self._mark, batch.links)
        insert_rows(
            self._connection,
            tables.attachment,
            ("sha256", "size", "media", "held"),
            self._mark,
            list(batch.files.values()),
            " ON CONFLICT DO NOTHING",
        )
        self._backend.search.put(self._connection, batch.entries)


def _record_row(pk: int, state: RecordState, title: str, extra: dict[str, Any]) -> tuple[Any, ...]:
    serial, stage = state.values.get("serial"), state.values.get("state")
    return (
        pk,
        state.id,
        state.kind,
        serial if isinstance(serial, str) else "",
        title,
        fold(title),
        state.unit,
        state.reach,
        state.sealed,
        stage if isinstance(stage, str) else None,
        state.withdrawn,
        to_json(state.heads),
        to_json(state.conflicts) if state.conflicts else None,
        len(state.conflicts),
        state.created_at,
        state.created_by,
        state.updated_at,
        state.updated_by,
        state.updated_node,
        state.node,
        to_json(extra) if extra else None,
    )


def _kind_row(pk: int, kind: KindTable, values: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the row of the kind's table, and the values that have no column or do not fit it."""
    row: list[Any] = [pk] + [None] * len(kind.writers)
    extra: dict[str, Any] = {}
    slots = kind.slots
    for name, value in values.items():
        if value is None:
            continue
        slot = slots.get(name)
        if slot is None:
            extra[name] = value
            continue
        try:
            row[slot[0]] = slot[1](value)
        except ValueError:
            extra[name] = value
    return tuple(row), extra
