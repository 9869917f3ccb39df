"""Held True and None: keeps the interpreter alive through any number of signals and calls into Qt.

PySide 6.12 returns `True` from every `emit`, and `None` from calls such as `setText`, without counting the reference.
Python 3.12 and later do not count them either; before that, each such call takes one reference away, and when none is
left the interpreter ends with "deallocating True or False" or "deallocating None". So the counts start out of reach.
Nothing else is changed, and the module does nothing elsewhere.
"""

from __future__ import annotations

import ctypes
import sys

FIRST_UNCOUNTED = (3, 12)
OUT_OF_REACH = 1 << 40
HELD = (True, None)


def hold() -> bool:
    """Put the counts of references to both out of reach where Python counts them; return whether it did."""
    counted = sys.implementation.name == "cpython" and sys.version_info < FIRST_UNCOUNTED
    if not counted or hasattr(sys, "gettotalrefcount") or sys.getrefcount(True) > OUT_OF_REACH:
        return False
    for one in HELD:
        ctypes.c_ssize_t.from_address(id(one)).value += OUT_OF_REACH
    return True
