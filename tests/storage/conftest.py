"""Encrypted logbooks for the tests: real files, with a passphrase that is cheap to try."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.storage.kind_tables import all_tables
from app.storage.logbook import Logbook
from app.storage.logbooks import create_logbook, open_logbook
from tests.storage.making import CHEAP, FILES, PASSPHRASE, SHARED
from tests.storage.servers import server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a module that says `BOTH_STORES = True` with a logbook in files and with a shared store."""
    if "logbook" in metafunc.fixturenames and getattr(metafunc.module, "BOTH_STORES", False):
        metafunc.parametrize("logbook", [FILES, SHARED], indirect=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The place of a logbook that is not there yet."""
    return tmp_path / "east"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, closed logbook to copy: making one runs every migration."""
    path = tmp_path_factory.mktemp("template") / "logbook"
    create_logbook(path, PASSPHRASE, cost=CHEAP).close()
    return path


@pytest.fixture(scope="session")
def server_address() -> Iterator[str]:
    """The addresses of a PostgreSQL server, with `{}` for the database."""
    with server() as address:
        yield address


@pytest.fixture(scope="session")
def shared_store(server_address: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the shared store that tests take turns with."""
    execute(server_address, "CREATE DATABASE store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        create_logbook(server_address.format("store"), PASSPHRASE, cost=CHEAP).close()
    return server_address.format("store")


@pytest.fixture
def address(shared_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty shared store."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    yield shared_store
    emptied = ", ".join(f'"{name}"' for name in (*all_tables().tables, "search", "blob") if name != "secret")
    execute(shared_store, f"TRUNCATE {emptied} RESTART IDENTITY")
    execute(shared_store, "DELETE FROM secret WHERE key <> 'key_slots'")


@pytest.fixture
def logbook(folder: Path, template: Path, request: pytest.FixtureRequest) -> Iterator[Logbook]:
    """An empty, open logbook: in files, or, where a module asks for both, also in a shared store."""
    place: Path | str = folder
    if getattr(request, "param", FILES) == SHARED:
        place = request.getfixturevalue("address")
    else:
        shutil.copytree(template, folder)
    with open_logbook(place, PASSPHRASE, busy=200) as opened:
        yield opened


def execute(address: str, statement: str) -> None:
    """Run one statement on a server outside every transaction."""
    plain = address.format("postgres").replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement.encode())
