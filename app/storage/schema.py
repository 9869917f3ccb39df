"""Which version a database has, whether its schema is ours, and how an older one is brought up to date."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.assets import migrations
from app.storage.errors import ForeignSchemaError, LogbookNewerError, MigrationFailedError
from app.storage.failures import translated
from app.storage.schema_head import FINGERPRINT, HEAD
from app.storage.sqlite import APPLICATION_ID

_OBJECTS = (
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\' "
    "ORDER BY type, name"
)

_NEWEST = "newest.sql"
_BETWEEN = ";\n\n"
_STATEMENTS = (
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "AND name NOT LIKE 'search\\_%' ESCAPE '\\' ORDER BY rowid"
)


def newest() -> Path:
    """Return the file that makes the tables to which all migrations lead; `--pin` of the draft writes it."""
    return migrations() / _NEWEST


def written(connection: Connection) -> str:
    """Return the text that makes the schema of a SQLite database again; FTS5 makes its own tables."""
    made = [str(row[0]) for row in connection.exec_driver_sql(_STATEMENTS)]
    stamp = f"INSERT INTO alembic_version (version_num) VALUES ('{reached(connection)}')"  # noqa: S608 - ours
    return _BETWEEN.join([*made, stamp]) + "\n"


def make(connection: Connection, folder: Path) -> None:
    """Make every table in an empty database, in the open transaction; raises what the disk said.

    One step after the other, as an older logbook goes, takes ten times as long and needs Alembic.
    """
    try:
        for statement in newest().read_text(encoding="utf-8").split(_BETWEEN):
            connection.exec_driver_sql(statement)
    except SQLAlchemyError as error:
        raise translated(error, folder) or MigrationFailedError(type(error).__name__) from error


def fingerprint(connection: Connection) -> str:
    """Return the SHA-256 of the text of a SQLite schema, statistics left out."""
    digest = hashlib.sha256()
    for row in connection.exec_driver_sql(_OBJECTS):
        digest.update("\x1f".join(part or "" for part in row).encode() + b"\x1e")
    return digest.hexdigest()


def check_schema(connection: Connection) -> None:
    """Raise `ForeignSchemaError` unless the schema is exactly the newest one of this program."""
    if fingerprint(connection) != FINGERPRINT:
        raise ForeignSchemaError("The tables are not those of this program.")


def version(connection: Connection) -> str:
    """Return the migration that a SQLite database has reached; raises `ForeignSchemaError` if it is not ours."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
        raise ForeignSchemaError("The database belongs to another program.")
    strange = connection.exec_driver_sql(
        "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')"
    )
    stamped = connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema WHERE name = 'alembic_version'")
    if strange.scalar_one() or not stamped.scalar_one():
        raise ForeignSchemaError("The tables are not those of this program.")
    return reached(connection)


def reached(connection: Connection) -> str:
    """Return the migration that a database has reached; empty where it has none."""
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return "" if row is None else str(row[0])


def check_known(current: str) -> None:
    """Raise `LogbookNewerError` unless a migration is one of this program's."""
    from alembic.script import (
        ScriptDirectory,
    )  # loaded only when a logbook is made or is older: it is slow to load

    scripts = ScriptDirectory(str(migrations()))
    if current not in {script.revision for script in scripts.walk_revisions()}:
        raise LogbookNewerError(f"The logbook has schema {current}; this program knows {HEAD}.")


def upgrade(connection: Connection, folder: Path, target: str = "head") -> None:
    """Run the missing migrations inside the open transaction; raises `MigrationFailedError`, or what the disk said."""
    from alembic import command  # loaded only when a logbook is made or is older: it is slow to load
    from alembic.util import CommandError

    try:
        command.upgrade(alembic_config(connection), target)
    except (SQLAlchemyError, CommandError) as error:
        raise translated(error, folder) or MigrationFailedError(type(error).__name__) from error


def alembic_config(connection: Connection) -> Any:
    """Return Alembic's configuration for one connection, without a file and without output."""
    from alembic.config import Config  # loaded only when a logbook is made or is older: it is slow to load

    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
