"""What every test of the desktop uses: a context with its lanes, closed again after the test."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def context(qtbot: QtBot) -> Iterator[Context]:
    """Give a context without a logbook, at noon on 21 November 2026."""
    made = Context(clock=lambda: NOON)
    yield made
    made.close()
