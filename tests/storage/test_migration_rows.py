"""Migrations with rows: whatever earlier tables held, in every column, is there unchanged after the migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.assets import migrations
from app.storage.files import make_file
from app.storage.schema import reached, upgrade
from app.storage.sqlite import WRITES, engine_for

ROWS = 3
SEARCH = ("search", "sqlite_", "alembic")
VERSIONS = sorted(script.revision for script in ScriptDirectory(str(migrations())).walk_revisions())


@contextmanager
def database(folder: Path) -> Iterator[Connection]:
    """Give a connection to an empty encrypted database as a migration has it, in a transaction."""
    path = folder / "rows.db"
    make_file(path)
    engine = engine_for(path, bytes(32), alone=True)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        yield connection
    engine.dispose()


def tables(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [row[0] for row in found if not row[0].startswith(SEARCH)]


def columns(connection: Connection, table: str) -> dict[str, tuple[str, bool]]:
    """Return the columns of a table with their types and whether they must be filled."""
    found = connection.exec_driver_sql(f"SELECT name, type, \"notnull\" FROM pragma_table_info('{table}')")
    return {row[0]: (row[1].upper(), bool(row[2])) for row in found}


def value(table: str, column: str, kind: str, number: int) -> Any:
    """Return a value of the column's type that tells where it was put."""
    if "INT" in kind and column in ("pk", "source", "changeset"):
        return number
    if "INT" in kind:
        return number + len(column)
    if kind == "BOOLEAN":
        return number % 2
    if kind == "JSON":
        return f'{{"{column}": ["{table}", {number}]}}'
    if kind in ("BLOB", "LARGEBINARY"):
        return f"{table}.{column}".encode() + bytes([number, 0, 255])
    return f"{table}.{column} {number} é ש 😀"


def fill(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Put rows into every table, the records before what points to them; return them with their columns first."""
    put = {}
    for table in sorted(tables(connection), key=lambda name: (name not in ("record", "changeset"), name)):
        known = columns(connection, table)
        names = list(known)
        rows = [
            tuple(value(table, name, known[name][0], number) for name in names)
            for number in range(1, ROWS + 1)
        ]
        marks = ", ".join("?" * len(names))
        quoted = ", ".join(f'"{name}"' for name in names)
        for row in rows:
            connection.exec_driver_sql(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', row)
        put[table] = [tuple(names), *rows]
    return put


def held(connection: Connection, table: str, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    quoted = ", ".join(f'"{name}"' for name in names)
    return sorted(
        (tuple(row) for row in connection.exec_driver_sql(f'SELECT {quoted} FROM "{table}"')), key=repr
    )


@pytest.mark.parametrize("start", VERSIONS[:-1])
def test_every_row_of_every_table_survives(tmp_path: Path, start: str) -> None:
    with database(tmp_path) as connection:
        upgrade(connection, tmp_path, start)
        put = fill(connection)
        before = {table: set(columns(connection, table)) for table in put}
        assert len(put) > 20
        upgrade(connection, tmp_path)
        assert reached(connection) == VERSIONS[-1]
        for table, (names, *rows) in put.items():
            assert held(connection, table, names) == sorted(rows, key=repr), table
        for table in put:
            added = set(columns(connection, table)) - before[table]
            for name in added:
                kept = connection.exec_driver_sql(
                    f'SELECT count(*) FROM "{table}" WHERE "{name}" > \'\''
                ).scalar_one()
                assert kept == 0, (table, name)
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        fill_new = set(tables(connection)) - put.keys()
        assert all(held(connection, table, ("pk",)) == [] for table in fill_new)


def test_the_newest_tables_take_a_row_in_every_column(tmp_path: Path) -> None:
    with database(tmp_path) as connection:
        upgrade(connection, tmp_path)
        for table, (names, *rows) in fill(connection).items():
            assert held(connection, table, names) == sorted(rows, key=repr)
