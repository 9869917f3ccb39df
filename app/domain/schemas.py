"""Schema numbers: whether a program may take what a newer one wrote, told from the number alone.

A schema is counted in series of a thousand: within a series, what is new can be kept and passed on without being
understood; a new series says that it must be understood.
"""

from typing import Final

SERIES: Final = 1000
"""How many schemas one series has room for: 1 to 999 are the first, 1000 to 1999 the second."""


def may_take(own: int, other: int) -> bool:
    """Return whether a program of schema `own` may take what one of schema `other` wrote."""
    return other // SERIES <= own // SERIES
