"""Garbage is collected on the GUI thread, when it is worth while."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.sweeping import OFTEN, Sweeping


class Node:
    """Something that can lie in a cycle."""

    def __init__(self) -> None:
        self.other: object = self


@pytest.fixture
def sweeping(qtbot: QtBot) -> Iterator[Sweeping]:
    made = Sweeping()
    yield made
    made.stop()
    gc.disable()


def test_python_collects_nothing_by_itself_but_a_sweep_does(sweeping: Sweeping) -> None:
    assert not gc.isenabled()
    gc.collect()
    gone = weakref.ref(Node())
    kept = [Node() for _ in range(10 * OFTEN)]
    del kept
    assert gone() is not None
    sweeping.sweep()
    assert gone() is None


def test_python_collects_again_afterwards(sweeping: Sweeping) -> None:
    sweeping.stop()
    assert gc.isenabled()
