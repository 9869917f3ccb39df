"""The base of reading and writing: one transaction on one connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Select

from app.storage.backend import Backend
from app.storage.bulk import batches

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]


class Session:
    """One open transaction; valid inside the `with` that gave it."""

    def __init__(self, connection: Connection, backend: Backend) -> None:
        self._connection = connection
        self._backend = backend
        self._mark = backend.mark
        self.anchored: dict[str, tuple[int, str]] = {}
        """Own streams that this transaction has made longer: last number and digest, for the anchor file."""

    def _all(self, statement: AnySelect) -> Sequence[AnyRow]:
        return self._connection.execute(statement).all()

    def _first(self, statement: AnySelect) -> AnyRow | None:
        return self._connection.execute(statement).first()

    def _among(
        self, statement: AnySelect, column: ColumnElement[Any], values: Iterable[Any]
    ) -> Iterable[AnyRow]:
        """Yield the rows whose column is among many values, asked for in batches."""
        for batch in batches(dict.fromkeys(values)):
            yield from self._connection.execute(statement.where(column.in_(batch)))
