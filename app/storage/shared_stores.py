"""Shared stores: making and opening a logbook in a PostgreSQL database, and its passphrase.

The database is the server's to protect and to back up; the signing keys in it are wrapped by the passphrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, inspect, select, text

from app.storage import tables
from app.storage.errors import (
    ForeignSchemaError,
    KeySlotsDamagedError,
    LogbookExistsError,
    LogbookMissingError,
)
from app.storage.failures import told, told_by_database
from app.storage.files import make_folder
from app.storage.key_file import decode_slots, encode_slots, open_slots
from app.storage.keys import PassphraseCost, PassphraseSlot, RecoverySlot, new_raw_key, wrap
from app.storage.logbook import Logbook
from app.storage.postgres import engine_for, take_turn
from app.storage.postgres_backend import PostgresBackend, folder_of
from app.storage.schema import check_known, reached, upgrade
from app.storage.schema_head import HEAD

_SLOTS = "key_slots"
_PUT = text(
    "INSERT INTO secret (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


def create_shared(address: str, passphrase: str, *, cost: PassphraseCost, busy: int) -> Logbook:
    """Fill an empty database and open it; raises `LogbookExistsError` where it holds any table."""
    raw = new_raw_key()
    slot = wrap(raw, passphrase, cost)
    with _engine(address, busy) as engine, told_by_database(), engine.begin() as connection:
        take_turn(connection)
        if inspect(connection).get_table_names():
            raise LogbookExistsError("The database has tables already.")
        upgrade(connection, folder_of(address))
        connection.execute(_PUT, {"key": _SLOTS, "value": encode_slots([slot])})
    return _opened(address, raw, busy)


def open_shared(address: str, passphrase: str, *, busy: int) -> Logbook:
    """Open a shared store, bringing an older one up to date in one transaction; see `open_logbook` for the errors."""
    with _engine(address, busy) as engine:
        with told_by_database(), engine.begin() as connection:
            _check_ours(connection)
            raw = open_slots(_slots(connection), passphrase)
            current = reached(connection)
        if current != HEAD:
            check_known(current)
            with told_by_database(), engine.begin() as connection:
                take_turn(connection)
                upgrade(connection, folder_of(address))
    return _opened(address, raw, busy)


def change_shared_passphrase(address: str, old: str, new: str, *, cost: PassphraseCost, busy: int) -> None:
    """Replace the passphrase of a shared store; other slots stay."""
    with _engine(address, busy) as engine, told_by_database(), engine.begin() as connection:
        take_turn(connection)
        _check_ours(connection)
        slots = _slots(connection)
        slot = wrap(open_slots(slots, old), new, cost)
        others = [one for one in slots if isinstance(one, RecoverySlot)]
        connection.execute(_PUT, {"key": _SLOTS, "value": encode_slots([slot, *others])})


def _opened(address: str, raw: bytes, busy: int) -> Logbook:
    folder = folder_of(address)
    with told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        make_folder(folder)
        make_folder(folder / "held")
    return Logbook(folder, PostgresBackend(address, raw, busy=busy), raw, shared=True)


def _check_ours(connection: Connection) -> None:
    names = set(inspect(connection).get_table_names())
    if not names:
        raise LogbookMissingError("The database is empty.")
    if not {"alembic_version", "meta", "record", "revision"} <= names:
        raise ForeignSchemaError("The tables are not those of this program.")


def _slots(connection: Connection) -> list[PassphraseSlot | RecoverySlot]:
    value = connection.execute(select(tables.secret.c.value).where(tables.secret.c.key == _SLOTS)).scalar()
    slots = None if value is None else decode_slots(bytes(value))
    if slots is None:
        raise KeySlotsDamagedError("The key slots of the shared store are damaged.")
    return slots


@contextmanager
def _engine(address: str, busy: int) -> Iterator[Engine]:
    engine = engine_for(address, busy=busy)
    try:
        yield engine
    finally:
        engine.dispose()
