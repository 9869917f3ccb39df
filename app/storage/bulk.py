"""Bulk statements: the driver's own `executemany` with rows that are already in column form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table

T = TypeVar("T")
BATCH = 1_000


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Yield the items in lists of at most `size`."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


@lru_cache(maxsize=256)
def insert_sql(table: Table, columns: tuple[str, ...], mark: str, tail: str = "") -> str:
    """Return an INSERT of some columns with positional marks."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join([mark] * len(columns))}){tail}'  # noqa: S608


def insert_rows(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    mark: str,
    rows: Sequence[tuple[Any, ...]],
    tail: str = "",
) -> None:
    """Insert rows given in the order of `columns`; no statement without rows."""
    statement = insert_sql(table, columns, mark, tail)
    for start in range(0, len(rows), BATCH):
        connection.exec_driver_sql(statement, list(rows[start : start + BATCH]))


def run_many(connection: Connection, statement: str, mark: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run one statement, written with `?`, for many rows; no statement without rows."""
    if rows:
        connection.exec_driver_sql(statement.replace("?", mark), list(rows))
