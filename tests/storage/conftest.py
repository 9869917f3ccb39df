"""Encrypted logbooks for the tests: real files, with a passphrase that is cheap to try."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.logbook import Logbook
from app.storage.logbooks import create_logbook, open_logbook
from tests.storage.making import CHEAP, PASSPHRASE


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


@pytest.fixture
def logbook(folder: Path, template: Path) -> Iterator[Logbook]:
    """An empty, open logbook."""
    shutil.copytree(template, folder)
    with open_logbook(folder, PASSPHRASE, busy=200) as opened:
        yield opened
