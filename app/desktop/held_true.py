"""Held True: keeps the interpreter alive through any number of signals.

PySide 6.12 returns `True` from every `emit` without counting the reference. Python 3.12 and later do not count it
either; before that, each signal takes one reference away, and when none is left the interpreter ends with "deallocating
True or False". So the count starts out of reach. Nothing else is changed, and the module does nothing elsewhere.
"""

from __future__ import annotations

import ctypes
import sys

FIRST_UNCOUNTED = (3, 12)
OUT_OF_REACH = 1 << 40


def hold() -> bool:
    """Put the count of references to `True` out of reach where Python counts them; return whether it did."""
    counted = sys.implementation.name == "cpython" and sys.version_info < FIRST_UNCOUNTED
    if not counted or hasattr(sys, "gettotalrefcount") or sys.getrefcount(True) > OUT_OF_REACH:
        return False
    ctypes.c_ssize_t.from_address(id(True)).value += OUT_OF_REACH
    return True
