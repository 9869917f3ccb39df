"""Encrypted logbooks for the tests: real files, with a passphrase that is cheap to try."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.logbook import Logbook
from app.storage.logbooks import create_logbook
from tests.storage.making import CHEAP, PASSPHRASE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The place of a logbook that is not there yet."""
    return tmp_path / "east"


@pytest.fixture
def logbook(folder: Path) -> Iterator[Logbook]:
    """An empty, open logbook."""
    with create_logbook(folder, PASSPHRASE, cost=CHEAP, busy=200) as made:
        yield made
