"""Signals and calls into Qt do not use up the references to True and None."""

import subprocess
import sys

import pytest

from app.desktop import held_true

PROGRAM = """
from PySide6.QtCore import QObject, Signal
import app.desktop
class Ringing(QObject):
    rung = Signal(int)
bell = Ringing()
for number in range(100_000):
    bell.rung.emit(number)
print("alive")
"""


CALLS = """
from PySide6.QtCore import QObject
import app.desktop
named = QObject()
for number in range(100_000):
    named.setObjectName("a")
print("alive")
"""


@pytest.mark.parametrize("program", [PROGRAM, CALLS], ids=["signals", "calls"])
def test_the_interpreter_outlives_many_of_them(program: str) -> None:
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "alive\n"), said.stderr[-400:]


def test_it_is_done_once() -> None:
    assert not held_true.hold()
