"""Migrations with rows: whatever earlier tables held, in every column, is there unchanged after the migrations."""

import json
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
MOVED = {"peer": "peer_state"}
"""Tables whose rows another table took over, with more columns."""
FILLED = {("record", "updated_node")}
"""New columns that are filled from what earlier tables held."""
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
        moved = {old: new for old, new in MOVED.items() if old in put and old not in tables(connection)}
        for table, (names, *rows) in put.items():
            assert held(connection, moved.get(table, table), names) == sorted(rows, key=repr), table
        for table in put.keys() - moved.keys():
            added = set(columns(connection, table)) - before[table]
            for name in (one for one in added if (table, one) not in FILLED):
                kept = connection.exec_driver_sql(
                    f'SELECT count(*) FROM "{table}" WHERE "{name}" > \'\''
                ).scalar_one()
                assert kept == 0, (table, name)
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        fill_new = set(tables(connection)) - put.keys() - set(moved.values())
        assert all(held(connection, table, ("pk",)) == [] for table in fill_new)


def test_what_the_settings_knew_of_peers_is_in_their_table(tmp_path: Path) -> None:
    known, other = "a" * 24, "b" * 24
    told = f"{known}/{'1' * 8}/rosters.{'2' * 32}.up"
    settings = {
        f"receipt-at:{known}": '"2026-11-21T09:30:00.000Z"',
        f"asked:{known}": '"2026-11-22T09:30:00.000Z"',
        f"wants:{known}": f'["{"c" * 64}"]',
        f"rosters:{known}": f'["{told}"]',
        f"wants:{other}": "[]",
        "language": '"fr"',
    }
    with database(tmp_path) as connection:
        upgrade(connection, tmp_path, "0002")
        connection.exec_driver_sql("INSERT INTO peer VALUES (?, ?, NULL)", (known, "2026-11-20"))
        for key, value in settings.items():
            connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", (key, value))
        upgrade(connection, tmp_path)
        names = ("node", "last_in", "last_out", "receipt_at", "asked_at", "wants", "rosters_held")
        first, second = held(connection, "peer_state", names)
        assert first[:5] == (
            known,
            "2026-11-20",
            None,
            "2026-11-21T09:30:00.000Z",
            "2026-11-22T09:30:00.000Z",
        )
        assert json.loads(first[5]) == ["c" * 64]
        assert json.loads(first[6]) == {known: "1" * 8 + "2" * 32}
        assert (second[:5], *map(json.loads, second[5:])) == ((other, None, None, None, None), [], {})
        assert held(connection, "setting", ("key", "value")) == [("language", '"fr"')]


def test_the_newest_tables_take_a_row_in_every_column(tmp_path: Path) -> None:
    with database(tmp_path) as connection:
        upgrade(connection, tmp_path)
        for table, (names, *rows) in fill(connection).items():
            assert held(connection, table, names) == sorted(rows, key=repr)


def test_who_saved_a_record_last_is_known_by_its_node(tmp_path: Path) -> None:
    """Of a save that is not held as such, the node that began the record."""
    with database(tmp_path) as connection:
        upgrade(connection, tmp_path, "0002")
        fill(connection)
        connection.exec_driver_sql(
            "UPDATE revision SET record = (SELECT id FROM record WHERE pk = 1), node = 'saver', "
            "at = (SELECT updated_at FROM record WHERE pk = 1), "
            "officer_name = (SELECT updated_by FROM record WHERE pk = 1) WHERE pk = 2"
        )
        upgrade(connection, tmp_path)
        savers = connection.exec_driver_sql("SELECT updated_node, node FROM record ORDER BY pk").all()
        assert savers[0][0] == "saver"
        assert all(saver == node for saver, node in savers[1:])
