"""The base of reading and writing: one transaction on one connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam

from app.storage.backend import Backend
from app.storage.bulk import batches

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
_AMONG = "among"


def among(statement: AnySelect, column: ColumnElement[Any]) -> AnySelect:
    """Return the query for those rows whose column is among many values, to be given to `Session._among`.

    What is asked often is prepared once and kept: building a statement takes several times as long as running it.
    """
    return statement.where(column.in_(bindparam(_AMONG, expanding=True)))


class Session:
    """One open transaction; valid inside the `with` that gave it."""

    def __init__(self, connection: Connection, backend: Backend) -> None:
        self._connection = connection
        self._backend = backend
        self._mark = backend.mark
        self.anchored: dict[str, tuple[int, str]] = {}
        """Own streams that this transaction has made longer: last number and digest, for the anchor file."""

    def _all(self, statement: AnySelect, **values: Any) -> Sequence[AnyRow]:
        return self._connection.execute(statement, values).all()

    def _first(self, statement: AnySelect, **values: Any) -> AnyRow | None:
        return self._connection.execute(statement, values).first()

    def _among(self, statement: AnySelect, many: Iterable[Any], **values: Any) -> Iterable[AnyRow]:
        """Yield the rows of a query made by `among` for many values, asked for in batches."""
        for batch in batches(dict.fromkeys(many)):
            yield from self._connection.execute(statement, {_AMONG: batch, **values})
