"""Serials: the human numbers of records, such as `EAST-MTG-2026-0042`, per unit, kind and year.

A number is given once. The first laptop of a unit counts plainly; a second one, and every logbook that began again from
a backup, counts in a run of its own, whose letters stand before the number: `EAST-MTG-2026-K7QX.0001`. Neither can know
which numbers the other gave.
"""

from __future__ import annotations

import re
import unicodedata

RUN_LETTERS = "BCDFGHJKMNPQRSTVWXZ2345679"
"""Neither vowels, which make words, nor what is taken for another letter or figure."""
RUN_LENGTH = 4


def unit_code(unit: str | None, unit_name: str) -> str:
    """Return the code of a unit for serials: the last part of its path, or its name before it has one."""
    source = unit.rsplit("/", 1)[-1] if unit else unit_name
    plain = unicodedata.normalize("NFKD", source).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]+", "-", plain.upper()).strip("-")[:32] or "UNIT"


def run_code(epoch: str) -> str:
    """Return the letters by which people tell the numbers of one epoch (eight hex characters) from those of others."""
    left, letters = int(epoch, 16), ""
    for _ in range(RUN_LENGTH):
        left, place = divmod(left, len(RUN_LETTERS))
        letters += RUN_LETTERS[place]
    return letters


def serial_text(code: str, prefix: str, year: int, number: int, run: str = "") -> str:
    """Return the serial of a record; numbers beyond 9999 just grow."""
    return f"{code}-{prefix}-{year}-{f'{run}.' if run else ''}{number:04d}"
